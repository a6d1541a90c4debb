#include <gigahost.h>
#include <stdio.h>
#include <stdlib.h>

static int32_t show(const gigahost_progress *progress, void *stream) {
    fprintf(stream, "%s: %.0f bytes\n", progress->stage_name, (double)progress->done);
    return 0; /* anything else cancels */
}
int main(void) {
    gigahost_config *config = NULL; gigahost_session *session = NULL; gigahost_upload_options *options = NULL;
    const gigahost_receipt *receipt = NULL; const gigahost_error *error = NULL;
    int failed = gigahost_config_new(GIGAHOST_RAPIDGATOR, &config, &error) /* GIGAHOST_OK is 0 */
        || gigahost_config_set_login(config, getenv("GIGAHOST_RAPIDGATOR_LOGIN"),
                                     getenv("GIGAHOST_RAPIDGATOR_PASSWORD"), &error)
        || gigahost_session_open(config, &session, &error)
        || gigahost_upload_options_new(&options, &error)
        || gigahost_upload_options_set_progress(options, show, stderr, &error)
        || gigahost_upload(session, "film.mkv", options, &receipt, &error);
    if (failed) fprintf(stderr, "%s: %s\n", error->status_name, error->message);
    else puts(receipt->url ? receipt->url : receipt->entry->id);
    gigahost_free(receipt); gigahost_free(error);
    gigahost_upload_options_free(options);
    gigahost_session_close(session); gigahost_config_free(config);
    return failed;
}
