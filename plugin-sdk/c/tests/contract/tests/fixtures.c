/* Plays the contract's fixtures against the stand-in host. */
#include "ocpp_testing.h"

int main(int argc, char **argv)
{
    const ocpp_test_plugin plugin = {.handle = handle};
    return ocpp_test_fixtures(&plugin, argc, argv);
}
