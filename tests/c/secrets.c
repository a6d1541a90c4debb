/* What stays in memory of a secret. native: not sanitized (its allocator keeps freed blocks) */
#include "support.h"

/* How often a text stands in what the process may write to, apart from `own`. */
static int found(const char *text, const char *own)
{
    int times = 0;
    size_t length = strlen(text);
    FILE *maps = fopen("/proc/self/maps", "r");
    int memory = open("/proc/self/mem", O_RDONLY);
    CHECK(maps != NULL && memory >= 0);
    char line[512];
    while (fgets(line, sizeof line, maps) != NULL) {
        uintptr_t from, to;
        char access[5];
        if (sscanf(line, "%" SCNxPTR "-%" SCNxPTR " %4s", &from, &to, access) != 3) continue;
        if (access[0] != 'r' || access[1] != 'w' || strstr(line, "[stack]")) continue;
        /* Not with malloc(): the block would come to lie where the secrets were. */
        size_t size = to - from;
        char *copy = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        CHECK(copy != MAP_FAILED);
        ssize_t got = pread(memory, copy, size, (off_t)from);
        for (char *at = copy; got > 0 && at != NULL;) {
            at = memmem(at, (size_t)(copy + got - at), text, length);
            if (at == NULL) break;
            if ((uintptr_t)own != from + (uintptr_t)(at - copy)) times++;
            at++;
        }
        munmap(copy, size);
    }
    close(memory);
    fclose(maps);
    return times;
}

/* The password of the emulator's second account, made here so that it stands nowhere else. */
static char secret[32];

static void make_secret(void)
{
    static const char MASKED[] = "canary-%d-fhbqjw";
    snprintf(secret, sizeof secret, MASKED, (int)getpid());
}

static void add_account(void)
{
    char *body = NULL;
    CHECK(asprintf(&body, "{\"host\":\"rapidgator\",\"login\":\"cy\",\"password\":\"%s\"}", secret) > 0);
    post("/accounts", body);
    explicit_bzero(body, strlen(body));
    free(body);
}

static gigahost_session *secret_session(gigahost_config **config)
{
    gigahost_session *session = NULL;
    *config = config_at(GIGAHOST_RAPIDGATOR, base_url(GIGAHOST_RAPIDGATOR));
    EXPECT(GIGAHOST_OK, gigahost_config_set_login(*config, "cy", secret, &error));
    EXPECT(GIGAHOST_OK, gigahost_session_open(*config, &session, &error));
    return session;
}

static void the_search_finds_what_is_there(void)
{
    gigahost_config *config = NULL;
    gigahost_session *session = secret_session(&config);
    CHECK(found(secret, secret) > 0);
    end(session);
    CHECK(found(secret, secret) > 0);
    CHECK(gigahost_config_free(config) == GIGAHOST_OK);
}

static void a_password_is_gone_from_memory_with_its_config_and_session(void)
{
    gigahost_config *config = NULL;
    gigahost_session *session = secret_session(&config);
    CHECK(gigahost_config_free(config) == GIGAHOST_OK);
    end(session);
    CHECK(found(secret, secret) == 0);
}

static void a_password_that_was_sent_is_gone_from_memory_too(void)
{
    gigahost_config *config = NULL;
    gigahost_session *session = secret_session(&config);
    EXPECT(GIGAHOST_OK, gigahost_login(session, &error));
    free(uploaded(session, 5000));
    CHECK(gigahost_config_free(config) == GIGAHOST_OK);
    end(session);
    CHECK(found(secret, secret) == 0);
}

static void a_replaced_password_is_gone_from_memory(void)
{
    gigahost_config *config = NULL;
    gigahost_session *session = secret_session(&config);
    end(session);
    EXPECT(GIGAHOST_OK, gigahost_config_set_login(config, "cy", "another", &error));
    CHECK(found(secret, secret) == 0);
    CHECK(gigahost_config_free(config) == GIGAHOST_OK);
}

static void a_token_is_gone_from_memory_with_its_document(void)
{
    gigahost_config *config = NULL;
    gigahost_session *session = secret_session(&config);
    const gigahost_value *value = NULL;
    EXPECT(GIGAHOST_OK,
           gigahost_rapidgator_user_login(session, "cy", secret, NULL, &value, &error));
    const char *text = gigahost_value_string(value, "token");
    CHECK(text != NULL && strlen(text) > 8);
    char token[128];
    snprintf(token, sizeof token, "%s", text);
    CHECK(found(token, token) > 0);
    CHECK(gigahost_free(value) == GIGAHOST_OK);
    CHECK(gigahost_config_free(config) == GIGAHOST_OK);
    end(session);
    CHECK(found(token, token) == 0);
}

int main(void)
{
    make_secret();
    add_account();
    RUN(the_search_finds_what_is_there);
    RUN(a_password_is_gone_from_memory_with_its_config_and_session);
    RUN(a_password_that_was_sent_is_gone_from_memory_too);
    RUN(a_replaced_password_is_gone_from_memory);
    RUN(a_token_is_gone_from_memory_with_its_document);
    return 0;
}
