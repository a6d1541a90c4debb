/*
 * Uploads many files to one or more hosts at once: a line for each file that is over, one for the
 * whole, and a clean end on Ctrl-C.
 *
 *   cc folder.c -o folder $(pkg-config --cflags --libs gigahost)
 *   GIGAHOST_RAPIDGATOR_LOGIN=... GIGAHOST_RAPIDGATOR_PASSWORD=... ./folder rapidgator[,giga0] FILE...
 *
 * Prints the link of each file. Exit code: 0 if all files are there, 1 if not, 2 for a wrong command
 * line, 130 after Ctrl-C.
 */
#include "session.h"

#include <signal.h>

enum { MOST_HOSTS = 5 };

static volatile sig_atomic_t interrupted;

static void on_ctrl_c(int number)
{
    (void)number;
    interrupted = 1;
}

static double mebibytes(uint64_t bytes) { return (double)bytes / 1048576; }

static void show_whole(const gigahost_queue *queue)
{
    const gigahost_totals *whole = NULL;

    if (gigahost_queue_totals(queue, &whole, NULL) != GIGAHOST_OK)
        return;
    fprintf(stderr, "\r%zu of %zu done, %.1f of %.1f MiB, %zu at their host ", whole->done,
            whole->queued + whole->active + whole->processing + whole->paused + whole->done +
                whole->failed,
            mebibytes(whole->bytes_done), mebibytes(whole->bytes_total), whole->processing);
    if (whole->rate >= 0)
        fprintf(stderr, "%.1f MiB/s ", whole->rate / 1048576);
    gigahost_free(whole);
}

/* Prints the link of a transfer that is over, or why there is none. Returns 1 if it failed. */
static int show_end(const gigahost_queue *queue, const gigahost_transfer *transfer)
{
    const gigahost_receipt *receipt = NULL;
    const gigahost_error *error = NULL;

    fprintf(stderr, "\r%78s\r", "");
    if (gigahost_queue_take_receipt(queue, transfer->id, &receipt, &error) == GIGAHOST_OK) {
        printf("%s\n", receipt->url != NULL ? receipt->url : receipt->entry->id);
        gigahost_free(receipt);
        return 0;
    }
    fprintf(stderr, "folder: %s at %s: ", transfer->name, gigahost_host_name(transfer->host));
    failed("folder", error);
    return 1;
}

/* Follows the queue to its end. Returns the exit code. */
static int follow(gigahost_queue *queue)
{
    int failures = 0, asked = 0;

    for (;;) {
        const gigahost_transfer *transfer = NULL;
        const gigahost_error *error = NULL;

        if (interrupted && !asked) {
            asked = 1;
            gigahost_queue_cancel_all(queue, NULL);
        }
        if (gigahost_queue_next_event(queue, 100, &transfer, &error) != GIGAHOST_OK)
            return failed("folder", error);
        if (transfer == NULL) {
            if (gigahost_queue_wait(queue, 0, NULL) == GIGAHOST_OK)
                break;
            continue;
        }
        if (transfer->state >= GIGAHOST_TRANSFER_DONE)
            failures += show_end(queue, transfer);
        show_whole(queue);
        gigahost_free(transfer);
    }
    fprintf(stderr, "\n");
    return asked ? 130 : failures > 0;
}

/* The file is opened and hashed once for all hosts. */
static int add(gigahost_queue *queue, gigahost_session **sessions, int count, const char *file)
{
    gigahost_source *source = NULL;
    gigahost_upload_options *options = NULL;
    const gigahost_error *error = NULL;
    gigahost_status status = gigahost_source_new(file, &source, &error);

    if (status == GIGAHOST_OK)
        status = gigahost_upload_options_new(&options, &error);
    if (status == GIGAHOST_OK)
        status = gigahost_upload_options_set_source(options, source, &error);
    for (int at = 0; at < count && status == GIGAHOST_OK; at++)
        status = gigahost_queue_add_upload(queue, sessions[at], NULL, options, NULL, &error);
    gigahost_upload_options_free(options);
    gigahost_source_free(source);
    return status == GIGAHOST_OK ? 0 : failed("folder", error);
}

int main(int argc, char **argv)
{
    gigahost_session *sessions[MOST_HOSTS] = {NULL};
    gigahost_queue *queue = NULL;
    const gigahost_error *error = NULL;
    int code = 0, opened = 0;

    if (argc < 3) {
        fprintf(stderr, "usage: folder HOST[,HOST...] FILE...\n");
        return 2;
    }
    if (gigahost_queue_new(0, -1, &queue, &error) != GIGAHOST_OK)
        return failed("folder", error);
    signal(SIGINT, on_ctrl_c);
    for (char *host = strtok(argv[1], ","); host != NULL && code == 0 && opened < MOST_HOSTS;
         host = strtok(NULL, ",")) {
        code = open_session("folder", host, &sessions[opened]);
        opened += code == 0;
    }
    for (int at = 2; at < argc && code == 0; at++)
        code = add(queue, sessions, opened, argv[at]);
    if (code == 0)
        code = follow(queue);
    gigahost_queue_close(queue);
    while (opened > 0)
        gigahost_session_close(sessions[--opened]);
    return code;
}
