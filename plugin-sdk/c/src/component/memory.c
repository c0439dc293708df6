/* The memory that the host and WASI's adapter ask for. */
#include "../memory.h"

#include <stdlib.h>
#include <string.h>

#include "ocpp/text.h"

/* What the host hands over: gone with the call. */
__attribute__((export_name("cabi_realloc"))) void *cabi_realloc(void *old, size_t old_size,
                                                                size_t align, size_t size)
{
    void *taken = ocpp_memory_take(size, align);
    if (old_size != 0) memcpy(taken, old, old_size < size ? old_size : size);
    return taken;
}

/* What the adapter keeps as long as the instance lives: its own stack and its open files. It asks the
 * first time that something is printed. */
__attribute__((export_name("cabi_realloc_adapter"))) void *
cabi_realloc_adapter(void *old, size_t old_size, size_t align, size_t size)
{
    (void)old_size;
    void *kept = align <= 16 ? realloc(old, size) : NULL;
    if (kept == NULL) __builtin_trap();
    return kept;
}
