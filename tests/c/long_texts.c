/* Texts of many megabytes, for every function. Not under valgrind, which takes a minute for them. */
#include "every_function.h"

static void r234_sixteen_mebibytes_of_text_are_taken_or_refused(void)
{
    size_t length = 16u << 20;
    char *text = malloc(length + 1);
    memset(text, 'a', length);
    text[length] = '\0';
    for (size_t at = 0; at < COUNT(FUNCTIONS); at++) {
        const struct function *function = &FUNCTIONS[at];
        for (int place = 0; place < function->count; place++) {
            if (function->parameters[place].kind != KIND_TEXT) continue;
            struct call call;
            prepare(function, &call, quiet_session);
            /* All the operations of the hosts are written alike: a part of it will do for them. */
            call.pointer[place] = *function->host ? text + length - (1u << 20) : text;
            function->call(&call);
            if (function->returns == RETURNS_STATUS) CHECK(call.status != GIGAHOST_E_INTERNAL);
            const gigahost_error *why = error_of(function, &call);
            CHECK(why == NULL || strlen(why->message) < 65536);
            finish(function, &call);
            /* One a function: writing so much takes its time. */
            break;
        }
    }
    free(text);
}

int main(void)
{
    RUN(r234_sixteen_mebibytes_of_text_are_taken_or_refused);
    return 0;
}
