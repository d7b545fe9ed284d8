#pragma once
/* libcurl by function pointers: it is opened when the network is first used, and never needed to start.
   Its options are variadic, which Swift cannot call; each kind of argument has a function here. */
#include <curl/curl.h>

/* Opens the library, once. Returns NULL, or why it cannot be opened. */
const char *cairn_curl_open(const char *name);

CURL *cairn_easy_init(void);
void cairn_easy_reset(CURL *easy);
void cairn_easy_cleanup(CURL *easy);
CURLcode cairn_easy_pause(CURL *easy, int state);
const char *cairn_easy_error(CURLcode code);

CURLcode cairn_easy_set_number(CURL *easy, CURLoption option, curl_off_t value);
CURLcode cairn_easy_set_pointer(CURL *easy, CURLoption option, const void *value);

typedef size_t (*cairn_bytes_callback)(char *bytes, size_t size, size_t count, void *context);
CURLcode cairn_easy_set_bytes_callback(CURL *easy, CURLoption option, cairn_bytes_callback callback);
CURLcode cairn_easy_set_progress_callback(CURL *easy, curl_xferinfo_callback callback);

/* CURLAUTH_DIGEST, a macro that Swift does not read. */
static const long cairn_auth_digest = (long)CURLAUTH_DIGEST;

long cairn_easy_get_number(CURL *easy, CURLINFO info);

struct curl_slist *cairn_list_append(struct curl_slist *list, const char *line);
void cairn_list_free(struct curl_slist *list);

CURLM *cairn_multi_init(void);
/* Closes the connections, too. */
void cairn_multi_cleanup(CURLM *multi);
CURLMcode cairn_multi_set_number(CURLM *multi, CURLMoption option, long value);
CURLMcode cairn_multi_add(CURLM *multi, CURL *easy);
CURLMcode cairn_multi_remove(CURLM *multi, CURL *easy);
/* Has `watch` called with the sockets that are to be watched, and `wake` with the time of the next time-out. */
void cairn_multi_set_callbacks(CURLM *multi, curl_socket_callback watch,
                               curl_multi_timer_callback wake, void *context);
/* Works on one socket, or on time-outs for CURL_SOCKET_TIMEOUT. */
CURLMcode cairn_multi_act(CURLM *multi, curl_socket_t descriptor, int events);
/* The CURLOPT_PRIVATE of the next transfer that ended, and how; NULL when there is none. */
void *cairn_multi_next_ended(CURLM *multi, CURLcode *result);
