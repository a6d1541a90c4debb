/*
 * Calls operations one by one. The emulator's log is emptied before each call, and must hold the
 * operation after it.
 */
#ifndef CALLS_H
#define CALLS_H

#include <stdbool.h>

/* What the last operation answered: a document, or what was fetched. */
static const gigahost_value *answer;
static const gigahost_download_info *fetched;

/* Every operation that was called, as "host.operation". */
static char *calls_made[128];
static size_t calls_count;

static bool was_called(const char *host, const char *operation)
{
    char name[128];
    snprintf(name, sizeof name, "%s.%s", host, operation);
    for (size_t at = 0; at < calls_count; at++)
        if (strcmp(calls_made[at], name) == 0) return true;
    return false;
}

static void forget_answer(void)
{
    CHECK(gigahost_free(answer) == GIGAHOST_OK && gigahost_free(fetched) == GIGAHOST_OK);
    answer = NULL;
    fetched = NULL;
}

static void forget_calls(void)
{
    forget_answer();
    while (calls_count > 0) free(calls_made[--calls_count]);
}

/* The emulator's log from here on. */
static void begin_call(void)
{
    forget_answer();
    free(control("DELETE", "/requests", ""));
}

/* Checks that the emulator received the operation since begin_call(). */
static void end_call(const char *host, const char *operation)
{
    char *path = NULL;
    CHECK(asprintf(&path, "/requests?host=%s&operation=%s", host, operation) > 0);
    char *log = control("GET", path, "");
    const char *body = strstr(log, "\r\n\r\n");
    if (body == NULL || body[4] != '[' || body[5] == ']')
        fail(__FILE__, __LINE__, "the emulator received no %s.%s", host, operation);
    free(log);
    free(path);
    if (was_called(host, operation)) return;
    CHECK(calls_count < COUNT(calls_made));
    CHECK(asprintf(&calls_made[calls_count++], "%s.%s", host, operation) > 0);
}

/* Makes a call of an operation whose answer goes to `answer` or `fetched`. */
#define CALL(host, operation, call)  \
    do {                             \
        begin_call();                \
        EXPECT(GIGAHOST_OK, call);   \
        end_call(host, operation);   \
    } while (0)

#define TEXT(path) gigahost_value_string(answer, (path))
#define NUMBER(path) gigahost_value_integer(answer, (path), -1)
#define FLAG(path) gigahost_value_boolean(answer, (path), -1)
#define ITEMS(path) gigahost_value_count(answer, (path))

/* A copy of a text of the answer, which the caller frees. */
static char *keep(const char *path)
{
    const char *text = TEXT(path);
    if (text == NULL) fail(__FILE__, __LINE__, "the answer has no %s", path ? path : "text");
    char *copy = strdup(text);
    CHECK(copy != NULL);
    return copy;
}

static const char *host_text(const char *path)
{
    return gigahost_value_string(gigahost_value_host_json(answer), path);
}

/* What a writer has got. */
struct taken {
    size_t length;
    uint8_t bytes[65536];
};

static int32_t take(const uint8_t *bytes, size_t length, void *user)
{
    struct taken *taken = user;
    if (length > sizeof taken->bytes - taken->length) return 1;
    memcpy(taken->bytes + taken->length, bytes, length);
    taken->length += length;
    return 0;
}

/* Download options whose writer fills `taken`. */
static gigahost_download_options *into(struct taken *taken)
{
    gigahost_download_options *options = NULL;
    EXPECT(GIGAHOST_OK, gigahost_download_options_new(&options, &error));
    EXPECT(GIGAHOST_OK, gigahost_download_options_set_writer(options, take, taken, &error));
    return options;
}

#endif
