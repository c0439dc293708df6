/* The end of a call that failed: its cause on standard error, then a trap. */
#include <string.h>
#include <unistd.h>

#include "ocpp/text.h"

static void say(const char *text) { (void)!write(STDERR_FILENO, text, strlen(text)); }

_Noreturn void ocpp_fail_at(const char *cause, const char *place)
{
    say(cause);
    say("\n  at ");
    say(place);
    say("\n");
    __builtin_trap();
}
