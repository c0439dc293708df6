/* Texts, and the memory of a call.
 *
 * Whatever the host gives and the SDK makes lives until the call ends and is then gone, all at once:
 * there is nothing to free. Never keep a pointer to it in a static variable. */
#ifndef OCPP_TEXT_H
#define OCPP_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* UTF-8, not ended by NUL, also used for bytes. `ptr` NULL: there is none. */
typedef struct {
    const char *ptr;
    size_t len;
} ocpp_str;

/* Several texts. */
typedef struct {
    const ocpp_str *items;
    size_t count;
} ocpp_strs;

/* A name and its value. */
typedef struct {
    ocpp_str name;
    ocpp_str value;
} ocpp_pair;

/* A literal as a text: OCPP_STR("Blocked"). */
#define OCPP_STR(literal) ((ocpp_str){"" literal, sizeof(literal) - 1})
/* No text at all. */
#define OCPP_NONE ((ocpp_str){NULL, 0})
/* One text after another: OCPP_CONCAT(OCPP_STR("starts/"), tag). */
#define OCPP_CONCAT(...)                                                                           \
    ocpp_concat((const ocpp_str[]){__VA_ARGS__},                                                   \
                sizeof((const ocpp_str[]){__VA_ARGS__}) / sizeof(ocpp_str))

/* Whether there is none; the empty text is one. */
static inline bool ocpp_is_none(ocpp_str text) { return text.ptr == NULL; }

/* A C string as a text; its bytes are not copied. */
ocpp_str ocpp_str_of(const char *text);
/* Whether two texts have the same bytes. */
bool ocpp_str_same(ocpp_str a, ocpp_str b);
/* Whether a text is this C string. */
bool ocpp_str_is(ocpp_str text, const char *other);
/* Whether a text begins with this C string. */
bool ocpp_str_starts(ocpp_str text, const char *prefix);
/* What OCPP_CONCAT calls. */
ocpp_str ocpp_concat(const ocpp_str *parts, size_t count);
/* A number as decimal text. */
ocpp_str ocpp_decimal(int64_t number);
/* A copy with a NUL behind it, for C's own functions. A NUL inside the text ends it early. */
const char *ocpp_c_str(ocpp_str text);

/* Memory until the call ends, aligned for anything. Fails the call when there is none left. */
void *ocpp_alloc(size_t size);

/* Ends the call as a failure, with the cause on standard error. The operator's `on_failure` says what
 * the charge point is answered; nothing that this call wrote counts. The line where it stands goes along. */
#define ocpp_fail(cause) ocpp_fail_at((cause), OCPP_HERE)

/* What ocpp_fail calls. */
_Noreturn void ocpp_fail_at(const char *cause, const char *place);
#define OCPP_HERE __FILE__ ":" OCPP_LINE(__LINE__)
#define OCPP_LINE(line) OCPP_LINE_TEXT(line)
#define OCPP_LINE_TEXT(line) #line

#endif
