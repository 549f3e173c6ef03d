// SPDX-License-Identifier: Apache-2.0
// The infer entries whole_f(x: f32[N]) -> y of the model that is linked in over all floats, against f in double:
//   ulp STRIDE [FUNCTION…]     one line each: name, worst error in units in the last place, where, digest of all results
// Of the blocks of N floats every STRIDE-th is taken. The last M elements of a block are computed once more by the entry
// `tail_f(x: f32[M])`, whose vectors are cut differently, and must be the same bits.
#include "runtime/include/kiln/runtime.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern const unsigned char kiln_package[];
extern const kiln_entry_fn kiln_entry_table[];

static double sigmoid(double x) { return 1 / (1 + exp(-x)); }
static double rsqrt(double x) { return 1 / sqrt(x); }

static const struct {
  const char *name;
  double (*function)(double);
} kFunctions[] = {{"exp", exp}, {"expm1", expm1}, {"log", log}, {"log1p", log1p}, {"tanh", tanh}, {"erf", erf}, {"sigmoid", sigmoid}, {"rsqrt", rsqrt}};

/// How far `got` is from `want`, in distances of neighbouring floats there; 2^128 is the neighbour of the greatest float.
static double errorOf(float got, double want) {
  if (isnan(want) || isnan(got))
    return isnan(want) && isnan(got) ? 0 : INFINITY;
  double value = isinf(got) ? copysign(0x1p128, got) : got, limited = fmin(fmax(want, -0x1p128), 0x1p128);
  int exponent = limited == 0 ? -126 : ilogb(limited);
  return fabs(value - limited) / ldexp(1, (exponent < -126 ? -126 : exponent > 127 ? 127 : exponent) - 23);
}

int main(int count, char **words) {
  char message[256];
  kiln_session *session;
  kiln_options options = {1, 0};
  if (count < 2)
    return fputs("usage: ulp STRIDE [FUNCTION...]\n", stderr), 2;
  unsigned stride = (unsigned)atoi(words[1]);
  if (kiln_open(kiln_package, (size_t)-1, kiln_entry_table, &options, &session, message, sizeof message))
    return fprintf(stderr, "%s\n", message), 1;
  for (int i = 2; i < count; ++i) {
    double (*function)(double) = NULL;
    for (size_t k = 0; k != sizeof kFunctions / sizeof *kFunctions; ++k)
      if (!strcmp(kFunctions[k].name, words[i]))
        function = kFunctions[k].function;
    snprintf(message, sizeof message, "whole_%s", words[i]);
    int entry = kiln_find_entry(session, message);
    snprintf(message, sizeof message, "tail_%s", words[i]);
    int tail = kiln_find_entry(session, message);
    kiln_tensor_info whole, part;
    if (!function || kiln_input_info(session, entry, 0, &whole) || kiln_input_info(session, tail, 0, &part))
      return fprintf(stderr, "there is no `%s` to compare\n", words[i]), 1;
    size_t n = whole.bytes / 4, m = part.bytes / 4;
    unsigned *x = malloc(whole.bytes), *y = malloc(whole.bytes), *z = malloc(part.bytes);
    double worst = 0;
    unsigned where = 0;
    unsigned long long digest = 14695981039346656037ull;
    for (unsigned long long first = 0; first < 1ull << 32; first += (unsigned long long)n * stride) {
      for (size_t k = 0; k != n; ++k)
        x[k] = (unsigned)(first + k);
      if (kiln_set_input(session, entry, 0, x, whole.bytes) || kiln_run(session, entry, 0) || kiln_get_output(session, entry, 0, y, whole.bytes) ||
          kiln_set_input(session, tail, 0, x + (n - m), part.bytes) || kiln_run(session, tail, 0) || kiln_get_output(session, tail, 0, z, part.bytes))
        return fprintf(stderr, "%s\n", kiln_message(session)), 1;
      if (memcmp(y + (n - m), z, part.bytes))
        return fprintf(stderr, "%s: other bits at the end of a row, near 0x%08x\n", words[i], x[n - m]), 1;
      for (size_t k = 0; k != n; ++k) {
        float in, out;
        memcpy(&in, x + k, 4), memcpy(&out, y + k, 4);
        double error = errorOf(out, function(in));
        if (error > worst)
          worst = error, where = x[k];
        digest = (digest ^ (isnan(out) ? 0x7fc00000u : y[k])) * 1099511628211ull;
      }
    }
    printf("%s %.4f 0x%08x %016llx\n", words[i], worst, where, digest);
    fflush(stdout);
    free(x), free(y), free(z);
  }
  kiln_close(session);
  return 0;
}
