/* The one header that a plugin of ocpp-central includes. README.md is the guide. */
#ifndef OCPP_PLUGIN_H
#define OCPP_PLUGIN_H

#include "ocpp/text.h"
#include "ocpp/json.h"
#include "ocpp/host.h"
#include "ocpp/plugin.h"

#endif
