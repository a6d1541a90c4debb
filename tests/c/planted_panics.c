/* A panic in each function. native: planted-panics */
#include "every_function.h"

void gigahost_plant_panic(const char *function);

static int planted;

/* These hand out a constant: there is nothing in them that could panic. */
static int cannot_panic(const struct function *function)
{
    return is_named(function, "gigahost_version") || is_named(function, "gigahost_version_number")
        || is_named(function, "gigahost_abi");
}

static void check_neutral(const struct function *function, const struct call *call)
{
    int is_lookup = strncmp(function->name, "gigahost_status_", 16) == 0;
    if (function->returns == RETURNS_NUMBER && call->number_back != 0 && call->number_back != 1)
        fail(__FILE__, __LINE__, "%s answers %" PRId64, function->name, call->number_back);
    if (function->returns == RETURNS_REAL) CHECK(call->real_back == 0.0);
    if (function->returns != RETURNS_POINTER) return;
    /* The texts of statuses are never NULL. */
    if (is_lookup ? call->pointer_back == NULL : call->pointer_back != NULL)
        fail(__FILE__, __LINE__, "%s answers %p", function->name, call->pointer_back);
}

static void plant_in(const struct function *function)
{
    struct call call;
    prepare(function, &call, quiet_session);
    gigahost_plant_panic(function->name);
    errno = EXDEV;
    function->call(&call);
    int after = errno;
    gigahost_plant_panic(NULL);
    CHECK(after == EXDEV);
    planted++;
    if (function->returns != RETURNS_STATUS) {
        check_neutral(function, &call);
        finish(function, &call);
        return;
    }
    if (call.status != GIGAHOST_E_INTERNAL)
        fail(__FILE__, __LINE__, "a panic in %s gives %s", function->name,
             gigahost_status_name(call.status));
    check_cleared(function, &call);
    const gigahost_error *why = error_of(function, &call);
    if (why != NULL) {
        CHECK(why->status == GIGAHOST_E_INTERNAL);
        CHECK(strstr(why->message, function->name) != NULL);
    }
    finish(function, &call);
}

static void works_afterwards(const struct function *function)
{
    struct call call;
    prepare(function, &call, quiet_session);
    function->call(&call);
    if (function->returns == RETURNS_STATUS && call.status == GIGAHOST_E_INTERNAL)
        fail(__FILE__, __LINE__, "%s is broken after the panic", function->name);
    for (int at = 0; at < function->count; at++)
        if (gives_back(function)) call.pointer[at] = NULL;
    finish(function, &call);
}

static void r238_a_panic_in_any_function_comes_back_as_internal_and_the_next_call_works(void)
{
    for (size_t at = 0; at < COUNT(FUNCTIONS); at++) {
        if (cannot_panic(&FUNCTIONS[at])) continue;
        plant_in(&FUNCTIONS[at]);
        works_afterwards(&FUNCTIONS[at]);
    }
    CHECK(planted > 80);
}

/* Settings that a panic interrupted are still settings. */
static void r238_a_handle_lives_on_after_a_panic_in_its_setter(void)
{
    gigahost_config *config = config_at(GIGAHOST_RAPIDGATOR, base_url(GIGAHOST_RAPIDGATOR));
    gigahost_plant_panic("gigahost_config_set_seed");
    EXPECT(GIGAHOST_E_INTERNAL, gigahost_config_set_seed(config, 1, &error));
    gigahost_plant_panic(NULL);
    EXPECT(GIGAHOST_OK, gigahost_config_set_seed(config, 1, &error));
    gigahost_session *session = session_of(config);
    gigahost_plant_panic("gigahost_login");
    EXPECT(GIGAHOST_E_INTERNAL, gigahost_login(session, &error));
    gigahost_plant_panic(NULL);
    EXPECT(GIGAHOST_OK, gigahost_login(session, &error));
    end(session);
}

int main(void)
{
    /* Every panic is reported on standard error: that is a lot of text here. */
    CHECK(freopen("/dev/null", "w", stderr) != NULL);
    RUN(r238_a_panic_in_any_function_comes_back_as_internal_and_the_next_call_works);
    RUN(r238_a_handle_lives_on_after_a_panic_in_its_setter);
    printf("planted panics: %d\n", planted);
    return 0;
}
