/* fork() and exec(). */
#include "support.h"

static void list_works(gigahost_session *session)
{
    const gigahost_listing *listing = NULL;
    EXPECT(GIGAHOST_OK, gigahost_list(session, NULL, &listing, &error));
    CHECK(gigahost_free(listing) == GIGAHOST_OK);
}

static void r223_a_child_is_refused_and_its_parent_goes_on(void)
{
    gigahost_session *session = session_at(GIGAHOST_RAPIDGATOR);
    list_works(session);
    pid_t child = fork();
    if (child == 0) {
        const gigahost_listing *listing = NULL;
        EXPECT(GIGAHOST_E_FORKED, gigahost_list(session, NULL, &listing, &error));
        EXPECT(GIGAHOST_E_FORKED, gigahost_login(session, &error));
        CHECK(listing == NULL && gigahost_session_host(session) == 0);
        CHECK(gigahost_session_close(session) == GIGAHOST_E_FORKED);
        _exit(0);
    }
    reap(child, 0);
    list_works(session);
    end(session);
}

static void r223_a_child_opens_sessions_of_its_own(void)
{
    gigahost_session *parents = session_at(GIGAHOST_GIGA0);
    list_works(parents);
    pid_t child = fork();
    if (child == 0) {
        gigahost_session *own = session_at(GIGAHOST_GIGA0);
        CHECK(own != parents);
        list_works(own);
        free(uploaded(own, 3000));
        end(own);
        _exit(0);
    }
    list_works(parents);
    reap(child, 0);
    end(parents);
}

static void r223_a_grandchild_tells_the_handles_of_all_its_ancestors_from_its_own(void)
{
    gigahost_session *first = session_at(GIGAHOST_GETT);
    pid_t child = fork();
    if (child == 0) {
        gigahost_session *second = session_at(GIGAHOST_GETT);
        pid_t grandchild = fork();
        if (grandchild == 0) {
            gigahost_session *third = session_at(GIGAHOST_GETT);
            EXPECT(GIGAHOST_E_FORKED, gigahost_login(first, &error));
            EXPECT(GIGAHOST_E_FORKED, gigahost_login(second, &error));
            list_works(third);
            end(third);
            _exit(0);
        }
        reap(grandchild, 0);
        list_works(second);
        end(second);
        _exit(0);
    }
    reap(child, 0);
    list_works(first);
    end(first);
}

static int stop;

/* Holds the library's locks as often as it can. */
static void *hold_locks(void *unused)
{
    (void)unused;
    while (!__atomic_load_n(&stop, __ATOMIC_ACQUIRE)) {
        const gigahost_error *why = NULL;
        gigahost_cancel *cancel = NULL;
        CHECK(gigahost_login(NULL, &why) == GIGAHOST_E_ARGUMENT);
        CHECK(gigahost_free(why) == GIGAHOST_OK);
        CHECK(gigahost_cancel_new(&cancel, NULL) == GIGAHOST_OK);
        CHECK(gigahost_cancel_free(cancel) == GIGAHOST_OK);
    }
    return NULL;
}

static void r223_a_lock_held_while_forking_hangs_no_child(void)
{
    enum { HOLDERS = 3 };
    pthread_t holders[HOLDERS];
    for (int at = 0; at < HOLDERS; at++)
        CHECK(pthread_create(&holders[at], NULL, hold_locks, NULL) == 0);
    for (int round = 0; round < 60; round++) {
        pid_t child = fork();
        if (child == 0) {
            alarm(20);
            gigahost_session *session = quiet_session(GIGAHOST_RAPIDGATOR);
            const gigahost_listing *listing = NULL;
            int32_t status = gigahost_list(session, NULL, &listing, NULL);
            _exit(status == GIGAHOST_E_CANCELLED && gigahost_session_close(session) == 0 ? 0 : 1);
        }
        reap(child, 0);
    }
    __atomic_store_n(&stop, 1, __ATOMIC_RELEASE);
    for (int at = 0; at < HOLDERS; at++) CHECK(pthread_join(holders[at], NULL) == 0);
}

static void r223_results_from_before_the_fork_are_read_but_not_freed_by_the_child(void)
{
    gigahost_session *session = session_at(GIGAHOST_RAPIDGATOR);
    const gigahost_value *value = NULL;
    EXPECT(GIGAHOST_OK, gigahost_rapidgator_user_info(session, &value, &error));
    pid_t child = fork();
    if (child == 0) {
        CHECK_TEXT(LOGIN, gigahost_value_string(value, "email"));
        CHECK(gigahost_free(value) == GIGAHOST_E_FORKED);
        CHECK_TEXT(LOGIN, gigahost_value_string(value, "email"));
        /* Its own it frees, and that once. */
        const gigahost_error *own = NULL;
        CHECK(gigahost_login(NULL, &own) == GIGAHOST_E_ARGUMENT);
        CHECK(gigahost_free(own) == GIGAHOST_OK && gigahost_free(own) == GIGAHOST_E_HANDLE);
        _exit(0);
    }
    reap(child, 0);
    CHECK_TEXT(LOGIN, gigahost_value_string(value, "email"));
    CHECK(gigahost_free(value) == GIGAHOST_OK);
    end(session);
}

static int32_t fork_here(const gigahost_progress *progress, void *user)
{
    (void)progress;
    int *times = user;
    if (++*times != 2) return 0;
    pid_t child = fork();
    if (child == 0) _exit(gigahost_version_number() != 0 ? 0 : 1);
    reap(child, 0);
    return 0;
}

static void r223_a_fork_in_the_middle_of_a_transfer_does_it_no_harm(void)
{
    FOR_EVERY_HOST(host) {
        int times = 0;
        uint8_t *bytes = fresh_bytes(200000);
        gigahost_session *session = session_at(host);
        gigahost_upload_options *options = upload_of("film.mp4", bytes, 200000);
        const gigahost_receipt *receipt = NULL;
        EXPECT(GIGAHOST_OK, gigahost_upload_options_set_progress(options, fork_here, &times, &error));
        EXPECT(GIGAHOST_OK, gigahost_upload(session, NULL, options, &receipt, &error));
        CHECK(times >= 2 && receipt->bytes == 200000);
        CHECK(gigahost_free(receipt) == GIGAHOST_OK);
        CHECK(gigahost_upload_options_free(options) == GIGAHOST_OK);
        free(bytes);
        end(session);
    }
}

static int sockets_of_exec(void)
{
    int sockets = 0;
    DIR *open = opendir("/proc/self/fd");
    CHECK(open != NULL);
    for (struct dirent *entry; (entry = readdir(open)) != NULL;) {
        struct stat about;
        if (fstat(atoi(entry->d_name), &about) == 0 && S_ISSOCK(about.st_mode)) sockets++;
    }
    closedir(open);
    return sockets;
}

static int32_t exec_here(const gigahost_progress *progress, void *user)
{
    int *seen = user;
    if (progress->stage != GIGAHOST_STAGE_SENDING || (*seen)++ > 0) return 0;
    pid_t child = fork();
    if (child == 0) {
        execl("/proc/self/exe", "forking", "count", (char *)NULL);
        _exit(127);
    }
    reap(child, 0);
    return 0;
}

static void r224_a_program_that_is_executed_inherits_no_descriptor_of_the_library(void)
{
    gigahost_session *session = session_at(GIGAHOST_GIGA0);
    list_works(session);
    int seen = 0;
    uint8_t *bytes = fresh_bytes(200000);
    gigahost_upload_options *options = upload_of("film.mp4", bytes, 200000);
    const gigahost_receipt *receipt = NULL;
    CHECK(sockets_of_exec() > 0);
    EXPECT(GIGAHOST_OK, gigahost_upload_options_set_progress(options, exec_here, &seen, &error));
    EXPECT(GIGAHOST_OK, gigahost_upload(session, NULL, options, &receipt, &error));
    CHECK(seen > 0);
    CHECK(gigahost_free(receipt) == GIGAHOST_OK);
    CHECK(gigahost_upload_options_free(options) == GIGAHOST_OK);
    free(bytes);
    end(session);
}

int main(int count, char **arguments)
{
    if (count > 1 && strcmp(arguments[1], "count") == 0) return sockets_of_exec();
    RUN(r223_a_child_is_refused_and_its_parent_goes_on);
    RUN(r223_a_child_opens_sessions_of_its_own);
    RUN(r223_a_grandchild_tells_the_handles_of_all_its_ancestors_from_its_own);
    RUN(r223_a_lock_held_while_forking_hangs_no_child);
    RUN(r223_results_from_before_the_fork_are_read_but_not_freed_by_the_child);
    RUN(r223_a_fork_in_the_middle_of_a_transfer_does_it_no_harm);
    RUN(r224_a_program_that_is_executed_inherits_no_descriptor_of_the_library);
    return 0;
}
