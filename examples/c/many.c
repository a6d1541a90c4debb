#include <gigahost.h>
#include <stdio.h>
#include <stdlib.h>

static int32_t show(const gigahost_transfer *now, void *stream) {
    fprintf(stream, "%s: %s\n", now->name, now->error ? now->error->message : now->state_name);
    return 0; /* anything else ends the run, and cancels nothing */
}
int main(int argc, char **argv) {
    gigahost_config *config = NULL; gigahost_session *session = NULL; gigahost_queue *queue = NULL;
    const gigahost_error *error = NULL;
    int failed = gigahost_config_new(GIGAHOST_RAPIDGATOR, &config, &error)
        || gigahost_config_set_login(config, getenv("GIGAHOST_RAPIDGATOR_LOGIN"),
                                     getenv("GIGAHOST_RAPIDGATOR_PASSWORD"), &error)
        || gigahost_session_open(config, &session, &error)
        || gigahost_queue_new(4, -1, &queue, &error);
    for (int at = 1; at < argc && !failed; at++)
        failed = gigahost_queue_add_upload(queue, session, argv[at], NULL, NULL, &error);
    failed = failed || gigahost_queue_run(queue, show, stderr, &error);
    if (failed) fprintf(stderr, "%s: %s\n", error->status_name, error->message);
    gigahost_free(error); gigahost_queue_close(queue);
    gigahost_session_close(session); gigahost_config_free(config);
    return failed;
}
