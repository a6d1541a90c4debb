/* What the library leaves as it was. */
#include "every_function.h"

#include <locale.h>

extern char **environ;

/* Everything of the process that a library could change behind its user's back. */
struct state {
    struct sigaction handlers[65];
    sigset_t blocked;
    char locale[256];
    char *environment;
    char folder[4096];
    mode_t mask;
    int descriptors, threads;
};

static char *all_variables(void)
{
    size_t size = 0;
    char *text = NULL;
    FILE *memory = open_memstream(&text, &size);
    for (char **at = environ; *at != NULL; at++) fprintf(memory, "%s\n", *at);
    fclose(memory);
    return text;
}

static void take(struct state *state)
{
    memset(state, 0, sizeof *state);
    for (int number = 1; number < 65; number++)
        (void)sigaction(number, NULL, &state->handlers[number]);
    CHECK(pthread_sigmask(SIG_SETMASK, NULL, &state->blocked) == 0);
    snprintf(state->locale, sizeof state->locale, "%s", setlocale(LC_ALL, NULL));
    CHECK(getcwd(state->folder, sizeof state->folder) != NULL);
    umask(state->mask = umask(0));
    state->environment = all_variables();
    state->threads = entries("/proc/self/task");
    state->descriptors = entries("/proc/self/fd");
}

static void same(struct state *before, struct state *after)
{
    for (int number = 1; number < 65; number++) {
        CHECK(before->handlers[number].sa_handler == after->handlers[number].sa_handler);
        CHECK(before->handlers[number].sa_flags == after->handlers[number].sa_flags);
    }
    for (int number = 1; number < 65; number++)
        CHECK(sigismember(&before->blocked, number) == sigismember(&after->blocked, number));
    CHECK_TEXT(before->locale, after->locale);
    CHECK_TEXT(before->environment, after->environment);
    CHECK_TEXT(before->folder, after->folder);
    CHECK(before->mask == after->mask);
    CHECK(before->threads == after->threads);
    CHECK(before->descriptors == after->descriptors);
    free(before->environment);
    free(after->environment);
}

static void use_everything(void)
{
    FOR_EVERY_HOST(host) {
        gigahost_session *session = session_at(host);
        free(uploaded(session, 10000));
        const gigahost_listing *listing = NULL;
        int lists = gigahost_session_supports(session, GIGAHOST_CAN_LIST);
        EXPECT(lists ? GIGAHOST_OK : GIGAHOST_E_UNSUPPORTED,
               gigahost_list(session, NULL, &listing, &error));
        CHECK(gigahost_free(listing) == GIGAHOST_OK);
        end(session);
    }
}

static void r226_handlers_mask_locale_environment_folder_threads_and_descriptors_stay(void)
{
    struct state before, after;
    take(&before);
    use_everything();
    take(&after);
    same(&before, &after);
}

static void r226_the_library_writes_nothing_to_standard_output_or_standard_error(void)
{
    char *path = temporary("written");
    int kept_out = dup(1), kept_error = dup(2);
    int file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    CHECK(file >= 0 && dup2(file, 1) == 1 && dup2(file, 2) == 2);
    use_everything();
    CHECK(dup2(kept_out, 1) == 1 && dup2(kept_error, 2) == 2);
    CHECK(lseek(file, 0, SEEK_END) == 0);
    close(file);
    close(kept_out);
    close(kept_error);
    unlink(path);
    free(path);
}

static void r226_a_name_that_is_resolved_leaves_no_thread_behind(void)
{
    struct state before, after;
    take(&before);
    gigahost_session *session = session_of(config_at(GIGAHOST_RAPIDGATOR, "http://localhost:1"));
    EXPECT(GIGAHOST_E_CONNECT, gigahost_login(session, &error));
    end(session);
    /* A resolver that had to be given up may take its time to notice. */
    int64_t until = now_ms() + 10000;
    while (entries("/proc/self/task") != before.threads) {
        CHECK(now_ms() < until);
        usleep(10000);
    }
    take(&after);
    same(&before, &after);
}

static void r249_errno_is_as_it_was_after_every_function(void)
{
    for (size_t at = 0; at < COUNT(FUNCTIONS); at++) {
        struct call call;
        prepare(&FUNCTIONS[at], &call, quiet_session);
        errno = EXDEV;
        FUNCTIONS[at].call(&call);
        if (errno != EXDEV) fail(__FILE__, __LINE__, "%s changes errno", FUNCTIONS[at].name);
        if (gives_back(&FUNCTIONS[at])) call.pointer[0] = NULL;
        finish(&FUNCTIONS[at], &call);
    }
}

static void r249_errno_is_as_it_was_after_calls_on_the_wire(void)
{
    FOR_EVERY_HOST(host) {
        gigahost_session *session = session_at(host);
        uint8_t *bytes = fresh_bytes(10000);
        gigahost_upload_options *options = upload_of("film.mp4", bytes, 10000);
        const gigahost_receipt *receipt = NULL;
        errno = EXDEV;
        CHECK(gigahost_upload(session, NULL, options, &receipt, &error) == GIGAHOST_OK);
        CHECK(errno == EXDEV);
        CHECK(gigahost_upload(session, "/nowhere", NULL, &receipt, &error) != GIGAHOST_OK);
        CHECK(errno == EXDEV);
        forget_error();
        CHECK(gigahost_upload_options_free(options) == GIGAHOST_OK);
        free(bytes);
        end(session);
        CHECK(errno == EXDEV);
    }
}

int main(void)
{
    /* Not the default, so that a change would be seen. */
    (void)setlocale(LC_ALL, "C.UTF-8");
    RUN(r226_handlers_mask_locale_environment_folder_threads_and_descriptors_stay);
    RUN(r226_the_library_writes_nothing_to_standard_output_or_standard_error);
    RUN(r226_a_name_that_is_resolved_leaves_no_thread_behind);
    RUN(r249_errno_is_as_it_was_after_every_function);
    RUN(r249_errno_is_as_it_was_after_calls_on_the_wire);
    return 0;
}
