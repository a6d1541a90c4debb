/*
 * Downloads a file, and goes on where an earlier download of it stopped: after Ctrl-C, after a lost
 * connection, and after the process was killed.
 *
 *   cc download.c -o download $(pkg-config --cflags --libs gigahost)
 *   GIGAHOST_RAPIDGATOR_LOGIN=... GIGAHOST_RAPIDGATOR_PASSWORD=... ./download rapidgator ID [PATH]
 *
 * ID is that of a file, from `list` or `upload`. Without PATH it goes to this directory, under the
 * name that the host gives. Exit code: 0 if the file is there and whole, 1 if not, 2 for a wrong
 * command line, 130 after Ctrl-C.
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

/* Called on this thread, at most ten times and at least once a second. */
static int32_t show(const gigahost_progress *progress, void *user)
{
    (void)user;
    fprintf(stderr, "\r%-10s %" PRId64 " bytes", progress->stage_name, progress->done);
    if (progress->total > 0)
        fprintf(stderr, " of %" PRId64, progress->total);
    if (progress->time_left >= 0)
        fprintf(stderr, ", %" PRId64 " s left", progress->time_left / 1000);
    fputs("    ", stderr); /* covers the end of a longer line */
    return 0;              /* anything else would cancel */
}

static int download(const gigahost_session *session, const char *file, const char *path)
{
    gigahost_download_options *options = NULL;
    const gigahost_download_info *info = NULL;
    const gigahost_error *error = NULL;
    gigahost_status status = gigahost_download_options_new(&options, &error);

    /* The part stays beside the target under another name; the target itself is never partial. */
    if (status == GIGAHOST_OK)
        status = gigahost_download_options_set_resume(options, 1, &error);
    if (status == GIGAHOST_OK && path == NULL)
        status = gigahost_download_options_set_into_directory(options, 1, &error);
    /* It is shown below, also where the host has none to compare it with. */
    if (status == GIGAHOST_OK)
        status = gigahost_download_options_set_checksum(options, GIGAHOST_CHECKSUM_ALWAYS, &error);
    if (status == GIGAHOST_OK)
        status = gigahost_download_options_set_progress(options, show, NULL, &error);
    if (status == GIGAHOST_OK) {
        status = gigahost_download(session, file, path != NULL ? path : ".", options, &info, &error);
        fputc('\n', stderr);
    }
    gigahost_download_options_free(options);
    if (status != GIGAHOST_OK)
        return failed("download", error);

    if (info->resumed_from > 0)
        fprintf(stderr, "download: resumed from byte %" PRIu64 "\n", info->resumed_from);
    printf("%s  %" PRIu64 "  %s\n", info->md5, info->bytes, info->path);
    gigahost_free(info);
    return 0;
}

int main(int argc, char **argv)
{
    gigahost_session *plain = NULL, *session = NULL;
    const gigahost_error *error = NULL;
    struct sigaction action;
    int exit_code;

    if (argc < 3 || argc > 4) {
        fputs("usage: download HOST ID [PATH]\n", stderr);
        return 2;
    }
    exit_code = open_session("download", argv[1], &plain);
    if (exit_code != 0)
        return exit_code;

    /* The same session under another handle, whose calls the token ends. */
    if (gigahost_cancel_new(&cancel, &error) != GIGAHOST_OK ||
        gigahost_session_with_cancel(plain, cancel, &session, &error) != GIGAHOST_OK) {
        exit_code = failed("download", error);
    } else {
        memset(&action, 0, sizeof action);
        action.sa_handler = on_ctrl_c;
        action.sa_flags = SA_RESETHAND; /* a second Ctrl-C ends the program as usual */
        sigaction(SIGINT, &action, NULL);
        exit_code = download(session, argv[2], argv[3]); /* argv[argc] is NULL */
        signal(SIGINT, SIG_DFL);
    }
    gigahost_session_close(session);
    gigahost_session_close(plain);
    gigahost_cancel_free(cancel);
    return exit_code;
}
