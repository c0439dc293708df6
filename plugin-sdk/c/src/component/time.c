/* The interface `time`. */
#include "../memory.h"
#include "import.h"

/* A result<local, error>: the record lies as the component model lays it out. */
typedef struct {
    uint8_t failed;
    union {
        ocpp_error error;
        struct {
            ocpp_str text;
            int32_t offset;
            uint8_t weekday;
            uint32_t second_of_day;
            uint8_t summer;
            ocpp_str abbreviation;
            uint8_t has_change;
            ocpp_str next_change;
        } local;
    } of;
} local_answer;

_Static_assert(sizeof(local_answer) == 48 && offsetof(local_answer, of) == 4,
               "result<local, error>");
_Static_assert(offsetof(local_answer, of.local.abbreviation) == 28 &&
                   offsetof(local_answer, of.local.next_change) == 40,
               "local");

OCPP_IMPORT("time", "to-local")
void ocpp_import_to_local(const char *at, size_t at_len, const char *zone, size_t zone_len,
                          local_answer *answer);

OCPP_IMPORT("time", "from-local")
void ocpp_import_from_local(const char *local, size_t local_len, const char *zone,
                            size_t zone_len, ocpp_answer *answer);

const ocpp_error *ocpp_local_time(ocpp_str at, ocpp_str zone, ocpp_local *local)
{
    local_answer answer;
    ocpp_import_to_local(OCPP_TEXT(at), OCPP_TEXT(zone), &answer);
    if (answer.failed) {
        ocpp_error *error = ocpp_memory_take(sizeof *error, _Alignof(ocpp_error));
        *error = answer.of.error;
        return error;
    }
    *local = (ocpp_local){
        .text = answer.of.local.text,
        .offset = answer.of.local.offset,
        .weekday = answer.of.local.weekday,
        .second_of_day = answer.of.local.second_of_day,
        .summer = answer.of.local.summer != 0,
        .abbreviation = answer.of.local.abbreviation,
        .next_change = answer.of.local.has_change ? answer.of.local.next_change : OCPP_NONE,
    };
    return NULL;
}

const ocpp_error *ocpp_local_moments(ocpp_str local, ocpp_str zone, ocpp_strs *moments)
{
    ocpp_answer answer;
    ocpp_import_from_local(OCPP_TEXT(local), OCPP_TEXT(zone), &answer);
    *moments = answer.failed ? (ocpp_strs){NULL, 0} : answer.of.list;
    return ocpp_error_of(&answer);
}
