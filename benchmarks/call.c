// SPDX-License-Identifier: Apache-2.0
// Times calls of one entry of the model that is linked in: call ENTRY THREADS. Each line of input is a number of calls;
// the answer is their seconds. Inputs are filled before: floats between -1 and 1, whole numbers from 0 to 9. A result may lie
// over an input, so that later calls of a line read what earlier ones wrote.
#include "kiln/runtime.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

extern const unsigned char kiln_package[];
extern const kiln_entry_fn kiln_entry_table[];

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static int fill(kiln_session *session, int entry, int input) {
  kiln_tensor_info info;
  if (kiln_input_info(session, entry, input, &info))
    return 1;
  char *bytes = malloc(info.bytes);
  unsigned state = 12345u + (unsigned)input;
  for (size_t i = 0; i != info.bytes / 4; ++i) {
    state = state * 1664525u + 1013904223u;
    if (info.dtype == KILN_F32)
      ((float *)bytes)[i] = (float)(state >> 8) / 8388608.0f - 1.0f;
    else
      ((int *)bytes)[i] = (int)(state >> 8) % 10;
  }
  int failed = kiln_set_input(session, entry, input, bytes, info.bytes);
  free(bytes);
  return failed;
}

int main(int count, char **words) {
  char message[256];
  kiln_session *session;
  kiln_options options = KILN_DEFAULT_OPTIONS;
  if (count != 3)
    return fputs("usage: call ENTRY THREADS\n", stderr), 2;
  options.threads = atoi(words[2]);
  if (kiln_open(kiln_package, (size_t)-1, kiln_entry_table, &options, &session, message, sizeof message))
    return fprintf(stderr, "%s\n", message), 1;
  int entry = kiln_find_entry(session, words[1]);
  long calls;
  while (scanf("%ld", &calls) == 1) {
    for (int i = 0; i < kiln_input_count(session, entry); ++i)
      if (fill(session, entry, i))
        return fprintf(stderr, "%s\n", kiln_message(session)), 1;
    double begin = now();
    for (long i = 0; i < calls; ++i)
      if (kiln_run(session, entry, kiln_entry_rows(session, entry)))
        return fprintf(stderr, "%s\n", kiln_message(session)), 1;
    printf("%.9f\n", now() - begin);
    fflush(stdout);
  }
  kiln_close(session);
  return 0;
}
