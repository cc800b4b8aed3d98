// One instruction of every processor's vector unit compares 16 or 32 bytes at once; a second turns
// the outcome into a mask, a bit for each byte; one more counts the bits of the mask, and one tells
// the lowest. Swift can't say any of it: Swift 6.3 compiles `.==` on `SIMD16<UInt8>` to a loop over
// the lanes, and has to do without the bit instructions that came after the first x86-64.
//
// Measured for all tabs and newlines of a 178 MB inventory, nine million of them: 40 ms with SSE2,
// 59 ms in Swift with words of 8 bytes and the usual arithmetic, 68 ms with `memchr` called for
// each field. AVX2 and the newer bit instructions halve the instructions of the first.

#include "CByteOffsets.h"

/// Writes the offset of each bit of a mask, four at a time whether there are four or not, so that
/// the number of turns hardly varies. Inlined, it is compiled for each instruction set.
__attribute__((always_inline)) static inline size_t write_offsets(
  uint64_t mask, uint32_t base, uint32_t *offsets
) {
  size_t count = (size_t)__builtin_popcountll(mask);
  for (size_t written = 0; written < count; written += 4) {
    for (int i = 0; i < 4; i++) {
      // What is written behind the last bit doesn't matter, but `ctz` of 0 is undefined.
      offsets[written + i] = base + (uint32_t)(mask == 0 ? 64 : __builtin_ctzll(mask));
      mask &= mask - 1;
    }
  }
  return count;
}

/// The mask without what lies beyond the last byte to look at.
__attribute__((always_inline)) static inline uint64_t trimmed(uint64_t mask, size_t left) {
  return left < 64 ? mask & (((uint64_t)1 << left) - 1) : mask;
}

// Each function below is compiled twice: for three bytes, and for two bytes and the control
// characters, for which `z` is then the highest.

#if defined(__x86_64__)

#include <immintrin.h>

#define INLINE __attribute__((always_inline)) static inline
#define AVX2 __attribute__((target("avx2,bmi,popcnt")))

INLINE uint64_t mask_16(__m128i v, __m128i vx, __m128i vy, __m128i vz, int up_to_z) {
  __m128i z = _mm_cmpeq_epi8(up_to_z ? _mm_max_epu8(v, vz) : v, vz);
  return (uint64_t)(uint32_t)_mm_movemask_epi8(
    _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(v, vx), _mm_cmpeq_epi8(v, vy)), z));
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
    uint64_t mask = mask_16(a, vx, vy, vz, up_to_z) | mask_16(b, vx, vy, vz, up_to_z) << 16 |
                    mask_16(c, vx, vy, vz, up_to_z) << 32 |
                    mask_16(d, vx, vy, vz, up_to_z) << 48;
    count += write_offsets(trimmed(mask, to - offset), (uint32_t)offset, offsets + count);
  }
  *high |= (uint64_t)(uint32_t)_mm_movemask_epi8(all);
  return count;
}

AVX2 INLINE uint64_t mask_32(__m256i v, __m256i vx, __m256i vy, __m256i vz, int up_to_z) {
  __m256i z = _mm256_cmpeq_epi8(up_to_z ? _mm256_max_epu8(v, vz) : v, vz);
  return (uint64_t)(uint32_t)_mm256_movemask_epi8(
    _mm256_or_si256(_mm256_or_si256(_mm256_cmpeq_epi8(v, vx), _mm256_cmpeq_epi8(v, vy)), z));
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
    uint64_t mask = mask_32(a, vx, vy, vz, up_to_z) | mask_32(b, vx, vy, vz, up_to_z) << 32;
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

#else

#if defined(__aarch64__) && defined(__ARM_NEON)

#include <arm_neon.h>

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
  const uint8x16_t bits = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  uint8x16_t all = vdupq_n_u8(0);
  size_t count = 0;
  for (size_t offset = from; offset < to; offset += 64) {
    uint8x16_t found[4];
    for (int i = 0; i < 4; i++) {
      uint8x16_t v = vld1q_u8(bytes + offset + 16 * i);
      all = vorrq_u8(all, v);
      // Each lane keeps the bit that is its own, and three rounds of adding neighbours gather the
      // bits of eight lanes in one.
      found[i] = vandq_u8(lanes_16(v, vx, vy, vz, up_to_z), bits);
    }
    uint8x16_t sum = vpaddq_u8(vpaddq_u8(found[0], found[1]), vpaddq_u8(found[2], found[3]));
    uint64_t mask = vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sum, sum)), 0);
    count += write_offsets(trimmed(mask, to - offset), (uint32_t)offset, offsets + count);
  }
  *high |= vmaxvq_u8(all) & 0x80;
  return count;
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
