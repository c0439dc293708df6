/* The smallest test harness: each file is a program that checks and ends with `return checked();`. */
#ifndef CHECK_H
#define CHECK_H

#include <stdio.h>

#include "ocpp_testing.h"

static int failures, checks;

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        checks++;                                                                                  \
        if (!(condition)) {                                                                        \
            failures++;                                                                            \
            printf("%s:%d: %s\n", __FILE__, __LINE__, #condition);                                 \
        }                                                                                          \
    } while (0)

/* A JSON literal. */
static inline ocpp_json json(const char *text) { return ocpp_json_parse(ocpp_str_of(text)); }
/* Whether a value's text is exactly this. */
static inline bool spelled(ocpp_json value, const char *text)
{
    return ocpp_str_is(ocpp_json_raw(value), text);
}

static inline int checked(const char *what)
{
    ocpp_test_end_call();
    printf("%s: %d checks, %d failed\n", what, checks, failures);
    return failures != 0 || checks == 0;
}

#endif
