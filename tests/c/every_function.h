/*
 * Every function of the header as a row of a table, with valid arguments for
 * each of them. functions.py writes the table; what to do with it is up to
 * the test.
 */
#ifndef EVERY_FUNCTION_H
#define EVERY_FUNCTION_H

#include "support.h"

enum kind {
    KIND_HANDLE,
    KIND_OUT,
    KIND_NUMBER_OUT,
    KIND_ERROR,
    KIND_TEXT,
    KIND_TEXTS,
    KIND_BYTES,
    KIND_RESULT,
    KIND_VALUE,
    KIND_CALLBACK,
    KIND_USER,
    KIND_NUMBER,
    KIND_REAL
};

enum returns { RETURNS_STATUS, RETURNS_NUMBER, RETURNS_REAL, RETURNS_POINTER };

enum { MOST_PARAMETERS = 24 };

/* One call: its arguments by their place, and what came back. */
struct call {
    void *pointer[MOST_PARAMETERS];
    int64_t number[MOST_PARAMETERS];
    double real[MOST_PARAMETERS];
    void (*callback[MOST_PARAMETERS])(void);
    /* What the outputs point to, and the lists. */
    void *out[MOST_PARAMETERS];
    uint64_t number_out[MOST_PARAMETERS];
    const char *list[1];
    int32_t status;
    int64_t number_back;
    double real_back;
    const void *pointer_back;
};

struct parameter {
    const char *name;
    enum kind kind;
    const char *handle;
    int null_is_fine;
};

struct function {
    const char *name;
    enum returns returns;
    void (*call)(struct call *);
    const char *host;
    int count;
    struct parameter parameters[MOST_PARAMETERS];
};

#include "functions.h"

/* Something that no output is ever set to. */
static char untouched;
#define UNTOUCHED ((void *)&untouched)

static UNUSED int is_pointer(const struct parameter *parameter)
{
    return parameter->kind != KIND_NUMBER && parameter->kind != KIND_REAL
        && parameter->kind != KIND_CALLBACK;
}

/* Whether a function gives back the handle that it is called with. */
static UNUSED int gives_back(const struct function *function)
{
    size_t length = strlen(function->name);
    return strcmp(function->name + length - 5, "_free") == 0
        || strcmp(function->name + length - 6, "_close") == 0;
}

static UNUSED int is_named(const struct function *function, const char *name)
{
    return strcmp(function->name, name) == 0;
}

static UNUSED int32_t host_of(const struct function *function)
{
    return *function->host ? gigahost_host_find(function->host) : GIGAHOST_RAPIDGATOR;
}

/* What the sessions of the calls are made of. */
typedef gigahost_session *session_maker(int32_t host);

static UNUSED void *make_handle(const char *type, session_maker *maker, int32_t host)
{
    if (strcmp(type, "gigahost_session") == 0) return maker(host);
    if (strcmp(type, "gigahost_config") == 0) return config_at(host, "http://127.0.0.1:1");
    if (strcmp(type, "gigahost_live") == 0) {
        /* Always a real one: there is none without its host. */
        gigahost_session *session = session_at(GIGAHOST_GETT);
        gigahost_live *live = NULL;
        EXPECT(GIGAHOST_OK, gigahost_gett_live(session, NULL, &live, &error));
        end(session);
        return live;
    }
    if (strcmp(type, "gigahost_source") == 0) {
        /* Nothing opens it before an upload does. */
        gigahost_source *source = NULL;
        EXPECT(GIGAHOST_OK, gigahost_source_new("film.bin", &source, &error));
        return source;
    }
    if (strcmp(type, "gigahost_receipt_log") == 0) {
        gigahost_receipt_log *log = NULL;
        char *path = temporary("receipts");
        EXPECT(GIGAHOST_OK, gigahost_receipt_log_new(path, &log, &error));
        free(path);
        return log;
    }
    for (size_t at = 0; at < COUNT(FUNCTIONS); at++) {
        const struct function *function = &FUNCTIONS[at];
        size_t length = strlen(type);
        if (strncmp(function->name, type, length) != 0) continue;
        if (strcmp(function->name + length, "_new") != 0) continue;
        struct call call = {.out = {NULL}};
        int out = function->count - 2;
        call.pointer[out] = &call.out[out];
        call.pointer[out + 1] = &error;
        function->call(&call);
        EXPECT(GIGAHOST_OK, call.status);
        return call.out[out];
    }
    fail(__FILE__, __LINE__, "nothing makes a %s", type);
}

static UNUSED void give_back(const char *type, void *handle)
{
    for (size_t at = 0; at < COUNT(FUNCTIONS); at++) {
        const struct function *function = &FUNCTIONS[at];
        if (!gives_back(function) || strcmp(function->parameters[0].handle, type) != 0) continue;
        struct call call = {.pointer = {handle}};
        function->call(&call);
        return;
    }
    fail(__FILE__, __LINE__, "nothing gives a %s back", type);
}

/* A text that the parameter of this name takes. */
static UNUSED const char *valid_text(const struct function *function, const char *name)
{
    if (is_named(function, "gigahost_call") && strcmp(name, "path") == 0) return "/api/v2/user/info";
    if (strcmp(name, "addresses") == 0) return "127.0.0.1:1";
    /* No file is made where the test runs. */
    if (strcmp(name, "state") == 0) return NULL;
    if (is_named(function, "gigahost_receipt_log_new")) {
        static char path[4096];
        CHECK(snprintf(path, sizeof path, "%s/receipts", variable("TMPDIR")) < (int)sizeof path);
        return path;
    }
    if (is_named(function, "gigahost_clean_parts")) return variable("TMPDIR");
    /* There is none without a file, which `network` writes. */
    if (is_named(function, "gigahost_config_set_profile")) return NULL;
    /* Keys, or a name and a password. */
    if (is_named(function, "gigahost_giga0_authorize") && strncmp(name, "key", 3) != 0) return NULL;
    if (strcmp(name, "size") == 0) return "640x480";
    if (strcmp(name, "password") == 0) return "12345678";
    /* A folder cannot go into itself. */
    if (strstr(name, "parent_") != NULL) return "2";
    if (strcmp(name, "md5") == 0 || strcmp(name, "hash") == 0)
        return "d41d8cd98f00b204e9800998ecf8427e";
    if (strcmp(name, "links") == 0 || strcmp(name, "urls") == 0)
        return "https://rapidgator.net/file/1";
    if (strstr(name, "url") != NULL || strcmp(name, "action") == 0) return "http://127.0.0.1:1";
    return "1";
}

/* Fills in arguments that the function takes. Handles are new ones. */
static UNUSED void prepare(const struct function *function, struct call *call, session_maker *maker)
{
    /* Also as many numbers. */
    static const uint64_t BYTES[16];
    memset(call, 0, sizeof *call);
    for (int at = 0; at < function->count; at++) {
        const struct parameter *parameter = &function->parameters[at];
        /* 1 is a number of every enumeration; `all` must not be set beside names. */
        call->number[at] = strcmp(parameter->name, "all") != 0;
        call->out[at] = UNTOUCHED;
        switch (parameter->kind) {
        case KIND_HANDLE:
            call->pointer[at] = make_handle(parameter->handle, maker, host_of(function));
            break;
        case KIND_OUT:
        case KIND_ERROR:
            call->pointer[at] = &call->out[at];
            break;
        case KIND_NUMBER_OUT:
            call->number_out[at] = 7;
            call->pointer[at] = &call->number_out[at];
            break;
        case KIND_TEXT:
            call->pointer[at] = (void *)valid_text(function, parameter->name);
            break;
        case KIND_TEXTS:
            call->list[0] = valid_text(function, parameter->name);
            call->pointer[at] = (void *)call->list;
            break;
        case KIND_BYTES:
            call->pointer[at] = (void *)BYTES;
            break;
        default:
            break;
        }
    }
}

/* The error of a call; the caller forgets it with finish(). */
static UNUSED const gigahost_error *error_of(const struct function *function, struct call *call)
{
    for (int at = 0; at < function->count; at++)
        if (function->parameters[at].kind == KIND_ERROR && call->out[at] != UNTOUCHED)
            return call->out[at];
    return NULL;
}

/* Gives back what a call was given and what it made. */
static UNUSED void finish(const struct function *function, struct call *call)
{
    for (int at = 0; at < function->count; at++) {
        const struct parameter *parameter = &function->parameters[at];
        void *out = call->out[at];
        if (parameter->kind == KIND_HANDLE) give_back(parameter->handle, call->pointer[at]);
        if (out == UNTOUCHED || out == NULL) continue;
        if (parameter->kind != KIND_OUT && parameter->kind != KIND_ERROR) continue;
        if (*parameter->handle)
            give_back(parameter->handle, out);
        else
            CHECK(gigahost_free(out) == GIGAHOST_OK);
    }
}

/* Checks that a call which failed left nothing in its outputs. */
static UNUSED void check_cleared(const struct function *function, struct call *call)
{
    for (int at = 0; at < function->count; at++) {
        int left = (function->parameters[at].kind == KIND_OUT && call->out[at] != NULL)
            || (function->parameters[at].kind == KIND_NUMBER_OUT && call->number_out[at] != 0);
        if (left && call->pointer[at] != NULL)
            fail(__FILE__, __LINE__, "%s leaves `%s` as it was", function->name,
                 function->parameters[at].name);
    }
}

#endif
