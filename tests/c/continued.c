/* Queues that go on where a killed process ended, and logs of receipts. */
#include "support.h"

enum { FILES = 8 };

static char *film(int n)
{
    char name[] = "film0.mp4";
    name[4] += (char)n;
    return temporary(name);
}

static void write_films(void)
{
    for (int n = 0; n < FILES; n++) {
        char *path = film(n);
        size_t length = 20000 + (size_t)n;
        uint8_t *bytes = fresh_bytes(length);
        FILE *file = fopen(path, "wb");
        CHECK(file != NULL && fwrite(bytes, 1, length, file) == length && fclose(file) == 0);
        free(bytes);
        free(path);
    }
}

/* A host that shows at once what it has. */
static gigahost_session *prompt_session_at(int32_t host)
{
    gigahost_config *config = config_at(host, base_url(host));
    EXPECT(GIGAHOST_OK, gigahost_config_set_clock(config, GIGAHOST_CLOCK_SETTLE, 200, &error));
    return session_of(config);
}

static gigahost_queue *continued(const char *state, const gigahost_receipt_log *log)
{
    gigahost_queue *queue = NULL;
    EXPECT(GIGAHOST_OK, gigahost_queue_open(2, -1, state, log, &queue, &error));
    return queue;
}

static void add_films(gigahost_queue *queue, gigahost_session *session)
{
    for (int n = 0; n < FILES; n++) {
        char *path = film(n);
        EXPECT(GIGAHOST_OK, gigahost_queue_add_upload(queue, session, path, NULL, NULL, &error));
        free(path);
    }
}

/* How it was started. */
static const char *program;

static int32_t killed_after_three(const gigahost_transfer *now, void *user)
{
    int *left = user;
    if (now->state == GIGAHOST_TRANSFER_DONE && --*left == 0) kill_this_process();
    return 0;
}

static size_t listed(gigahost_session *session)
{
    const gigahost_listing *listing = NULL;
    EXPECT(GIGAHOST_OK, gigahost_list(session, NULL, &listing, &error));
    size_t count = listing->count;
    CHECK(gigahost_free(listing) == GIGAHOST_OK);
    return count;
}

/* What the other process does. */
static int is_killed_on_the_way(int32_t host)
{
    int left = 3;
    char *state = temporary("state"), *receipts = temporary("receipts.jsonl");
    gigahost_receipt_log *log = NULL;
    EXPECT(GIGAHOST_OK, gigahost_receipt_log_new(receipts, &log, &error));
    gigahost_queue *queue = continued(state, log);
    add_films(queue, prompt_session_at(host));
    gigahost_queue_run(queue, killed_after_three, &left, &error);
    return 1;
}

static void after_a_kill_every_file_is_stored_once_and_has_its_receipt(void)
{
    static const int32_t HOSTS[] = {GIGAHOST_RAPIDGATOR, GIGAHOST_GIGA0, GIGAHOST_GIGAGS};
    for (size_t at = 0; at < COUNT(HOSTS); at++) {
        char *state = temporary("state"), *receipts = temporary("receipts.jsonl"), host[12];
        unlink(state);
        unlink(receipts);
        write_films();
        snprintf(host, sizeof host, "%d", (int)HOSTS[at]);
        CHECK(ended(start(program, "killed", host)) == KILLED);
        gigahost_session *session = prompt_session_at(HOSTS[at]);
        gigahost_receipt_log *log = NULL;
        EXPECT(GIGAHOST_OK, gigahost_receipt_log_new(receipts, &log, &error));
        gigahost_queue *queue = continued(state, log);
        uint64_t count = 0;
        EXPECT(GIGAHOST_OK, gigahost_queue_restore(queue, session, &count, &error));
        CHECK(count > 0 && count <= FILES - 3);
        EXPECT(GIGAHOST_OK, gigahost_queue_wait(queue, 60000, &error));
        CHECK(listed(session) == FILES);
        /* Adding them again finds all of them done. */
        add_films(queue, session);
        EXPECT(GIGAHOST_OK, gigahost_queue_wait(queue, 60000, &error));
        const gigahost_transfer_list *list = NULL;
        EXPECT(GIGAHOST_OK, gigahost_queue_transfers(queue, &list, &error));
        CHECK(list->count == count + FILES);
        const gigahost_receipt *receipt = NULL;
        uint64_t last = list->transfers[list->count - 1]->id;
        EXPECT(GIGAHOST_OK, gigahost_queue_take_receipt(queue, last, &receipt, &error));
        CHECK(receipt->how == GIGAHOST_EARLIER && receipt->bytes >= 20000);
        EXPECT(GIGAHOST_OK, gigahost_free(receipt));
        EXPECT(GIGAHOST_OK, gigahost_free(list));
        CHECK(listed(session) == FILES);
        const gigahost_value *files = NULL;
        EXPECT(GIGAHOST_OK, gigahost_receipt_log_verify(log, session, &files, &error));
        CHECK(gigahost_value_count(files, NULL) == FILES);
        for (size_t n = 0; n < FILES; n++)
            CHECK_TEXT("there", gigahost_value_string(gigahost_value_item(files, NULL, n), "standing"));
        EXPECT(GIGAHOST_OK, gigahost_free(files));
        EXPECT(GIGAHOST_OK, gigahost_queue_close(queue));
        EXPECT(GIGAHOST_OK, gigahost_receipt_log_free(log));
        end(session);
        post("/reset", "");
        free(state);
        free(receipts);
    }
}

static void what_is_gone_is_sent_again(void)
{
    char *receipts = temporary("gone.jsonl");
    gigahost_session *session = session_at(GIGAHOST_RAPIDGATOR);
    gigahost_receipt_log *log = NULL;
    write_films();
    EXPECT(GIGAHOST_OK, gigahost_receipt_log_new(receipts, &log, &error));
    gigahost_queue *queue = continued(NULL, log);
    add_films(queue, session);
    EXPECT(GIGAHOST_OK, gigahost_queue_wait(queue, 60000, &error));
    const gigahost_value *files = NULL;
    EXPECT(GIGAHOST_OK, gigahost_receipt_log_verify(log, session, &files, &error));
    const char *doomed = gigahost_value_string(files, "0.file.id");
    const gigahost_batch *batch = NULL;
    EXPECT(GIGAHOST_OK, gigahost_delete(session, &doomed, 1, NULL, 0, &batch, &error));
    EXPECT(GIGAHOST_OK, gigahost_free(batch));
    EXPECT(GIGAHOST_OK, gigahost_free(files));
    EXPECT(GIGAHOST_OK, gigahost_queue_repair(queue, session, log, &files, &error));
    CHECK_TEXT("gone", gigahost_value_string(files, "0.standing"));
    CHECK(gigahost_value_integer(files, "0.transfer", -1) == FILES + 1);
    CHECK(gigahost_value_integer(files, "1.transfer", -1) == -1);
    EXPECT(GIGAHOST_OK, gigahost_free(files));
    EXPECT(GIGAHOST_OK, gigahost_queue_wait(queue, 60000, &error));
    CHECK(listed(session) == FILES);
    EXPECT(GIGAHOST_OK, gigahost_queue_close(queue));
    EXPECT(GIGAHOST_OK, gigahost_receipt_log_free(log));
    end(session);
    free(receipts);
}

static void a_state_that_is_none_or_is_in_use_is_refused(void)
{
    char *state = temporary("refused"), *path = film(0);
    gigahost_queue *first = continued(state, NULL), *second = NULL;
    CHECK(gigahost_queue_open(1, -1, state, NULL, &second, &error) == GIGAHOST_E_ARGUMENT);
    CHECK_TEXT("state", error->parameter);
    CHECK(strstr(error->message, "in use") != NULL && strstr(error->message, state) != NULL);
    forget_error();
    gigahost_session *session = session_at(GIGAHOST_GIGA0);
    gigahost_upload_options *options = upload_of("a.bin", (const uint8_t *)"abc", 3);
    CHECK(gigahost_queue_add_upload(first, session, NULL, options, NULL, &error)
          == GIGAHOST_E_ARGUMENT);
    CHECK_TEXT("source", error->parameter);
    forget_error();
    EXPECT(GIGAHOST_OK, gigahost_upload_options_free(options));
    EXPECT(GIGAHOST_OK, gigahost_queue_close(first));
    FILE *file = fopen(state, "w");
    CHECK(file != NULL && fputs("no state\n", file) >= 0 && fclose(file) == 0);
    EXPECT(GIGAHOST_E_ARGUMENT, gigahost_queue_open(1, -1, state, NULL, &second, &error));
    end(session);
    free(state);
    free(path);
}

static int finds_it_in_use(const char *state)
{
    gigahost_queue *queue = NULL;
    int32_t status = gigahost_queue_open(1, -1, state, NULL, &queue, &error);
    return status == GIGAHOST_E_ARGUMENT && strstr(error->message, "in use") != NULL ? 0 : 1;
}

static void a_state_is_refused_to_another_process_too(void)
{
    char *state = temporary("shared");
    gigahost_queue *queue = continued(state, NULL);
    CHECK(ended(start(program, "in-use", state)) == 0);
    EXPECT(GIGAHOST_OK, gigahost_queue_close(queue));
    /* It is the process that holds it, not the file. */
    CHECK(ended(start(program, "in-use", state)) == 1);
    free(state);
}

int main(int count, char **arguments)
{
    program = arguments[0];
    if (count > 2 && strcmp(arguments[1], "killed") == 0)
        return is_killed_on_the_way((int32_t)atoi(arguments[2]));
    if (count > 2) return finds_it_in_use(arguments[2]);
    RUN(after_a_kill_every_file_is_stored_once_and_has_its_receipt);
    RUN(what_is_gone_is_sent_again);
    RUN(a_state_that_is_none_or_is_in_use_is_refused);
    RUN(a_state_is_refused_to_another_process_too);
    return 0;
}
