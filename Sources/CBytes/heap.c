// How the C library takes memory from the system.
//
// What ten thousand regexes are made ready in is 20 MB in small blocks, on the heaps of three threads. Given to
// them in pages of 4 KB it took 6,000 faults of 3 microseconds each, a fourth of the time; and the heaps grew
// page by page, by a call each that stops the other threads.

#include "heap.h"

#include <stdint.h>
#include <stdlib.h>

#ifdef __GLIBC__
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

enum { mebibyte = 1 << 20 };

/// All that the heap of a thread may have but for the main one's, and what it begins at a multiple of.
static const size_t heap_size = 64 * mebibyte;
static const size_t huge_page_size = 2 * mebibyte;

// Written before there are other threads.
static int are_heaps_large;

void have_heaps_grow_at_once(void) {
  are_heaps_large = mallopt(M_TOP_PAD, heap_size);
}

/// Has a part of a heap given by huge pages. It is advice: what isn't there or isn't a heap stays as good as it was.
static void advise(uintptr_t start, uintptr_t end) {
#ifdef MADV_HUGEPAGE
  start = (start + huge_page_size - 1) & ~(huge_page_size - 1);
  if (start < end) madvise((void *)start, end - start, MADV_HUGEPAGE);
#endif
}

void have_heap_in_huge_pages(void) {
  static _Thread_local int is_advised;
  if (!are_heaps_large || is_advised) return;
  is_advised = 1;
  // Two blocks that are no mappings by themselves, and more than the main heap begins with.
  void *blocks[2] = {malloc(100 << 10), malloc(100 << 10)};
  uintptr_t block = (uintptr_t)blocks[1];
  uintptr_t main_end = (uintptr_t)sbrk(0);
  if (block < main_end) {
    advise(block, main_end);
  } else {
    uintptr_t start = block & ~(heap_size - 1);
    advise(start, start + heap_size);
  }
  free(blocks[0]);
  free(blocks[1]);
}

#else

void have_heaps_grow_at_once(void) {}
void have_heap_in_huge_pages(void) {}

#endif
