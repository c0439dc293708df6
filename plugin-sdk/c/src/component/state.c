/* The interface `state`. */
#include "import.h"

OCPP_IMPORT("state", "get")
void ocpp_import_get(const char *key, size_t key_len, ocpp_answer *answer);

OCPP_IMPORT("state", "put")
void ocpp_import_put(const char *key, size_t key_len, const char *value, size_t len, uint32_t expires,
                     uint32_t seconds, ocpp_answer *answer);

OCPP_IMPORT("state", "compare-and-swap")
void ocpp_import_swap(const char *key, size_t key_len, uint32_t expects, const char *expected,
                      size_t expected_len, const char *value, size_t len, uint32_t expires,
                      uint32_t seconds, ocpp_answer *answer);

OCPP_IMPORT("state", "delete")
void ocpp_import_delete(const char *key, size_t key_len, ocpp_answer *answer);

OCPP_IMPORT("state", "list-keys")
void ocpp_import_list(const char *prefix, size_t prefix_len, uint32_t has_after, const char *after,
                      size_t after_len, uint32_t limit, ocpp_answer *answer);

OCPP_IMPORT("state", "increment")
void ocpp_import_increment(const char *key, size_t key_len, int32_t by, uint32_t expires,
                           uint32_t seconds, ocpp_number_answer *answer);

const ocpp_error *ocpp_state_get(ocpp_str key, ocpp_str *value)
{
    ocpp_answer answer;
    ocpp_import_get(OCPP_TEXT(key), &answer);
    *value = ocpp_option_of(&answer);
    return ocpp_error_of(&answer);
}

const ocpp_error *ocpp_state_put(ocpp_str key, ocpp_str value, uint32_t seconds)
{
    ocpp_answer answer;
    ocpp_import_put(OCPP_TEXT(key), OCPP_TEXT(value), seconds != OCPP_STAYS, seconds, &answer);
    return ocpp_error_of(&answer);
}

const ocpp_error *ocpp_state_swap(const ocpp_swap *swap, bool *done)
{
    ocpp_answer answer;
    ocpp_import_swap(OCPP_TEXT(swap->key), OCPP_OPTION(swap->expected), OCPP_TEXT(swap->value),
                     swap->seconds != OCPP_STAYS, swap->seconds, &answer);
    *done = !answer.failed && answer.of.flag;
    return ocpp_error_of(&answer);
}

const ocpp_error *ocpp_state_delete(ocpp_str key)
{
    ocpp_answer answer;
    ocpp_import_delete(OCPP_TEXT(key), &answer);
    return ocpp_error_of(&answer);
}

const ocpp_error *ocpp_state_list(ocpp_keys which, ocpp_strs *keys)
{
    ocpp_answer answer;
    ocpp_import_list(OCPP_TEXT(which.prefix), OCPP_OPTION(which.after), which.limit, &answer);
    *keys = answer.failed ? (ocpp_strs){NULL, 0} : answer.of.list;
    return ocpp_error_of(&answer);
}

const ocpp_error *ocpp_state_increment(ocpp_str key, int32_t by, uint32_t seconds, int64_t *sum)
{
    ocpp_number_answer answer;
    ocpp_import_increment(OCPP_TEXT(key), by, seconds != OCPP_STAYS, seconds, &answer);
    *sum = answer.failed ? 0 : (int64_t)answer.of.number;
    if (!answer.failed) return NULL;
    return ocpp_error_of(&(ocpp_answer){.failed = 1, .of.error = answer.of.error});
}
