// Counts the instructions that a thread retires, by Linux's perf_event_open(2), which has no function in
// the C library: `syscall` takes any number of arguments, and Swift calls no such function.

#ifndef CINSTRUCTIONCOUNTER_H
#define CINSTRUCTIONCOUNTER_H

#include <stdint.h>

/// Opens a counter of the instructions of the calling thread, without those of the kernel.
///
/// @return A file descriptor, to be closed; or a negative number, the negative of `errno`, where the system
///   gives none.
int instruction_counter_open(void);

/// Reads a counter.
///
/// @return The instructions since it was opened, or -1.
int64_t instruction_counter_read(int descriptor);

#endif
