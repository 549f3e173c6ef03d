// SPDX-License-Identifier: Apache-2.0
// Calls the first entry with three workers, one after the other between barriers, the last one first.
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <ucontext.h>

enum { kWorkers = 3 };

struct Call {
  uint8_t *arena;
  uint32_t seed, function;
  uint64_t count;
  int64_t rows;
  void *barrier;
  uint64_t fault, reserved1[2];
};

typedef void (*Entry)(struct Call *, int64_t, int64_t);
extern const unsigned char kiln_package[];
extern const Entry kiln_entry_table[];

static ucontext_t main_context, contexts[kWorkers];
static char stacks[kWorkers][1 << 16];
static int running[kWorkers];
static _Alignas(64) uint8_t arena[1 << 16];
static struct Call call;

void kiln_barrier(struct Call *c, int64_t worker, int64_t workers) {
  swapcontext(&contexts[worker], &main_context);
}
void kiln_fault(struct Call *c, int32_t site) { printf("fault %d\n", site); }

static void work(int worker) {
  kiln_entry_table[0](&call, worker, kWorkers);
  running[worker] = 0;
}

int main(void) {
  uint64_t arena_size;
  uint32_t functions;
  memcpy(&arena_size, kiln_package + 32, sizeof arena_size);
  memcpy(&functions, kiln_package + 56, sizeof functions);
  printf("entries %u arena %lu\n", functions, (unsigned long)arena_size);
  for (int i = 0; i < 4; ++i)
    ((float *)arena)[i] = i + 1;
  call.arena = arena;
  for (int w = 0; w < kWorkers; ++w) {
    getcontext(&contexts[w]);
    contexts[w].uc_stack.ss_sp = stacks[w];
    contexts[w].uc_stack.ss_size = sizeof stacks[w];
    contexts[w].uc_link = &main_context;
    makecontext(&contexts[w], (void (*)(void))work, 1, w);
    running[w] = 1;
  }
  for (int left = 1; left;) {
    left = 0;
    for (int w = kWorkers - 1; w >= 0; --w)
      if (running[w]) {
        swapcontext(&main_context, &contexts[w]);
        left |= running[w];
      }
  }
  const float *y = (const float *)(arena + 128);
  printf("worker order does not matter: %g %g %g %g\n", y[0], y[1], y[2], y[3]);
  return 0;
}
