/*
 * The limit: the least that a program can do to move the same bytes. No TLS, no checks, no errors but a
 * return value; sendfile and splice, a connection for each file.
 *
 *   floor up COUNT URL FILE     sends FILE COUNT times
 *   floor down COUNT URL FILE   fetches URL COUNT times into FILE
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/* Opens a connection to http://ADDRESS:PORT/PATH, whose path it gives. */
static int open_to(const char *url, const char **path)
{
    char address[64];
    struct sockaddr_in to = {.sin_family = AF_INET};
    unsigned port;
    int out = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (sscanf(url, "http://%63[0-9.]:%u", address, &port) != 2)
        return -1;
    *path = strchr(url + 7, '/');
    to.sin_port = htons((unsigned short)port);
    if (inet_pton(AF_INET, address, &to.sin_addr) != 1)
        return -1;
    return connect(out, (struct sockaddr *)&to, sizeof to) == 0 ? out : -1;
}

static int up(const char *url, const char *file)
{
    char head[512];
    const char *path;
    struct stat about;
    off_t at = 0;
    int out = open_to(url, &path), in = open(file, O_RDONLY | O_CLOEXEC);
    int length;

    if (out < 0 || in < 0 || fstat(in, &about) != 0)
        return 1;
    length = snprintf(head, sizeof head, "PUT %s HTTP/1.1\r\nhost: x\r\ncontent-length: %lld\r\n\r\n", path,
                      (long long)about.st_size);
    if (send(out, head, (size_t)length, MSG_MORE) != length)
        return 1;
    while (at < about.st_size)
        if (sendfile(out, in, &at, (size_t)(about.st_size - at)) <= 0)
            return 1;
    length = (int)recv(out, head, sizeof head, 0);
    close(in);
    close(out);
    return length < 12 || memcmp(head + 9, "200", 3) != 0;
}

static int down(const char *url, const char *file)
{
    char head[4096];
    const char *path, *body, *said;
    int in = open_to(url, &path), out = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    int pipes[2];
    long long left;
    ssize_t length;

    if (out < 0 || in < 0 || pipe2(pipes, O_CLOEXEC) != 0)
        return 1;
    (void)fcntl(pipes[1], F_SETPIPE_SZ, 1 << 20);
    length = snprintf(head, sizeof head, "GET %s HTTP/1.1\r\nhost: x\r\n\r\n", path);
    if (send(in, head, (size_t)length, 0) != length)
        return 1;
    length = recv(in, head, sizeof head - 1, MSG_PEEK);
    if (length <= 0)
        return 1;
    head[length] = 0;
    body = strstr(head, "\r\n\r\n");
    said = strcasestr(head, "content-length:");
    if (body == NULL || said == NULL || recv(in, head, (size_t)(body + 4 - head), 0) <= 0)
        return 1;
    left = atoll(said + 15);
    while (left > 0) {
        ssize_t got = splice(in, NULL, pipes[1], NULL, 1 << 20, SPLICE_F_MOVE);
        ssize_t put = 0;

        if (got <= 0)
            return 1;
        left -= got;
        while (put < got) {
            ssize_t some = splice(pipes[0], NULL, out, NULL, (size_t)(got - put), SPLICE_F_MOVE);

            if (some <= 0)
                return 1;
            put += some;
        }
    }
    close(pipes[0]);
    close(pipes[1]);
    close(in);
    close(out);
    return 0;
}

int main(int count, char **words)
{
    long times = count == 5 ? strtol(words[2], NULL, 10) : 0;
    int failed = times == 0;

    while (failed == 0 && times-- > 0)
        failed = strcmp(words[1], "up") == 0 ? up(words[3], words[4]) : down(words[3], words[4]);
    return failed;
}
