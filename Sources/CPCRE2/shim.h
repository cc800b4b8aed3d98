#ifndef FASTRESOLVE_CPCRE2_SHIM_H
#define FASTRESOLVE_CPCRE2_SHIM_H

// pcre2.h declares one of three libraries, chosen by the width of a code unit.
// Module paths are UTF-8, so the width is 8.
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#endif
