/* Threads with little stack. native: tls, not sanitized (it needs larger stacks by itself) */
#include "every_function.h"

enum { KIB = 1024, STACK = 256 * KIB, GUARD = 64 * KIB, MARK = 0x5a };

static void run_on_small_stack(const char *what, void *(*work)(void *), void *argument)
{
    /* Below the stack there is nothing: whoever needs more dies. */
    uint8_t *block = mmap(NULL, GUARD + STACK, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(block != MAP_FAILED);
    uint8_t *stack = block + GUARD;
    CHECK(mprotect(stack, STACK, PROT_READ | PROT_WRITE) == 0);
    memset(stack, MARK, STACK);
    pthread_attr_t attributes;
    pthread_t thread;
    CHECK(pthread_attr_init(&attributes) == 0);
    CHECK(pthread_attr_setstack(&attributes, stack, STACK) == 0);
    CHECK(pthread_create(&thread, &attributes, work, argument) == 0);
    CHECK(pthread_join(thread, NULL) == 0);
    CHECK(pthread_attr_destroy(&attributes) == 0);
    int untouched_bytes = 0;
    while (untouched_bytes < STACK && stack[untouched_bytes] == MARK) untouched_bytes++;
    printf("%s: %d KiB of stack\n", what, (STACK - untouched_bytes) / KIB);
    CHECK(untouched_bytes > 0);
    CHECK(munmap(block, GUARD + STACK) == 0);
}

static void *all_verbs(void *number)
{
    int32_t host = (int32_t)(intptr_t)number;
    gigahost_session *session = session_at(host);
    char *file = uploaded(session, 300000), *path = temporary("fetched.mp4");
    const gigahost_listing *listing = NULL;
    int32_t status = gigahost_list(session, NULL, &listing, NULL);
    CHECK(status == GIGAHOST_OK || status == GIGAHOST_E_UNSUPPORTED);
    CHECK(gigahost_free(listing) == GIGAHOST_OK);
    const gigahost_download_info *info = NULL;
    status = gigahost_download(session, file, path, NULL, &info, &error);
    CHECK(status == GIGAHOST_OK || status == GIGAHOST_E_UNSUPPORTED
          || status == GIGAHOST_E_INSECURE_REFUSED);
    forget_error();
    CHECK(gigahost_free(info) == GIGAHOST_OK);
    unlink(path);
    free(path);
    free(file);
    end(session);
    return NULL;
}

static void r227_transfers_over_tls_run_in_256_kib_of_stack(void)
{
    FOR_EVERY_HOST(host)
        run_on_small_stack(gigahost_host_name(host), all_verbs, (void *)(intptr_t)host);
}

static void *every_function(void *unused)
{
    (void)unused;
    for (size_t at = 0; at < COUNT(FUNCTIONS); at++) {
        struct call call;
        prepare(&FUNCTIONS[at], &call, session_at);
        FUNCTIONS[at].call(&call);
        if (FUNCTIONS[at].returns == RETURNS_STATUS) CHECK(call.status != GIGAHOST_E_INTERNAL);
        if (gives_back(&FUNCTIONS[at])) call.pointer[0] = NULL;
        finish(&FUNCTIONS[at], &call);
    }
    return NULL;
}

static void r227_every_function_runs_in_256_kib_of_stack(void)
{
    run_on_small_stack("every function", every_function, NULL);
}

int main(void)
{
    RUN(r227_transfers_over_tls_run_in_256_kib_of_stack);
    RUN(r227_every_function_runs_in_256_kib_of_stack);
    return 0;
}
