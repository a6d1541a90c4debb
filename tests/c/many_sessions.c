/* Very many handles. native: not sanitized (it measures memory) */
#include "support.h"

/* What the process has in memory, in KiB. */
static long resident(void)
{
    long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    CHECK(file != NULL && fscanf(file, "%*d %ld", &pages) == 1);
    fclose(file);
    return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

static gigahost_config *settings(void)
{
    return config_at(GIGAHOST_RAPIDGATOR, "http://127.0.0.1:1");
}

static void r251_a_million_handles_opened_and_closed_leave_no_memory_behind(void)
{
    gigahost_config *config = settings();
    long warm = 0;
    for (int round = 0; round < 100; round++) {
        for (int at = 0; at < 9000; at++) {
            gigahost_cancel *cancel = NULL;
            CHECK(gigahost_cancel_new(&cancel, NULL) == GIGAHOST_OK);
            CHECK(gigahost_cancel_free(cancel) == GIGAHOST_OK);
        }
        for (int at = 0; at < 1000; at++) {
            gigahost_session *session = NULL;
            EXPECT(GIGAHOST_OK, gigahost_session_open(config, &session, &error));
            end(session);
        }
        if (round == 9) warm = resident();
    }
    printf("memory: %ld KiB after 100000 handles, %ld KiB after 1000000\n", warm, resident());
    CHECK(resident() < warm + 512);
    CHECK(gigahost_config_free(config) == GIGAHOST_OK);
}

static void r251_a_hundred_thousand_sessions_live_at_once_in_a_few_kibibytes_each(void)
{
    enum { SESSIONS = 100000 };
    gigahost_session **sessions = calloc(SESSIONS, sizeof *sessions);
    gigahost_config *config = settings();
    long before = resident();
    for (int at = 0; at < SESSIONS; at++)
        EXPECT(GIGAHOST_OK, gigahost_session_open(config, &sessions[at], &error));
    long each = (resident() - before) * 1024 / SESSIONS;
    printf("a session: %ld bytes\n", each);
    CHECK(each < 8192);
    for (int at = 0; at < SESSIONS; at += 997)
        CHECK(gigahost_session_host(sessions[at]) == GIGAHOST_RAPIDGATOR);
    for (int at = 0; at < SESSIONS; at++) end(sessions[at]);
    for (int at = 0; at < SESSIONS; at += 997) CHECK(gigahost_session_host(sessions[at]) == 0);
    CHECK(gigahost_config_free(config) == GIGAHOST_OK);
    free(sessions);
}

/* The table has an end, and reaching it is no disaster. */
static void r251_a_full_table_is_an_error_and_works_again_when_there_is_room(void)
{
    enum { MOST = 1 << 21 };
    gigahost_cancel **all = calloc(MOST, sizeof *all);
    int made = 0;
    while (gigahost_cancel_new(&all[made], &error) == GIGAHOST_OK) CHECK(++made < MOST);
    CHECK(error != NULL && all[made] == NULL);
    forget_error();
    CHECK(made > (sizeof(void *) > 4 ? 100000 : 10000));
    CHECK(gigahost_cancel_free(all[0]) == GIGAHOST_OK);
    EXPECT(GIGAHOST_OK, gigahost_cancel_new(&all[0], &error));
    for (int at = 0; at < made; at++) CHECK(gigahost_cancel_free(all[at]) == GIGAHOST_OK);
    printf("handles at once: %d\n", made);
    free(all);
}

static void r251_results_leave_no_memory_behind(void)
{
    long warm = 0;
    for (int round = 0; round < 100; round++) {
        for (int at = 0; at < 1000; at++) {
            CHECK(gigahost_login(NULL, &error) == GIGAHOST_E_ARGUMENT);
            forget_error();
        }
        if (round == 9) warm = resident();
    }
    CHECK(resident() < warm + 512);
}

int main(void)
{
    RUN(r251_a_million_handles_opened_and_closed_leave_no_memory_behind);
    RUN(r251_a_hundred_thousand_sessions_live_at_once_in_a_few_kibibytes_each);
    RUN(r251_a_full_table_is_an_error_and_works_again_when_there_is_room);
    RUN(r251_results_leave_no_memory_behind);
    return 0;
}
