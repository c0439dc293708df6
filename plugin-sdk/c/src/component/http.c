/* The export `http`. A request is 10 numbers, which come one by one. */
#include "../memory.h"
#include "import.h"
#include "ocpp/plugin.h"

_Static_assert(sizeof(ocpp_response) == 20 && offsetof(ocpp_response, headers) == 4,
               "the record `response`");

OCPP_EXPORT("http", "on-request")
const ocpp_response *ocpp_export_on_request(const char *method, size_t method_len, const char *path,
                                            size_t path_len, const char *query, size_t query_len,
                                            const ocpp_pair *headers, size_t headers_len,
                                            const char *body, size_t body_len)
{
    static ocpp_response response;
    ocpp_request request = {
        .method = {method, method_len},
        .path = {path, path_len},
        .query = {query, query_len},
        .headers = {headers, headers_len},
        .body = {body, body_len},
    };
    response = on_request(&request);
    return &response;
}

OCPP_POST("http", "on-request") void ocpp_export_on_request_post(const ocpp_response *response)
{
    (void)response;
    ocpp_memory_reset();
}
