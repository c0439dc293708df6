/* The export `settings-check`: in this call ocpp_settings() gives those that are asked about. */
#include "../memory.h"
#include "import.h"
#include "ocpp/plugin.h"

OCPP_EXPORT("settings-check", "check")
const ocpp_result *ocpp_export_check_settings(const char *settings, size_t settings_len)
{
    static ocpp_result result;
    (void)settings, (void)settings_len;
    result = check_settings();
    return &result;
}

OCPP_POST("settings-check", "check")
void ocpp_export_check_settings_post(const ocpp_result *result)
{
    (void)result;
    ocpp_memory_reset();
}
