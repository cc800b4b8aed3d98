// Bytes looked for and compared by vector instructions, memory asked for ahead of time, and heaps that
// grow in large steps, which Swift has no words for. See byte_offsets.c, open_row.c, prefetch.h and
// heap.h.

#ifndef CBYTES_H
#define CBYTES_H

#include <stddef.h>
#include <stdint.h>

#include "heap.h"
#include "prefetch.h"

/// Lists where the bytes `x`, `y` and `z` stand.
///
/// @param bytes The bytes. As many as are looked at have to be readable, and up to 63 more.
/// @param from The first offset to look at.
/// @param to The offset to stop at, below 2^32.
/// @param offsets Takes the offsets, in order; room for `to - from` and 4 more is needed.
/// @param high Becomes other than 0 where a byte that was read is not ASCII.
/// @return How many offsets there are.
size_t byte_offsets(
  const uint8_t *bytes, size_t from, size_t to, uint8_t x, uint8_t y, uint8_t z,
  uint32_t *offsets, uint64_t *high);

/// Lists where the bytes `x` and `y` and all control characters, those below 0x20, stand.
///
/// The parameters are those of `byte_offsets`.
size_t byte_offsets_and_controls(
  const uint8_t *bytes, size_t from, size_t to, uint8_t x, uint8_t y, uint32_t *offsets,
  uint64_t *high);

/// What `find_cell_ends` found.
struct cell_ends {
  /// How many cells there are; 0 where there are too many, or no newline.
  size_t count;
  /// Whether all bytes that were read are ASCII: those of the row, and maybe some behind it.
  int is_ascii;
};

/// Lists where the cells of a row end: the separators up to the first newline, and that newline.
///
/// @param bytes The bytes. Those up to `to` have to be readable, and up to 127 more.
/// @param from The offset of the first byte of the row, or of one of its cells.
/// @param to The offset to stop at, below 2^32.
/// @param separator What stands between cells.
/// @param most How many cells there may be from there on.
/// @param ends Takes the offsets, in order; room for `most` and 4 more is needed.
struct cell_ends find_cell_ends(
  const uint8_t *bytes, size_t from, size_t to, uint8_t separator, size_t most, uint32_t *ends);

/// A byte that no UTF-8 has: it stands in a known row for any digit.
#define OPEN_ROW_DIGIT 0xFF
/// So many bytes of a row are looked at in any case.
#define OPEN_ROW_USUAL 128

/// Whether a row begins as another does and its rest is a known one, with any digits where that one is
/// open. Copies the row.
///
/// @param row The row. `lead + count` bytes have to be readable, and 32 behind the lead in any case.
/// @param before The other row. `lead` bytes have to be readable, and of both rows 32 if it is other
///   than 0.
/// @param lead How many bytes have to be the same.
/// @param known The known rest. `count` bytes have to be readable, and 32 in any case.
/// @param count How many bytes that has.
/// @param copy Takes the row, whether it is a known one or not; none where this is null. As many bytes
///   as the row has, up to a multiple of 32 and `OPEN_ROW_USUAL` in any case, are read and written.
int open_row_take(
  const uint8_t *row, const uint8_t *before, size_t lead, const uint8_t *known, size_t count,
  uint8_t *copy);

#endif
