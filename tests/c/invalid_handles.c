/* Handles that are none, for each function that takes one. native: valgrind */
#include "every_function.h"

static int tried;
/* Not /proc/self/exe, which is valgrind's under valgrind. */
static const char *program;

/* Which slot a handle lies in: as ffi/src/border/table.rs writes it. */
static uintptr_t slot_of(const void *handle)
{
    return ((uintptr_t)handle >> 4) & (sizeof(void *) > 4 ? 0xfffff : 0x3fff);
}

/* Calls every function with this in place of its handle `at`, of whatever type that must be. */
static void refuse(const struct function *function, int at, void *handle, int32_t wanted)
{
    struct call call;
    prepare(function, &call, quiet_session);
    void *valid = call.pointer[at];
    call.pointer[at] = handle;
    function->call(&call);
    tried++;
    if (function->returns != RETURNS_STATUS) {
        CHECK(call.number_back == 0 && call.pointer_back == NULL);
    } else if (call.status != wanted) {
        fail(__FILE__, __LINE__, "%s answers %s to an invalid `%s`", function->name,
             gigahost_status_name(call.status), function->parameters[at].name);
    } else {
        check_cleared(function, &call);
        const gigahost_error *why = error_of(function, &call);
        if (why != NULL) CHECK_TEXT(function->parameters[at].name, why->parameter);
    }
    call.pointer[at] = valid;
    finish(function, &call);
}

static void refuse_everywhere(void *handle, const char *except, int32_t wanted)
{
    for (size_t at = 0; at < COUNT(FUNCTIONS); at++) {
        for (int place = 0; place < FUNCTIONS[at].count; place++) {
            const struct parameter *parameter = &FUNCTIONS[at].parameters[place];
            if (parameter->kind != KIND_HANDLE || strcmp(parameter->handle, except) == 0) continue;
            refuse(&FUNCTIONS[at], place, handle, wanted);
        }
    }
}

static const char *const TYPES[] = {"gigahost_session", "gigahost_config", "gigahost_cancel",
                                    "gigahost_upload_options", "gigahost_download_options",
                                    "gigahost_bandwidth", "gigahost_queue",
                                    "gigahost_source", "gigahost_receipt_log"};

static void r231_a_number_that_was_never_a_handle_is_refused(void)
{
    /* Those with a wrong number of forks are taken for older than the process. */
    static const uintptr_t NUMBERS[] = {1, 3 << 4 | 1, 0xfffff1, (uintptr_t)0x7fffffffffff0001};
    for (size_t at = 0; at < COUNT(NUMBERS); at++)
        refuse_everywhere((void *)NUMBERS[at], "", GIGAHOST_E_HANDLE);
    srand(7);
    for (int round = 0; round < 10; round++) {
        uintptr_t odd = ((uintptr_t)rand() << (sizeof(uintptr_t) * 4 + 1) ^ (uintptr_t)rand() << 7) & ~(uintptr_t)0xf;
        refuse_everywhere((void *)(odd | 1), "", GIGAHOST_E_HANDLE);
    }
}

static void r231_a_real_pointer_is_refused(void)
{
    char here[16];
    void *heap = malloc(16);
    CHECK(heap != NULL);
    refuse_everywhere((void *)((uintptr_t)here & ~(uintptr_t)1), "", GIGAHOST_E_HANDLE);
    refuse_everywhere(heap, "", GIGAHOST_E_HANDLE);
    refuse_everywhere((void *)(uintptr_t)2, "", GIGAHOST_E_HANDLE);
    free(heap);
}

static void r231_a_closed_handle_is_refused(void)
{
    for (size_t type = 0; type < COUNT(TYPES); type++) {
        void *handle = make_handle(TYPES[type], quiet_session, GIGAHOST_RAPIDGATOR);
        give_back(TYPES[type], handle);
        refuse_everywhere(handle, "", GIGAHOST_E_HANDLE);
    }
}

static void r231_a_stale_handle_whose_slot_is_used_again_is_refused(void)
{
    enum { MOST = 4096 };
    void **others = calloc(MOST, sizeof *others);
    void *stale = make_handle("gigahost_session", quiet_session, GIGAHOST_RAPIDGATOR);
    give_back("gigahost_session", stale);
    int made = 0;
    do {
        CHECK(made < MOST);
        others[made] = make_handle("gigahost_cancel", quiet_session, GIGAHOST_RAPIDGATOR);
    } while (slot_of(others[made++]) != slot_of(stale));
    CHECK(others[made - 1] != stale);
    refuse_everywhere(stale, "", GIGAHOST_E_HANDLE);
    while (made > 0) CHECK(gigahost_cancel_free(others[--made]) == GIGAHOST_OK);
    free(others);
}

static void r231_a_handle_of_another_type_is_refused(void)
{
    for (size_t type = 0; type < COUNT(TYPES); type++) {
        void *handle = make_handle(TYPES[type], quiet_session, GIGAHOST_RAPIDGATOR);
        refuse_everywhere(handle, TYPES[type], GIGAHOST_E_HANDLE);
        give_back(TYPES[type], handle);
    }
}

#ifndef _WIN32
static void r231_a_handle_of_another_process_is_refused(void)
{
    int channel[2];
    uintptr_t number = 0;
    CHECK(pipe(channel) == 0);
    pid_t child = fork();
    if (child == 0) {
        /* A process of its own, not a copy of this one. */
        dup2(channel[1], 1);
        execl(program, program, "make one", (char *)NULL);
        _exit(127);
    }
    close(channel[1]);
    CHECK(read(channel[0], &number, sizeof number) == sizeof number);
    close(channel[0]);
    reap(child, 0);
    CHECK(number & 1);
    refuse_everywhere((void *)number, "", GIGAHOST_E_HANDLE);
}

static void r231_a_handle_made_before_fork_is_refused_in_the_child(void)
{
    void *handles[COUNT(TYPES)];
    for (size_t type = 0; type < COUNT(TYPES); type++)
        handles[type] = make_handle(TYPES[type], quiet_session, GIGAHOST_RAPIDGATOR);
    int before = tried, channel[2];
    CHECK(pipe(channel) == 0);
    pid_t child = fork();
    if (child == 0) {
        for (size_t type = 0; type < COUNT(TYPES); type++)
            refuse_everywhere(handles[type], "", GIGAHOST_E_FORKED);
        CHECK(write(channel[1], &tried, sizeof tried) == sizeof tried);
        _exit(0);
    }
    reap(child, 0);
    CHECK(read(channel[0], &tried, sizeof tried) == sizeof tried && tried > before);
    close(channel[0]);
    close(channel[1]);
    for (size_t type = 0; type < COUNT(TYPES); type++) give_back(TYPES[type], handles[type]);
}
#endif

int main(int count, char **arguments)
{
    if (count > 1 && strcmp(arguments[1], "make one") == 0) {
        void *handle = quiet_session(GIGAHOST_RAPIDGATOR);
        return write(1, &handle, sizeof handle) == sizeof handle ? 0 : 1;
    }
    program = arguments[0];
    RUN(r231_a_number_that_was_never_a_handle_is_refused);
    RUN(r231_a_real_pointer_is_refused);
    RUN(r231_a_closed_handle_is_refused);
    RUN(r231_a_stale_handle_whose_slot_is_used_again_is_refused);
    RUN(r231_a_handle_of_another_type_is_refused);
#ifdef _WIN32
    SKIP(r231_a_handle_of_another_process_is_refused, "the test sends it through a pipe of POSIX");
    SKIP(r231_a_handle_made_before_fork_is_refused_in_the_child, "there is no fork");
#else
    RUN(r231_a_handle_of_another_process_is_refused);
    RUN(r231_a_handle_made_before_fork_is_refused_in_the_child);
#endif
    printf("invalid handles: %d\n", tried);
    return 0;
}
