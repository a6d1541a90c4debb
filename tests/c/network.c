/* Proxies and certificates: what is set from C is what is used. */
#include "support.h"

#ifndef _WIN32
# include <fcntl.h>
# include <sys/stat.h>
#endif

#ifdef _WIN32
# define SOCKET_LENGTH int
#else
# define SOCKET_LENGTH socklen_t
#endif

static gigahost_config *plain(void)
{
    return config_at(GIGAHOST_RAPIDGATOR, base_url(GIGAHOST_RAPIDGATOR));
}

/* A port where nobody listens: it is bound, so that nobody else gets it. */
static int nobody(char *url, size_t size, const char *scheme)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    SOCKET_LENGTH length = sizeof address;
    int holder = (int)open_socket(AF_INET, SOCK_STREAM, 0);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK(holder >= 0 && bind(holder, (struct sockaddr *)&address, sizeof address) == 0);
    CHECK(getsockname(holder, (struct sockaddr *)&address, &length) == 0);
    snprintf(url, size, "%s://ann:hunter2-canary@127.0.0.1:%d", scheme, ntohs(address.sin_port));
    return holder;
}

static void r105_a_session_goes_through_the_proxy_that_is_set_and_only_then(void)
{
    static const char *const SCHEMES[] = {"http", "socks5", "socks5h"};
    for (size_t i = 0; i < COUNT(SCHEMES); i++) {
        char url[128];
        int holder = nobody(url, sizeof url, SCHEMES[i]);
        gigahost_config *config = plain();
        EXPECT(GIGAHOST_OK, gigahost_config_set_proxy(config, url, &error));
        gigahost_session *session = session_of(config);
        CHECK(gigahost_login(session, &error) == GIGAHOST_E_CONNECT);
        CHECK(strstr(error->message, "the proxy ") != NULL);
        CHECK(strstr(error->message, "canary") == NULL);
        CHECK(error->outcome == GIGAHOST_NOT_APPLIED);
        forget_error();
        end(session);

        config = plain();
        EXPECT(GIGAHOST_OK, gigahost_config_set_proxy(config, url, &error));
        EXPECT(GIGAHOST_OK, gigahost_config_set_no_proxy(config, "ge.tt,127.0.0.0/8", &error));
        session = session_of(config);
        EXPECT(GIGAHOST_OK, gigahost_login(session, &error));
        end(session);

        config = plain();
        EXPECT(GIGAHOST_OK, gigahost_config_set_proxy(config, url, &error));
        EXPECT(GIGAHOST_OK, gigahost_config_set_proxy(config, "none", &error));
        session = session_of(config);
        EXPECT(GIGAHOST_OK, gigahost_login(session, &error));
        end(session);
        close_socket(holder);
    }
}

static void r105_what_is_no_proxy_is_refused_when_the_session_is_opened(void)
{
    static const char *const WRONG[] = {"ftp://x", "https://x:1", "socks4://x", "", "http://x:0",
                                        "http://ann:can/ary@x:1"};
    for (size_t i = 0; i < COUNT(WRONG); i++) {
        gigahost_config *config = plain();
        gigahost_session *session = NULL;
        EXPECT(GIGAHOST_OK, gigahost_config_set_proxy(config, WRONG[i], &error));
        CHECK(gigahost_session_open(config, &session, &error) == GIGAHOST_E_ARGUMENT);
        CHECK_TEXT("proxy", error->parameter);
        CHECK(session == NULL && strstr(error->message, "can/ary") == NULL);
        forget_error();
        CHECK(gigahost_config_free(config) == GIGAHOST_OK);
    }
}

static void trust_is_one_of_three_and_the_last_setting_counts(void)
{
    gigahost_config *config = plain();
    CHECK(gigahost_config_set_trust(config, 3, &error) == GIGAHOST_E_ARGUMENT);
    CHECK_TEXT("trust", error->parameter);
    forget_error();
    EXPECT(GIGAHOST_OK, gigahost_config_set_ca_pem(config, "no certificate", &error));
    /* What could not be used is replaced before it is read. */
    EXPECT(GIGAHOST_OK, gigahost_config_set_trust(config, GIGAHOST_TRUST_BUILT_IN, &error));
    end(session_of(config));
    for (int32_t trust = GIGAHOST_TRUST_BOTH; trust <= GIGAHOST_TRUST_BUILT_IN; trust++) {
        config = plain();
        EXPECT(GIGAHOST_OK, gigahost_config_set_trust(config, trust, &error));
        end(session_of(config));
    }
}

#ifndef _WIN32
static void a_profile_of_the_options_file_is_an_account(void)
{
    char *path = temporary("options.toml");
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    CHECK(file >= 0);
    CHECK(dprintf(file,
                  "[rapidgator]\nurl = \"%s\"\nplain_http = true\nallow_private = true\n"
                  "[rapidgator.work]\nlogin = \"%s\"\npassword = \"%s\"\n",
                  base_url(GIGAHOST_RAPIDGATOR), LOGIN, PASSWORD) > 0);
    CHECK(close(file) == 0);
    gigahost_config *config = NULL;
    EXPECT(GIGAHOST_OK, gigahost_config_new(GIGAHOST_RAPIDGATOR, &config, &error));
    CHECK(gigahost_config_set_profile(config, "home", path, &error) == GIGAHOST_E_ARGUMENT);
    CHECK_TEXT("profile", error->parameter);
    CHECK(strstr(error->hint, "GIGAHOST_RAPIDGATOR_HOME_LOGIN") != NULL);
    CHECK(strstr(error->hint, path) != NULL);
    forget_error();
    EXPECT(GIGAHOST_OK, gigahost_config_set_profile(config, "work", path, &error));
    gigahost_session *session = session_of(config);
    EXPECT(GIGAHOST_OK, gigahost_login(session, &error));
    end(session);
    CHECK(chmod(path, 0644) == 0);
    EXPECT(GIGAHOST_OK, gigahost_config_new(GIGAHOST_RAPIDGATOR, &config, &error));
    CHECK(gigahost_config_set_profile(config, "work", path, &error) == GIGAHOST_E_ARGUMENT);
    CHECK_TEXT("options", error->parameter);
    CHECK(strstr(error->message, PASSWORD) == NULL);
    forget_error();
    EXPECT(GIGAHOST_OK, gigahost_config_free(config));
    free(path);
}
#endif

int main(void)
{
#ifndef _WIN32
    RUN(a_profile_of_the_options_file_is_an_account);
#endif
    RUN(r105_a_session_goes_through_the_proxy_that_is_set_and_only_then);
    RUN(r105_what_is_no_proxy_is_refused_when_the_session_is_opened);
    RUN(trust_is_one_of_three_and_the_last_setting_counts);
    return 0;
}
