/* Queues and budgets. native: valgrind */
#include "support.h"

enum { FILES = 6 };

static gigahost_queue *queue_of(int32_t workers)
{
    gigahost_queue *queue = NULL;
    EXPECT(GIGAHOST_OK, gigahost_queue_new(workers, -1, &queue, &error));
    return queue;
}

/* Uploads bytes of a length under a name of its own. */
static uint64_t add(gigahost_queue *queue, gigahost_session *session, const char *name,
                    size_t length)
{
    static uint8_t bytes[100000];
    uint64_t id = 0;
    gigahost_upload_options *options = upload_of(name, bytes, length);
    EXPECT(GIGAHOST_OK, gigahost_queue_add_upload(queue, session, NULL, options, &id, &error));
    EXPECT(GIGAHOST_OK, gigahost_upload_options_free(options));
    CHECK(id > 0);
    return id;
}

static void every_transfer_of_a_queue_is_told_and_gives_its_record(void)
{
    FOR_EVERY_HOST(host) {
        gigahost_session *session = session_at(host);
        gigahost_queue *queue = queue_of(2);
        uint64_t ids[FILES];
        for (size_t at = 0; at < FILES; at++) {
            char name[] = "film0.mp4";
            name[4] += (char)at;
            ids[at] = add(queue, session, name, 1000 + at);
        }
        size_t over = 0;
        for (;;) {
            const gigahost_transfer *now = NULL;
            EXPECT(GIGAHOST_OK, gigahost_queue_next_event(queue, 60000, &now, &error));
            if (now == NULL) break;
            CHECK(now->host == host && now->direction == GIGAHOST_UP && now->error == NULL);
            CHECK(strncmp(now->name, "film", 4) == 0 && now->progress->attempt >= 1);
            if (now->state == GIGAHOST_TRANSFER_DONE) {
                CHECK_TEXT("done", now->state_name);
                CHECK(now->progress->stage == GIGAHOST_STAGE_DONE);
                over++;
            }
            EXPECT(GIGAHOST_OK, gigahost_free(now));
        }
        CHECK(over == FILES);
        const gigahost_totals *totals = NULL;
        EXPECT(GIGAHOST_OK, gigahost_queue_totals(queue, &totals, &error));
        CHECK(totals->done == FILES && totals->active == 0 && totals->queued == 0);
        CHECK(totals->bytes_done == totals->bytes_total && totals->bytes_total > FILES * 1000);
        EXPECT(GIGAHOST_OK, gigahost_free(totals));
        const gigahost_transfer_list *list = NULL;
        EXPECT(GIGAHOST_OK, gigahost_queue_transfers(queue, &list, &error));
        CHECK(list->count == FILES && list->transfers[0]->id == ids[0]);
        EXPECT(GIGAHOST_OK, gigahost_free(list));
        for (size_t at = 0; at < FILES; at++) {
            const gigahost_receipt *receipt = NULL;
            const gigahost_download_info *info = NULL;
            EXPECT(GIGAHOST_E_ARGUMENT,
                   gigahost_queue_take_download(queue, ids[at], &info, &error));
            EXPECT(GIGAHOST_OK, gigahost_queue_take_receipt(queue, ids[at], &receipt, &error));
            CHECK(receipt->bytes == 1000 + at && receipt->entry != NULL);
            EXPECT(GIGAHOST_OK, gigahost_free(receipt));
            EXPECT(GIGAHOST_E_NOT_FOUND,
                   gigahost_queue_take_receipt(queue, ids[at], &receipt, &error));
        }
        EXPECT(GIGAHOST_OK, gigahost_queue_close(queue));
        end(session);
    }
}

static int32_t count_and_stop(const gigahost_transfer *now, void *user)
{
    int *left = user;
    CHECK(now->id > 0 && now->progress != NULL);
    return --*left == 0;
}

static void the_callback_of_a_run_may_end_it_and_use_the_queue(void)
{
    gigahost_session *session = session_at(GIGAHOST_GIGA0);
    gigahost_queue *queue = queue_of(1);
    add(queue, session, "a.bin", 1000);
    add(queue, session, "b.bin", 1001);
    int left = 1;
    EXPECT(GIGAHOST_OK, gigahost_queue_run(queue, count_and_stop, &left, &error));
    CHECK(left == 0);
    left = -1;
    EXPECT(GIGAHOST_OK, gigahost_queue_run(queue, count_and_stop, &left, &error));
    EXPECT(GIGAHOST_OK, gigahost_queue_wait(queue, 0, &error));
    EXPECT(GIGAHOST_OK, gigahost_queue_run(queue, NULL, NULL, &error));
    EXPECT(GIGAHOST_OK, gigahost_queue_close(queue));
    end(session);
}

static void what_is_paused_waits_and_what_is_cancelled_fails(void)
{
    gigahost_session *session = session_at(GIGAHOST_GIGA0);
    gigahost_queue *queue = queue_of(0);
    const gigahost_receipt *receipt = NULL;
    EXPECT(GIGAHOST_OK, gigahost_queue_pause_all(queue, &error));
    uint64_t one = add(queue, session, "a.bin", 1000), other = add(queue, session, "b.bin", 1001);
    EXPECT(GIGAHOST_E_TIMEOUT, gigahost_queue_wait(queue, 50, &error));
    EXPECT(GIGAHOST_E_NOT_READY, gigahost_queue_take_receipt(queue, one, &receipt, &error));
    EXPECT(GIGAHOST_OK, gigahost_queue_set_priority(queue, other, 3, &error));
    EXPECT(GIGAHOST_OK, gigahost_queue_set_cap(queue, session, 1, &error));
    EXPECT(GIGAHOST_OK, gigahost_queue_pause(queue, one, &error));
    EXPECT(GIGAHOST_OK, gigahost_queue_resume_all(queue, &error));
    EXPECT(GIGAHOST_OK, gigahost_queue_cancel(queue, one, &error));
    EXPECT(GIGAHOST_OK, gigahost_queue_wait(queue, 60000, &error));
    const gigahost_transfer *now = NULL;
    EXPECT(GIGAHOST_OK, gigahost_queue_transfer(queue, one, &now, &error));
    CHECK(now->state == GIGAHOST_TRANSFER_CANCELLED && now->error != NULL);
    CHECK(now->error->status == GIGAHOST_E_CANCELLED && now->priority == 0);
    EXPECT(GIGAHOST_OK, gigahost_free(now));
    EXPECT(GIGAHOST_E_CANCELLED, gigahost_queue_take_receipt(queue, one, &receipt, &error));
    EXPECT(GIGAHOST_OK, gigahost_queue_take_receipt(queue, other, &receipt, &error));
    EXPECT(GIGAHOST_OK, gigahost_free(receipt));
    EXPECT(GIGAHOST_E_NOT_FOUND, gigahost_queue_resume(queue, other, &error));
    EXPECT(GIGAHOST_OK, gigahost_queue_cancel_all(queue, &error));
    EXPECT(GIGAHOST_OK, gigahost_queue_close(queue));
    end(session);
}

static void *waits(void *user)
{
    const gigahost_transfer *now = NULL;
    gigahost_status status = GIGAHOST_OK;
    while (status == GIGAHOST_OK) {
        status = gigahost_queue_next_event(user, -1, &now, NULL);
        if (status == GIGAHOST_OK && now == NULL) break;
        if (now != NULL) CHECK(gigahost_free(now) == GIGAHOST_OK);
    }
    return NULL;
}

static void closing_lets_those_go_who_wait_in_it(void)
{
    gigahost_session *session = session_at(GIGAHOST_GIGA0);
    gigahost_queue *queue = queue_of(1);
    pthread_t threads[3];
    EXPECT(GIGAHOST_OK, gigahost_queue_pause_all(queue, &error));
    add(queue, session, "a.bin", 1000);
    for (size_t at = 0; at < COUNT(threads); at++)
        CHECK(pthread_create(&threads[at], NULL, waits, queue) == 0);
    EXPECT(GIGAHOST_OK, gigahost_queue_close(queue));
    for (size_t at = 0; at < COUNT(threads); at++) CHECK(pthread_join(threads[at], NULL) == 0);
    CHECK(gigahost_queue_close(queue) == GIGAHOST_E_HANDLE);
    end(session);
}

static int32_t goes_on(const gigahost_progress *now, void *user)
{
    (void)now;
    (void)user;
    return 0;
}

static void a_queue_refuses_what_it_cannot_do(void)
{
    gigahost_session *session = session_at(GIGAHOST_UPLOADGIG);
    gigahost_queue *queue = NULL;
    uint64_t id = 7;
    EXPECT(GIGAHOST_E_ARGUMENT, gigahost_queue_new(65, -1, &queue, &error));
    EXPECT(GIGAHOST_E_ARGUMENT, gigahost_queue_new(-1, -1, &queue, &error));
    EXPECT(GIGAHOST_E_ARGUMENT, gigahost_queue_new(1, -2, &queue, &error));
    queue = queue_of(1);
    EXPECT(GIGAHOST_E_UNSUPPORTED,
           gigahost_queue_add_download(queue, session, "f", "/nowhere", NULL, &id, &error));
    CHECK(id == 0);
    EXPECT(GIGAHOST_E_ARGUMENT, gigahost_queue_add_upload(queue, session, NULL, NULL, &id, &error));
    gigahost_upload_options *options = NULL;
    EXPECT(GIGAHOST_OK, gigahost_upload_options_new(&options, &error));
    EXPECT(GIGAHOST_OK, gigahost_upload_options_set_progress(options, goes_on, NULL, &error));
    CHECK(gigahost_queue_add_upload(queue, session, "/nowhere", options, &id, &error)
          == GIGAHOST_E_ARGUMENT);
    CHECK_TEXT("options", error->parameter);
    forget_error();
    EXPECT(GIGAHOST_OK, gigahost_upload_options_free(options));
    EXPECT(GIGAHOST_OK, gigahost_queue_close(queue));
    end(session);
}

static void one_source_goes_to_every_host_and_from_one_to_another(void)
{
    static uint8_t bytes[100000];
    gigahost_source *source = NULL;
    EXPECT(GIGAHOST_OK, gigahost_source_new_bytes(bytes, sizeof bytes, &source, &error));
    gigahost_queue *queue = queue_of(5);
    gigahost_session *sessions[8] = {NULL};
    size_t count = 0;
    FOR_EVERY_HOST(host) {
        uint64_t id = 0;
        gigahost_upload_options *options = NULL;
        sessions[count] = session_at(host);
        EXPECT(GIGAHOST_OK, gigahost_upload_options_new(&options, &error));
        EXPECT(GIGAHOST_OK, gigahost_upload_options_set_name(options, "film.mp4", &error));
        EXPECT(GIGAHOST_OK, gigahost_upload_options_set_source(options, source, &error));
        EXPECT(GIGAHOST_OK,
               gigahost_queue_add_upload(queue, sessions[count++], NULL, options, &id, &error));
        EXPECT(GIGAHOST_E_ARGUMENT,
               gigahost_queue_add_upload(queue, sessions[0], "/film", options, &id, &error));
        EXPECT(GIGAHOST_OK, gigahost_upload_options_set_source(options, NULL, &error));
        EXPECT(GIGAHOST_OK, gigahost_upload_options_free(options));
    }
    /* Options and queue have their own reference. */
    EXPECT(GIGAHOST_OK, gigahost_source_free(source));
    EXPECT(GIGAHOST_OK, gigahost_queue_wait(queue, 60000, &error));
    const gigahost_totals *totals = NULL;
    EXPECT(GIGAHOST_OK, gigahost_queue_totals(queue, &totals, &error));
    CHECK(totals->done == count && totals->failed == 0);
    EXPECT(GIGAHOST_OK, gigahost_free(totals));
    const gigahost_receipt *receipt = NULL;
    EXPECT(GIGAHOST_OK, gigahost_queue_take_receipt(queue, 1, &receipt, &error));
    const gigahost_entry *entry = receipt->entry;
    EXPECT(GIGAHOST_OK, gigahost_source_new_at_host(sessions[0], entry->id, entry->name, entry->size,
                                                    entry->md5, &source, &error));
    gigahost_upload_options *options = NULL;
    const gigahost_receipt *copied = NULL;
    EXPECT(GIGAHOST_OK, gigahost_upload_options_new(&options, &error));
    EXPECT(GIGAHOST_OK, gigahost_upload_options_set_name(options, "copy.mp4", &error));
    EXPECT(GIGAHOST_OK, gigahost_upload_options_set_source(options, source, &error));
    EXPECT(GIGAHOST_OK, gigahost_upload(sessions[1], NULL, options, &copied, &error));
    CHECK(copied->bytes == sizeof bytes);
    EXPECT(GIGAHOST_OK, gigahost_free(copied));
    EXPECT(GIGAHOST_OK, gigahost_upload_options_free(options));
    EXPECT(GIGAHOST_OK, gigahost_source_free(source));
    EXPECT(GIGAHOST_OK, gigahost_free(receipt));
    EXPECT(GIGAHOST_OK, gigahost_queue_close(queue));
    while (count > 0)
        end(sessions[--count]);
    EXPECT(GIGAHOST_E_ARGUMENT, gigahost_source_new(NULL, &source, &error));
    EXPECT(GIGAHOST_OK, gigahost_source_new("/no/such/file", &source, &error));
    EXPECT(GIGAHOST_OK, gigahost_source_free(source));
}

static void a_budget_bounds_the_bytes_of_the_day(void)
{
    gigahost_bandwidth *budget = NULL;
    gigahost_config *config = config_at(GIGAHOST_GIGA0, base_url(GIGAHOST_GIGA0));
    gigahost_session *session = NULL;
    const gigahost_receipt *receipt = NULL;
    EXPECT(GIGAHOST_OK, gigahost_bandwidth_new(&budget, &error));
    EXPECT(GIGAHOST_OK, gigahost_bandwidth_set(budget, 50000000, -1, &error));
    EXPECT(GIGAHOST_E_ARGUMENT, gigahost_bandwidth_set(budget, -2, -1, &error));
    EXPECT(GIGAHOST_OK, gigahost_bandwidth_set_per_day(budget, 15000, -1, &error));
    EXPECT(GIGAHOST_OK, gigahost_config_set_bandwidth(config, budget, &error));
    EXPECT(GIGAHOST_OK, gigahost_session_open(config, &session, &error));
    EXPECT(GIGAHOST_OK, gigahost_config_free(config));
    gigahost_queue *queue = queue_of(1);
    uint64_t one = add(queue, session, "a.bin", 10000);
    EXPECT(GIGAHOST_OK, gigahost_queue_wait(queue, 60000, &error));
    CHECK(gigahost_bandwidth_up_today(budget) >= 10000);
    CHECK(gigahost_bandwidth_down_today(budget) < 10000);
    EXPECT(GIGAHOST_OK, gigahost_queue_take_receipt(queue, one, &receipt, &error));
    EXPECT(GIGAHOST_OK, gigahost_free(receipt));
    EXPECT(GIGAHOST_OK, gigahost_bandwidth_add_today(budget, 4000, 0, &error));
    add(queue, session, "b.bin", 10001);
    for (int delayed = 0; !delayed;) {
        const gigahost_transfer *now = NULL;
        EXPECT(GIGAHOST_OK, gigahost_queue_next_event(queue, 60000, &now, &error));
        CHECK(now != NULL);
        delayed = now->state == GIGAHOST_TRANSFER_DELAYED;
        if (delayed) CHECK(now->error->status == GIGAHOST_E_QUOTA && now->error->retry_after > 0);
        EXPECT(GIGAHOST_OK, gigahost_free(now));
    }
    EXPECT(GIGAHOST_OK, gigahost_queue_close(queue));
    EXPECT(GIGAHOST_OK, gigahost_bandwidth_free(budget));
    end(session);
}

int main(void)
{
    RUN(every_transfer_of_a_queue_is_told_and_gives_its_record);
    RUN(the_callback_of_a_run_may_end_it_and_use_the_queue);
    RUN(what_is_paused_waits_and_what_is_cancelled_fails);
    RUN(closing_lets_those_go_who_wait_in_it);
    RUN(a_queue_refuses_what_it_cannot_do);
    RUN(one_source_goes_to_every_host_and_from_one_to_another);
    RUN(a_budget_bounds_the_bytes_of_the_day);
    return 0;
}
