/* The 32 operations of rapidgator. */
#ifndef RAPIDGATOR_H
#define RAPIDGATOR_H

#define HELLO_MD5 "5d41402abc4b2a76b9719d911017c592"
#define A_MD5 "0cc175b9c0f1b6a831c399e269772661"
#define RG(operation, ...) \
    CALL("rapidgator", #operation, gigahost_rapidgator_##operation(__VA_ARGS__, &answer, &error))

static void account_of_rapidgator(gigahost_session *s)
{
    RG(user_login, s, LOGIN, PASSWORD, NULL);
    CHECK(strlen(TEXT("token")) == 26);
    CHECK_TEXT(LOGIN, TEXT("user.email"));
    RG(user_info, s);
    CHECK_TEXT(LOGIN, TEXT("email"));
    CHECK(FLAG("is_premium") == 1);
}

/* Answers the root and a folder in it, which the caller frees. */
static void folders_of_rapidgator(gigahost_session *s, char **root, char **one)
{
    RG(folder_info, s, NULL);
    *root = keep("folder_id");
    RG(folder_create, s, NULL, "one");
    *one = keep("folder_id");
    RG(folder_create, s, *one, "two");
    CHECK_TEXT(*one, TEXT("parent_folder_id"));
    char *two = keep("folder_id");
    const char *twos[] = {two};
    RG(folder_rename, s, two, "zwei");
    CHECK_TEXT("zwei", TEXT("name"));
    RG(folder_change_mode, s, two, 2);
    CHECK(NUMBER("mode") == 2);
    RG(folder_copy, s, twos, 1, *root);
    CHECK(NUMBER("success") == 1);
    RG(folder_move, s, twos, 1, *root);
    CHECK_TEXT(two, TEXT("success_ids.0"));
    RG(folder_delete, s, twos, 1);
    CHECK_TEXT(two, TEXT("success_ids.0"));
    free(two);
}

/* What gigahost_upload() and gigahost_download() do, step by step. */
static void bytes_of_rapidgator(gigahost_session *s)
{
    RG(file_upload, s, "hand.txt", A_MD5, 1, NULL);
    char *upload = keep("upload_id"), *url = keep("url");
    gigahost_upload_options *options = upload_of("hand.txt", "a", 1);
    RG(upload_bytes, s, url, NULL, options);
    CHECK(gigahost_upload_options_free(options) == GIGAHOST_OK);
    do {
        RG(file_upload_info, s, upload);
    } while (TEXT("file.file_id") == NULL);
    CHECK_TEXT("done", TEXT("state"));
    CHECK_TEXT(A_MD5, TEXT("file.hash"));
    char *file = keep("file.file_id");
    RG(file_download, s, file);
    char *address = keep("download_url");
    char *path = temporary("fetched");
    CALL("rapidgator", "download_bytes",
         gigahost_rapidgator_download_bytes(s, address, path, NULL, &fetched, &error));
    CHECK(fetched->bytes == 1);
    CHECK_TEXT(path, fetched->path);
    CHECK(fetched->md5 == NULL);
    char *bytes = content(path, NULL);
    CHECK_TEXT("a", bytes);
    free(bytes), free(path), free(address), free(file), free(url), free(upload);
}

/* Answers a file, which the caller frees. */
static char *files_of_rapidgator(gigahost_session *s, const char *root, const char *one)
{
    gigahost_upload_options *options = upload_of("a.txt", "hello", 5);
    const gigahost_receipt *receipt = NULL;
    EXPECT(GIGAHOST_OK, gigahost_upload(s, NULL, options, &receipt, &error));
    char *file = strdup(receipt->entry->id);
    const char *files[] = {file};
    CHECK(gigahost_free(receipt) == GIGAHOST_OK);
    CHECK(gigahost_upload_options_free(options) == GIGAHOST_OK);

    RG(file_info, s, file);
    CHECK_TEXT(HELLO_MD5, TEXT("hash"));
    CHECK(NUMBER("size") == 5);
    RG(file_rename, s, file, "b.txt");
    CHECK_TEXT("b.txt", TEXT("name"));
    RG(file_change_mode, s, file, 3);
    CHECK(NUMBER("mode") == 3);
    RG(file_copy, s, files, 1, one);
    CHECK(NUMBER("success") == 1);
    RG(file_move, s, files, 1, one);
    CHECK(NUMBER("fail") == 0);
    RG(folder_content, s, one, 1, 10, "size", "ASC");
    CHECK(ITEMS("folder.files") == 2 && NUMBER("pager.current") == 1);
    RG(file_xcopy, s, file, root);
    CHECK(strcmp(TEXT("file_id"), file) != 0);
    RG(file_hashcopy, s, HELLO_MD5, "by-hash.txt", root);
    CHECK_TEXT("by-hash.txt", TEXT("name"));
    return file;
}

static void links_of_rapidgator(gigahost_session *s, const char *file, const char *root)
{
    RG(file_info, s, file);
    char *url = keep("url");
    const char *urls[] = {url, "http://rapidgator.net/file/00000000000000000000000000000000"};
    RG(file_check_link, s, urls, 2);
    CHECK_TEXT("ACCESS", TEXT("0.status"));
    CHECK_TEXT("NO ACCESS", TEXT("1.status"));
    CALL("rapidgator", "file_xcopy",
         gigahost_rapidgator_file_xcopy_url(s, url, root, &answer, &error));
    CHECK(strcmp(TEXT("file_id"), file) != 0);
    RG(file_onetimelink_create, s, file, "https://example.test/called", 1);
    char *link = keep("link_id");
    const char *links[] = {link};
    RG(file_onetimelink_info, s, links, 1);
    CHECK(ITEMS(NULL) == 1 && FLAG("0.notify") == 1);
    CHECK_TEXT("https://example.test/called", TEXT("0.callback_url"));
    RG(file_onetimelink_info, s, NULL, 0);
    CHECK_TEXT(link, TEXT("0.link_id"));
    free(link), free(url);
}

static void trash_of_rapidgator(gigahost_session *s, const char *file)
{
    const char *files[] = {file};
    RG(file_delete, s, files, 1);
    CHECK(NUMBER("success") == 1);
    RG(trashcan_content, s, -1, -1, "delete_time", "DESC");
    CHECK_TEXT(file, TEXT("files.0.file_id"));
    RG(trashcan_restore, s, files, 1, 0);
    CHECK_TEXT(file, TEXT("success_ids.0"));
    RG(file_delete, s, files, 1);
    EXPECT(GIGAHOST_E_ARGUMENT, gigahost_rapidgator_trashcan_empty(s, NULL, 0, 0, &answer, &error));
    RG(trashcan_empty, s, NULL, 0, 1);
    CHECK(NUMBER("fail") == 0);
    RG(trashcan_content, s, -1, -1, NULL, NULL);
    CHECK(ITEMS("files") == 0);
}

static void remote_of_rapidgator(gigahost_session *s)
{
    const char *urls[] = {"https://example.test/a,b.iso"};
    RG(remote_create, s, urls, 1, NULL);
    char *job = keep("0.job_id");
    const char *jobs[] = {job};
    RG(remote_info, s, jobs, 1);
    CHECK_TEXT(job, TEXT("0.job_id"));
    RG(remote_delete, s, jobs, 1);
    CHECK(NUMBER("success") == 1);
    RG(remote_info, s, NULL, 0);
    CHECK(ITEMS(NULL) == 0);
    free(job);
}

static void the_operations_of_rapidgator(void)
{
    gigahost_session *s = session_at(GIGAHOST_RAPIDGATOR);
    char *root = NULL, *one = NULL;
    account_of_rapidgator(s);
    folders_of_rapidgator(s, &root, &one);
    bytes_of_rapidgator(s);
    char *file = files_of_rapidgator(s, root, one);
    links_of_rapidgator(s, file, root);
    trash_of_rapidgator(s, file);
    remote_of_rapidgator(s);
    free(file), free(one), free(root);
    end(s);
}

#endif
