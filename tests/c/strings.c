/* Texts, bytes, counts and numbers at their limits. native: valgrind */
#include "every_function.h"

static const char *const NOT_UTF8[] = {"\xff", "a\x80", "\xc3", "\xc0\xaf", "\xed\xa0\x80",
                                       "\xf4\x90\x80\x80", "film\xe9.mp4"};

/* Paths of files are bytes on this system. */
static int may_be_bytes(const struct function *function, const struct parameter *parameter)
{
    if (is_named(function, "gigahost_queue_open")) return strcmp(parameter->name, "state") == 0;
    return strcmp(parameter->name, "path") == 0 && !is_named(function, "gigahost_call");
}

static void r234_a_text_that_is_not_utf8_is_refused_everywhere(void)
{
    int refused = 0;
    for (size_t at = 0; at < COUNT(FUNCTIONS); at++) {
        const struct function *function = &FUNCTIONS[at];
        if (function->returns != RETURNS_STATUS) continue;
        for (int place = 0; place < function->count; place++) {
            const struct parameter *parameter = &function->parameters[place];
            if (parameter->kind != KIND_TEXT && parameter->kind != KIND_TEXTS) continue;
            if (may_be_bytes(function, parameter)) continue;
            for (size_t text = 0; text < COUNT(NOT_UTF8); text++) {
                struct call call;
                const char *list[] = {NOT_UTF8[text]};
                prepare(function, &call, quiet_session);
                call.pointer[place] = parameter->kind == KIND_TEXT ? (void *)NOT_UTF8[text]
                                                                   : (void *)list;
                function->call(&call);
                const gigahost_error *why = error_of(function, &call);
                if (call.status != GIGAHOST_E_ARGUMENT || why == NULL)
                    fail(__FILE__, __LINE__, "%s takes a bad `%s`: %s", function->name,
                         parameter->name, gigahost_status_name(call.status));
                CHECK_TEXT(parameter->name, why->parameter);
                check_cleared(function, &call);
                finish(function, &call);
                refused++;
            }
        }
    }
    CHECK(refused > 100);
}

/* NUL cannot stand in a C string: it comes as U+FFFD, and nothing behind it is lost. */
static void r234_a_nul_in_the_hosts_json_ends_no_text_early(void)
{
    post("/switches",
         "{\"host\":\"giga0\",\"name\":\"upload_item_error\",\"value\":\"no\\u0000way\"}");
    gigahost_session *gett = session_at(GIGAHOST_GETT), *giga0 = session_at(GIGAHOST_GIGA0);
    const gigahost_entry *entry = NULL;
    const gigahost_receipt *receipt = NULL;
    char *file = uploaded(gett, 1000);
    post("/switches", "{\"host\":\"gett\",\"name\":\"state_other\",\"value\":\"odd\\u0000state\"}");
    EXPECT(GIGAHOST_OK, gigahost_stat(gett, GIGAHOST_FILE, file, &entry, &error));
    CHECK_TEXT("odd\xef\xbf\xbdstate", entry->state_text);
    CHECK(gigahost_free(entry) == GIGAHOST_OK);
    gigahost_upload_options *options = upload_of("film.mp4", "film", 4);
    CHECK(gigahost_upload(giga0, NULL, options, &receipt, &error) != GIGAHOST_OK);
    CHECK_TEXT("no\xef\xbf\xbdway", error->host_text);
    forget_error();
    CHECK(gigahost_upload_options_free(options) == GIGAHOST_OK);
    post("/reset", "");
    free(file);
    end(gett);
    end(giga0);
}

static void r234_bytes_and_texts_are_not_read_beyond_their_end(void)
{
    size_t length = 100001;
    uint8_t *bytes = (uint8_t *)at_the_edge(length);
    memset(bytes, 'x', length);
    char *name = at_the_edge(9);
    memcpy(name, "film.mp4", 9);
    FOR_EVERY_HOST(host) {
        gigahost_session *session = session_at(host);
        gigahost_upload_options *options = upload_of(name, bytes, length);
        const gigahost_receipt *receipt = NULL;
        bytes[0] = (uint8_t)host;
        EXPECT(GIGAHOST_OK, gigahost_upload(session, NULL, options, &receipt, &error));
        CHECK(receipt->bytes == length);
        CHECK(gigahost_free(receipt) == GIGAHOST_OK);
        CHECK(gigahost_upload_options_free(options) == GIGAHOST_OK);
        end(session);
    }
}

static void r235_an_index_past_the_end_is_nothing(void)
{
    gigahost_session *session = session_at(GIGAHOST_RAPIDGATOR);
    const gigahost_value *value = NULL;
    EXPECT(GIGAHOST_OK, gigahost_rapidgator_user_info(session, &value, &error));
    size_t count = gigahost_value_count(value, NULL);
    CHECK(count > 0 && gigahost_value_item(value, NULL, count - 1) != NULL);
    CHECK(gigahost_value_item(value, NULL, count) == NULL);
    CHECK(gigahost_value_item(value, NULL, SIZE_MAX) == NULL);
    CHECK(gigahost_value_item(value, "email", 0) == NULL);
    CHECK(gigahost_value_get(value, "99999999999999999999999999") == NULL);
    CHECK(gigahost_value_get(value, "....") == NULL);
    CHECK(gigahost_value_kind(value, "\xff") == GIGAHOST_NOTHING);
    CHECK(gigahost_free(value) == GIGAHOST_OK);
    end(session);
}

static void r235_an_impossible_count_is_refused_before_anything_is_read(void)
{
    static const int64_t COUNTS[] = {-1, INTPTR_MIN, INTPTR_MAX, 1 << 30};
    int refused = 0;
    for (size_t at = 0; at < COUNT(FUNCTIONS); at++) {
        const struct function *function = &FUNCTIONS[at];
        for (int place = 0; place + 1 < function->count; place++) {
            enum kind kind = function->parameters[place].kind;
            if (kind != KIND_TEXTS && kind != KIND_BYTES) continue;
            for (size_t round = 0; round < COUNT(COUNTS); round++) {
                struct call call;
                prepare(function, &call, quiet_session);
                /* A count of bytes is believed as far as memory can go. */
                if (kind == KIND_BYTES && COUNTS[round] > 0) continue;
                for (int other = 0; other < function->count; other++)
                    if (function->parameters[other].kind == KIND_NUMBER)
                        call.number[other] = COUNTS[round];
                function->call(&call);
                if (call.status != GIGAHOST_E_ARGUMENT)
                    fail(__FILE__, __LINE__, "%s takes a count of %" PRId64, function->name,
                         COUNTS[round]);
                finish(function, &call);
                refused++;
            }
        }
    }
    CHECK(refused > 30);
}

/* All the functions that take a number of an enumeration say so in the name of the parameter. */
static int is_enumeration(const char *name)
{
    static const char *const NAMES[] = {"host", "kind", "visibility", "mode", "policy", "clock",
                                        "existing", "allow", "chunked", "resume",
                                        "into_directory"};
    for (size_t at = 0; at < COUNT(NAMES); at++)
        if (strcmp(name, NAMES[at]) == 0) return 1;
    return 0;
}

static void r237_a_number_that_no_enumeration_has_is_refused_by_the_name_of_its_parameter(void)
{
    static const int32_t NUMBERS[] = {-2, 77, INT32_MAX, INT32_MIN};
    int refused = 0;
    for (size_t at = 0; at < COUNT(FUNCTIONS); at++) {
        const struct function *function = &FUNCTIONS[at];
        /* The operations of a host take its own numbers as they are. */
        if (function->returns != RETURNS_STATUS || *function->host) continue;
        for (int place = 0; place < function->count; place++) {
            const struct parameter *parameter = &function->parameters[place];
            if (parameter->kind != KIND_NUMBER || !is_enumeration(parameter->name)) continue;
            for (size_t round = 0; round < COUNT(NUMBERS); round++) {
                struct call call;
                prepare(function, &call, quiet_session);
                call.number[place] = NUMBERS[round];
                function->call(&call);
                const gigahost_error *why = error_of(function, &call);
                if (call.status != GIGAHOST_E_ARGUMENT || why == NULL)
                    fail(__FILE__, __LINE__, "%s takes %d for `%s`", function->name,
                         NUMBERS[round], parameter->name);
                CHECK_TEXT(parameter->name, why->parameter);
                finish(function, &call);
                refused++;
            }
        }
    }
    CHECK(refused > 40);
    CHECK(gigahost_host_name(0) == NULL && gigahost_host_name(INT32_MIN) == NULL);
    CHECK(gigahost_capability_name(-1) == NULL && gigahost_capability_name(INT32_MAX) == NULL);
    CHECK(gigahost_host_supports(INT32_MAX, 1) == 0 && gigahost_host_supports(1, INT32_MIN) == 0);
}

static void r237_milliseconds_and_sizes_out_of_range_are_refused(void)
{
    gigahost_config *config = config_at(GIGAHOST_RAPIDGATOR, "http://127.0.0.1:1");
    EXPECT(GIGAHOST_E_ARGUMENT, gigahost_config_set_clock(config, GIGAHOST_CLOCK_CALL, -1, &error));
    EXPECT(GIGAHOST_E_ARGUMENT, gigahost_config_set_clock(config, GIGAHOST_CLOCK_CALL, 0, &error));
    EXPECT(GIGAHOST_OK, gigahost_config_set_clock(config, GIGAHOST_CLOCK_TRANSFER, 0, &error));
    EXPECT(GIGAHOST_OK,
           gigahost_config_set_clock(config, GIGAHOST_CLOCK_CALL, INT64_MAX, &error));
    EXPECT(GIGAHOST_E_ARGUMENT, gigahost_config_set_renewal_interval(config, INT64_MIN, &error));
    gigahost_session *session = session_of(config), *view = NULL;
    EXPECT(GIGAHOST_E_ARGUMENT, gigahost_session_with_deadline(session, -5, &view, &error));
    /* For ever, as far as a clock can tell. */
    EXPECT(GIGAHOST_OK, gigahost_session_with_deadline(session, INT64_MAX, &view, &error));
    EXPECT(GIGAHOST_E_CONNECT, gigahost_login(view, &error));
    end(view);
    EXPECT(GIGAHOST_OK, gigahost_session_with_deadline(session, 0, &view, &error));
    CHECK(gigahost_login(view, NULL) != GIGAHOST_OK);
    end(view);
    end(session);
}

int main(void)
{
    RUN(r234_a_text_that_is_not_utf8_is_refused_everywhere);
    RUN(r234_a_nul_in_the_hosts_json_ends_no_text_early);
    RUN(r234_bytes_and_texts_are_not_read_beyond_their_end);
    RUN(r235_an_index_past_the_end_is_nothing);
    RUN(r235_an_impossible_count_is_refused_before_anything_is_read);
    RUN(r237_a_number_that_no_enumeration_has_is_refused_by_the_name_of_its_parameter);
    RUN(r237_milliseconds_and_sizes_out_of_range_are_refused);
    return 0;
}
