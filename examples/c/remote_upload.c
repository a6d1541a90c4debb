/*
 * Has a host fetch links by itself, and asks until it is done. No byte passes through this machine.
 *
 *   cc remote_upload.c -o remote_upload $(pkg-config --cflags --libs gigahost)
 *   GIGAHOST_RAPIDGATOR_LOGIN=... GIGAHOST_RAPIDGATOR_PASSWORD=... ./remote_upload rapidgator LINK...
 *
 * Ctrl-C stops asking and cancels the jobs where the host can do that. Exit code: 0 if every file
 * arrived, 1 if not, 2 for a wrong command line, 130 after Ctrl-C.
 */
#define _POSIX_C_SOURCE 200809L /* sigaction(), nanosleep() */

#include "session.h"

#include <signal.h>
#include <time.h>

static gigahost_cancel *cancel; /* made before the handler is installed, given back after it is gone */

static void on_ctrl_c(int number)
{
    (void)number;
    gigahost_cancel_request(cancel, NULL); /* safe in a signal handler */
}

static int has_ended(const gigahost_job *job)
{
    return job->state == GIGAHOST_JOB_DONE || job->state == GIGAHOST_JOB_FAILED ||
           job->state == GIGAHOST_JOB_CANCELLED; /* an unknown state still runs */
}

static size_t ended(const gigahost_jobs *jobs)
{
    size_t count = 0;

    for (size_t i = 0; i < jobs->count; i++)
        count += has_ended(jobs->jobs[i]) ? 1 : 0;
    return count;
}

/* Waits; Ctrl-C ends the wait early, and the next call then says GIGAHOST_E_CANCELLED. */
static void pause_between_questions(void)
{
    const struct timespec second = {1, 0};

    nanosleep(&second, NULL);
}

/* Prints a line for each job; returns how many files did not arrive. */
static size_t report(const gigahost_jobs *jobs)
{
    size_t missing = 0;

    for (size_t i = 0; i < jobs->count; i++) {
        const gigahost_job *job = jobs->jobs[i];
        const char *file = job->failure;

        if (job->entry != NULL)
            file = job->entry->url != NULL ? job->entry->url : job->entry->id;
        printf("%s  %-9s  %s\n", job->id, job->state_text, file != NULL ? file : "-");
        missing += job->state != GIGAHOST_JOB_DONE ? 1 : 0;
    }
    return missing;
}

/* Asks after these jobs until all have ended. `last` is the newest answer, which the caller owns. */
static gigahost_status watch(const gigahost_session *session, const char *const *ids, size_t count,
                             const gigahost_jobs **last, const gigahost_error **error)
{
    gigahost_status status = GIGAHOST_OK;

    while (status == GIGAHOST_OK && ended(*last) < (*last)->count) {
        const gigahost_jobs *next = NULL;

        fprintf(stderr, "%zu of %zu ended\n", ended(*last), (*last)->count);
        pause_between_questions();
        status = gigahost_remote_status(session, ids, count, &next, error);
        if (status == GIGAHOST_OK) {
            gigahost_free(*last);
            *last = next;
        }
    }
    return status;
}

/* `plain` is the session without the token: it still works after Ctrl-C. */
static void stop(const gigahost_session *plain, const char *const *ids, size_t count)
{
    const gigahost_batch *batch = NULL;
    const gigahost_error *error = NULL;

    if (!gigahost_session_supports(plain, GIGAHOST_CAN_REMOTE_CANCEL))
        fputs("remote_upload: the host goes on with the jobs\n", stderr);
    else if (gigahost_remote_cancel(plain, ids, count, &batch, &error) == GIGAHOST_OK)
        fprintf(stderr, "remote_upload: cancelled %zu jobs\n", batch->done_count);
    else
        failed("remote_upload", error);
    gigahost_free(batch);
}

static int fetch(const gigahost_session *plain, const gigahost_session *session,
                 const char *const *links, size_t count)
{
    const gigahost_jobs *jobs = NULL, *last = NULL;
    const gigahost_error *error = NULL;
    const char **ids;
    gigahost_status status;
    int exit_code;

    if (gigahost_remote_upload(session, links, count, NULL, &jobs, &error) != GIGAHOST_OK)
        return failed("remote_upload", error);
    ids = malloc((jobs->count + 1) * sizeof *ids);
    if (ids == NULL)
        abort();
    for (size_t i = 0; i < jobs->count; i++)
        ids[i] = jobs->jobs[i]->id; /* lives as long as `jobs` */

    status = gigahost_remote_status(session, ids, jobs->count, &last, &error);
    if (status == GIGAHOST_OK)
        status = watch(session, ids, jobs->count, &last, &error);
    if (status == GIGAHOST_E_CANCELLED)
        stop(plain, ids, jobs->count);
    if (status == GIGAHOST_OK)
        exit_code = report(last) == 0 ? 0 : 1;
    else
        exit_code = failed("remote_upload", error);
    gigahost_free(last);
    free(ids);
    gigahost_free(jobs);
    return exit_code;
}

int main(int argc, char **argv)
{
    gigahost_session *plain = NULL, *session = NULL;
    const gigahost_error *error = NULL;
    struct sigaction action;
    int exit_code;

    if (argc < 3) {
        fputs("usage: remote_upload HOST LINK...\n", stderr);
        return 2;
    }
    exit_code = open_session("remote_upload", argv[1], &plain);
    if (exit_code != 0)
        return exit_code;

    /* The same session under another handle, whose calls the token ends. */
    if (gigahost_cancel_new(&cancel, &error) != GIGAHOST_OK ||
        gigahost_session_with_cancel(plain, cancel, &session, &error) != GIGAHOST_OK) {
        exit_code = failed("remote_upload", error);
    } else {
        memset(&action, 0, sizeof action);
        action.sa_handler = on_ctrl_c;
        action.sa_flags = SA_RESETHAND; /* a second Ctrl-C ends the program as usual */
        sigaction(SIGINT, &action, NULL);
        exit_code = fetch(plain, session, (const char *const *)(argv + 2), (size_t)argc - 2);
        signal(SIGINT, SIG_DFL);
    }
    gigahost_session_close(session);
    gigahost_session_close(plain);
    gigahost_cancel_free(cancel);
    return exit_code;
}
