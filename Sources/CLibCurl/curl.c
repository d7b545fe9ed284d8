#include "CLibCurl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

/* The header checks the arguments of these in macros; here the functions themselves are meant. */
#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt

#define FUNCTIONS(each)                                                                            \
  each(curl_global_init) each(curl_easy_init) each(curl_easy_reset) each(curl_easy_cleanup)        \
  each(curl_easy_pause) each(curl_easy_strerror) each(curl_easy_setopt) each(curl_easy_getinfo)    \
  each(curl_slist_append) each(curl_slist_free_all) each(curl_multi_init) each(curl_multi_cleanup) \
  each(curl_multi_setopt) each(curl_multi_add_handle) each(curl_multi_remove_handle)               \
  each(curl_multi_socket_action) each(curl_multi_info_read)

#define DECLARE(name) __typeof__(&name) name;
static struct { FUNCTIONS(DECLARE) } curl;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static const char *library_name;
static const char *failure;

static int find(void *library) {
  void *symbol;
#define FIND(name)                                                                                 \
  if ((symbol = dlsym(library, #name)) == NULL) return 0;                                          \
  *(void **)&curl.name = symbol;
  FUNCTIONS(FIND)
  return 1;
}

static void open_library(void) {
  /* It brings a libcrypto of its own; the program exports nothing of the one that is linked into it. */
  void *library = dlopen(library_name, RTLD_NOW | RTLD_LOCAL);
  if (library == NULL || !find(library))
    failure = strdup(dlerror());
  else if (curl.curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
    failure = "it cannot be initialised";
}

const char *cairn_curl_open(const char *name) {
  library_name = name;
  pthread_once(&once, open_library);
  return failure;
}

CURL *cairn_easy_init(void) { return curl.curl_easy_init(); }
void cairn_easy_reset(CURL *easy) { curl.curl_easy_reset(easy); }
void cairn_easy_cleanup(CURL *easy) { curl.curl_easy_cleanup(easy); }
CURLcode cairn_easy_pause(CURL *easy, int state) { return curl.curl_easy_pause(easy, state); }
const char *cairn_easy_error(CURLcode code) { return curl.curl_easy_strerror(code); }

CURLcode cairn_easy_set_number(CURL *easy, CURLoption option, curl_off_t value) {
  if (option >= CURLOPTTYPE_OFF_T) return curl.curl_easy_setopt(easy, option, value);
  return curl.curl_easy_setopt(easy, option, (long)value);
}

CURLcode cairn_easy_set_pointer(CURL *easy, CURLoption option, const void *value) {
  return curl.curl_easy_setopt(easy, option, value);
}

CURLcode cairn_easy_set_bytes_callback(CURL *easy, CURLoption option,
                                       cairn_bytes_callback callback) {
  return curl.curl_easy_setopt(easy, option, callback);
}

CURLcode cairn_easy_set_progress_callback(CURL *easy, curl_xferinfo_callback callback) {
  return curl.curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, callback);
}

long cairn_easy_get_number(CURL *easy, CURLINFO info) {
  long value = 0;
  curl.curl_easy_getinfo(easy, info, &value);
  return value;
}

struct curl_slist *cairn_list_append(struct curl_slist *list, const char *line) {
  return curl.curl_slist_append(list, line);
}

void cairn_list_free(struct curl_slist *list) { curl.curl_slist_free_all(list); }

CURLM *cairn_multi_init(void) { return curl.curl_multi_init(); }

void cairn_multi_cleanup(CURLM *multi) { curl.curl_multi_cleanup(multi); }

CURLMcode cairn_multi_set_number(CURLM *multi, CURLMoption option, long value) {
  return curl.curl_multi_setopt(multi, option, value);
}

CURLMcode cairn_multi_add(CURLM *multi, CURL *easy) {
  return curl.curl_multi_add_handle(multi, easy);
}

CURLMcode cairn_multi_remove(CURLM *multi, CURL *easy) {
  return curl.curl_multi_remove_handle(multi, easy);
}

void cairn_multi_set_callbacks(CURLM *multi, curl_socket_callback watch,
                               curl_multi_timer_callback wake, void *context) {
  curl.curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, watch);
  curl.curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, context);
  curl.curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, wake);
  curl.curl_multi_setopt(multi, CURLMOPT_TIMERDATA, context);
}

CURLMcode cairn_multi_act(CURLM *multi, curl_socket_t descriptor, int events) {
  int running;
  return curl.curl_multi_socket_action(multi, descriptor, events, &running);
}

void *cairn_multi_next_ended(CURLM *multi, CURLcode *result) {
  int rest;
  CURLMsg *message;
  while ((message = curl.curl_multi_info_read(multi, &rest)) != NULL) {
    char *context = NULL;
    if (message->msg != CURLMSG_DONE) continue;
    *result = message->data.result;
    curl.curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &context);
    return context;
  }
  return NULL;
}
