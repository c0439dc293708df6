/* Calls that fail: back to the test if it asked for it, else the end of the program. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include "ocpp_testing.h"

static jmp_buf *back;
static char cause[1024];

_Noreturn void ocpp_fail_at(const char *why, const char *place)
{
    snprintf(cause, sizeof cause, "%s", why);
    if (back != NULL) longjmp(*back, 1);
    fprintf(stderr, "%s\n  at %s\n", cause, place);
    abort();
}

bool ocpp_test_fails(void (*function)(void *), void *argument)
{
    jmp_buf here, *volatile before = back;
    volatile bool failed = true;
    cause[0] = '\0';
    back = &here;
    if (setjmp(here) == 0) {
        function(argument);
        failed = false;
    }
    back = before;
    return failed;
}

const char *ocpp_test_cause(void) { return cause; }
