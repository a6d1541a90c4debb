/* Makes a folder and lists an account at the emulator, over TLS, with the installed library. */
#include <stdio.h>
#include <stdlib.h>

#include <gigahost.h>

static const gigahost_error *error;

static void check(const char *call, int32_t status)
{
    if (status == GIGAHOST_OK) return;
    fprintf(stderr, "%s: %s\n", call, error ? error->message : gigahost_status_name(status));
    exit(1);
}

/* The certificate that the emulator's hosts are signed with. */
static void trust(gigahost_config *config)
{
    static char pem[16384];
    FILE *file = fopen(getenv("GIGAHOST_TEST_CA"), "rb");
    if (file == NULL || fread(pem, 1, sizeof pem - 1, file) == 0) exit(2);
    fclose(file);
    check("set_ca_pem", gigahost_config_set_ca_pem(config, pem, &error));
}

int main(void)
{
    gigahost_config *config = NULL;
    gigahost_session *session = NULL;
    const gigahost_entry *made = NULL;
    const gigahost_listing *listing = NULL;

    check("new", gigahost_config_new(GIGAHOST_RAPIDGATOR, &config, &error));
    check("set_base_url", gigahost_config_set_base_url(
                              config, getenv("GIGAHOST_TEST_RAPIDGATOR"), &error));
    check("set_allow_private_addresses",
          gigahost_config_set_allow_private_addresses(config, 1, &error));
    check("set_login", gigahost_config_set_login(config, "ann@example.test", "correct horse 1",
                                                 &error));
    trust(config);
    check("open", gigahost_session_open(config, &session, &error));
    check("make_folder", gigahost_make_folder(session, NULL, "films", &made, &error));
    check("free", gigahost_free(made));
    check("list", gigahost_list(session, NULL, &listing, &error));
    printf("gigahost %s lists %lu\n", gigahost_version(), (unsigned long)listing->count);
    check("free", gigahost_free(listing));
    check("close", gigahost_session_close(session));
    check("free", gigahost_config_free(config));
    return 0;
}
