#include "CLinkStubs.h"

/*
 * Debian's libgit2.a was built with GSSAPI for its HTTP transport, and GSSAPI has no static archive. Cairn
 * never lets libgit2 use the network, so these symbols only have to exist.
 */
#define UNUSED_GSSAPI(name) int name(void); int name(void) { return -1; }

UNUSED_GSSAPI(gss_accept_sec_context)
UNUSED_GSSAPI(gss_delete_sec_context)
UNUSED_GSSAPI(gss_display_status)
UNUSED_GSSAPI(gss_import_name)
UNUSED_GSSAPI(gss_indicate_mechs)
UNUSED_GSSAPI(gss_init_sec_context)
UNUSED_GSSAPI(gss_inquire_context)
UNUSED_GSSAPI(gss_release_buffer)
UNUSED_GSSAPI(gss_release_name)
UNUSED_GSSAPI(gss_release_oid_set)
UNUSED_GSSAPI(gss_unwrap)
UNUSED_GSSAPI(gss_wrap)
UNUSED_GSSAPI(gss_test_oid_set_member)
const void *GSS_C_NT_HOSTBASED_SERVICE;

/*
 * git_libgit2_init parses the system's whole CA bundle (4 ms) for HTTPS that Cairn never asks of it. This
 * definition comes before the archive's own.
 */
int mbedtls_x509_crt_parse_file(void *chain, const char *path);
int mbedtls_x509_crt_parse_file(void *chain, const char *path) {
  (void)chain;
  (void)path;
  return 0;
}
