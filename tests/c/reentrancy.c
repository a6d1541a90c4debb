/* Calls from inside a callback. */
#include "every_function.h"

static gigahost_session *busy;
static int32_t busy_host;
static const struct function *calling;
static int called, refused;

static int takes_session(const struct function *function)
{
    return function->count > 0 && strcmp(function->parameters[0].handle, "gigahost_session") == 0;
}

/* These ask the session something that needs no host, make another handle of it, or leave it to the
   workers of a queue. */
static int is_allowed(const struct function *function)
{
    return gives_back(function) || is_named(function, "gigahost_session_host")
        || is_named(function, "gigahost_session_supports")
        || is_named(function, "gigahost_session_notes")
        || is_named(function, "gigahost_session_with_cancel")
        || is_named(function, "gigahost_session_with_deadline")
        || is_named(function, "gigahost_queue_add_upload")
        || is_named(function, "gigahost_queue_add_download")
        || is_named(function, "gigahost_queue_set_cap")
        || is_named(function, "gigahost_queue_restore")
        || is_named(function, "gigahost_source_new_at_host");
}

static int is_of_this_host(const struct function *function)
{
    return *function->host == '\0' || host_of(function) == busy_host;
}

/* A view of the busy session; the functions of other hosts get another one. */
static gigahost_session *busy_view(int32_t host)
{
    gigahost_session *view = NULL;
    if (!is_of_this_host(calling)) return quiet_session(host);
    EXPECT(GIGAHOST_OK, gigahost_session_with_deadline(busy, 60000, &view, &error));
    return view;
}

static void call_inside(const struct function *function)
{
    struct call call;
    calling = function;
    prepare(function, &call, busy_view);
    function->call(&call);
    called++;
    if (takes_session(function) && !is_allowed(function) && is_of_this_host(function)) {
        int here = call.status == GIGAHOST_E_BUSY;
        if (!here && call.status != GIGAHOST_E_UNSUPPORTED)
            fail(__FILE__, __LINE__, "%s answers %s inside a callback", function->name,
                 gigahost_status_name(call.status));
        refused += here;
        check_cleared(function, &call);
    } else if (function->returns == RETURNS_STATUS) {
        CHECK(call.status != GIGAHOST_E_INTERNAL);
    }
    if (gives_back(function)) call.pointer[0] = NULL;
    finish(function, &call);
}

static int32_t call_everything(const gigahost_progress *progress, void *user)
{
    (void)progress;
    int *times = user;
    if (++*times > 1) return 0;
    for (size_t at = 0; at < COUNT(FUNCTIONS); at++) call_inside(&FUNCTIONS[at]);
    return 0;
}

static void upload_with(gigahost_session *session, gigahost_progress_fn progress, void *user,
                        int32_t wanted)
{
    EXPECT(wanted, upload_watched(session, 5000, progress, user));
}

static void r207_every_function_called_inside_a_callback_is_refused_as_busy_or_just_works(void)
{
    FOR_EVERY_HOST(host) {
        int times = 0, before = refused;
        busy_host = host;
        busy = session_at(host);
        upload_with(busy, call_everything, &times, GIGAHOST_OK);
        CHECK(times > 1 && refused > before);
        /* The session is as usable as ever. */
        upload_with(busy, NULL, NULL, GIGAHOST_OK);
        end(busy);
    }
    CHECK(called == (int)(5 * COUNT(FUNCTIONS)));
}

static int64_t read_and_call(uint8_t *buffer, size_t capacity, void *user)
{
    size_t *left = user;
    const gigahost_listing *listing = NULL;
    EXPECT(GIGAHOST_E_BUSY, gigahost_list(busy, NULL, &listing, &error));
    size_t length = *left < capacity ? *left : capacity;
    memset(buffer, 'x', length);
    *left -= length;
    return (int64_t)length;
}

static int32_t write_and_call(const uint8_t *bytes, size_t length, void *user)
{
    CHECK(bytes != NULL || length == 0);
    EXPECT(GIGAHOST_E_BUSY, gigahost_logout(busy, &error));
    *(size_t *)user += length;
    return 0;
}

static void r207_sources_and_writers_are_callbacks_too(void)
{
    busy = session_at(GIGAHOST_GIGA0);
    size_t left = 70000, got = 0;
    gigahost_upload_options *upload = NULL;
    gigahost_download_options *download = NULL;
    const gigahost_receipt *receipt = NULL;
    const gigahost_download_info *info = NULL;
    EXPECT(GIGAHOST_OK, gigahost_upload_options_new(&upload, &error));
    EXPECT(GIGAHOST_OK, gigahost_upload_options_set_name(upload, "film.mp4", &error));
    EXPECT(GIGAHOST_OK, gigahost_upload_options_set_reader(upload, read_and_call, &left, 70000, &error));
    EXPECT(GIGAHOST_OK, gigahost_upload(busy, NULL, upload, &receipt, &error));
    CHECK(left == 0 && receipt->bytes == 70000);
    EXPECT(GIGAHOST_OK, gigahost_download_options_new(&download, &error));
    EXPECT(GIGAHOST_OK, gigahost_download_options_set_writer(download, write_and_call, &got, &error));
    EXPECT(GIGAHOST_OK,
           gigahost_download(busy, receipt->entry->id, NULL, download, &info, &error));
    CHECK(got == 70000 && info->bytes == 70000 && info->path == NULL);
    CHECK(gigahost_free(receipt) == GIGAHOST_OK && gigahost_free(info) == GIGAHOST_OK);
    CHECK(gigahost_upload_options_free(upload) == GIGAHOST_OK);
    CHECK(gigahost_download_options_free(download) == GIGAHOST_OK);
    end(busy);
}

static int32_t close_own(const gigahost_progress *progress, void *user)
{
    (void)progress;
    int *times = user;
    int32_t status = gigahost_session_close(busy);
    CHECK(status == (*times == 0 ? GIGAHOST_OK : GIGAHOST_E_HANDLE));
    ++*times;
    return 0;
}

static void r208_a_callback_may_close_its_own_session_and_the_transfer_ends_well(void)
{
    FOR_EVERY_HOST(host) {
        int times = 0;
        busy = session_at(host);
        upload_with(busy, close_own, &times, GIGAHOST_OK);
        CHECK(times > 1);
        CHECK(gigahost_session_close(busy) == GIGAHOST_E_HANDLE);
    }
}

/* An upload whose callback ends another session, which has been used. */
static void ends_another(gigahost_progress_fn progress)
{
    gigahost_session *session = session_at(GIGAHOST_GIGA0), *another = session_at(GIGAHOST_GETT);
    free(uploaded(another, 100));
    upload_with(session, progress, &another, GIGAHOST_OK);
    CHECK(another == NULL);
    end(session);
}

static int32_t close_another(const gigahost_progress *progress, void *user)
{
    (void)progress;
    gigahost_session **another = user;
    if (*another != NULL) end(*another);
    *another = NULL;
    return 0;
}

static void r208_a_callback_may_close_another_session(void)
{
    ends_another(close_another);
}

static int32_t upload_elsewhere(const gigahost_progress *progress, void *user)
{
    (void)progress;
    gigahost_session **another = user;
    if (*another == NULL) return 0;
    gigahost_session *session = *another;
    *another = NULL;
    free(uploaded(session, 3000));
    end(session);
    return 0;
}

static void r208_a_callback_may_transfer_on_another_session(void)
{
    ends_another(upload_elsewhere);
}

static int32_t free_options(const gigahost_progress *progress, void *user)
{
    (void)progress;
    gigahost_upload_options **options = user;
    CHECK(gigahost_upload_options_free(*options) == GIGAHOST_OK);
    *options = NULL;
    return 0;
}

static void r208_a_callback_may_free_the_options_it_came_from(void)
{
    gigahost_session *session = session_at(GIGAHOST_GIGA0);
    uint8_t *bytes = fresh_bytes(5000);
    gigahost_upload_options *options = upload_of("film.mp4", bytes, 5000), *mine = options;
    const gigahost_receipt *receipt = NULL;
    EXPECT(GIGAHOST_OK, gigahost_upload_options_set_progress(options, free_options, &mine, &error));
    EXPECT(GIGAHOST_OK, gigahost_upload(session, NULL, options, &receipt, &error));
    CHECK(mine == NULL && gigahost_upload_options_free(options) == GIGAHOST_E_HANDLE);
    CHECK(gigahost_free(receipt) == GIGAHOST_OK);
    free(bytes);
    end(session);
}

int main(void)
{
    RUN(r207_every_function_called_inside_a_callback_is_refused_as_busy_or_just_works);
    RUN(r207_sources_and_writers_are_callbacks_too);
    RUN(r208_a_callback_may_close_its_own_session_and_the_transfer_ends_well);
    RUN(r208_a_callback_may_close_another_session);
    RUN(r208_a_callback_may_transfer_on_another_session);
    RUN(r208_a_callback_may_free_the_options_it_came_from);
    printf("calls inside callbacks: %d\n", called);
    return 0;
}
