/* Between the player of steps and the check of what came of them. */
#ifndef OCPP_TEST_FIXTURES_H
#define OCPP_TEST_FIXTURES_H

#include "ocpp_testing.h"

/* Plays one step. Gives what came of it in the form of `expect`: {"outcome": ...} or
 * {"response": ...}; {"outcome": {"trap": CAUSE}} if it failed. */
ocpp_json ocpp_test_play(const ocpp_test_plugin *plugin, ocpp_json step);

/* Prints what is not as expected; gives how much that is. */
int ocpp_test_check(ocpp_json expect, ocpp_json came);

#endif
