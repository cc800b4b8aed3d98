// Memory that will be needed, asked for before it is.

#ifndef CBYTES_PREFETCH_H
#define CBYTES_PREFETCH_H

/// Has the processor load the line of its cache that an address is in, without waiting for it. Any
/// address will do.
static inline void prefetch(const void *address) { __builtin_prefetch(address); }

/// The same for a line that will be written.
static inline void prefetch_for_writing(const void *address) { __builtin_prefetch(address, 1); }

#endif
