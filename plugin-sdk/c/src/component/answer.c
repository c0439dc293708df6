/* The host's answers as the SDK gives them. */
#include "../memory.h"
#include "import.h"

const ocpp_error *ocpp_error_of(const ocpp_answer *answer)
{
    if (!answer->failed) return NULL;
    ocpp_error *error = ocpp_memory_take(sizeof *error, _Alignof(ocpp_error));
    *error = answer->of.error;
    return error;
}

ocpp_str ocpp_option_of(const ocpp_answer *answer)
{
    if (answer->failed || !answer->of.option.some) return OCPP_NONE;
    ocpp_str text = answer->of.option.text;
    return text.len != 0 ? text : OCPP_STR("");
}
