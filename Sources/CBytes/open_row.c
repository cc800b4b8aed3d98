// Whether a row is a known one, but for its numbers.
//
// All blocks are compared to the end, whatever the first says, and four of them in any case: one row
// in twenty-five is longer. So there is hardly a branch, and where a number stands doesn't matter.
// Number by number and text by text, with lengths that change from row to row, it took 220
// instructions a row and some mispredicted branches; like this, 90 and hardly one.

#include "CBytes.h"

typedef uint8_t block __attribute__((vector_size(32), aligned(1), may_alias));

static const block lanes = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
                            16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31};

__attribute__((always_inline)) static inline int matches(
  const uint8_t *row, const uint8_t *known, size_t count
) {
  block all = (block){} == (block){};
  for (size_t offset = 0; offset < OPEN_ROW_USUAL || offset < count; offset += 32) {
    block is = *(const block *)(row + offset), was = *(const block *)(known + offset);
    size_t left = offset < count ? count - offset : 0;
    uint8_t most = left < 32 ? (uint8_t)left : 32;
    all &= (is == was) | ((was == OPEN_ROW_DIGIT) & (is - '0' <= 9)) | (lanes >= most);
  }
  return __builtin_reduce_and(all) == 0xFF;
}

#if defined(__x86_64__)

__attribute__((target("avx2"))) static int matches_avx2(
  const uint8_t *row, const uint8_t *known, size_t count
) {
  return matches(row, known, count);
}

int open_row_matches(const uint8_t *row, const uint8_t *known, size_t count) {
  return __builtin_cpu_supports("avx2") ? matches_avx2(row, known, count)
                                        : matches(row, known, count);
}

#else

int open_row_matches(const uint8_t *row, const uint8_t *known, size_t count) {
  return matches(row, known, count);
}

#endif
