/* JSON as OCPP uses it: values are looked at where they lie in the text, nothing is unpacked.
 *
 * Nothing here reads outside the text that it is given, whatever the text holds. Of two members of the
 * same name the last one counts, as it does for the server. Places in a value are JSON pointers
 * (RFC 6901), such as "/idTagInfo/status" or "/meterValue/0/timestamp"; "" is the value itself. */
#ifndef OCPP_JSON_H
#define OCPP_JSON_H

#include "ocpp/text.h"

/* One value's text inside a larger one. `len` 0: there is none. */
typedef struct {
    const char *ptr;
    size_t len;
} ocpp_json;

typedef enum {
    OCPP_JSON_ABSENT,
    OCPP_JSON_NULL,
    OCPP_JSON_BOOLEAN,
    OCPP_JSON_NUMBER,
    OCPP_JSON_TEXT,
    OCPP_JSON_ARRAY,
    OCPP_JSON_OBJECT
} ocpp_json_kind;

/* No value. */
#define OCPP_JSON_NONE ((ocpp_json){NULL, 0})

/* --- Reading --- */

/* The value that a text is; none if it is not JSON, or nested deeper than 128. A lone half of a
 * surrogate pair in an escape is not JSON here, since no Unicode text can hold it. */
ocpp_json ocpp_json_parse(ocpp_str text);
/* What kind of value it is. */
ocpp_json_kind ocpp_json_kind_of(ocpp_json value);
/* Whether there is one. */
static inline bool ocpp_json_there(ocpp_json value) { return value.len != 0; }
/* The value at a place; none if there is nothing. */
ocpp_json ocpp_json_at(ocpp_json value, const char *pointer);
/* Whether it is this text, however it is escaped. */
bool ocpp_json_is(ocpp_json value, const char *text);
bool ocpp_json_equals(ocpp_json value, ocpp_str text);
/* The text without its escapes; none if it is no text. */
ocpp_str ocpp_json_text(ocpp_json value);
/* Whether it is a whole number that fits, which is then in `number`. 2.0 and 2e0 are whole. */
bool ocpp_json_integer(ocpp_json value, int64_t *number);
/* Whether it is this whole number. */
bool ocpp_json_is_integer(ocpp_json value, int64_t number);
/* Whether it is a number, the nearest double of which is then in `number`. */
bool ocpp_json_number(ocpp_json value, double *number);
/* Whether it is `true`. */
bool ocpp_json_is_true(ocpp_json value);
/* Its text as it stands. */
static inline ocpp_str ocpp_json_raw(ocpp_json value) { return (ocpp_str){value.ptr, value.len}; }

/* The members of an object or the items of an array, one after the other:
 *
 *     ocpp_json_items each = ocpp_json_items_of(value);
 *     while (ocpp_json_next(&each)) use(each.name, each.value);
 */
typedef struct {
    ocpp_json name; /* A text; none in an array. */
    ocpp_json value;
    const char *at, *end; /* What is still to come. */
    char close;
} ocpp_json_items;

ocpp_json_items ocpp_json_items_of(ocpp_json value);
bool ocpp_json_next(ocpp_json_items *items);

/* --- Making --- */

/* A text as JSON. */
ocpp_json ocpp_json_quote(ocpp_str text);
/* A copy of `whole` with another value at a place; everything else stays as it is spelled. What is
 * not there yet is added to its object. None if that object is not there, or any part is none. */
ocpp_json ocpp_json_with(ocpp_json whole, const char *pointer, ocpp_json value);

/* Writes piece by piece; the commas come by themselves. Begin with {0}. */
typedef struct {
    char *text;
    size_t len, room;
} ocpp_json_writer;

void ocpp_write_object(ocpp_json_writer *writer);
void ocpp_write_object_end(ocpp_json_writer *writer);
void ocpp_write_array(ocpp_json_writer *writer);
void ocpp_write_array_end(ocpp_json_writer *writer);
/* A member's name; its value comes next. */
void ocpp_write_name(ocpp_json_writer *writer, ocpp_str name);
void ocpp_write_text(ocpp_json_writer *writer, ocpp_str text);
void ocpp_write_integer(ocpp_json_writer *writer, int64_t number);
/* Fails the call if it is not finite. */
void ocpp_write_number(ocpp_json_writer *writer, double number);
void ocpp_write_boolean(ocpp_json_writer *writer, bool yes);
/* A value from elsewhere; `null` if it is none. */
void ocpp_write_json(ocpp_json_writer *writer, ocpp_json value);
/* What was written; none if it is no complete value. */
ocpp_json ocpp_written(const ocpp_json_writer *writer);

#endif
