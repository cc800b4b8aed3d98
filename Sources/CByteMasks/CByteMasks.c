// All there is stands in the header, so that it is compiled into the loops that call it.
#include "CByteMasks.h"
