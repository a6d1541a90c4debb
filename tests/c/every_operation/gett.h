/* The 18 operations of ge.tt, Live included. */
#ifndef GETT_H
#define GETT_H

#define GT(operation, ...) \
    CALL("gett", #operation, gigahost_gett_##operation(__VA_ARGS__, &answer, &error))
#define GT_FETCH(operation, ...) \
    CALL("gett", #operation, gigahost_gett_##operation(__VA_ARGS__, &fetched, &error))

/* A picture that the emulator takes for one. */
static const uint8_t PICTURE[] =
    "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0";
static const size_t PICTURE_LENGTH = sizeof PICTURE - 1;

static void account_of_gett(gigahost_session *s)
{
    GT(users_login, s, API_KEY, LOGIN, PASSWORD);
    CHECK_TEXT(LOGIN, TEXT("user.email"));
    char *token = keep("accesstoken"), *refresh = keep("refreshtoken");
    GT(users_login_refresh, s, refresh);
    CHECK(strcmp(TEXT("accesstoken"), token) != 0);
    GT(users_me, s);
    CHECK_TEXT(LOGIN, TEXT("email"));
    CHECK(NUMBER("storage.limit") > 0);
    free(refresh), free(token);
}

/* Answers a share, which the caller frees. */
static char *shares_of_gett(gigahost_session *s)
{
    GT(shares_create, s, "Box");
    CHECK_TEXT("Box", TEXT("title"));
    char *share = keep("sharename");
    GT(shares_list, s, 0, 10);
    CHECK_TEXT(share, TEXT("0.sharename"));
    GT(shares_update, s, share, NULL);
    CHECK_TEXT(share, TEXT("sharename"));
    CHECK(TEXT("title") == NULL);
    GT(shares_get, s, share);
    CHECK_TEXT("ready", TEXT("readystate"));
    return share;
}

/* Announces a file over Live and sends it in both ways. Answers its id, which the caller frees. */
static char *live_file_of_gett(gigahost_session *s, const char *share)
{
    gigahost_live *live = NULL;
    CALL("gett", "live", gigahost_gett_live(s, NULL, &live, &error));
    CHECK(gigahost_live_is_connected(live) == 1);
    CHECK(strlen(gigahost_live_session(live)) == 32);
    GT(files_create, s, share, "a.png", gigahost_live_session(live));
    CHECK_TEXT("remote", TEXT("readystate"));
    char *file = keep("fileid");
    GT(files_upload_urls, s, share, file);
    char *put = keep("puturl"), *post = keep("posturl");
    gigahost_upload_options *options = upload_of("a.png", PICTURE, PICTURE_LENGTH);
    GT(upload_put, s, put, NULL, options);
    CHECK(FLAG("confirmed") == 1);

    EXPECT(GIGAHOST_OK, gigahost_live_next(live, 20000, &answer, &error));
    CHECK_TEXT("filestat", TEXT("event"));
    CHECK_TEXT(file, TEXT("file.fileid"));
    CHECK(NUMBER("size") == (int64_t)PICTURE_LENGTH);
    forget_answer();
    EXPECT(GIGAHOST_OK, gigahost_live_next(live, 0, &answer, &error));
    CHECK(answer == NULL);
    EXPECT(GIGAHOST_OK, gigahost_live_reconnect(live, &error));
    CHECK(gigahost_live_close(live) == GIGAHOST_OK);

    GT(upload_post, s, post, NULL, options);
    CHECK(FLAG("confirmed") == 1);
    CHECK(gigahost_upload_options_free(options) == GIGAHOST_OK);
    free(post), free(put);
    return file;
}

static void bytes_of_gett(gigahost_session *s, const char *share, const char *file)
{
    struct taken taken = {0};
    gigahost_download_options *options = into(&taken);
    GT_FETCH(files_blob, s, share, file, NULL, options);
    CHECK(fetched->bytes == PICTURE_LENGTH);
    CHECK(taken.length == PICTURE_LENGTH && memcmp(taken.bytes, PICTURE, PICTURE_LENGTH) == 0);
    taken.length = 0;
    GT_FETCH(files_thumb, s, share, file, NULL, options);
    CHECK(taken.length > 0 && fetched->bytes == taken.length);
    taken.length = 0;
    GT_FETCH(files_scale, s, share, file, "8x8", NULL, options);
    CHECK(taken.length > 0 && fetched->bytes == taken.length);
    static const char *const WRONG[] = {"", "8", "8x", "x8", "8x8x8", "0x8", "8x-8", "a x b"};
    for (size_t at = 0; at < COUNT(WRONG); at++)
        EXPECT(GIGAHOST_E_ARGUMENT, gigahost_gett_files_scale(s, share, file, WRONG[at], NULL,
                                                              options, &fetched, &error));
    CHECK(gigahost_download_options_free(options) == GIGAHOST_OK);
}

static void the_operations_of_gett(void)
{
    gigahost_session *s = session_at(GIGAHOST_GETT);
    account_of_gett(s);
    char *share = shares_of_gett(s);
    char *file = live_file_of_gett(s, share);
    GT(files_get, s, share, file);
    CHECK_TEXT("a.png", TEXT("filename"));
    CHECK(NUMBER("size") == (int64_t)PICTURE_LENGTH);
    bytes_of_gett(s, share, file);
    GT(files_destroy, s, share, file);
    CHECK(gigahost_value_host_json(answer) != NULL);
    GT(shares_destroy, s, share);
    CHECK(gigahost_value_host_json(answer) != NULL);
    free(file), free(share);
    end(s);
}

/* Waits inside next() until the session is cancelled. The other thread may be inside first. */
static void *wait_for_an_event(void *live)
{
    int32_t status = GIGAHOST_E_BUSY;
    while (status == GIGAHOST_E_BUSY) {
        const gigahost_value *event = NULL;
        status = gigahost_live_next(live, 60000, &event, NULL);
        CHECK(event == NULL);
    }
    return (void *)(intptr_t)status;
}

static void a_live_connection_that_is_busy_or_closed_says_so(void)
{
    gigahost_session *opened = session_at(GIGAHOST_GETT), *s = NULL;
    gigahost_cancel *cancel = NULL;
    gigahost_live *live = NULL;
    EXPECT(GIGAHOST_OK, gigahost_cancel_new(&cancel, &error));
    EXPECT(GIGAHOST_OK, gigahost_session_with_cancel(opened, cancel, &s, &error));
    EXPECT(GIGAHOST_OK, gigahost_gett_live(s, "my files", &live, &error));
    CHECK_TEXT("my files", gigahost_live_session(live));
    end(s);
    end(opened);

    pthread_t waiter;
    CHECK(pthread_create(&waiter, NULL, wait_for_an_event, live) == 0);
    while (gigahost_live_next(live, 0, &answer, NULL) != GIGAHOST_E_BUSY) sched_yield();
    EXPECT(GIGAHOST_E_BUSY, gigahost_live_next(live, 0, &answer, &error));
    CHECK(gigahost_live_is_connected(live) == 1);
    EXPECT(GIGAHOST_E_BUSY, gigahost_live_reconnect(live, &error));
    CHECK_TEXT("my files", gigahost_live_session(live));
    CHECK(gigahost_live_close(live) == GIGAHOST_OK);
    EXPECT(GIGAHOST_E_HANDLE, gigahost_live_next(live, 0, &answer, &error));
    CHECK(gigahost_live_close(live) == GIGAHOST_E_HANDLE);
    CHECK(gigahost_live_session(live) == NULL && gigahost_live_is_connected(live) == 0);
    EXPECT(GIGAHOST_OK, gigahost_cancel_request(cancel, &error));
    void *status = NULL;
    CHECK(pthread_join(waiter, &status) == 0);
    CHECK((intptr_t)status == GIGAHOST_E_CANCELLED);
    CHECK(gigahost_cancel_free(cancel) == GIGAHOST_OK);
}

#endif
