/* How often each idTag started: the state keys `starts/T`. */
#ifndef DOORMAN_STARTS_H
#define DOORMAN_STARTS_H

#include "ocpp_plugin.h"

/* One start more; gives their number. */
int64_t doorman_count_start(ocpp_str tag);
/* The number of starts as text. */
ocpp_str doorman_starts_of(ocpp_str tag);
/* All of them as an object, in the order of the keys. */
ocpp_json doorman_all_starts(void);
/* Begins anew. */
void doorman_forget_starts(void);

#endif
