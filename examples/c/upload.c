/*
 * Uploads a file, shows how far it is, and ends cleanly on Ctrl-C.
 *
 *   cc upload.c -o upload $(pkg-config --cflags --libs gigahost)
 *   GIGAHOST_RAPIDGATOR_LOGIN=... GIGAHOST_RAPIDGATOR_PASSWORD=... ./upload rapidgator FILE [FOLDER]
 *
 * FOLDER is an id from `list`; without it, the root. Prints id and link of the file. Exit code: 0 if
 * the file is there, 1 if not, 2 for a wrong command line, 130 after Ctrl-C.
 */
#define _POSIX_C_SOURCE 200809L /* sigaction() */

#include "session.h"

#include <inttypes.h>
#include <signal.h>

static gigahost_cancel *cancel; /* made before the handler is installed, given back after it is gone */

static void on_ctrl_c(int number)
{
    (void)number;
    gigahost_cancel_request(cancel, NULL); /* safe in a signal handler */
}

/* The first Ctrl-C cancels; SA_RESETHAND lets a second one end the program as usual. */
static int catch_ctrl_c(void)
{
    struct sigaction action;

    memset(&action, 0, sizeof action);
    action.sa_handler = on_ctrl_c;
    action.sa_flags = SA_RESETHAND;
    return sigaction(SIGINT, &action, NULL);
}

/* Called on this thread, at most ten times and at least once a second. */
static int32_t show(const gigahost_progress *progress, void *user)
{
    (void)user;
    fprintf(stderr, "\r%-10s %" PRId64 " bytes", progress->stage_name, progress->done);
    if (progress->total > 0)
        fprintf(stderr, ", %3.0f %%", 100.0 * (double)progress->done / (double)progress->total);
    if (progress->rate >= 0)
        fprintf(stderr, ", %.1f MiB/s", progress->rate / 1048576);
    fputs("    ", stderr); /* covers the end of a longer line */
    return 0;              /* anything else would cancel */
}

static int upload(const gigahost_session *session, const char *path, const char *folder)
{
    gigahost_upload_options *options = NULL;
    const gigahost_receipt *receipt = NULL;
    const gigahost_error *error = NULL;
    gigahost_status status = gigahost_upload_options_new(&options, &error);

    if (status == GIGAHOST_OK)
        status = gigahost_upload_options_set_folder(options, folder, &error);
    if (status == GIGAHOST_OK)
        status = gigahost_upload_options_set_progress(options, show, NULL, &error);
    if (status == GIGAHOST_OK) {
        status = gigahost_upload(session, path, options, &receipt, &error);
        fputc('\n', stderr);
    }
    gigahost_upload_options_free(options);
    if (status != GIGAHOST_OK)
        return failed("upload", error);

    printf("%s  %s\n", receipt->entry->id, receipt->url != NULL ? receipt->url : "-");
    for (size_t i = 0; i < receipt->note_count; i++)
        fprintf(stderr, "upload: note: %s\n", receipt->notes[i]);
    gigahost_free(receipt);
    return 0;
}

int main(int argc, char **argv)
{
    gigahost_session *plain = NULL, *session = NULL;
    const gigahost_error *error = NULL;
    int exit_code;

    if (argc < 3 || argc > 4) {
        fputs("usage: upload HOST FILE [FOLDER]\n", stderr);
        return 2;
    }
    exit_code = open_session("upload", argv[1], &plain);
    if (exit_code != 0)
        return exit_code;

    /* The same session under another handle, whose calls the token ends. */
    if (gigahost_cancel_new(&cancel, &error) != GIGAHOST_OK ||
        gigahost_session_with_cancel(plain, cancel, &session, &error) != GIGAHOST_OK) {
        exit_code = failed("upload", error);
    } else if (catch_ctrl_c() != 0) {
        perror("upload: sigaction");
        exit_code = 1;
    } else {
        exit_code = upload(session, argv[2], argv[3]); /* argv[argc] is NULL, and so the root */
        signal(SIGINT, SIG_DFL);
    }
    gigahost_session_close(session);
    gigahost_session_close(plain);
    gigahost_cancel_free(cancel);
    return exit_code;
}
