/*
 * What every test program has: checks, named tests, sessions at an emulator of
 * its own, temporary files. Include it first.
 *
 * A check that fails ends the program: what comes after it could only mislead.
 * A program may say in its first lines what it needs: see native.py.
 */
#ifndef SUPPORT_H
#define SUPPORT_H

#ifndef _GNU_SOURCE
# define _GNU_SOURCE 1
#endif

#ifdef _WIN32
# include "on_windows.h"
#else
# include <arpa/inet.h>
# include <sys/mman.h>
# include <sys/socket.h>
# include <sys/wait.h>
# define open_socket socket
# define close_socket close
#endif
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <gigahost.h>

#define UNUSED __attribute__((unused))
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define FOR_EVERY_HOST(host) \
    for (int32_t host = GIGAHOST_RAPIDGATOR; host <= GIGAHOST_GIGAGS; host++)

/* The test that runs, and the error of the last call on this thread. */
static const char *running = "main";
static __thread const gigahost_error *error;

static void fail(const char *file, int line, const char *why, ...)
    __attribute__((format(printf, 3, 4), noreturn, unused));
static void fail(const char *file, int line, const char *why, ...)
{
    va_list rest;
    va_start(rest, why);
    printf("FAILED %s: %s:%d: ", running, file, line);
    vprintf(why, rest);
    printf("\n");
    fflush(stdout);
    _exit(1);
}

#define CHECK(condition)                                              \
    do {                                                              \
        if (!(condition)) fail(__FILE__, __LINE__, "%s", #condition); \
    } while (0)

#define CHECK_TEXT(wanted, text) check_text((wanted), (text), __FILE__, __LINE__)
static UNUSED void check_text(const char *wanted, const char *text, const char *file, int line)
{
    if (text == NULL || strcmp(wanted, text) != 0)
        fail(file, line, "\"%s\" in place of \"%s\"", text ? text : "(NULL)", wanted);
}

static UNUSED void forget_error(void)
{
    CHECK(gigahost_free(error) == GIGAHOST_OK);
    error = NULL;
}

/* Checks the status of a call whose last argument is &error, and forgets the error. */
#define EXPECT(wanted, call) expect((wanted), (call), #call, __FILE__, __LINE__)
static UNUSED void expect(int32_t wanted, int32_t status, const char *call, const char *file,
                          int line)
{
    if (status != wanted)
        fail(file, line, "%s in place of %s: %s (%s)", gigahost_status_name(status),
             gigahost_status_name(wanted), error ? error->message : "no error", call);
    CHECK(status != GIGAHOST_OK || error == NULL);
    forget_error();
}

/* A test that this system has no place for. */
#define SKIP(test, why) printf("skipped %s: %s\n", #test, why)

/* Why a test is left out where these run, or NULL: GIGAHOST_TEST_LEFT_OUT is `name=reason;name=reason`. */
static UNUSED const char *left_out(const char *test)
{
    static char why[256];
    const char *all = getenv("GIGAHOST_TEST_LEFT_OUT");
    for (const char *at = all; at != NULL && (at = strstr(at, test)) != NULL; at++) {
        size_t length = strlen(test);
        if ((at == all || at[-1] == ';') && at[length] == '=') {
            snprintf(why, sizeof why, "%.*s", (int)strcspn(at + length + 1, ";"), at + length + 1);
            return why;
        }
    }
    return NULL;
}

/* Runs one test. */
#define RUN(test)                                          \
    do {                                                   \
        running = #test;                                   \
        const char *left_out_because = left_out(running);  \
        if (left_out_because == NULL) test();              \
        if (left_out_because == NULL)                      \
            printf("ok %s\n", running);                    \
        else                                               \
            printf("skipped %s: %s\n", running, left_out_because); \
        fflush(stdout);                                    \
    } while (0)

static UNUSED const char *variable(const char *name)
{
    const char *value = getenv(name);
    if (value == NULL) fail(__FILE__, __LINE__, "%s is not set: run tests/native.py", name);
    return value;
}

static UNUSED const char *base_url(int32_t host)
{
    static const char *const NAMES[] = {"GIGAHOST_TEST_RAPIDGATOR", "GIGAHOST_TEST_GIGA0",
                                        "GIGAHOST_TEST_UPLOADGIG", "GIGAHOST_TEST_GETT",
                                        "GIGAHOST_TEST_GIGAGS"};
    return variable(NAMES[host - 1]);
}

/* The accounts that the emulator begins with. */
#define LOGIN "ann@example.test"
#define PASSWORD "correct horse 1"
#define KEY1 "annkey1aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define KEY2 "annkey2bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define API_KEY "apikey-ann-0123456789abcdef"

static UNUSED void credentials(gigahost_config *config, int32_t host)
{
    switch (host) {
    case GIGAHOST_GIGA0:
        EXPECT(GIGAHOST_OK, gigahost_config_set_keys(config, KEY1, KEY2, &error));
        break;
    case GIGAHOST_GETT:
        EXPECT(GIGAHOST_OK, gigahost_config_set_api_key(config, API_KEY, &error));
        EXPECT(GIGAHOST_OK, gigahost_config_set_login(config, LOGIN, PASSWORD, &error));
        break;
    default:
        EXPECT(GIGAHOST_OK, gigahost_config_set_login(config, LOGIN, PASSWORD, &error));
    }
}

/* The bytes of a file, with a NUL behind them. */
static UNUSED char *content(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    CHECK(file != NULL && fseek(file, 0, SEEK_END) == 0);
    long size = ftell(file);
    char *text = malloc((size_t)size + 1);
    CHECK(size >= 0 && text != NULL);
    rewind(file);
    CHECK(fread(text, 1, (size_t)size, file) == (size_t)size);
    text[size] = '\0';
    fclose(file);
    if (length != NULL) *length = (size_t)size;
    return text;
}

/* Settings for `url`, which need no more than an account. */
static UNUSED gigahost_config *config_at(int32_t host, const char *url)
{
    gigahost_config *config = NULL;
    EXPECT(GIGAHOST_OK, gigahost_config_new(host, &config, &error));
    EXPECT(GIGAHOST_OK, gigahost_config_set_base_url(config, url, &error));
    EXPECT(GIGAHOST_OK, gigahost_config_set_plain_http(config, GIGAHOST_HTTP_ALLOW, &error));
    EXPECT(GIGAHOST_OK, gigahost_config_set_allow_private_addresses(config, 1, &error));
    credentials(config, host);
    const char *authority = getenv("GIGAHOST_TEST_CA");
    if (authority != NULL) {
        char *pem = content(authority, NULL);
        EXPECT(GIGAHOST_OK, gigahost_config_set_ca_pem(config, pem, &error));
        free(pem);
    }
    return config;
}

static UNUSED gigahost_session *session_of(gigahost_config *config)
{
    gigahost_session *session = NULL;
    EXPECT(GIGAHOST_OK, gigahost_session_open(config, &session, &error));
    CHECK(gigahost_config_free(config) == GIGAHOST_OK);
    return session;
}

/* A session of the main account at the emulator. */
static UNUSED gigahost_session *session_at(int32_t host)
{
    return session_of(config_at(host, base_url(host)));
}

/* A session that is cancelled before its first call: none of its calls sends anything. */
static UNUSED gigahost_session *quiet_session(int32_t host)
{
    gigahost_session *opened = session_of(config_at(host, "http://127.0.0.1:1"));
    gigahost_session *quiet = NULL;
    gigahost_cancel *cancel = NULL;
    EXPECT(GIGAHOST_OK, gigahost_cancel_new(&cancel, &error));
    EXPECT(GIGAHOST_OK, gigahost_cancel_request(cancel, &error));
    EXPECT(GIGAHOST_OK, gigahost_session_with_cancel(opened, cancel, &quiet, &error));
    CHECK(gigahost_session_close(opened) == GIGAHOST_OK);
    CHECK(gigahost_cancel_free(cancel) == GIGAHOST_OK);
    return quiet;
}

static UNUSED void end(gigahost_session *session)
{
    CHECK(gigahost_session_close(session) == GIGAHOST_OK);
}

/* Upload options with a name, and these bytes as the source. */
static UNUSED gigahost_upload_options *upload_of(const char *name, const void *bytes, size_t length)
{
    gigahost_upload_options *options = NULL;
    EXPECT(GIGAHOST_OK, gigahost_upload_options_new(&options, &error));
    EXPECT(GIGAHOST_OK, gigahost_upload_options_set_name(options, name, &error));
    EXPECT(GIGAHOST_OK, gigahost_upload_options_set_bytes(options, bytes, length, &error));
    return options;
}

/* Bytes that no host has seen: each call gives others. */
static UNUSED uint8_t *fresh_bytes(size_t length)
{
    static uint64_t state = 88172645463325252u;
    uint8_t *bytes = malloc(length + 1);
    CHECK(bytes != NULL);
    for (size_t at = 0; at < length; at++) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes[at] = (uint8_t)state;
    }
    return bytes;
}

/* Uploads fresh bytes, and answers the id of the file, which the caller frees. */
static UNUSED char *uploaded(gigahost_session *session, size_t length)
{
    uint8_t *bytes = fresh_bytes(length);
    gigahost_upload_options *options = upload_of("film.mp4", bytes, length);
    const gigahost_receipt *receipt = NULL;
    EXPECT(GIGAHOST_OK, gigahost_upload(session, NULL, options, &receipt, &error));
    char *id = strdup(receipt->entry->id);
    CHECK(gigahost_free(receipt) == GIGAHOST_OK);
    CHECK(gigahost_upload_options_free(options) == GIGAHOST_OK);
    free(bytes);
    return id;
}

/* Uploads fresh bytes and tells a callback. Answers the status; the error is the caller's. */
static UNUSED int32_t upload_watched(gigahost_session *session, size_t length,
                                     gigahost_progress_fn progress, void *user)
{
    uint8_t *bytes = fresh_bytes(length);
    gigahost_upload_options *options = upload_of("film.mp4", bytes, length);
    const gigahost_receipt *receipt = NULL;
    EXPECT(GIGAHOST_OK, gigahost_upload_options_set_progress(options, progress, user, &error));
    int32_t status = gigahost_upload(session, NULL, options, &receipt, &error);
    CHECK((status == GIGAHOST_OK) == (receipt != NULL));
    CHECK(status == GIGAHOST_OK || error->status == status);
    if (receipt != NULL) {
        CHECK(receipt->bytes == length);
        CHECK(receipt->md5 == NULL || strlen(receipt->md5) == 32);
        CHECK_TEXT("film.mp4", receipt->entry->name);
    }
    CHECK(gigahost_free(receipt) == GIGAHOST_OK);
    CHECK(gigahost_upload_options_free(options) == GIGAHOST_OK);
    free(bytes);
    return status;
}

/* A path in the program's own folder for temporary files. */
static UNUSED char *temporary(const char *name)
{
    char *path = NULL;
    CHECK(asprintf(&path, "%s/%s", variable("TMPDIR"), name) > 0);
    return path;
}

static UNUSED int64_t now_ms(void)
{
    struct timespec now;
    CHECK(clock_gettime(CLOCK_MONOTONIC, &now) == 0);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Asks the emulator's control API, and answers what it says, which the caller frees. */
static UNUSED char *control(const char *method, const char *path, const char *body)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    const char *port = strrchr(variable("GIGAHOST_TEST_CONTROL"), ':');
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons((uint16_t)atoi(port + 1));
    int connection = open_socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CHECK(connect(connection, (struct sockaddr *)&address, sizeof address) == 0);
    char *request = NULL;
    int length = asprintf(&request,
                          "%s %s HTTP/1.1\r\nHost: emulator\r\nConnection: close\r\n"
                          "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
                          method, path, strlen(body), body);
    CHECK(send(connection, request, (size_t)length, 0) == length);
    /* It may hold a secret that a test looks for. */
    explicit_bzero(request, (size_t)length);
    free(request);
    size_t size = 0, room = 65536;
    char *answer = malloc(room + 1);
    for (ssize_t n; (n = recv(connection, answer + size, room - size, 0)) != 0;) {
        CHECK(n > 0);
        size += (size_t)n;
        if (size == room) CHECK((answer = realloc(answer, (room *= 2) + 1)) != NULL);
    }
    answer[size] = '\0';
    close_socket(connection);
    if (strstr(answer, " 200 ") == NULL) fail(__FILE__, __LINE__, "%s %s: %s", method, path, answer);
    return answer;
}

static UNUSED void post(const char *path, const char *body)
{
    free(control("POST", path, body));
}

#ifndef _WIN32
/* Another process of this program, with two arguments; `ended` answers what it ended with. */
static UNUSED intptr_t start(const char *program, const char *first, const char *second)
{
    pid_t child = fork();
    if (child == 0) {
        /* An emulator of another processor does not start what its program starts. */
        const char *by = getenv("GIGAHOST_TEST_QEMU");
        if (by != NULL) execlp(by, by, program, first, second, (char *)NULL);
        execl(program, program, first, second, (char *)NULL);
        _exit(127);
    }
    return child;
}

static UNUSED int ended(intptr_t child)
{
    int status = 0;
    CHECK(child > 0 && waitpid((pid_t)child, &status, 0) == (pid_t)child);
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* As if the power had gone. */
# define KILLED (128 + SIGKILL)
static UNUSED void kill_this_process(void) { kill(getpid(), SIGKILL); }

/* `length` bytes that end where nothing more can be read. */
static UNUSED char *at_the_edge(size_t length)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE), whole = (length / page + 1) * page;
    char *block = mmap(NULL, whole + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(block != MAP_FAILED && mprotect(block + whole, page, PROT_NONE) == 0);
    return block + whole - length;
}

/* Waits for a child, which must end with `code`. */
static UNUSED void reap(pid_t child, int code)
{
    int status = 0;
    CHECK(child > 0 && waitpid(child, &status, 0) == child);
    if (WIFSIGNALED(status)) fail(__FILE__, __LINE__, "the child died of signal %d", WTERMSIG(status));
    if (WEXITSTATUS(status) != code)
        fail(__FILE__, __LINE__, "the child ended with %d in place of %d", WEXITSTATUS(status), code);
}

/* How many entries a folder such as /proc/self/fd has. */
static UNUSED int entries(const char *folder)
{
    DIR *open = opendir(folder);
    CHECK(open != NULL);
    int count = 0;
    while (readdir(open) != NULL) count++;
    closedir(open);
    return count;
}
#endif

#endif
