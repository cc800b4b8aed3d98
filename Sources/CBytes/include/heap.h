// How the C library takes memory from the system.

#ifndef CBYTES_HEAP_H
#define CBYTES_HEAP_H

#ifdef __linux__
#include <malloc.h>
#endif

/// Has the heaps of all threads grow by so many bytes at a time, if the C library can be told.
///
/// The heap of a thread that isn't the main one grows page by page: threads that compile regexes made
/// 570 calls for it, each of which stops the other threads, and a fortieth of the start was those.
static inline void grow_heaps_by(int bytes) {
#ifdef M_TOP_PAD
  mallopt(M_TOP_PAD, bytes);
#else
  (void)bytes;
#endif
}

#endif
