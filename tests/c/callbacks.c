/* What callbacks may do and may be. */
#include "support.h"

#include <fenv.h>
#include <locale.h>

static void upload_with(gigahost_session *session, gigahost_progress_fn progress, void *user)
{
    EXPECT(GIGAHOST_OK, upload_watched(session, 200000, progress, user));
}

/* Changes everything about the process that a thread can change. */
static int32_t change_the_world(const gigahost_progress *progress, void *user)
{
    ++*(int *)user;
    CHECK(progress->elapsed >= 0);
    errno = ENOTTY;
    (void)setlocale(LC_ALL, "de_DE.UTF-8");
    fesetround(FE_UPWARD);
    CHECK(chdir("/") == 0);
    umask(0777);
#ifndef _WIN32
    sigset_t all;
    sigfillset(&all);
    CHECK(pthread_sigmask(SIG_BLOCK, &all, NULL) == 0);
#endif
    return 0;
}

static void r210_a_callback_may_change_errno_locale_signals_rounding_folder_and_umask(void)
{
    char *here = getcwd(NULL, 0);
    mode_t mask = umask(022);
#ifndef _WIN32
    sigset_t signals;
    CHECK(pthread_sigmask(SIG_SETMASK, NULL, &signals) == 0);
#endif
    FOR_EVERY_HOST(host) {
        int times = 0;
        gigahost_session *session = session_at(host);
        errno = EXDEV;
        upload_with(session, change_the_world, &times);
        CHECK(times > 1);
        end(session);
    }
#ifndef _WIN32
    CHECK(pthread_sigmask(SIG_SETMASK, &signals, NULL) == 0);
#endif
    fesetround(FE_TONEAREST);
    umask(mask);
    CHECK(chdir(here) == 0);
    free(here);
}

static int32_t sleepy(const gigahost_progress *progress, void *user)
{
    if (progress->stage == GIGAHOST_STAGE_SENDING && (*(int *)user)++ == 0) sleep(2);
    return 0;
}

static void r209_a_callback_that_sleeps_is_no_stalled_network(void)
{
    int times = 0;
    gigahost_config *config = config_at(GIGAHOST_GIGA0, base_url(GIGAHOST_GIGA0));
    EXPECT(GIGAHOST_OK, gigahost_config_set_clock(config, GIGAHOST_CLOCK_IDLE, 700, &error));
    EXPECT(GIGAHOST_OK, gigahost_config_set_clock(config, GIGAHOST_CLOCK_ANSWER, 700, &error));
    gigahost_session *session = session_of(config);
    upload_with(session, sleepy, &times);
    CHECK(times > 0);
    end(session);
}

static void r214_r248_no_callback_and_no_user_data_are_fine(void)
{
    gigahost_session *session = session_at(GIGAHOST_GIGA0);
    upload_with(session, NULL, NULL);
    upload_with(session, NULL, &session);
    end(session);
}

struct swap {
    gigahost_upload_options *options;
    int first, second;
};

static int32_t second(const gigahost_progress *progress, void *user)
{
    (void)progress;
    ((struct swap *)user)->second++;
    return 0;
}

static int32_t first(const gigahost_progress *progress, void *user)
{
    (void)progress;
    struct swap *swap = user;
    swap->first++;
    EXPECT(GIGAHOST_OK, gigahost_upload_options_set_progress(swap->options, second, swap, &error));
    return 0;
}

static void r214_a_callback_that_is_replaced_meanwhile_counts_for_the_next_transfer(void)
{
    gigahost_session *session = session_at(GIGAHOST_GIGA0);
    uint8_t *bytes = fresh_bytes(1000);
    struct swap swap = {.options = upload_of("film.mp4", bytes, 1000)};
    EXPECT(GIGAHOST_OK, gigahost_upload_options_set_progress(swap.options, first, &swap, &error));
    for (int round = 0; round < 2; round++) {
        const gigahost_receipt *receipt = NULL;
        EXPECT(GIGAHOST_OK, gigahost_upload(session, NULL, swap.options, &receipt, &error));
        CHECK(gigahost_free(receipt) == GIGAHOST_OK);
        CHECK(round == 0 ? swap.first > 1 && swap.second == 0 : swap.second > 1);
    }
    CHECK(gigahost_upload_options_free(swap.options) == GIGAHOST_OK);
    free(bytes);
    end(session);
}

struct script {
    int64_t answer;
    int calls;
};

static int64_t scripted_read(uint8_t *buffer, size_t capacity, void *user)
{
    struct script *script = user;
    memset(buffer, 'x', capacity < 100 ? capacity : 100);
    if (script->calls++ == 0) return 100;
    return script->answer;
}

static int32_t read_with(int64_t answer, int64_t length)
{
    gigahost_session *session = session_at(GIGAHOST_GIGA0);
    struct script script = {answer, 0};
    gigahost_upload_options *options = NULL;
    const gigahost_receipt *receipt = NULL;
    EXPECT(GIGAHOST_OK, gigahost_upload_options_new(&options, &error));
    EXPECT(GIGAHOST_OK, gigahost_upload_options_set_name(options, "film.mp4", &error));
    EXPECT(GIGAHOST_OK,
           gigahost_upload_options_set_reader(options, scripted_read, &script, length, &error));
    int32_t status = gigahost_upload(session, NULL, options, &receipt, &error);
    CHECK((status == GIGAHOST_OK) == (receipt != NULL) && script.calls > 1);
    forget_error();
    CHECK(gigahost_free(receipt) == GIGAHOST_OK);
    CHECK(gigahost_upload_options_free(options) == GIGAHOST_OK);
    end(session);
    return status;
}

static void a_reader_that_fails_or_lies_ends_the_upload(void)
{
    CHECK(read_with(0, -1) == GIGAHOST_OK);
    CHECK(read_with(-1, -1) == GIGAHOST_E_CALLBACK);
    CHECK(read_with(-1, 1000) == GIGAHOST_E_CALLBACK);
    CHECK(read_with(INT64_MIN, 1000) == GIGAHOST_E_CALLBACK);
    CHECK(read_with(INT64_MAX, 1000) == GIGAHOST_E_CALLBACK);
    CHECK(read_with(INT64_MAX, -1) == GIGAHOST_E_CALLBACK);
    /* Less than it said. */
    CHECK(read_with(0, 1000) == GIGAHOST_E_SOURCE_CHANGED);
}

static int32_t refuse_bytes(const uint8_t *bytes, size_t length, void *user)
{
    CHECK(bytes != NULL && length > 0);
    return *(int32_t *)user;
}

static void a_writer_that_fails_ends_the_download(void)
{
    gigahost_session *session = session_at(GIGAHOST_GIGA0);
    char *file = uploaded(session, 100000);
    static const int32_t ANSWERS[] = {1, -1, INT32_MIN, INT32_MAX};
    for (size_t at = 0; at < COUNT(ANSWERS); at++) {
        int32_t answer = ANSWERS[at];
        gigahost_download_options *options = NULL;
        const gigahost_download_info *info = NULL;
        EXPECT(GIGAHOST_OK, gigahost_download_options_new(&options, &error));
        EXPECT(GIGAHOST_OK,
               gigahost_download_options_set_writer(options, refuse_bytes, &answer, &error));
        EXPECT(GIGAHOST_E_CALLBACK,
               gigahost_download(session, file, NULL, options, &info, &error));
        CHECK(info == NULL && gigahost_download_options_free(options) == GIGAHOST_OK);
    }
    free(file);
    end(session);
}

#ifndef _WIN32
static int32_t leave_the_thread(const gigahost_progress *progress, void *user)
{
    (void)progress;
    (void)user;
    pthread_exit(NULL);
}

static void *upload_and_leave(void *session)
{
    upload_with(session, leave_the_thread, NULL);
    return NULL;
}

/* Forbidden (it skips what the library has to give back), so the process may end. What it must
   not do is to hang. */
static void r215_pthread_exit_inside_a_callback_hangs_nothing(void)
{
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        CHECK(freopen("/dev/null", "w", stderr) != NULL);
        alarm(10);
        gigahost_session *session = session_at(GIGAHOST_GIGA0);
        pthread_t thread;
        CHECK(pthread_create(&thread, NULL, upload_and_leave, session) == 0);
        CHECK(pthread_join(thread, NULL) == 0);
        upload_with(session, NULL, NULL);
        _exit(0);
    }
    int status = 0;
    CHECK(child > 0 && waitpid(child, &status, 0) == child);
    CHECK(!WIFSIGNALED(status) || WTERMSIG(status) == SIGABRT);
}
#endif

int main(void)
{
    RUN(r210_a_callback_may_change_errno_locale_signals_rounding_folder_and_umask);
    RUN(r209_a_callback_that_sleeps_is_no_stalled_network);
    RUN(r214_r248_no_callback_and_no_user_data_are_fine);
    RUN(r214_a_callback_that_is_replaced_meanwhile_counts_for_the_next_transfer);
    RUN(a_reader_that_fails_or_lies_ends_the_upload);
    RUN(a_writer_that_fails_ends_the_download);
#ifdef _WIN32
    SKIP(r215_pthread_exit_inside_a_callback_hangs_nothing, "there is no fork to try it in");
#else
    RUN(r215_pthread_exit_inside_a_callback_hangs_nothing);
#endif
    return 0;
}
