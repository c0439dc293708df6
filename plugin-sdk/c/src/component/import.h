/* How the host's functions look from inside a component: the canonical ABI for wasm32.
 *
 * A text is its address and length; an option is a flag before its value; what does not fit into one
 * number is written to an address that is passed last. Enough for the interfaces of plugin-sdk/wit. */
#ifndef OCPP_IMPORT_H
#define OCPP_IMPORT_H

#include "ocpp/host.h"

/* Declares that the function comes from an interface of the contract. */
#define OCPP_IMPORT(interface, function)                                                           \
    __attribute__((import_module("ocpp:plugin/" interface "@0.1.0"), import_name(function)))
/* Declares that the function is one of an interface of the contract. */
#define OCPP_EXPORT(interface, function)                                                           \
    __attribute__((export_name("ocpp:plugin/" interface "@0.1.0#" function)))
/* Declares what the host calls when it has read the function's result. */
#define OCPP_POST(interface, function)                                                             \
    __attribute__((export_name("cabi_post_ocpp:plugin/" interface "@0.1.0#" function)))

/* A result<T, error>, T being one of what is in `of`, or nothing. */
typedef struct {
    uint8_t failed;
    union {
        ocpp_error error;
        ocpp_str text;
        ocpp_strs list;
        struct {
            uint8_t some;
            ocpp_str text;
        } option;
        uint8_t flag;
    } of;
} ocpp_answer;

/* A result<f64, error>: the number moves all of it to a multiple of 8. */
typedef struct {
    uint8_t failed;
    union {
        ocpp_error error;
        double number;
    } of;
} ocpp_number_answer;

_Static_assert(sizeof(ocpp_str) == 8, "a text is two 32-bit numbers");
_Static_assert(sizeof(ocpp_answer) == 20 && offsetof(ocpp_answer, of) == 4, "result<T, error>");
_Static_assert(sizeof(ocpp_number_answer) == 24 && offsetof(ocpp_number_answer, of) == 8,
               "result<f64, error>");

/* NULL, or the error in the memory of the call. */
const ocpp_error *ocpp_error_of(const ocpp_answer *answer);
/* The value of an option; OCPP_NONE if there is none, never if there is an empty one. */
ocpp_str ocpp_option_of(const ocpp_answer *answer);

/* An option<string> or option<list<u8>> as arguments. */
#define OCPP_OPTION(value) !ocpp_is_none(value), (value).ptr, (value).len
/* A text as arguments. */
#define OCPP_TEXT(value) (value).ptr, (value).len

#endif
