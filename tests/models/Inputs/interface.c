/* SPDX-License-Identifier: Apache-2.0
 *
 * A program of a user's, linked with a model's object (kiln build -o MODEL.o) and the runtime: calls the entry
 * ENTRY on zeros, 1,000 times, five runs, at THREADS workers. Prints the best median in microseconds, and how
 * often malloc and mmap were called in between.
 */
#include <kiln/runtime.h>

#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

extern const unsigned char kiln_package[];
extern const kiln_entry_fn kiln_entry_table[];

static long allocations, maps;
void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
void *malloc(size_t size) { return ++allocations, __libc_malloc(size); }
void *calloc(size_t count, size_t size) { return ++allocations, __libc_calloc(count, size); }
void *realloc(void *old, size_t size) { return ++allocations, __libc_realloc(old, size); }
void *mmap(void *at, size_t size, int protection, int flags, int file, long offset) {
  ++maps;
  return (void *)syscall(SYS_mmap, at, size, protection, flags, file, offset);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return 1e6 * (double)time.tv_sec + 1e-3 * (double)time.tv_nsec;
}

static int compare(const void *a, const void *b) {
  return (*(const double *)a > *(const double *)b) - (*(const double *)a < *(const double *)b);
}

int main(int count, char **arguments) {
  if (count != 4)
    return puts("interface ENTRY THREADS CALLS"), 2;
  kiln_session *session;
  kiln_options options = {atoi(arguments[2]), 1};
  char message[256];
  if (kiln_open(kiln_package, SIZE_MAX, kiln_entry_table, &options, &session, message, sizeof message))
    return puts(message), 1;
  int entry = kiln_find_entry(session, arguments[1]), calls = atoi(arguments[3]);
  int64_t rows = kiln_entry_rows(session, entry);
  for (int i = 0; i < kiln_input_count(session, entry); ++i) {
    kiln_tensor_info info;
    kiln_input_info(session, entry, i, &info);
    void *zeros = calloc(1, info.bytes);
    if (kiln_set_input(session, entry, i, zeros, info.bytes))
      return puts(kiln_message(session)), 1;
    free(zeros);
  }
  double *times = malloc(sizeof *times * (size_t)calls), best = 0;
  long allocationsBefore = allocations, mapsBefore = maps;
  for (int run = 0; run != 5; ++run) {
    for (int i = 0; i != calls; ++i) {
      double begin = now();
      if (kiln_run(session, entry, rows))
        return puts(kiln_message(session)), 1;
      times[i] = now() - begin;
    }
    long most = allocations; /* qsort may allocate */
    qsort(times, (size_t)calls, sizeof *times, compare);
    allocationsBefore += allocations - most;
    if (run == 0 || times[calls / 2] < best)
      best = times[calls / 2];
  }
  printf("median_us %.3f\nallocations %ld\nmaps %ld\n", best, allocations - allocationsBefore, maps - mapsBefore);
  kiln_close(session);
  return 0;
}
