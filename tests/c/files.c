/* Files of this machine: errors name them, and a download that stops leaves a part. native: valgrind */
#include "support.h"

enum { LENGTH = 3000000 };

/* The error names this file, in the message and as a path, and the number of the system. */
static void check_names(const char *path, int32_t status, int number)
{
    CHECK(error->status == (gigahost_status)status);
    CHECK_TEXT(path, error->path);
    CHECK(strncmp(error->message, path, strlen(path)) == 0);
#ifdef _WIN32
    CHECK(error->os_error != 0 && number != 0);
#else
    CHECK(error->os_error == number);
#endif
    forget_error();
}

static void an_error_of_a_local_file_names_it(void)
{
    gigahost_session *session = session_at(GIGAHOST_RAPIDGATOR);
    const gigahost_receipt *receipt = NULL;
    const gigahost_download_info *info = NULL;
    char *missing = temporary("missing");
    CHECK(gigahost_upload(session, missing, NULL, &receipt, &error) == GIGAHOST_E_IO);
    check_names(missing, GIGAHOST_E_IO, ENOENT);
    CHECK(gigahost_upload(session, variable("TMPDIR"), NULL, &receipt, &error) == GIGAHOST_E_IO);
    check_names(variable("TMPDIR"), GIGAHOST_E_IO, EISDIR);
    CHECK(gigahost_upload(session, "~/film.mkv", NULL, &receipt, &error) == GIGAHOST_E_IO);
    CHECK(strchr(error->hint, '~') != NULL);
    check_names("~/film.mkv", GIGAHOST_E_IO, ENOENT);
    CHECK(gigahost_download(session, "none", missing, NULL, &info, &error) == GIGAHOST_E_NOT_FOUND);
    CHECK(error->path == NULL);
    forget_error();
    free(missing);
    end(session);
}

static int32_t stop(const gigahost_progress *progress, void *user)
{
    (void)user;
    return progress->stage == GIGAHOST_STAGE_RECEIVING && progress->done > LENGTH / 4;
}

static void a_download_that_stops_leaves_a_part_unless_that_is_refused(void)
{
    gigahost_session *session = session_at(GIGAHOST_RAPIDGATOR);
    unsigned char *bytes = calloc(1, LENGTH);
    gigahost_upload_options *up = NULL;
    const gigahost_receipt *receipt = NULL;
    EXPECT(GIGAHOST_OK, gigahost_upload_options_new(&up, &error));
    EXPECT(GIGAHOST_OK, gigahost_upload_options_set_name(up, "a.bin", &error));
    EXPECT(GIGAHOST_OK, gigahost_upload_options_set_bytes(up, bytes, LENGTH, &error));
    EXPECT(GIGAHOST_OK, gigahost_upload(session, NULL, up, &receipt, &error));
    char *path = temporary("a.bin");
    /* The bytes stop coming on the way, until the callback has had enough. */
    post("/faults", "{\"host\":\"rapidgator\",\"operation\":\"download_bytes\",\"kind\":\"stall_body\","
                    "\"bytes\":1500000,\"count\":2}");
    for (int32_t refused = 1; refused >= 0; refused--) {
        gigahost_download_options *options = NULL;
        const gigahost_download_info *info = NULL;
        const gigahost_value *left = NULL;
        EXPECT(GIGAHOST_OK, gigahost_download_options_new(&options, &error));
        EXPECT(GIGAHOST_OK, gigahost_download_options_set_progress(options, stop, NULL, &error));
        if (refused) EXPECT(GIGAHOST_OK, gigahost_download_options_set_resume(options, 0, &error));
        CHECK(gigahost_download(session, receipt->entry->id, path, options, &info, &error)
              == GIGAHOST_E_CANCELLED);
        CHECK(refused || strstr(error->hint, "bytes are kept in") != NULL);
        forget_error();
        EXPECT(GIGAHOST_OK, gigahost_clean_parts(variable("TMPDIR"), 0, 0, 1, &left, &error));
        CHECK(gigahost_value_count(left, NULL) == (refused ? 0 : 1));
        gigahost_free(left);
        gigahost_download_options_free(options);
    }
    free(control("POST", "/release", ""));
    const gigahost_download_info *info = NULL;
    EXPECT(GIGAHOST_OK, gigahost_download(session, receipt->entry->id, path, NULL, &info, &error));
    CHECK(info->resumed_from > LENGTH / 4 && info->bytes == LENGTH);
    const gigahost_value *left = NULL;
    EXPECT(GIGAHOST_OK, gigahost_clean_parts(variable("TMPDIR"), 0, 0, 0, &left, &error));
    CHECK(gigahost_value_count(left, NULL) == 0);
    CHECK(gigahost_clean_parts(path, 0, 0, 0, &left, &error) == GIGAHOST_E_IO);
    CHECK_TEXT(path, error->path);
    forget_error();
    EXPECT(GIGAHOST_OK, gigahost_session_notes(session, &left, &error));
    CHECK(gigahost_value_count(left, NULL) == 0);
    gigahost_free(left);
    gigahost_free(info);
    gigahost_free(receipt);
    gigahost_upload_options_free(up);
    end(session);
    free(path);
    free(bytes);
}

int main(void)
{
    RUN(an_error_of_a_local_file_names_it);
    RUN(a_download_that_stops_leaves_a_part_unless_that_is_refused);
    return 0;
}
