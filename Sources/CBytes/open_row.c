// Whether a row is a known one, but for its numbers.
//
// All blocks are compared to the end, whatever the first says, and four of them in any case: one row
// in twenty-five is longer. So there is hardly a branch, and where a number stands doesn't matter.
// Number by number and text by text, with lengths that change from row to row, it took 220
// instructions a row and some mispredicted branches; like this, 60 and hardly one. The last block
// ends with the row and overlaps the one before: to mask what is behind took 40 more.
//
// A row that is known is printed, so it is copied at once, before it is known to be one.

#include "CBytes.h"

#include <string.h>

typedef uint8_t block __attribute__((vector_size(32), aligned(1), may_alias));

enum { size = sizeof(block) };

static const block lanes = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
                            16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31};

#define INLINE __attribute__((always_inline)) static inline
#define BLOCK(bytes) (*(const block *)(bytes))

/// Notes where a byte of a row isn't the known one.
INLINE void note(block *differences, const uint8_t *row, const uint8_t *known) {
  block is = BLOCK(row), was = BLOCK(known);
  *differences |= ~((is == was) | ((was == OPEN_ROW_DIGIT) & (is - '0' <= 9)));
}

INLINE int matches(const uint8_t *row, const uint8_t *known, size_t count) {
  block differences = {};
  if (count < size) {
    note(&differences, row, known);
    differences &= lanes < (uint8_t)count;
  } else {
    size_t last = count - size;
    note(&differences, row + last, known + last);
    for (size_t offset = 0; offset < OPEN_ROW_USUAL - size; offset += size) {
      size_t place = offset < last ? offset : last;
      note(&differences, row + place, known + place);
    }
    for (size_t offset = OPEN_ROW_USUAL - size; offset < last; offset += size) {
      note(&differences, row + offset, known + offset);
    }
  }
  return __builtin_reduce_or(differences) == 0;
}

INLINE int take(
  const uint8_t *row, const uint8_t *before, size_t lead, const uint8_t *known, size_t count,
  uint8_t *copy
) {
  if (copy) {
    size_t offset = 0;
    do {
      *(block *)(copy + offset) = BLOCK(row + offset);
      offset += size;
    } while (offset < OPEN_ROW_USUAL || offset < lead + count);
  }
  if (lead > size) {
    if (memcmp(row, before, lead) != 0) return 0;
  } else if (lead > 0) {
    block differences = (BLOCK(row) != BLOCK(before)) & (lanes < (uint8_t)lead);
    if (__builtin_reduce_or(differences) != 0) return 0;
  }
  return matches(row + lead, known, count);
}

#if defined(__x86_64__)

__attribute__((target("avx2"))) static int take_avx2(
  const uint8_t *row, const uint8_t *before, size_t lead, const uint8_t *known, size_t count,
  uint8_t *copy
) {
  return take(row, before, lead, known, count, copy);
}

#endif

int open_row_take(
  const uint8_t *row, const uint8_t *before, size_t lead, const uint8_t *known, size_t count,
  uint8_t *copy
) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) return take_avx2(row, before, lead, known, count, copy);
#endif
  return take(row, before, lead, known, count, copy);
}
