/* The export `timer`. Its context and name are 16 numbers, which is just few enough to come one by
 * one: each text as its address and length. */
#include "../memory.h"
#include "import.h"
#include "ocpp/plugin.h"

_Static_assert(sizeof(ocpp_result) == 12 && offsetof(ocpp_result, why) == 4, "result<_, string>");

OCPP_EXPORT("timer", "on-tick")
const ocpp_result *ocpp_export_on_tick(const char *charge_point, size_t charge_point_len,
                                       const char *version, size_t version_len, const char *vendor,
                                       size_t vendor_len, const char *model, size_t model_len,
                                       const char *message_id, size_t message_id_len,
                                       const char *received_at, size_t received_at_len,
                                       const ocpp_pair *attributes, size_t attributes_len,
                                       const char *name, size_t name_len)
{
    static ocpp_result result;
    ocpp_context context = {
        .charge_point = {charge_point, charge_point_len},
        .version = {version, version_len},
        .vendor = {vendor, vendor_len},
        .model = {model, model_len},
        .message_id = {message_id, message_id_len},
        .received_at = {received_at, received_at_len},
        .attributes = {attributes, attributes_len},
    };
    result = on_tick(&context, (ocpp_str){name, name_len});
    return &result;
}

OCPP_POST("timer", "on-tick") void ocpp_export_on_tick_post(const ocpp_result *result)
{
    (void)result;
    ocpp_memory_reset();
}
