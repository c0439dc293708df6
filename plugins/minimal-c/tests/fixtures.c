/* Plays fixture files against the plugin as an ordinary program. */
#include "ocpp_testing.h"

int main(int argc, char **argv)
{
    const ocpp_test_plugin plugin = {.handle = handle};
    return ocpp_test_fixtures(&plugin, argc, argv);
}
