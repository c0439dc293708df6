/* The export `handler`. More than 16 numbers of arguments come as one address. */
#include "../memory.h"
#include "import.h"
#include "ocpp/plugin.h"

typedef struct {
    ocpp_context context;
    ocpp_str action, payload, proposed;
} arguments;

_Static_assert(sizeof(ocpp_context) == 56 && sizeof(arguments) == 80, "the record `context`");
_Static_assert(sizeof(ocpp_outcome) == 28 && offsetof(ocpp_outcome, of) == 4,
               "the variant `outcome`");

OCPP_EXPORT("handler", "handle") const ocpp_outcome *ocpp_export_handle(const arguments *call)
{
    static ocpp_outcome outcome;
    outcome = handle(&call->context, call->action, call->payload, call->proposed);
    return &outcome;
}

OCPP_POST("handler", "handle") void ocpp_export_handle_post(const ocpp_outcome *outcome)
{
    (void)outcome;
    ocpp_memory_reset();
}
