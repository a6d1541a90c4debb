/* NULL for each pointer of each function. native: valgrind */
#include "every_function.h"

static int cases;

/* What a function that answers without a status may say to NULL. */
static int is_neutral(const struct function *function, const struct call *call)
{
    switch (function->returns) {
    case RETURNS_NUMBER:
        /* 0, or the `absent` that it was called with. */
        return call->number_back == 0 || call->number_back == 1;
    case RETURNS_REAL:
        return call->real_back == 0.0;
    default:
        return call->pointer_back == NULL;
    }
}

static void refuses(const struct function *function, struct call *call, const char *name)
{
    const gigahost_error *why = error_of(function, call);
    if (call->status != GIGAHOST_E_ARGUMENT)
        fail(__FILE__, __LINE__, "%s answers %s to NULL for `%s`", function->name,
             gigahost_status_name(call->status), name);
    CHECK(why != NULL && why->status == GIGAHOST_E_ARGUMENT);
    CHECK_TEXT(name, why->parameter);
    CHECK(strstr(why->message, name) != NULL);
    check_cleared(function, call);
}

/* NULL in place `at`, everything else as it should be. */
static void null_at(const struct function *function, int at)
{
    const struct parameter *parameter = &function->parameters[at];
    struct call call;
    prepare(function, &call, quiet_session);
    void *valid = call.pointer[at];
    call.pointer[at] = NULL;
    function->call(&call);
    cases++;
    int lets_it = parameter->null_is_fine || parameter->kind == KIND_ERROR
        || parameter->kind == KIND_USER || parameter->kind == KIND_VALUE
        || parameter->kind == KIND_RESULT || gives_back(function);
    if (function->returns != RETURNS_STATUS) {
        if (parameter->kind != KIND_TEXT || function->count == 1)
            if (!is_neutral(function, &call))
                fail(__FILE__, __LINE__, "%s makes something of NULL", function->name);
    } else if (!lets_it) {
        refuses(function, &call, parameter->name);
    } else {
        const gigahost_error *why = error_of(function, &call);
        if (why != NULL && why->parameter != NULL && strcmp(why->parameter, parameter->name) == 0)
            fail(__FILE__, __LINE__, "%s refuses NULL for `%s`: %s", function->name,
                 parameter->name, why->message);
        CHECK(call.status != GIGAHOST_E_INTERNAL);
        if (gives_back(function)) CHECK(call.status == GIGAHOST_OK);
    }
    call.pointer[at] = valid;
    finish(function, &call);
}

static void r230_null_for_a_pointer_is_refused_by_name_or_means_what_the_header_says(void)
{
    for (size_t at = 0; at < COUNT(FUNCTIONS); at++)
        for (int place = 0; place < FUNCTIONS[at].count; place++)
            if (is_pointer(&FUNCTIONS[at].parameters[place])) null_at(&FUNCTIONS[at], place);
    CHECK(cases > 150);
}

static void r230_null_for_everything_crashes_nothing(void)
{
    for (size_t at = 0; at < COUNT(FUNCTIONS); at++) {
        struct call call;
        memset(&call, 0, sizeof call);
        FUNCTIONS[at].call(&call);
        cases++;
        if (FUNCTIONS[at].returns != RETURNS_STATUS || gives_back(&FUNCTIONS[at])) continue;
        int frees = is_named(&FUNCTIONS[at], "gigahost_free");
        CHECK(call.status == (frees ? GIGAHOST_OK : GIGAHOST_E_ARGUMENT));
    }
}

/* Without this the test above could pass for another reason. */
static void valid_arguments_are_not_taken_for_null(void)
{
    for (size_t at = 0; at < COUNT(FUNCTIONS); at++) {
        struct call call;
        prepare(&FUNCTIONS[at], &call, quiet_session);
        FUNCTIONS[at].call(&call);
        const gigahost_error *why = error_of(&FUNCTIONS[at], &call);
        if (why != NULL && strstr(why->message, "is NULL") != NULL)
            fail(__FILE__, __LINE__, "%s: %s", FUNCTIONS[at].name, why->message);
        for (int place = 0; place < FUNCTIONS[at].count; place++)
            if (FUNCTIONS[at].parameters[place].kind == KIND_HANDLE && gives_back(&FUNCTIONS[at]))
                call.pointer[place] = NULL;
        finish(&FUNCTIONS[at], &call);
    }
}

static void a_list_may_be_null_with_a_count_of_0(void)
{
    for (size_t at = 0; at < COUNT(FUNCTIONS); at++) {
        const struct function *function = &FUNCTIONS[at];
        for (int place = 0; place + 1 < function->count; place++) {
            if (function->parameters[place].kind != KIND_TEXTS) continue;
            struct call call;
            prepare(function, &call, quiet_session);
            for (int other = 0; other < function->count; other++) {
                if (function->parameters[other].kind == KIND_TEXTS) call.pointer[other] = NULL;
                if (strstr(function->parameters[other].name, "count")) call.number[other] = 0;
            }
            function->call(&call);
            cases++;
            const gigahost_error *why = error_of(function, &call);
            CHECK(why == NULL || strstr(why->message, "is NULL") == NULL);
            CHECK(call.status != GIGAHOST_E_INTERNAL);
            finish(function, &call);
        }
    }
}

static void the_status_is_the_same_without_an_error(void)
{
    for (size_t at = 0; at < COUNT(FUNCTIONS); at++) {
        const struct function *function = &FUNCTIONS[at];
        for (int place = 0; place < function->count; place++) {
            if (function->parameters[place].kind != KIND_OUT) continue;
            struct call call;
            prepare(function, &call, quiet_session);
            for (int other = 0; other < function->count; other++)
                if (function->parameters[other].kind == KIND_ERROR) call.pointer[other] = NULL;
            call.pointer[place] = NULL;
            function->call(&call);
            cases++;
            CHECK(call.status == GIGAHOST_E_ARGUMENT);
            finish(function, &call);
        }
    }
}

int main(void)
{
    /* The account that a profile of NULL means. */
    static char login[] = "GIGAHOST_RAPIDGATOR_LOGIN=" LOGIN;
    static char password[] = "GIGAHOST_RAPIDGATOR_PASSWORD=" PASSWORD;
#ifdef _WIN32
    CHECK(_putenv(login) == 0 && _putenv(password) == 0);
#else
    CHECK(putenv(login) == 0 && putenv(password) == 0);
#endif
    RUN(r230_null_for_a_pointer_is_refused_by_name_or_means_what_the_header_says);
    RUN(r230_null_for_everything_crashes_nothing);
    RUN(valid_arguments_are_not_taken_for_null);
    RUN(a_list_may_be_null_with_a_count_of_0);
    RUN(the_status_is_the_same_without_an_error);
    printf("null cases: %d\n", cases);
    return 0;
}
