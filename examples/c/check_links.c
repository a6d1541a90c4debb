/*
 * Asks a host which links are alive.
 *
 *   cc check_links.c -o check_links $(pkg-config --cflags --libs gigahost)
 *   GIGAHOST_RAPIDGATOR_LOGIN=... GIGAHOST_RAPIDGATOR_PASSWORD=... ./check_links rapidgator LINK...
 *
 * Any number of links: the library cuts them to what the host takes at once. Exit code: 0 if the
 * host answered, 1 if not, 2 for a wrong command line.
 */
#include "session.h"

static void print_link(const gigahost_link *link)
{
    char size[24] = "-";

    if (link->size >= 0) /* -1: the host does not tell */
        snprintf(size, sizeof size, "%lld", (long long)link->size);
    printf("%-5s  %12s  %s  %s\n", link->alive ? "alive" : "dead", size, link->url,
           link->name != NULL ? link->name : "-");
}

int main(int argc, char **argv)
{
    gigahost_session *session = NULL;
    const gigahost_links *links = NULL;
    const gigahost_error *error = NULL;
    int exit_code;

    if (argc < 3) {
        fputs("usage: check_links HOST LINK...\n", stderr);
        return 2;
    }
    exit_code = open_session("check_links", argv[1], &session);
    if (exit_code != 0)
        return exit_code;

    /* A host that has no link check gives GIGAHOST_E_UNSUPPORTED. */
    if (gigahost_check_links(session, (const char *const *)(argv + 2), (size_t)argc - 2, &links,
                             &error) == GIGAHOST_OK) {
        for (size_t i = 0; i < links->count; i++) /* in the order they were asked about */
            print_link(links->links[i]);
    } else {
        exit_code = failed("check_links", error);
    }
    gigahost_free(links);
    gigahost_session_close(session);
    return exit_code;
}
