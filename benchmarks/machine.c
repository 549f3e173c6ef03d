// SPDX-License-Identifier: Apache-2.0
// What the machine gives at most: machine fma|read|copy|merge|update THREADS. Each line of input is a number of calls; the answer is their seconds.
// A call of `fma` makes FLOPS operations, multiplications and additions in registers; calls of the others go through BYTES, more than
// the caches hold: `read` reads them, `copy` writes one half from the other, `merge` a third from the two others, `update` reads all four quarters and writes
// three of them where they lie, as an optimizer with two moments does. The threads share the work of a call and stay.
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

#ifdef __AVX512F__
#define LANES 16
#else
#define LANES 8
#endif
#define FLOPS 201326592L
#define BYTES 268435456L
#define CHAINS 12

typedef float Vector __attribute__((vector_size(4 * LANES)));

static int threads;
static const Vector *memory;
static int reads;
static void (*part)(int thread);
static long calls;
static pthread_barrier_t edge;
static atomic_int sink;

static void fma_part(int thread) {
  (void)thread;
  long steps = FLOPS / threads / (2 * LANES * CHAINS);
  Vector sum[CHAINS], factor = {0}, more = {0};
  factor += 0.999f;
  more += 0.001f;
  for (int i = 0; i != CHAINS; ++i)
    sum[i] = more * (float)i;
  for (long step = 0; step != steps; ++step) {
#pragma GCC unroll 12
    for (int i = 0; i != CHAINS; ++i)
      sum[i] = sum[i] * factor + more;
    __asm__ volatile("" : "+m"(factor));
  }
  for (int i = 1; i != CHAINS; ++i)
    sum[0] += sum[i];
  sink += (int)sum[0][0];
}

static void read_part(int thread) {
  long count = BYTES / threads / (long)sizeof(Vector);
  const Vector *from = memory + thread * count;
  Vector sum[8] = {0};
  for (long i = 0; i + 8 <= count; i += 8)
#pragma GCC unroll 8
    for (int j = 0; j != 8; ++j)
      sum[j] += from[i + j];
  for (int j = 1; j != 8; ++j)
    sum[0] += sum[j];
  sink += (int)sum[0][0];
}

static void write_part(int thread) {
  long count = BYTES / (long)sizeof(Vector) / (reads + 1), each = count / threads;
  Vector *to = (Vector *)memory + thread * each;
  const Vector *a = memory + count + thread * each, *b = a + count;
  if (reads == 1)
    for (long i = 0; i != each; ++i) {
      to[i] = a[i];
      __asm__ volatile("" ::: "memory"); // no call of memcpy
    }
  else
    for (long i = 0; i != each; ++i)
      to[i] = a[i] + b[i];
}

static void update_part(int thread) {
  long count = BYTES / (long)sizeof(Vector) / 4, each = count / threads;
  Vector *a = (Vector *)memory + thread * each, *b = a + count, *c = b + count;
  const Vector *from = c + count;
  for (long i = 0; i != each; ++i) {
    Vector more = from[i];
    b[i] += more;
    c[i] += more;
    a[i] += b[i];
  }
}

static void *work(void *number) {
  for (;;) {
    pthread_barrier_wait(&edge);
    if (calls == 0)
      return NULL;
    for (long i = 0; i != calls; ++i)
      part((int)(long)number);
    pthread_barrier_wait(&edge);
  }
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

int main(int count, char **words) {
  if (count != 3 || (threads = atoi(words[2])) < 1)
    return fputs("usage: machine fma|read|copy|merge|update THREADS\n", stderr), 2;
  reads = strcmp(words[1], "merge") ? 1 : 2;
  part = !strcmp(words[1], "fma") ? fma_part : !strcmp(words[1], "read") ? read_part : !strcmp(words[1], "update") ? update_part : write_part;
  void *bytes = aligned_alloc(2 << 20, BYTES);
  madvise(bytes, BYTES, MADV_HUGEPAGE); // as the arena of a model
  memset(bytes, 0, BYTES);
  memory = bytes;
  pthread_barrier_init(&edge, NULL, (unsigned)threads + 1);
  for (long i = 0; i != threads; ++i) {
    pthread_t thread;
    pthread_create(&thread, NULL, work, (void *)i);
  }
  while (scanf("%ld", &calls) == 1 && calls > 0) {
    double begin = now();
    pthread_barrier_wait(&edge);
    pthread_barrier_wait(&edge);
    printf("%.9f\n", now() - begin);
    fflush(stdout);
  }
  return 0;
}
