/* Statuses, versions, the life of an error. native: valgrind */
#include "every_function.h"

#include <ctype.h>

static int is_known(int32_t status)
{
    return strcmp(gigahost_status_name(status), "UNKNOWN") != 0;
}

static void r244_every_status_has_a_name_of_its_own_and_a_sentence(void)
{
    int known = 0;
    for (int32_t status = -10; status < 300; status++) {
        const char *name = gigahost_status_name(status), *text = gigahost_status_text(status);
        CHECK(name != NULL && text != NULL && *text != '\0');
        if (!is_known(status)) continue;
        known++;
        for (const char *at = name; *at != '\0'; at++) CHECK(isupper((unsigned char)*at) || *at == '_');
        CHECK(isupper((unsigned char)*text) && strlen(text) > 10);
        for (int32_t other = 0; other < status; other++)
            CHECK(strcmp(name, gigahost_status_name(other)) != 0);
    }
    CHECK(known >= 39);
    CHECK_TEXT("OK", gigahost_status_name(GIGAHOST_OK));
    CHECK_TEXT("OUTCOME_UNKNOWN", gigahost_status_name(GIGAHOST_E_OUTCOME_UNKNOWN));
}

static void r244_only_what_may_pass_by_itself_is_retryable(void)
{
    CHECK(gigahost_status_is_retryable(GIGAHOST_E_TIMEOUT) == 1);
    CHECK(gigahost_status_is_retryable(GIGAHOST_E_RATE_LIMITED) == 1);
    CHECK(gigahost_status_is_retryable(GIGAHOST_OK) == 0);
    CHECK(gigahost_status_is_retryable(GIGAHOST_E_ARGUMENT) == 0);
    CHECK(gigahost_status_is_retryable(GIGAHOST_E_AUTH) == 0);
    CHECK(gigahost_status_is_retryable(INT32_MIN) == 0);
}

static void r245_the_version_is_that_of_the_header(void)
{
    unsigned major, minor, patch;
    CHECK(sscanf(gigahost_version(), "%u.%u.%u", &major, &minor, &patch) == 3);
    CHECK(gigahost_version_number() == (major << 16 | minor << 8 | patch));
#ifdef GIGAHOST_VERSION_NUMBER
    CHECK(gigahost_version_number() == GIGAHOST_VERSION_NUMBER);
#endif
    CHECK(gigahost_abi() == 0);
}

static void r245_what_a_host_cannot_do_says_what_to_use_instead(void)
{
    int unsupported = 0;
    FOR_EVERY_HOST(host) {
        CHECK(gigahost_host_find(gigahost_host_name(host)) == host);
        gigahost_session *session = quiet_session(host);
        const gigahost_one_time_link *link = NULL;
        int can = gigahost_session_supports(session, GIGAHOST_CAN_SHARE_LINK);
        CHECK(can == gigahost_host_supports(host, GIGAHOST_CAN_SHARE_LINK));
        int32_t status = gigahost_share_link(session, "1", &link, &error);
        if (!can) {
            CHECK(status == GIGAHOST_E_UNSUPPORTED && error->host == host);
            CHECK(error->hint != NULL);
            unsupported++;
        }
        forget_error();
        end(session);
    }
    CHECK(unsupported >= 3);
    int capabilities = 0;
    for (int32_t at = 1; gigahost_capability_name(at) != NULL; at++) capabilities++;
    CHECK(capabilities == GIGAHOST_CAN_LOGOUT);
}

static void *fail_elsewhere(void *unused)
{
    (void)unused;
    const gigahost_error *other = NULL;
    CHECK(gigahost_login(NULL, &other) == GIGAHOST_E_ARGUMENT);
    CHECK(gigahost_free(other) == GIGAHOST_OK);
    return NULL;
}

static void r241_an_error_belongs_to_who_got_it_and_outlives_everything_else(void)
{
    const gigahost_error *mine = NULL;
    gigahost_session *session = quiet_session(GIGAHOST_RAPIDGATOR);
    CHECK(gigahost_login(session, &mine) == GIGAHOST_E_CANCELLED);
    end(session);
    pthread_t thread;
    CHECK(pthread_create(&thread, NULL, fail_elsewhere, NULL) == 0);
    CHECK(pthread_join(thread, NULL) == 0);
    EXPECT(GIGAHOST_E_ARGUMENT, gigahost_login(NULL, &error));
    CHECK(mine->status == GIGAHOST_E_CANCELLED);
    CHECK_TEXT("CANCELLED", mine->status_name);
    CHECK(mine->message != NULL && *mine->message != '\0');
    CHECK(gigahost_free(mine) == GIGAHOST_OK);
}

static void an_error_is_cleared_by_a_call_that_succeeds(void)
{
    const gigahost_error *seen = (const gigahost_error *)UNTOUCHED;
    gigahost_cancel *cancel = NULL;
    CHECK(gigahost_cancel_new(&cancel, &seen) == GIGAHOST_OK);
    CHECK(seen == NULL);
    CHECK(gigahost_cancel_free(cancel) == GIGAHOST_OK);
}

static void every_error_of_a_function_has_its_status_its_name_and_a_sentence(void)
{
    for (size_t at = 0; at < COUNT(FUNCTIONS); at++) {
        struct call call;
        prepare(&FUNCTIONS[at], &call, quiet_session);
        FUNCTIONS[at].call(&call);
        const gigahost_error *why = error_of(&FUNCTIONS[at], &call);
        if (FUNCTIONS[at].returns == RETURNS_STATUS && !gives_back(&FUNCTIONS[at])
            && !is_named(&FUNCTIONS[at], "gigahost_free"))
            CHECK((why == NULL) == (call.status == GIGAHOST_OK));
        if (why != NULL) {
            CHECK(why->status == call.status && is_known(call.status));
            CHECK_TEXT(gigahost_status_name(call.status), why->status_name);
            CHECK(strlen(why->message) > 5);
        }
        if (gives_back(&FUNCTIONS[at])) call.pointer[0] = NULL;
        finish(&FUNCTIONS[at], &call);
    }
}

int main(void)
{
    RUN(r244_every_status_has_a_name_of_its_own_and_a_sentence);
    RUN(r244_only_what_may_pass_by_itself_is_retryable);
    RUN(r245_the_version_is_that_of_the_header);
    RUN(r245_what_a_host_cannot_do_says_what_to_use_instead);
    RUN(r241_an_error_belongs_to_who_got_it_and_outlives_everything_else);
    RUN(an_error_is_cleared_by_a_call_that_succeeds);
    RUN(every_error_of_a_function_has_its_status_its_name_and_a_sentence);
    return 0;
}
