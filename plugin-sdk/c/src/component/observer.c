/* The export `observer`. More than 16 numbers of arguments come as one address. */
#include "../memory.h"
#include "import.h"
#include "ocpp/plugin.h"

typedef struct {
    ocpp_context context;
    ocpp_str kind, payload;
} arguments;

_Static_assert(sizeof(ocpp_context) == 56 && sizeof(arguments) == 72, "the record `context`");
_Static_assert(sizeof(ocpp_result) == 12 && offsetof(ocpp_result, why) == 4, "result<_, string>");

OCPP_EXPORT("observer", "on-event") const ocpp_result *ocpp_export_on_event(const arguments *call)
{
    static ocpp_result result;
    result = on_event(&call->context, call->kind, call->payload);
    return &result;
}

OCPP_POST("observer", "on-event") void ocpp_export_on_event_post(const ocpp_result *result)
{
    (void)result;
    ocpp_memory_reset();
}
