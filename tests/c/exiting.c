/* Ending the process in the middle of things. */
#include "support.h"

enum { MOST_MS = 5000 };

static const char STALL[] = "{\"host\":\"giga0\",\"operation\":\"*\",\"kind\":\"stall_response\","
                            "\"count\":0}";

static void *call_for_ever(void *session)
{
    const gigahost_listing *listing = NULL;
    (void)!gigahost_list(session, NULL, &listing, NULL);
    return NULL;
}

/* A child with calls in flight on four threads, which then ends like that. */
static void ends(void (*way)(void), int signal)
{
    fflush(stdout);
    post("/faults", STALL);
    int channel[2];
    CHECK(pipe(channel) == 0);
    pid_t child = fork();
    if (child == 0) {
        gigahost_session *session = session_at(GIGAHOST_GIGA0);
        pthread_t thread;
        for (int at = 0; at < 4; at++)
            CHECK(pthread_create(&thread, NULL, call_for_ever, session) == 0);
        /* Not before one of them waits for the host. */
        for (char *seen = NULL; seen == NULL || strstr(seen, "\"stalled\":0") != NULL;) {
            free(seen);
            seen = control("GET", "/release", "");
        }
        CHECK(write(channel[1], "x", 1) == 1);
        way();
        _exit(42);
    }
    char ready;
    CHECK(read(channel[0], &ready, 1) == 1);
    int64_t began = now_ms();
    int status = 0;
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(now_ms() - began < MOST_MS);
    if (signal != 0)
        CHECK(WIFSIGNALED(status) && WTERMSIG(status) == signal);
    else
        CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    close(channel[0]);
    close(channel[1]);
    free(control("DELETE", "/faults", ""));
    post("/release", "");
}

static void by_exit(void)
{
    exit(0);
}

static void by_underscore_exit(void)
{
    _exit(0);
}

static void by_abort(void)
{
    signal(SIGABRT, SIG_DFL);
    abort();
}

static void r229_exit_with_calls_in_flight_ends_at_once(void)
{
    ends(by_exit, 0);
}

static void r229_underscore_exit_with_calls_in_flight_ends_at_once(void)
{
    ends(by_underscore_exit, 0);
}

static void r229_abort_with_calls_in_flight_ends_by_its_signal(void)
{
    ends(by_abort, SIGABRT);
}

static gigahost_session *left;

static void use_after_main(void)
{
    const gigahost_listing *listing = NULL;
    if (gigahost_list(left, NULL, &listing, NULL) != GIGAHOST_OK) _exit(3);
    if (gigahost_free(listing) != GIGAHOST_OK) _exit(4);
    if (gigahost_session_close(left) != GIGAHOST_OK) _exit(5);
}

static void r229_the_library_still_works_in_atexit(void)
{
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        CHECK(atexit(use_after_main) == 0);
        left = session_at(GIGAHOST_GIGA0);
        exit(0);
    }
    reap(child, 0);
}

int main(void)
{
    RUN(r229_exit_with_calls_in_flight_ends_at_once);
    RUN(r229_underscore_exit_with_calls_in_flight_ends_at_once);
    RUN(r229_abort_with_calls_in_flight_ends_by_its_signal);
    RUN(r229_the_library_still_works_in_atexit);
    return 0;
}
