/*
 * The library's side of the benches: one work, through the C API as it is shipped, with a progress
 * callback and all guards.
 *
 *   ours up HOW URL FILE CA CHECKSUM    sends FILE once to URL (HOW: put, form)
 *   ours down URL FILE CA CHECKSUM      fetches URL into FILE, replacing it
 *   ours list COUNT URL CA              lists a folder COUNT times in one session
 *   ours many THREADS COUNT URL FILE    sends FILE COUNT times in one session, so many at a time
 *
 * CA is a file of certificates, or - for none. With BENCH_PEAK in the environment it says at the end how
 * much memory it had.
 */
#include <gigahost.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *contents(const char *path)
{
    char *text = NULL;
    long size;
    FILE *file = fopen(path, "rb");

    if (file == NULL)
        return NULL;
    if (fseek(file, 0, SEEK_END) == 0 && (size = ftell(file)) >= 0 && fseek(file, 0, SEEK_SET) == 0) {
        text = calloc((size_t)size + 1, 1);
        if (text != NULL && fread(text, 1, (size_t)size, file) != (size_t)size) {
            free(text);
            text = NULL;
        }
    }
    fclose(file);
    return text;
}

static int32_t watch(const gigahost_progress *progress, void *user)
{
    *(uint64_t *)user = (uint64_t)progress->done;
    return 0;
}

static gigahost_status open_session(gigahost_host host, const char *url, const char *ca,
                                    gigahost_session **session, const gigahost_error **error)
{
    gigahost_config *config = NULL;
    char *pem = strcmp(ca, "-") == 0 ? NULL : contents(ca);
    gigahost_status status = gigahost_config_new(host, &config, error);

    if (status == GIGAHOST_OK && pem != NULL)
        status = gigahost_config_set_ca_pem(config, pem, error);
    if (status == GIGAHOST_OK)
        status = gigahost_config_set_base_url(config, url, error);
    if (status == GIGAHOST_OK)
        status = gigahost_config_set_plain_http(config, GIGAHOST_HTTP_ALLOW, error);
    if (status == GIGAHOST_OK)
        status = gigahost_config_set_allow_private_addresses(config, 1, error);
    if (status == GIGAHOST_OK)
        status = gigahost_config_set_token(config, "bench-token", error);
    if (status == GIGAHOST_OK && host == GIGAHOST_GIGA0)
        status = gigahost_config_set_account_id(config, "1", error);
    if (status == GIGAHOST_OK)
        status = gigahost_session_open(config, session, error);
    gigahost_config_free(config);
    free(pem);
    return status;
}

/* The origin of a URL. */
static char *origin(const char *url)
{
    const char *end = strchr(strstr(url, "://") + 3, '/');
    size_t length = end == NULL ? strlen(url) : (size_t)(end - url);
    char *text = calloc(length + 1, 1);

    if (text != NULL)
        memcpy(text, url, length);
    return text;
}

static int32_t checksum_of(const char *word)
{
    return strcmp(word, "always") == 0  ? GIGAHOST_CHECKSUM_ALWAYS
           : strcmp(word, "never") == 0 ? GIGAHOST_CHECKSUM_NEVER
                                        : GIGAHOST_CHECKSUM_AUTO;
}

static gigahost_status up(const char *how, const char *url, const char *file, const char *ca,
                          const char *checksum, const gigahost_error **error)
{
    uint64_t done = 0;
    char *base = origin(url);
    gigahost_session *session = NULL;
    gigahost_upload_options *options = NULL;
    const gigahost_value *answer = NULL;
    gigahost_status status = open_session(GIGAHOST_GETT, base, ca, &session, error);

    if (status == GIGAHOST_OK)
        status = gigahost_upload_options_new(&options, error);
    if (status == GIGAHOST_OK)
        status = gigahost_upload_options_set_progress(options, watch, &done, error);
    if (status == GIGAHOST_OK)
        status = gigahost_upload_options_set_checksum(options, checksum_of(checksum), error);
    if (status == GIGAHOST_OK)
        status = strcmp(how, "put") == 0
                     ? gigahost_gett_upload_put(session, url, file, options, &answer, error)
                     : gigahost_gett_upload_post(session, url, file, options, &answer, error);
    gigahost_free(answer);
    gigahost_upload_options_free(options);
    gigahost_session_close(session);
    free(base);
    return status;
}

static gigahost_status down(const char *url, const char *file, const char *ca, const char *checksum,
                            const gigahost_error **error)
{
    uint64_t done = 0;
    char *base = origin(url);
    gigahost_session *session = NULL;
    gigahost_download_options *options = NULL;
    const gigahost_download_info *info = NULL;
    gigahost_status status = open_session(GIGAHOST_GIGA0, base, ca, &session, error);

    if (status == GIGAHOST_OK)
        status = gigahost_download_options_new(&options, error);
    if (status == GIGAHOST_OK)
        status = gigahost_download_options_set_existing(options, GIGAHOST_EXISTING_OVERWRITE, error);
    if (status == GIGAHOST_OK)
        status = gigahost_download_options_set_progress(options, watch, &done, error);
    if (status == GIGAHOST_OK)
        status = gigahost_download_options_set_checksum(options, checksum_of(checksum), error);
    if (status == GIGAHOST_OK)
        status = gigahost_giga0_download_bytes(session, url, file, options, &info, error);
    gigahost_free(info);
    gigahost_download_options_free(options);
    gigahost_session_close(session);
    free(base);
    return status;
}

static gigahost_status list(long count, const char *url, const char *ca, const gigahost_error **error)
{
    gigahost_session *session = NULL;
    gigahost_status status = open_session(GIGAHOST_RAPIDGATOR, url, ca, &session, error);

    while (status == GIGAHOST_OK && count-- > 0) {
        const gigahost_listing *listing = NULL;

        status = gigahost_list(session, NULL, &listing, error);
        gigahost_free(listing);
    }
    gigahost_session_close(session);
    return status;
}

/* What the threads of `many` share. */
struct crowd {
    gigahost_session *session;
    const char *url, *file;
    long left;
    gigahost_status status;
    pthread_mutex_t lock;
};

static void *send_some(void *shared)
{
    struct crowd *crowd = shared;
    gigahost_upload_options *options = NULL;
    gigahost_status status = gigahost_upload_options_new(&options, NULL);

    if (status == GIGAHOST_OK)
        status = gigahost_upload_options_set_checksum(options, GIGAHOST_CHECKSUM_NEVER, NULL);
    for (;;) {
        const gigahost_value *answer = NULL;
        int go_on;

        pthread_mutex_lock(&crowd->lock);
        if (status != GIGAHOST_OK)
            crowd->status = status;
        go_on = crowd->status == GIGAHOST_OK && crowd->left-- > 0;
        pthread_mutex_unlock(&crowd->lock);
        if (!go_on)
            break;
        status = gigahost_gett_upload_put(crowd->session, crowd->url, crowd->file, options, &answer, NULL);
        gigahost_free(answer);
    }
    gigahost_upload_options_free(options);
    return NULL;
}

static gigahost_status many(long threads, long count, const char *url, const char *file,
                            const gigahost_error **error)
{
    pthread_t ids[64];
    char *base = origin(url);
    struct crowd crowd = {NULL, url, file, count, GIGAHOST_OK, PTHREAD_MUTEX_INITIALIZER};
    gigahost_status status = open_session(GIGAHOST_GETT, base, "-", &crowd.session, error);
    long at, begun = 0;

    if (status == GIGAHOST_OK && (threads < 1 || threads > 64))
        status = GIGAHOST_E_ARGUMENT;
    for (at = 0; status == GIGAHOST_OK && at < threads; at++, begun++)
        if (pthread_create(&ids[at], NULL, send_some, &crowd) != 0)
            status = GIGAHOST_E_INTERNAL;
    for (at = 0; at < begun; at++)
        pthread_join(ids[at], NULL);
    gigahost_session_close(crowd.session);
    free(base);
    return status == GIGAHOST_OK ? crowd.status : status;
}

static void tell_peak(void)
{
    char line[256];
    FILE *status = fopen("/proc/self/status", "r");

    while (status != NULL && fgets(line, sizeof line, status) != NULL)
        if (strncmp(line, "VmHWM:", 6) == 0)
            fputs(line, stdout);
    if (status != NULL)
        fclose(status);
}

int main(int count, char **words)
{
    const gigahost_error *error = NULL;
    gigahost_status status = GIGAHOST_E_ARGUMENT;

    if (count == 7 && strcmp(words[1], "up") == 0)
        status = up(words[2], words[3], words[4], words[5], words[6], &error);
    else if (count == 6 && strcmp(words[1], "down") == 0)
        status = down(words[2], words[3], words[4], words[5], &error);
    else if (count == 5 && strcmp(words[1], "list") == 0)
        status = list(strtol(words[2], NULL, 10), words[3], words[4], &error);
    else if (count == 6 && strcmp(words[1], "many") == 0)
        status = many(strtol(words[2], NULL, 10), strtol(words[3], NULL, 10), words[4], words[5], &error);
    if (error != NULL)
        fprintf(stderr, "%s: %s\n", error->status_name, error->message);
    gigahost_free(error);
    if (getenv("BENCH_PEAK") != NULL)
        tell_peak();
    return status != GIGAHOST_OK;
}
