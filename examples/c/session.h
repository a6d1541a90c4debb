/*
 * What the C examples share: a session from the environment, and what is said when a call fails.
 *
 *   GIGAHOST_<HOST>_LOGIN, _PASSWORD   the account
 *   GIGAHOST_<HOST>_KEY1, _KEY2        giga0: the two keys, in place of login and password
 *   GIGAHOST_<HOST>_API_KEY            gett: the API key, beside login and password
 *   GIGAHOST_<HOST>_TOKEN              a token in place of them (giga0: with _ACCOUNT_ID)
 *   GIGAHOST_<HOST>_URL                another address of the API
 *
 * <HOST> is RAPIDGATOR, GIGA0, UPLOADGIG, GETT or GIGAGS. Never take a password from the command
 * line: every other user of the machine can read that.
 */
#ifndef SESSION_H
#define SESSION_H

#include <gigahost.h>

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Says what went wrong, gives the error back, and returns the exit code: 130 after Ctrl-C, else 1. */
static inline int failed(const char *program, const gigahost_error *error)
{
    const int exit_code = error->status == GIGAHOST_E_CANCELLED ? 130 : 1;

    fprintf(stderr, "%s: %s: %s\n", program, error->status_name, error->message);
    if (error->host_text != NULL)
        fprintf(stderr, "%s: the host says: %s\n", program, error->host_text);
    if (error->hint != NULL)
        fprintf(stderr, "%s: hint: %s\n", program, error->hint);
    gigahost_free(error);
    return exit_code;
}

/* GIGAHOST_<HOST>_<NAME> of the environment, or NULL if it is not set or empty. */
static inline const char *variable(int32_t host, const char *name)
{
    char full[64];
    const char *value;

    snprintf(full, sizeof full, "GIGAHOST_%s_%s", gigahost_host_name(host), name);
    for (char *letter = full; *letter != '\0'; letter++)
        *letter = (char)toupper((unsigned char)*letter);
    value = getenv(full);
    return value != NULL && *value != '\0' ? value : NULL;
}

static inline int is_on_this_machine(const char *url)
{
    return strncmp(url, "http://127.0.0.1:", 17) == 0 || strncmp(url, "http://localhost:", 17) == 0 ||
           strncmp(url, "http://[::1]:", 13) == 0;
}

/* Sets what the environment holds. Every setter gives GIGAHOST_OK, which is 0, or the reason. */
static inline gigahost_status configure(gigahost_config *config, int32_t host,
                                        const gigahost_error **error)
{
    const char *login = variable(host, "LOGIN"), *password = variable(host, "PASSWORD");
    const char *key1 = variable(host, "KEY1"), *key2 = variable(host, "KEY2");
    const char *api_key = variable(host, "API_KEY"), *token = variable(host, "TOKEN");
    const char *account_id = variable(host, "ACCOUNT_ID"), *url = variable(host, "URL");
    gigahost_status status = GIGAHOST_OK;

    if (login != NULL && password != NULL)
        status = gigahost_config_set_login(config, login, password, error);
    if (status == GIGAHOST_OK && key1 != NULL && key2 != NULL)
        status = gigahost_config_set_keys(config, key1, key2, error);
    if (status == GIGAHOST_OK && api_key != NULL)
        status = gigahost_config_set_api_key(config, api_key, error);
    if (status == GIGAHOST_OK && token != NULL)
        status = gigahost_config_set_token(config, token, error);
    if (status == GIGAHOST_OK && account_id != NULL)
        status = gigahost_config_set_account_id(config, account_id, error);
    if (status == GIGAHOST_OK && url != NULL)
        status = gigahost_config_set_base_url(config, url, error);
    /* An emulator: credentials in clear are fine as long as they do not leave the machine. */
    if (status == GIGAHOST_OK && url != NULL && is_on_this_machine(url)) {
        fprintf(stderr, "%s is on this machine: plain http and private addresses are allowed\n", url);
        status = gigahost_config_set_plain_http(config, GIGAHOST_HTTP_ALLOW, error);
        if (status == GIGAHOST_OK)
            status = gigahost_config_set_allow_private_addresses(config, 1, error);
    }
    return status;
}

/*
 * Opens a session at the host of this name. Returns 0 and the session, or the exit code. Nothing is
 * sent yet: the first call logs in.
 */
static inline int open_session(const char *program, const char *host_name,
                               gigahost_session **session)
{
    const int32_t host = gigahost_host_find(host_name);
    gigahost_config *config = NULL;
    const gigahost_error *error = NULL;
    gigahost_status status;

    if (host == 0) {
        fprintf(stderr, "%s: no host %s: try rapidgator, giga0, uploadgig, gett, gigags\n", program,
                host_name);
        return 2;
    }
    if ((variable(host, "LOGIN") == NULL || variable(host, "PASSWORD") == NULL) &&
        (variable(host, "KEY1") == NULL || variable(host, "KEY2") == NULL) &&
        variable(host, "TOKEN") == NULL) {
        fprintf(stderr, "%s: set GIGAHOST_<HOST>_LOGIN and _PASSWORD for %s (session.h says more)\n",
                program, host_name);
        return 2;
    }
    status = gigahost_config_new(host, &config, &error);
    if (status == GIGAHOST_OK)
        status = configure(config, host, &error);
    if (status == GIGAHOST_OK)
        status = gigahost_session_open(config, session, &error);
    gigahost_config_free(config);
    return status == GIGAHOST_OK ? 0 : failed(program, error);
}

#endif
