/* Two Rust libraries in one program, each with a standard library of its own. */
#include <stdio.h>

#include <gigahost.h>

int other_rust(void);

int main(void)
{
    gigahost_config *config = NULL;
    gigahost_session *session = NULL;
    const gigahost_error *error = NULL;

    if (!other_rust()) return 1;
    if (gigahost_config_new(GIGAHOST_RAPIDGATOR, &config, &error) != GIGAHOST_OK) return 2;
    if (gigahost_config_set_base_url(config, "no url", &error) != GIGAHOST_OK) return 3;
    if (gigahost_session_open(config, &session, &error) == GIGAHOST_OK) return 6;
    if (gigahost_config_free(config) != GIGAHOST_OK) return 4;
    if (!other_rust()) return 5;
    printf("both work, gigahost %s\n", gigahost_version());
    return 0;
}
