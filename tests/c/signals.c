/* Signals that arrive meanwhile. */
#include "support.h"

#include <sys/time.h>

static volatile sig_atomic_t storms;

static void on_storm(int number)
{
    (void)number;
    storms++;
}

static void set_handler(int number, void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler};
    CHECK(sigaction(number, &action, NULL) == 0);
}

static void set_timer(int which, long microseconds)
{
    struct itimerval every = {{0, microseconds}, {0, microseconds}};
    CHECK(setitimer(which, &every, NULL) == 0);
}

/* A login, an upload, a listing, a download, at every host. */
static void work_everywhere(void)
{
    char *path = temporary("fetched.mp4");
    FOR_EVERY_HOST(host) {
        gigahost_session *session = session_at(host);
        char *file = uploaded(session, 2000000);
        if (gigahost_session_supports(session, GIGAHOST_CAN_DOWNLOAD) && host != GIGAHOST_GIGAGS) {
            const gigahost_download_info *info = NULL;
            EXPECT(GIGAHOST_OK, gigahost_download(session, file, path, NULL, &info, &error));
            CHECK(info->bytes == 2000000);
            CHECK(gigahost_free(info) == GIGAHOST_OK && unlink(path) == 0);
        }
        free(file);
        end(session);
    }
    free(path);
}

static void r225_a_storm_of_alarms_is_not_noticed(void)
{
    /* Without SA_RESTART: every system call that can be interrupted is. */
    set_handler(SIGALRM, on_storm);
    set_timer(ITIMER_REAL, 1000);
    work_everywhere();
    set_timer(ITIMER_REAL, 0);
    CHECK(storms > 10);
}

static void r225_a_profilers_signals_are_not_noticed(void)
{
    storms = 0;
    set_handler(SIGPROF, on_storm);
    set_timer(ITIMER_PROF, 1000);
    work_everywhere();
    set_timer(ITIMER_PROF, 0);
    set_handler(SIGPROF, SIG_IGN);
    CHECK(storms > 0);
}

static void r225_ending_children_are_not_noticed(void)
{
    set_handler(SIGCHLD, on_storm);
    gigahost_session *session = session_at(GIGAHOST_GIGA0);
    for (int round = 0; round < 10; round++) {
        pid_t child = fork();
        if (child == 0) _exit(0);
        free(uploaded(session, 50000));
        reap(child, 0);
    }
    set_handler(SIGCHLD, SIG_DFL);
    end(session);
}

static void r225_a_stopped_and_continued_process_goes_on(void)
{
    pid_t own = getpid(), helper = fork();
    if (helper == 0) {
        for (int round = 0; round < 15; round++) {
            kill(own, SIGSTOP);
            usleep(5000);
            kill(own, SIGCONT);
            usleep(10000);
        }
        _exit(0);
    }
    work_everywhere();
    reap(helper, 0);
}

/* Hosts that are gone in the middle of a body, which comes from a file or from memory. */
static void cut_in_the_middle(int from_file)
{
    set_handler(SIGPIPE, SIG_DFL);
    for (int round = 0; round < 5; round++) {
        post("/faults", "{\"host\":\"giga0\",\"operation\":\"file_upload\",\"kind\":\"cut_request\","
                        "\"bytes\":1000,\"count\":0}");
        gigahost_session *session = session_at(GIGAHOST_GIGA0);
        uint8_t *bytes = fresh_bytes(8000000);
        gigahost_upload_options *options = NULL;
        char *path = NULL;
        if (from_file) {
            path = temporary("film.mp4");
            FILE *file = fopen(path, "wb");
            CHECK(file != NULL && fwrite(bytes, 1, 8000000, file) == 8000000 && fclose(file) == 0);
            EXPECT(GIGAHOST_OK, gigahost_upload_options_new(&options, &error));
            /* Nobody has to look at the bytes, so the system may send them by itself. */
            EXPECT(GIGAHOST_OK,
                   gigahost_upload_options_set_checksum(options, GIGAHOST_CHECKSUM_NEVER, &error));
        } else {
            options = upload_of("film.mp4", bytes, 8000000);
        }
        const gigahost_receipt *receipt = NULL;
        int32_t status = gigahost_upload(session, path, options, &receipt, &error);
        CHECK(status != GIGAHOST_OK && receipt == NULL);
        CHECK(status == GIGAHOST_E_NETWORK || status == GIGAHOST_E_OUTCOME_UNKNOWN);
        forget_error();
        CHECK(gigahost_upload_options_free(options) == GIGAHOST_OK);
        free(bytes);
        CHECK(path == NULL || unlink(path) == 0);
        free(path);
        end(session);
        free(control("DELETE", "/faults", ""));
    }
}

static void r225_a_broken_pipe_kills_nobody_who_sends_memory(void)
{
    cut_in_the_middle(0);
}

static void r225_a_broken_pipe_kills_nobody_who_sends_a_file(void)
{
    cut_in_the_middle(1);
}

int main(void)
{
    RUN(r225_a_storm_of_alarms_is_not_noticed);
    RUN(r225_a_profilers_signals_are_not_noticed);
    RUN(r225_ending_children_are_not_noticed);
    RUN(r225_a_stopped_and_continued_process_goes_on);
    RUN(r225_a_broken_pipe_kills_nobody_who_sends_memory);
    RUN(r225_a_broken_pipe_kills_nobody_who_sends_a_file);
    return 0;
}
