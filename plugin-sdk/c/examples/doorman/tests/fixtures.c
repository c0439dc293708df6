/* Plays fixture files against the plugin as an ordinary program. */
#include "ocpp_testing.h"

int main(int argc, char **argv)
{
    const ocpp_test_plugin doorman = {handle, on_event, on_tick, on_request};
    return ocpp_test_fixtures(&doorman, argc, argv);
}
