/* What the parts of the stand-in share. */
#ifndef OCPP_TEST_HOST_H
#define OCPP_TEST_HOST_H

#include "ocpp_testing.h"

/* A copy that outlives the call. */
ocpp_str ocpp_test_copy(ocpp_str text);
/* A copy that ends with the call, as the host gives it. */
ocpp_str ocpp_test_give(ocpp_str text);
/* An error with this code, or the one that the test wants; NULL if there is neither. */
const ocpp_error *ocpp_test_error(const char *code);
/* Notes what the plugin said. */
void ocpp_test_note(ocpp_test_kind kind, ocpp_test_record record);
/* Removes all state. */
void ocpp_test_clear_state(void);

#endif
