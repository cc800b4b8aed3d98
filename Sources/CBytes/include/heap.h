#ifndef CBYTES_HEAP_H
#define CBYTES_HEAP_H

#include <stddef.h>

/// Has the heaps of all threads grow by 64 MiB at a time, where the C library can be told. What isn't touched of
/// it takes no memory. For a process to call that has no other thread yet.
///
/// The heap of a thread that isn't the main one begins with that, and behind it grows page by page. As 64 MiB is
/// all that such a heap may have, it never does: with 8 MiB threads that made ten thousand regexes ready
/// had made 2,100 calls, a twentieth of the start.
void have_heaps_grow_at_once(void);

/// Has the heap of the calling thread given to it by huge pages, where it is one that grows at once: for what
/// takes megabytes in small blocks.
void have_heap_in_huge_pages(void);

#endif
