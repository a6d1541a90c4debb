/* The 24 operations of giga0. */
#ifndef GIGA0_H
#define GIGA0_H

#define ADMIN_KEY1 "admkey1eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"
#define ADMIN_KEY2 "admkey2fffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
#define G0(operation, ...) \
    CALL("giga0", #operation, gigahost_giga0_##operation(__VA_ARGS__, &answer, &error))

static void account_of_giga0(gigahost_session *s)
{
    G0(authorize, s, KEY1, KEY2, NULL, NULL);
    CHECK(strlen(TEXT("access_token")) == 128);
    char *account = keep("account_id");
    static const char *const NO_PAIR[][4] = {
        {NULL, NULL, NULL, NULL},
        {KEY1, NULL, NULL, PASSWORD},
        {NULL, KEY2, LOGIN, PASSWORD},
        {KEY1, KEY2, NULL, PASSWORD},
        {KEY1, KEY2, LOGIN, NULL},
        {KEY1, KEY2, LOGIN, PASSWORD},
    };
    for (size_t at = 0; at < COUNT(NO_PAIR); at++)
        EXPECT(GIGAHOST_E_ARGUMENT,
               gigahost_giga0_authorize(s, NO_PAIR[at][0], NO_PAIR[at][1], NO_PAIR[at][2],
                                        NO_PAIR[at][3], &answer, &error));
    G0(account_info, s);
    CHECK_TEXT(account, TEXT("id"));
    CHECK_TEXT(LOGIN, TEXT("username"));
    G0(account_package, s);
    CHECK(NUMBER("concurrent_uploads") == 5);
    CHECK(gigahost_value_get(answer, "max_upload_size") != NULL);
    CHECK(gigahost_value_kind(answer, "max_upload_size") == GIGAHOST_NOTHING);
    free(account);
}

/* Answers two folders of the root, which the caller frees. */
static void folders_of_giga0(gigahost_session *s, char **one, char **two)
{
    G0(folder_create, s, "one", NULL, 1, "open sesame");
    /* md5("open sesame") */
    CHECK_TEXT("54ef36ec71201fdf9d1423fd26f97f6b", TEXT("access_password"));
    *one = keep("id");
    G0(folder_create, s, "two", *one, -1, NULL);
    CHECK_TEXT(*one, TEXT("parent_id"));
    *two = keep("id");
    G0(folder_edit, s, *two, "zwei", NULL, 2, NULL);
    CHECK_TEXT("zwei", TEXT("folder_name"));
    CHECK(NUMBER("is_public") == 2);
    G0(folder_move, s, *two, NULL);
    CHECK(TEXT("parent_id") == NULL);
    G0(folder_info, s, *one);
    CHECK_TEXT("one", TEXT("folder_name"));
}

/* Uploads a file into a folder. Answers its id and its short name, which the caller frees. */
static char *file_of_giga0(gigahost_session *s, const char *folder, char **short_name)
{
    gigahost_upload_options *options = upload_of("a.txt", "hello", 5);
    EXPECT(GIGAHOST_OK, gigahost_upload_options_set_folder(options, folder, &error));
    G0(file_upload, s, NULL, options);
    CHECK(gigahost_upload_options_free(options) == GIGAHOST_OK);
    CHECK(NUMBER("size") == 5 && TEXT("delete_url") != NULL && TEXT("error") == NULL);
    *short_name = keep("short_url");
    return keep("file_id");
}

static void files_of_giga0(gigahost_session *s, const char *file, const char *one, const char *two)
{
    G0(file_info, s, file);
    CHECK_TEXT("a.txt", TEXT("filename"));
    CHECK_TEXT(one, TEXT("folder_id"));
    G0(file_edit, s, file, "b.txt", "text/x-b", two);
    CHECK_TEXT("b.txt", TEXT("filename"));
    CHECK_TEXT("text/x-b", TEXT("file_type"));
    CHECK_TEXT(two, TEXT("folder_id"));
    G0(file_move, s, file, NULL);
    CHECK(TEXT("folder_id") == NULL);
    G0(file_copy, s, file, one);
    CHECK_TEXT(file, TEXT("original_file.id"));
    CHECK(strcmp(TEXT("new_file.id"), file) != 0);
    G0(folder_listing, s, NULL);
    CHECK(ITEMS("folders") == 2 && ITEMS("files") == 1);
}

static void bytes_of_giga0(gigahost_session *s, const char *file, const char *short_name)
{
    CALL("giga0", "file_download",
         gigahost_giga0_file_download_short(s, short_name, &answer, &error));
    CHECK_TEXT(file, TEXT("file_id"));
    G0(file_download, s, file);
    CHECK_TEXT("b.txt", TEXT("filename"));
    char *url = keep("download_url");
    struct taken taken = {0};
    gigahost_download_options *options = into(&taken);
    CALL("giga0", "download_bytes",
         gigahost_giga0_download_bytes(s, url, NULL, options, &fetched, &error));
    CHECK(fetched->bytes == 5 && fetched->path == NULL);
    CHECK(taken.length == 5 && memcmp(taken.bytes, "hello", 5) == 0);
    CHECK(gigahost_download_options_free(options) == GIGAHOST_OK);
    free(url);
}

static void the_operations_of_giga0(void)
{
    gigahost_session *s = session_at(GIGAHOST_GIGA0);
    char *one = NULL, *two = NULL, *short_name = NULL;
    account_of_giga0(s);
    folders_of_giga0(s, &one, &two);
    char *file = file_of_giga0(s, one, &short_name);
    files_of_giga0(s, file, one, two);
    bytes_of_giga0(s, file, short_name);
    G0(file_url_upload_add, s, "https://example.test/a+b?c.iso", one);
    CHECK_TEXT("https://example.test/a+b?c.iso", TEXT("url"));
    char *import = keep("scheduled_item_id");
    G0(file_url_upload_status, s, import);
    CHECK_TEXT("scheduled", TEXT("status"));
    G0(file_delete, s, file);
    CHECK_TEXT("trash", TEXT("status"));
    G0(folder_delete, s, one);
    CHECK(gigahost_value_kind(answer, NULL) == GIGAHOST_NOTHING);
    CHECK_TEXT("success", host_text("_status"));
    G0(disable_access_token, s);
    CHECK_TEXT("success", host_text("_status"));
    free(import), free(file), free(short_name), free(two), free(one);
    end(s);
}

static gigahost_session *administrator(void)
{
    gigahost_config *config = config_at(GIGAHOST_GIGA0, base_url(GIGAHOST_GIGA0));
    EXPECT(GIGAHOST_OK, gigahost_config_set_keys(config, ADMIN_KEY1, ADMIN_KEY2, &error));
    return session_of(config);
}

static void the_operations_of_giga0_for_administrators(void)
{
    gigahost_session *s = administrator();
    gigahost_giga0_account_details *details = NULL;
    EXPECT(GIGAHOST_OK, gigahost_giga0_account_details_new(&details, &error));
    EXPECT(GIGAHOST_OK, gigahost_giga0_account_details_set_title(details, "Dr", &error));
    EXPECT(GIGAHOST_OK, gigahost_giga0_account_details_set_lastname(details, "Young", &error));
    EXPECT(GIGAHOST_OK, gigahost_giga0_account_details_set_status(details, "active", &error));
    EXPECT(GIGAHOST_OK, gigahost_giga0_account_details_set_paid_expiry_date(
                            details, "2030-01-02 03:04:05", &error));
    G0(package_listing, s);
    char *package = keep("0.id");
    G0(account_create, s, "cy", "long-enough", "cy@example.test", atoi(package), details);
    CHECK_TEXT("cy", TEXT("username"));
    CHECK_TEXT("Dr", TEXT("title"));
    CHECK_TEXT("Young", TEXT("lastname"));
    CHECK_TEXT("2030-01-02 03:04:05", TEXT("paid_expiry_date"));
    char *account = keep("id");
    EXPECT(GIGAHOST_OK, gigahost_giga0_account_details_set_firstname(details, "Cyd", &error));
    EXPECT(GIGAHOST_OK, gigahost_giga0_account_details_set_lastname(details, NULL, &error));
    EXPECT(GIGAHOST_OK, gigahost_giga0_account_details_set_password(details, "longer yet", &error));
    EXPECT(GIGAHOST_E_ARGUMENT,
           gigahost_giga0_account_edit(s, account, details, &answer, &error));
    EXPECT(GIGAHOST_OK, gigahost_giga0_account_details_set_password(details, "longer-yet", &error));
    EXPECT(GIGAHOST_OK,
           gigahost_giga0_account_details_set_email(details, "cyd@example.test", &error));
    EXPECT(GIGAHOST_OK,
           gigahost_giga0_account_details_set_package_id(details, atoi(package), &error));
    G0(account_edit, s, account, details);
    CHECK_TEXT(account, TEXT("id"));
    CHECK_TEXT("Cyd", TEXT("firstname"));
    CHECK_TEXT("Young", TEXT("lastname"));
    CHECK_TEXT("cyd@example.test", TEXT("email"));
    G0(account_delete, s, account);
    CHECK_TEXT("success", host_text("_status"));
    CHECK(gigahost_giga0_account_details_free(details) == GIGAHOST_OK);
    EXPECT(GIGAHOST_E_HANDLE, gigahost_giga0_account_edit(s, account, details, &answer, &error));
    free(account), free(package);
    end(s);
}

#endif
