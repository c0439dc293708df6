/* The memory of one call: taken piece by piece, given back as a whole. */
#ifndef OCPP_MEMORY_H
#define OCPP_MEMORY_H

#include <stddef.h>

/* `align` is a power of two, at most 16. Fails the call when there is no more. */
void *ocpp_memory_take(size_t size, size_t align);

/* Gives everything back; called when the host has read the call's result. */
void ocpp_memory_reset(void);

#endif
