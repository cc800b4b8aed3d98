// One instruction of every processor's vector unit compares 16 or 32 bytes at once; a second turns
// the outcome into a mask, a bit for each byte; one more counts the bits of the mask, and one tells
// the lowest. Swift can't say any of it: Swift 6.3 compiles `.==` on `SIMD16<UInt8>` to a loop over
// the lanes, and has to do without the bit instructions that came after the first x86-64.
//
// Measured for all tabs and newlines of a 178 MB inventory, nine million of them: 40 ms with SSE2,
// 59 ms in Swift with words of 8 bytes and the usual arithmetic, 68 ms with `memchr` called for
// each field. AVX2 and the newer bit instructions halve the instructions of the first.

#include "CBytes.h"

/// Writes the offsets of the lowest four bits of a mask, whether there are four or not.
///
/// @return The mask without them.
__attribute__((always_inline)) static inline uint64_t write_four_offsets(
  uint64_t mask, uint32_t base, uint32_t *offsets
) {
  for (int i = 0; i < 4; i++) {
    // What is written behind the last bit doesn't matter, but `ctz` of 0 is undefined.
    offsets[i] = base + (uint32_t)(mask == 0 ? 64 : __builtin_ctzll(mask));
    mask &= mask - 1;
  }
  return mask;
}

/// Writes the offset of each bit of a mask, four at a time, so that the number of turns hardly
/// varies. Inlined, it is compiled for each instruction set.
__attribute__((always_inline)) static inline size_t write_offsets(
  uint64_t mask, uint32_t base, uint32_t *offsets
) {
  size_t count = (size_t)__builtin_popcountll(mask);
  for (size_t written = 0; written < count; written += 4) {
    mask = write_four_offsets(mask, base, offsets + written);
  }
  return count;
}

/// The mask without what lies beyond the last byte to look at.
__attribute__((always_inline)) static inline uint64_t trimmed(uint64_t mask, size_t left) {
  return left < 64 ? mask & (((uint64_t)1 << left) - 1) : mask;
}

/// The part of a mask that belongs to the row: up to and with the first newline; all, where there
/// is none.
__attribute__((always_inline)) static inline uint64_t within_row(
  uint64_t mask, uint64_t newlines
) {
  return mask & (newlines ^ (newlines - 1));
}

/// Takes up what 64 bytes say of a row: lists the ends of its cells among them.
///
/// @param newlines Where there are newlines.
/// @param all Where there are newlines or separators.
/// @return Whether the row goes on. Where it has too many cells it doesn't, and `count` is 0.
__attribute__((always_inline)) static inline int take_cell_ends(
  uint64_t newlines, uint64_t all, uint32_t base, size_t most, uint32_t *ends, size_t *count
) {
  uint64_t mask = within_row(all, newlines);
  size_t found = (size_t)__builtin_popcountll(mask);
  if (*count + found > most) {
    *count = 0;
    return 0;
  }
  write_offsets(mask, base, ends + *count);
  *count += found;
  return newlines == 0;
}

// The functions below for `byte_offsets` are compiled twice: for three bytes, and for two bytes and
// the control characters, for which `z` is then the highest.

#if defined(__x86_64__)

#include <immintrin.h>

#define INLINE __attribute__((always_inline)) static inline
#define AVX2 __attribute__((target("avx2,bmi,popcnt")))

INLINE uint64_t bits_64(__m128i a, __m128i b, __m128i c, __m128i d) {
  return (uint64_t)(uint32_t)_mm_movemask_epi8(a) |
         (uint64_t)(uint32_t)_mm_movemask_epi8(b) << 16 |
         (uint64_t)(uint32_t)_mm_movemask_epi8(c) << 32 |
         (uint64_t)(uint32_t)_mm_movemask_epi8(d) << 48;
}

INLINE __m128i lanes_16(__m128i v, __m128i vx, __m128i vy, __m128i vz, int up_to_z) {
  __m128i z = _mm_cmpeq_epi8(up_to_z ? _mm_max_epu8(v, vz) : v, vz);
  return _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(v, vx), _mm_cmpeq_epi8(v, vy)), z);
}

INLINE size_t offsets_sse2(
  const uint8_t *bytes, size_t from, size_t to, uint8_t x, uint8_t y, uint8_t z, int up_to_z,
  uint32_t *offsets, uint64_t *high
) {
  const __m128i vx = _mm_set1_epi8((char)x), vy = _mm_set1_epi8((char)y);
  const __m128i vz = _mm_set1_epi8((char)z);
  __m128i all = _mm_setzero_si128();
  size_t count = 0;
  for (size_t offset = from; offset < to; offset += 64) {
    const __m128i *block = (const __m128i *)(const void *)(bytes + offset);
    __m128i a = _mm_loadu_si128(block), b = _mm_loadu_si128(block + 1);
    __m128i c = _mm_loadu_si128(block + 2), d = _mm_loadu_si128(block + 3);
    all = _mm_or_si128(all, _mm_or_si128(_mm_or_si128(a, b), _mm_or_si128(c, d)));
    uint64_t mask = bits_64(
      lanes_16(a, vx, vy, vz, up_to_z), lanes_16(b, vx, vy, vz, up_to_z),
      lanes_16(c, vx, vy, vz, up_to_z), lanes_16(d, vx, vy, vz, up_to_z));
    count += write_offsets(trimmed(mask, to - offset), (uint32_t)offset, offsets + count);
  }
  *high |= (uint64_t)(uint32_t)_mm_movemask_epi8(all);
  return count;
}

__attribute__((noinline)) static struct cell_ends cell_ends_sse2(
  const uint8_t *bytes, size_t from, size_t to, uint8_t separator, size_t most, uint32_t *ends
) {
  const __m128i vs = _mm_set1_epi8((char)separator), vn = _mm_set1_epi8('\n');
  __m128i all = _mm_setzero_si128();
  size_t count = 0;
  for (size_t offset = from;; offset += 64) {
    if (offset >= to) {
      count = 0;
      break;
    }
    const __m128i *block = (const __m128i *)(const void *)(bytes + offset);
    __m128i v[4], n[4], f[4];
    for (int i = 0; i < 4; i++) {
      v[i] = _mm_loadu_si128(block + i);
      all = _mm_or_si128(all, v[i]);
      n[i] = _mm_cmpeq_epi8(v[i], vn);
      f[i] = _mm_or_si128(n[i], _mm_cmpeq_epi8(v[i], vs));
    }
    uint64_t newlines = trimmed(bits_64(n[0], n[1], n[2], n[3]), to - offset);
    uint64_t found = trimmed(bits_64(f[0], f[1], f[2], f[3]), to - offset);
    if (!take_cell_ends(newlines, found, (uint32_t)offset, most, ends, &count)) break;
  }
  return (struct cell_ends){count, _mm_movemask_epi8(all) == 0};
}

AVX2 INLINE uint64_t bits_64_avx2(__m256i a, __m256i b) {
  return (uint64_t)(uint32_t)_mm256_movemask_epi8(a) |
         (uint64_t)(uint32_t)_mm256_movemask_epi8(b) << 32;
}

AVX2 INLINE __m256i lanes_32(__m256i v, __m256i vx, __m256i vy, __m256i vz, int up_to_z) {
  __m256i z = _mm256_cmpeq_epi8(up_to_z ? _mm256_max_epu8(v, vz) : v, vz);
  return _mm256_or_si256(_mm256_or_si256(_mm256_cmpeq_epi8(v, vx), _mm256_cmpeq_epi8(v, vy)), z);
}

AVX2 INLINE size_t offsets_avx2(
  const uint8_t *bytes, size_t from, size_t to, uint8_t x, uint8_t y, uint8_t z, int up_to_z,
  uint32_t *offsets, uint64_t *high
) {
  const __m256i vx = _mm256_set1_epi8((char)x), vy = _mm256_set1_epi8((char)y);
  const __m256i vz = _mm256_set1_epi8((char)z);
  __m256i all = _mm256_setzero_si256();
  size_t count = 0;
  for (size_t offset = from; offset < to; offset += 64) {
    const __m256i *block = (const __m256i *)(const void *)(bytes + offset);
    __m256i a = _mm256_loadu_si256(block), b = _mm256_loadu_si256(block + 1);
    all = _mm256_or_si256(all, _mm256_or_si256(a, b));
    uint64_t mask = bits_64_avx2(
      lanes_32(a, vx, vy, vz, up_to_z), lanes_32(b, vx, vy, vz, up_to_z));
    count += write_offsets(trimmed(mask, to - offset), (uint32_t)offset, offsets + count);
  }
  *high |= (uint64_t)(uint32_t)_mm256_movemask_epi8(all);
  return count;
}

AVX2 static size_t byte_offsets_avx2(
  const uint8_t *bytes, size_t from, size_t to, uint8_t x, uint8_t y, uint8_t z,
  uint32_t *offsets, uint64_t *high
) {
  return offsets_avx2(bytes, from, to, x, y, z, 0, offsets, high);
}

AVX2 static size_t byte_offsets_and_controls_avx2(
  const uint8_t *bytes, size_t from, size_t to, uint8_t x, uint8_t y, uint32_t *offsets,
  uint64_t *high
) {
  return offsets_avx2(bytes, from, to, x, y, 0x1F, 1, offsets, high);
}

/// `write_offsets` for masks that mostly have at most four bits.
__attribute__((always_inline)) static inline void write_first_offsets(
  uint64_t mask, uint32_t base, uint32_t *offsets, size_t count
) {
  mask = write_four_offsets(mask, base, offsets);
  if (__builtin_expect(count > 4, 0)) write_offsets(mask, base, offsets + 4);
}

/// What 64 bytes say.
struct block {
  __m256i all;
  uint64_t newlines, found;
};

AVX2 INLINE struct block look_avx2(const uint8_t *bytes, __m256i vs, __m256i vn) {
  __m256i a = _mm256_loadu_si256((const __m256i *)(const void *)bytes);
  __m256i b = _mm256_loadu_si256((const __m256i *)(const void *)(bytes + 32));
  __m256i na = _mm256_cmpeq_epi8(a, vn), nb = _mm256_cmpeq_epi8(b, vn);
  __m256i fa = _mm256_or_si256(na, _mm256_cmpeq_epi8(a, vs));
  __m256i fb = _mm256_or_si256(nb, _mm256_cmpeq_epi8(b, vs));
  return (struct block){_mm256_or_si256(a, b), bits_64_avx2(na, nb), bits_64_avx2(fa, fb)};
}

AVX2 static struct cell_ends cell_ends_avx2(
  const uint8_t *bytes, size_t from, size_t to, uint8_t separator, size_t most, uint32_t *ends
) {
  const __m256i vs = _mm256_set1_epi8((char)separator), vn = _mm256_set1_epi8('\n');
  __m256i all = _mm256_setzero_si256();
  size_t count = 0, offset = from;
  if (__builtin_expect(from + 128 <= to, 1)) {
    // What is left of a row has 80 bytes in the mean. Whether that is one block or two is as good
    // as random, so both are looked at: a mispredicted branch costs more.
    struct block one = look_avx2(bytes + from, vs, vn), two = look_avx2(bytes + from + 64, vs, vn);
    all = _mm256_or_si256(one.all, two.all);
    uint64_t first = within_row(one.found, one.newlines);
    uint64_t second = one.newlines == 0 ? within_row(two.found, two.newlines) : 0;
    size_t in_first = (size_t)__builtin_popcountll(first);
    count = in_first + (size_t)__builtin_popcountll(second);
    if (__builtin_expect(count > most, 0)) return (struct cell_ends){0, 0};
    write_first_offsets(first, (uint32_t)from, ends, in_first);
    write_first_offsets(second, (uint32_t)from + 64, ends + in_first, count - in_first);
    if (__builtin_expect((one.newlines | two.newlines) != 0, 1)) {
      return (struct cell_ends){count, _mm256_movemask_epi8(all) == 0};
    }
    offset = from + 128;
  }
  for (;; offset += 64) {
    if (offset >= to) {
      count = 0;
      break;
    }
    struct block block = look_avx2(bytes + offset, vs, vn);
    all = _mm256_or_si256(all, block.all);
    uint64_t newlines = trimmed(block.newlines, to - offset);
    uint64_t found = trimmed(block.found, to - offset);
    if (!take_cell_ends(newlines, found, (uint32_t)offset, most, ends, &count)) break;
  }
  return (struct cell_ends){count, _mm256_movemask_epi8(all) == 0};
}

// Every processor with AVX2 has the bit instructions too.

size_t byte_offsets(
  const uint8_t *bytes, size_t from, size_t to, uint8_t x, uint8_t y, uint8_t z,
  uint32_t *offsets, uint64_t *high
) {
  return __builtin_cpu_supports("avx2")
    ? byte_offsets_avx2(bytes, from, to, x, y, z, offsets, high)
    : offsets_sse2(bytes, from, to, x, y, z, 0, offsets, high);
}

size_t byte_offsets_and_controls(
  const uint8_t *bytes, size_t from, size_t to, uint8_t x, uint8_t y, uint32_t *offsets,
  uint64_t *high
) {
  return __builtin_cpu_supports("avx2")
    ? byte_offsets_and_controls_avx2(bytes, from, to, x, y, offsets, high)
    : offsets_sse2(bytes, from, to, x, y, 0x1F, 1, offsets, high);
}

struct cell_ends find_cell_ends(
  const uint8_t *bytes, size_t from, size_t to, uint8_t separator, size_t most, uint32_t *ends
) {
  return __builtin_cpu_supports("avx2")
    ? cell_ends_avx2(bytes, from, to, separator, most, ends)
    : cell_ends_sse2(bytes, from, to, separator, most, ends);
}

#else

#if defined(__aarch64__) && defined(__ARM_NEON)

#include <arm_neon.h>

/// Each lane keeps the bit that is its own, and three rounds of adding neighbours gather the bits
/// of eight lanes in one.
static inline uint64_t bits_64(const uint8x16_t lanes[4]) {
  const uint8x16_t bits = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  uint8x16_t sum = vpaddq_u8(
    vpaddq_u8(vandq_u8(lanes[0], bits), vandq_u8(lanes[1], bits)),
    vpaddq_u8(vandq_u8(lanes[2], bits), vandq_u8(lanes[3], bits)));
  return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sum, sum)), 0);
}

static inline uint8x16_t lanes_16(
  uint8x16_t v, uint8x16_t vx, uint8x16_t vy, uint8x16_t vz, int up_to_z
) {
  uint8x16_t z = up_to_z ? vcleq_u8(v, vz) : vceqq_u8(v, vz);
  return vorrq_u8(vorrq_u8(vceqq_u8(v, vx), vceqq_u8(v, vy)), z);
}

__attribute__((always_inline)) static inline size_t offsets_of(
  const uint8_t *bytes, size_t from, size_t to, uint8_t x, uint8_t y, uint8_t z, int up_to_z,
  uint32_t *offsets, uint64_t *high
) {
  const uint8x16_t vx = vdupq_n_u8(x), vy = vdupq_n_u8(y), vz = vdupq_n_u8(z);
  uint8x16_t all = vdupq_n_u8(0);
  size_t count = 0;
  for (size_t offset = from; offset < to; offset += 64) {
    uint8x16_t found[4];
    for (int i = 0; i < 4; i++) {
      uint8x16_t v = vld1q_u8(bytes + offset + 16 * i);
      all = vorrq_u8(all, v);
      found[i] = lanes_16(v, vx, vy, vz, up_to_z);
    }
    count += write_offsets(trimmed(bits_64(found), to - offset), (uint32_t)offset, offsets + count);
  }
  *high |= vmaxvq_u8(all) & 0x80;
  return count;
}

struct cell_ends find_cell_ends(
  const uint8_t *bytes, size_t from, size_t to, uint8_t separator, size_t most, uint32_t *ends
) {
  const uint8x16_t vs = vdupq_n_u8(separator), vn = vdupq_n_u8('\n');
  uint8x16_t all = vdupq_n_u8(0);
  size_t count = 0;
  for (size_t offset = from;; offset += 64) {
    if (offset >= to) {
      count = 0;
      break;
    }
    uint8x16_t n[4], f[4];
    for (int i = 0; i < 4; i++) {
      uint8x16_t v = vld1q_u8(bytes + offset + 16 * i);
      all = vorrq_u8(all, v);
      n[i] = vceqq_u8(v, vn);
      f[i] = vorrq_u8(n[i], vceqq_u8(v, vs));
    }
    uint64_t newlines = trimmed(bits_64(n), to - offset), found = trimmed(bits_64(f), to - offset);
    if (!take_cell_ends(newlines, found, (uint32_t)offset, most, ends, &count)) break;
  }
  return (struct cell_ends){count, vmaxvq_u8(all) < 0x80};
}

#else

// Elsewhere byte by byte: slow, and right.
static inline size_t offsets_of(
  const uint8_t *bytes, size_t from, size_t to, uint8_t x, uint8_t y, uint8_t z, int up_to_z,
  uint32_t *offsets, uint64_t *high
) {
  size_t count = 0;
  for (size_t offset = from; offset < to; offset++) {
    uint8_t byte = bytes[offset];
    *high |= byte & 0x80;
    int is_z = up_to_z ? byte <= z : byte == z;
    if (byte == x || byte == y || is_z) offsets[count++] = (uint32_t)offset;
  }
  return count;
}

struct cell_ends find_cell_ends(
  const uint8_t *bytes, size_t from, size_t to, uint8_t separator, size_t most, uint32_t *ends
) {
  struct cell_ends row = {0, 1};
  for (size_t offset = from; offset < to; offset++) {
    uint8_t byte = bytes[offset];
    if (byte >= 0x80) row.is_ascii = 0;
    if (byte != separator && byte != '\n') continue;
    if (row.count == most) break;
    ends[row.count++] = (uint32_t)offset;
    if (byte == '\n') return row;
  }
  row.count = 0;
  return row;
}

#endif

size_t byte_offsets(
  const uint8_t *bytes, size_t from, size_t to, uint8_t x, uint8_t y, uint8_t z,
  uint32_t *offsets, uint64_t *high
) {
  return offsets_of(bytes, from, to, x, y, z, 0, offsets, high);
}

size_t byte_offsets_and_controls(
  const uint8_t *bytes, size_t from, size_t to, uint8_t x, uint8_t y, uint32_t *offsets,
  uint64_t *high
) {
  return offsets_of(bytes, from, to, x, y, 0x1F, 1, offsets, high);
}

#endif
