/* What the operator set. */
#ifndef DOORMAN_SETTINGS_H
#define DOORMAN_SETTINGS_H

#include "ocpp_plugin.h"

typedef struct {
    ocpp_json allow; /* An array of whole numbers; none: every connector may be used. */
    bool limited;
    int64_t most; /* Starts of one idTag, if limited. */
    ocpp_str greeting;
} doorman_settings;

/* Fails the call if a setting has the wrong type. */
doorman_settings doorman_read_settings(void);

/* Whether a connector may be used. */
bool doorman_allows(const doorman_settings *settings, int64_t connector);

#endif
