/* The end of a call that failed: its cause on standard error, then a trap. */
#include <string.h>
#include <unistd.h>

#include "ocpp/text.h"

_Noreturn void ocpp_fail(const char *cause)
{
    (void)!write(STDERR_FILENO, cause, strlen(cause));
    (void)!write(STDERR_FILENO, "\n", 1);
    __builtin_trap();
}
