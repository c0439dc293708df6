/* The interface `directory`. */
#include "import.h"

OCPP_IMPORT("directory", "charge-point")
void ocpp_import_charge_point(const char *id, size_t id_len, ocpp_answer *answer);

OCPP_IMPORT("directory", "charge-points")
void ocpp_import_charge_points(uint32_t has_after, const char *after, size_t after_len,
                               uint32_t limit, ocpp_answer *answer);

OCPP_IMPORT("directory", "connectors")
void ocpp_import_connectors(const char *charge_point, size_t len, ocpp_answer *answer);

OCPP_IMPORT("directory", "transaction")
void ocpp_import_transaction(const char *charge_point, size_t charge_point_len, const char *id,
                             size_t id_len, ocpp_answer *answer);

OCPP_IMPORT("directory", "open-transactions")
void ocpp_import_open_transactions(const char *charge_point, size_t len, ocpp_answer *answer);

OCPP_IMPORT("directory", "id-tag")
void ocpp_import_id_tag(const char *tag, size_t tag_len, ocpp_answer *answer);

static const ocpp_error *one(const ocpp_answer *answer, ocpp_json *found)
{
    *found = ocpp_json_parse(ocpp_option_of(answer));
    return ocpp_error_of(answer);
}

static const ocpp_error *many(const ocpp_answer *answer, ocpp_strs *found)
{
    *found = answer->failed ? (ocpp_strs){NULL, 0} : answer->of.list;
    return ocpp_error_of(answer);
}

const ocpp_error *ocpp_find_charge_point(ocpp_str id, ocpp_json *found)
{
    ocpp_answer answer;
    ocpp_import_charge_point(OCPP_TEXT(id), &answer);
    return one(&answer, found);
}

const ocpp_error *ocpp_find_transaction(ocpp_str charge_point, ocpp_str id, ocpp_json *found)
{
    ocpp_answer answer;
    ocpp_import_transaction(OCPP_TEXT(charge_point), OCPP_TEXT(id), &answer);
    return one(&answer, found);
}

const ocpp_error *ocpp_find_id_tag(ocpp_str tag, ocpp_json *found)
{
    ocpp_answer answer;
    ocpp_import_id_tag(OCPP_TEXT(tag), &answer);
    return one(&answer, found);
}

const ocpp_error *ocpp_list_charge_points(ocpp_str after, uint32_t limit, ocpp_strs *found)
{
    ocpp_answer answer;
    ocpp_import_charge_points(OCPP_OPTION(after), limit, &answer);
    return many(&answer, found);
}

const ocpp_error *ocpp_list_connectors(ocpp_str charge_point, ocpp_strs *found)
{
    ocpp_answer answer;
    ocpp_import_connectors(OCPP_TEXT(charge_point), &answer);
    return many(&answer, found);
}

const ocpp_error *ocpp_list_open_transactions(ocpp_str charge_point, ocpp_strs *found)
{
    ocpp_answer answer;
    ocpp_import_open_transactions(OCPP_TEXT(charge_point), &answer);
    return many(&answer, found);
}
