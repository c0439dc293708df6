/* Plays fixture files against the plugin as an ordinary program; add tests of your own beside it. */
#include "ocpp_testing.h"

int main(int argc, char **argv)
{
    const ocpp_test_plugin plugin = {.handle = handle};
    return ocpp_test_fixtures(&plugin, argc, argv);
}
