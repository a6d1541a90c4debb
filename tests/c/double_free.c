/* Giving things back twice. native: valgrind */
#include "every_function.h"

static void r232_the_second_close_of_a_handle_is_refused(void)
{
    int types = 0;
    for (size_t at = 0; at < COUNT(FUNCTIONS); at++) {
        const struct function *function = &FUNCTIONS[at];
        if (!gives_back(function) || function->parameters[0].kind != KIND_HANDLE) continue;
        void *handle = make_handle(function->parameters[0].handle, quiet_session,
                                   host_of(function));
        struct call call = {.pointer = {handle}};
        function->call(&call);
        CHECK(call.status == GIGAHOST_OK);
        for (int again = 0; again < 3; again++) {
            function->call(&call);
            CHECK(call.status == GIGAHOST_E_HANDLE);
        }
        types++;
    }
    CHECK(types >= 7);
}

static void r232_a_close_of_another_type_closes_nothing(void)
{
    gigahost_session *session = quiet_session(GIGAHOST_GETT);
    CHECK(gigahost_config_free((gigahost_config *)session) == GIGAHOST_E_HANDLE);
    CHECK(gigahost_cancel_free((gigahost_cancel *)session) == GIGAHOST_E_HANDLE);
    CHECK(gigahost_free(session) == GIGAHOST_E_HANDLE);
    CHECK(gigahost_session_host(session) == GIGAHOST_GETT);
    end(session);
}

static void twice(const void *result)
{
    CHECK(result != NULL);
    CHECK(gigahost_free(result) == GIGAHOST_OK);
    CHECK(gigahost_free(result) == GIGAHOST_E_HANDLE);
}

static void r232_the_second_free_of_a_result_is_refused(void)
{
    gigahost_session *session = session_at(GIGAHOST_RAPIDGATOR);
    char *id = uploaded(session, 1000);
    const gigahost_error *why = NULL;
    CHECK(gigahost_stat(session, GIGAHOST_FILE, "ff", NULL, &why) == GIGAHOST_E_ARGUMENT);
    twice(why);
    const gigahost_account_info *account = NULL;
    EXPECT(GIGAHOST_OK, gigahost_account(session, &account, &error));
    twice(account);
    const gigahost_listing *listing = NULL;
    EXPECT(GIGAHOST_OK, gigahost_list(session, NULL, &listing, &error));
    twice(listing);
    const gigahost_entry *entry = NULL;
    EXPECT(GIGAHOST_OK, gigahost_stat(session, GIGAHOST_FILE, id, &entry, &error));
    twice(entry);
    const gigahost_value *value = NULL;
    EXPECT(GIGAHOST_OK, gigahost_rapidgator_user_info(session, &value, &error));
    twice(value);
    const gigahost_one_time_link *link = NULL;
    EXPECT(GIGAHOST_OK, gigahost_share_link(session, id, &link, &error));
    twice(link);
    const gigahost_batch *batch = NULL;
    const char *const files[] = {id};
    EXPECT(GIGAHOST_OK, gigahost_delete(session, files, 1, NULL, 0, &batch, &error));
    twice(batch);
    free(id);
    end(session);
}

static void a_part_of_a_result_cannot_be_given_back_alone(void)
{
    gigahost_session *session = session_at(GIGAHOST_RAPIDGATOR);
    char *id = uploaded(session, 1000);
    const gigahost_listing *listing = NULL;
    EXPECT(GIGAHOST_OK, gigahost_list(session, NULL, &listing, &error));
    CHECK(listing->count > 0);
    CHECK(gigahost_free(listing->entries) == GIGAHOST_E_HANDLE);
    CHECK(gigahost_free(listing->entries[0]) == GIGAHOST_E_HANDLE);
    CHECK(gigahost_free(listing->entries[0]->name) == GIGAHOST_E_HANDLE);
    CHECK_TEXT("film.mp4", listing->entries[0]->name);
    const gigahost_value *value = NULL;
    EXPECT(GIGAHOST_OK, gigahost_rapidgator_user_info(session, &value, &error));
    CHECK(gigahost_value_count(value, NULL) > 0);
    CHECK(gigahost_free(gigahost_value_item(value, NULL, 0)) == GIGAHOST_E_HANDLE);
    CHECK(gigahost_free(gigahost_value_host_json(value)) == GIGAHOST_E_HANDLE);
    CHECK(gigahost_free(value) == GIGAHOST_OK);
    CHECK(gigahost_free(listing) == GIGAHOST_OK);
    free(id);
    end(session);
}

static void what_was_never_a_result_is_left_alone(void)
{
    char here[8] = "here";
    void *mine = malloc(32);
    CHECK(gigahost_free(here) == GIGAHOST_E_HANDLE);
    CHECK(gigahost_free(mine) == GIGAHOST_E_HANDLE);
    CHECK(gigahost_free((void *)(uintptr_t)1) == GIGAHOST_E_HANDLE);
    CHECK(gigahost_free(gigahost_version()) == GIGAHOST_E_HANDLE);
    CHECK_TEXT("here", here);
    free(mine);
}

/* r233: results are plain memory, copies of their own: nothing that happens later changes them. */
static void r233_a_result_outlives_its_session_and_its_inputs(void)
{
    gigahost_session *session = session_at(GIGAHOST_RAPIDGATOR);
    char name[] = "film.mp4";
    uint8_t *bytes = fresh_bytes(3000);
    gigahost_upload_options *options = upload_of(name, bytes, 3000);
    const gigahost_receipt *receipt = NULL;
    EXPECT(GIGAHOST_OK, gigahost_upload(session, NULL, options, &receipt, &error));
    memset(name, 'x', sizeof name - 1);
    memset(bytes, 0, 3000);
    free(bytes);
    CHECK(gigahost_upload_options_free(options) == GIGAHOST_OK);
    end(session);
    CHECK_TEXT("film.mp4", receipt->entry->name);
    CHECK_TEXT("film.mp4", receipt->wanted_name);
    CHECK(receipt->bytes == 3000 && strlen(receipt->md5) == 32);
    CHECK(gigahost_value_kind(receipt->host_json, NULL) == GIGAHOST_OBJECT);
    CHECK(gigahost_free(receipt) == GIGAHOST_OK);
}

int main(void)
{
    RUN(r232_the_second_close_of_a_handle_is_refused);
    RUN(r232_a_close_of_another_type_closes_nothing);
    RUN(r232_the_second_free_of_a_result_is_refused);
    RUN(a_part_of_a_result_cannot_be_given_back_alone);
    RUN(what_was_never_a_result_is_left_alone);
    RUN(r233_a_result_outlives_its_session_and_its_inputs);
    return 0;
}
