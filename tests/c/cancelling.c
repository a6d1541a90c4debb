/* Ending calls: from a callback, from another thread, from a signal handler. */
#include "support.h"

enum { LENGTH = 300000, MOST_EVENTS = 64 };

struct counter {
    int stop_at;
    int events;
    int after;
    int32_t stopped_in;
};

static int32_t count(const gigahost_progress *progress, void *user)
{
    struct counter *counter = user;
    CHECK(progress->stage_name != NULL && progress->attempt >= 1);
    CHECK(progress->total == -1 || progress->done <= progress->total);
    if (counter->stopped_in != 0) counter->after++;
    if (++counter->events != counter->stop_at) return 0;
    counter->stopped_in = progress->stage;
    return 1;
}

static void check_stopped(const struct counter *counter, int32_t status)
{
    CHECK(counter->after == 0);
    if (counter->events < counter->stop_at)
        CHECK(status == GIGAHOST_OK);
    else if (counter->stopped_in != GIGAHOST_STAGE_DONE)
        CHECK(status == GIGAHOST_E_CANCELLED);
}

/* One upload of bytes of its own that is stopped at that event. */
static int32_t stopped_upload(gigahost_session *session, struct counter *counter)
{
    int32_t status = upload_watched(session, LENGTH, count, counter);
    forget_error();
    return status;
}

static void r205_an_upload_can_be_stopped_at_every_event(void)
{
    int stages = 0;
    FOR_EVERY_HOST(host) {
        gigahost_session *session = session_at(host);
        for (int at = 1; at <= MOST_EVENTS; at++) {
            struct counter counter = {.stop_at = at};
            check_stopped(&counter, stopped_upload(session, &counter));
            stages |= 1 << counter.stopped_in;
            if (counter.events < at) break;
        }
        free(uploaded(session, 1000));
        end(session);
    }
    /* Preparing, hashing, sending and asking whether it is processed were all reached. */
    CHECK(stages & 1 << GIGAHOST_STAGE_PREPARING && stages & 1 << GIGAHOST_STAGE_SENDING);
    CHECK(stages & 1 << GIGAHOST_STAGE_HASHING && stages & 1 << GIGAHOST_STAGE_PROCESSING);
}

static int32_t stopped_download(gigahost_session *session, const char *file, const char *path,
                                struct counter *counter)
{
    gigahost_download_options *options = NULL;
    const gigahost_download_info *info = NULL;
    EXPECT(GIGAHOST_OK, gigahost_download_options_new(&options, &error));
    EXPECT(GIGAHOST_OK, gigahost_download_options_set_progress(options, count, counter, &error));
    EXPECT(GIGAHOST_OK, gigahost_download_options_set_resume(options, 0, &error));
    int32_t status = gigahost_download(session, file, path, options, &info, &error);
    forget_error();
    CHECK((status == GIGAHOST_OK) == (info != NULL));
    CHECK(gigahost_free(info) == GIGAHOST_OK);
    CHECK(gigahost_download_options_free(options) == GIGAHOST_OK);
    return status;
}

static void r205_a_download_can_be_stopped_at_every_event_and_leaves_nothing(void)
{
    static const int32_t HOSTS[] = {GIGAHOST_RAPIDGATOR, GIGAHOST_GIGA0, GIGAHOST_GETT};
    char *path = temporary("stopped.mp4");
    int receiving = 0;
    for (size_t host = 0; host < COUNT(HOSTS); host++) {
        gigahost_session *session = session_at(HOSTS[host]);
        char *file = uploaded(session, LENGTH);
        for (int at = 1; at <= MOST_EVENTS; at++) {
            struct counter counter = {.stop_at = at};
            int32_t status = stopped_download(session, file, path, &counter);
            check_stopped(&counter, status);
            receiving |= counter.stopped_in == GIGAHOST_STAGE_RECEIVING;
            CHECK((access(path, F_OK) == 0) == (status == GIGAHOST_OK));
            unlink(path);
            CHECK(entries(variable("TMPDIR")) == 2);
            if (counter.events < at) break;
        }
        free(file);
        end(session);
    }
    CHECK(receiving);
    free(path);
}

static gigahost_cancel *token;

static void *cancel_later(void *milliseconds)
{
    usleep((useconds_t)(intptr_t)milliseconds * 1000);
    EXPECT(GIGAHOST_OK, gigahost_cancel_request(token, &error));
    return NULL;
}

/* A session whose calls end with `token`. */
static gigahost_session *cancellable(int32_t host)
{
    gigahost_session *plain = session_at(host), *session = NULL;
    EXPECT(GIGAHOST_OK, gigahost_cancel_new(&token, &error));
    EXPECT(GIGAHOST_OK, gigahost_login(plain, &error));
    EXPECT(GIGAHOST_OK, gigahost_session_with_cancel(plain, token, &session, &error));
    end(plain);
    return session;
}

static const char STALL[] =
    "{\"host\":\"rapidgator\",\"operation\":\"user_info\",\"kind\":\"stall_response\",\"count\":0}";

static void r206_a_cancel_from_another_thread_ends_a_call_that_waits(void)
{
    post("/faults", STALL);
    for (intptr_t wait = 0; wait < 60; wait += 7) {
        gigahost_session *session = cancellable(GIGAHOST_RAPIDGATOR);
        const gigahost_value *value = NULL;
        pthread_t other;
        int64_t began = now_ms();
        CHECK(pthread_create(&other, NULL, cancel_later, (void *)wait) == 0);
        EXPECT(GIGAHOST_E_CANCELLED, gigahost_rapidgator_user_info(session, &value, &error));
        CHECK(value == NULL);
        CHECK(pthread_join(other, NULL) == 0);
        /* 100 ms are promised; the rest is for a busy machine. */
        CHECK(now_ms() - began < 100 + wait + 1500);
        CHECK(gigahost_cancel_free(token) == GIGAHOST_OK);
        end(session);
    }
    free(control("DELETE", "/faults", ""));
}

static void r206_a_cancel_at_any_time_gives_cancelled_or_ok_and_never_both(void)
{
    int cancelled = 0;
    uint8_t *bytes = fresh_bytes(LENGTH);
    for (intptr_t wait = 0; wait < 40; wait++) {
        gigahost_session *session = cancellable(GIGAHOST_GIGA0);
        gigahost_upload_options *options = upload_of("film.mp4", bytes, LENGTH);
        const gigahost_receipt *receipt = NULL;
        pthread_t other;
        CHECK(pthread_create(&other, NULL, cancel_later, (void *)(wait % 20)) == 0);
        int32_t status = gigahost_upload(session, NULL, options, &receipt, &error);
        CHECK(pthread_join(other, NULL) == 0);
        /* Once all bytes are sent, nobody may be able to tell. */
        CHECK(status == GIGAHOST_OK || status == GIGAHOST_E_CANCELLED);
        CHECK((status == GIGAHOST_OK) == (receipt != NULL));
        CHECK((status == GIGAHOST_OK) == (error == NULL));
        cancelled += status == GIGAHOST_E_CANCELLED;
        forget_error();
        CHECK(gigahost_free(receipt) == GIGAHOST_OK);
        EXPECT(GIGAHOST_E_CANCELLED, gigahost_login(session, &error));
        CHECK(gigahost_cancel_free(token) == GIGAHOST_OK);
        CHECK(gigahost_upload_options_free(options) == GIGAHOST_OK);
        end(session);
    }
    CHECK(cancelled > 0);
    free(bytes);
}

static volatile sig_atomic_t rang, said;

#ifndef _WIN32
static void on_alarm(int number)
{
    (void)number;
    said = gigahost_cancel_request(token, NULL);
    rang = 1;
}

static void r206_a_cancel_from_a_signal_handler_ends_the_call_it_interrupts(void)
{
    struct sigaction action = {.sa_handler = on_alarm};
    CHECK(sigaction(SIGALRM, &action, NULL) == 0);
    post("/faults", STALL);
    gigahost_session *session = cancellable(GIGAHOST_RAPIDGATOR);
    const gigahost_value *value = NULL;
    alarm(1);
    EXPECT(GIGAHOST_E_CANCELLED, gigahost_rapidgator_user_info(session, &value, &error));
    CHECK(rang && said == GIGAHOST_OK);
    free(control("DELETE", "/faults", ""));
    CHECK(gigahost_cancel_free(token) == GIGAHOST_OK);
    end(session);
}
#endif

static int32_t cancel_here(const gigahost_progress *progress, void *user)
{
    (void)progress;
    (void)user;
    EXPECT(GIGAHOST_OK, gigahost_cancel_request(token, &error));
    return 0;
}

static void r206_a_cancel_from_inside_a_callback_ends_its_own_transfer(void)
{
    gigahost_session *session = cancellable(GIGAHOST_GIGA0);
    EXPECT(GIGAHOST_E_CANCELLED, upload_watched(session, LENGTH, cancel_here, NULL));
    CHECK(gigahost_cancel_free(token) == GIGAHOST_OK);
    end(session);
}

static void a_token_may_go_before_its_session(void)
{
    gigahost_session *session = cancellable(GIGAHOST_RAPIDGATOR);
    CHECK(gigahost_cancel_free(token) == GIGAHOST_OK);
    EXPECT(GIGAHOST_E_HANDLE, gigahost_cancel_request(token, &error));
    EXPECT(GIGAHOST_OK, gigahost_login(session, &error));
    end(session);
}

int main(void)
{
    RUN(r205_an_upload_can_be_stopped_at_every_event);
    RUN(r205_a_download_can_be_stopped_at_every_event_and_leaves_nothing);
    RUN(r206_a_cancel_from_another_thread_ends_a_call_that_waits);
    RUN(r206_a_cancel_at_any_time_gives_cancelled_or_ok_and_never_both);
#ifdef _WIN32
    SKIP(r206_a_cancel_from_a_signal_handler_ends_the_call_it_interrupts,
         "there are no signals that interrupt a call");
#else
    RUN(r206_a_cancel_from_a_signal_handler_ends_the_call_it_interrupts);
#endif
    RUN(r206_a_cancel_from_inside_a_callback_ends_its_own_transfer);
    RUN(a_token_may_go_before_its_session);
    return 0;
}
