/* The 8 operations of giga.gs. */
#ifndef GIGAGS_H
#define GIGAGS_H

#define GS(operation, ...) \
    CALL("gigags", #operation, gigahost_gigags_##operation(__VA_ARGS__, &answer, &error))

static void sessions_of_gigags(gigahost_session *s)
{
    GS(create_token, s, LOGIN, PASSWORD);
    char *token = keep(NULL);
    CHECK(strlen(token) == 32);
    GS(session_token, s, token);
    CHECK(FLAG("private") == 1 && NUMBER("max_file_size") == INT64_C(2) << 30);
    GS(session_login, s, LOGIN, PASSWORD);
    CHECK(FLAG("private") == 1);
    GS(session_public, s);
    CHECK(FLAG("private") == 0);
    CHECK_TEXT("2048MB", TEXT("max_file_size_text"));
    free(token);
}

static void the_operations_of_gigags(void)
{
    gigahost_session *s = session_at(GIGAHOST_GIGAGS);
    sessions_of_gigags(s);
    GS(get_upload_url, s);
    char *url = keep(NULL);
    gigahost_upload_options *options = upload_of("a.mp4", "hello", 5);
    GS(upload, s, url, NULL, options);
    CHECK(gigahost_upload_options_free(options) == GIGAHOST_OK);
    CHECK(TEXT("url") != NULL);
    char *filehash = keep("filehash");
    GS(get_files, s, -1, -1);
    CHECK(NUMBER("count") == 1);
    CHECK_TEXT(filehash, TEXT("files.0.filehash"));
    CHECK_TEXT("a.mp4", TEXT("files.0.name"));
    GS(get_files, s, 2, 10);
    CHECK(ITEMS("files") == 0);
    GS(archive, s, filehash);
    CHECK(gigahost_value_kind(answer, NULL) == GIGAHOST_NOTHING);
    GS(get_files, s, -1, -1);
    CHECK(FLAG("files.0.archived") == 1);
    free(filehash), free(url);
    end(s);
}

#endif
