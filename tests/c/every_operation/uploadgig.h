/* The 2 operations of uploadgig. */
#ifndef UPLOADGIG_H
#define UPLOADGIG_H

#define UG(operation, ...) \
    CALL("uploadgig", #operation, gigahost_uploadgig_##operation(__VA_ARGS__, &answer, &error))

static void the_operations_of_uploadgig(void)
{
    gigahost_session *s = session_at(GIGAHOST_UPLOADGIG);
    UG(get_upload_action, s);
    char *action = keep("action");
    CHECK(strstr(action, "identity=") != NULL);
    gigahost_upload_options *options = upload_of("a.bin", "hello", 5);
    UG(upload_bytes, s, action, NULL, options);
    CHECK(gigahost_upload_options_free(options) == GIGAHOST_OK);
    CHECK_TEXT("a.bin", TEXT("file_name"));
    CHECK(NUMBER("size") == 5);
    free(action);
    end(s);
}

#endif
