/* The interfaces `settings` and `log`. */
#include "import.h"

OCPP_IMPORT("settings", "get") void ocpp_settings_get(ocpp_str *settings);
OCPP_IMPORT("log", "log") void ocpp_log_log(uint32_t level, const char *message, size_t len);

ocpp_json ocpp_settings(void)
{
    ocpp_str settings;
    ocpp_settings_get(&settings);
    return ocpp_json_parse(settings);
}

void ocpp_log(ocpp_log_level level, ocpp_str message)
{
    ocpp_log_log(level, OCPP_TEXT(message));
}
