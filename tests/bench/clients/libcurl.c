/*
 * libcurl's side of `list`: the same request COUNT times over one connection, the answer into memory.
 *
 *   libcurl COUNT URL CA
 */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct text {
    char *bytes;
    size_t length, room;
};

static size_t keep(char *bytes, size_t one, size_t length, void *user)
{
    struct text *text = user;

    (void)one;
    if (text->length + length > text->room) {
        text->room = 2 * (text->length + length);
        text->bytes = realloc(text->bytes, text->room);
        if (text->bytes == NULL)
            return 0;
    }
    memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
    return length;
}

int main(int count, char **words)
{
    struct text text = {NULL, 0, 0};
    long left = count == 4 ? strtol(words[1], NULL, 10) : 0;
    CURLcode code = CURLE_OK;
    CURL *curl;

    curl_global_init(CURL_GLOBAL_DEFAULT);
    curl = curl_easy_init();
    if (curl == NULL || count != 4)
        return 1;
    curl_easy_setopt(curl, CURLOPT_URL, words[2]);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &text);
    if (strcmp(words[3], "-") != 0)
        curl_easy_setopt(curl, CURLOPT_CAINFO, words[3]);
    while (code == CURLE_OK && left-- > 0) {
        text.length = 0;
        code = curl_easy_perform(curl);
    }
    curl_easy_cleanup(curl);
    curl_global_cleanup();
    free(text.bytes);
    return code != CURLE_OK;
}
