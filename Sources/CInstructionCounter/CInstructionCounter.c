#include "CInstructionCounter.h"

#include <errno.h>

#if defined(__linux__)

#include <linux/perf_event.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

int instruction_counter_open(void) {
  struct perf_event_attr attributes;
  memset(&attributes, 0, sizeof attributes);
  attributes.size = sizeof attributes;
  attributes.type = PERF_TYPE_HARDWARE;
  attributes.config = PERF_COUNT_HW_INSTRUCTIONS;
  // With the kernel's own, it would take a privilege.
  attributes.exclude_kernel = 1;
  attributes.exclude_hv = 1;
  // This thread, on whatever processor it is.
  long descriptor = syscall(SYS_perf_event_open, &attributes, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
  return descriptor < 0 ? -errno : (int)descriptor;
}

int64_t instruction_counter_read(int descriptor) {
  int64_t count = 0;
  return read(descriptor, &count, sizeof count) == (ssize_t)sizeof count ? count : -1;
}

#else

int instruction_counter_open(void) { return -ENOSYS; }

int64_t instruction_counter_read(int descriptor) {
  (void)descriptor;
  return -1;
}

#endif
