#ifndef FASTRESOLVE_CYAML_SHIM_H
#define FASTRESOLVE_CYAML_SHIM_H

#include <yaml.h>

#endif
