/*
 * Preloaded by tests/examples_native.py: every session of the program under test goes to the address
 * in GIGAHOST_TEST_URL. So the programs of the README run as they stand, without the real host.
 */
#define _GNU_SOURCE

#include <dlfcn.h>
#include <gigahost.h>
#include <stdlib.h>
#include <string.h>

gigahost_status gigahost_session_open(const gigahost_config *config, gigahost_session **out,
                                      const gigahost_error **error)
{
    gigahost_status (*open)(const gigahost_config *, gigahost_session **, const gigahost_error **);
    gigahost_config *changed = (gigahost_config *)config; /* the program's own, as its setters take it */
    void *found = dlsym(RTLD_NEXT, "gigahost_session_open");

    memcpy(&open, &found, sizeof open); /* ISO C knows no conversion between the two */
    gigahost_config_set_base_url(changed, getenv("GIGAHOST_TEST_URL"), NULL);
    gigahost_config_set_plain_http(changed, GIGAHOST_HTTP_ALLOW, NULL);
    gigahost_config_set_allow_private_addresses(changed, 1, NULL);
    return open(config, out, error);
}
