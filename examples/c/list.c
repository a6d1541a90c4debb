/*
 * Lists a folder: kind, size, id and name of what lies in it.
 *
 *   cc list.c -o list $(pkg-config --cflags --libs gigahost)
 *   GIGAHOST_RAPIDGATOR_LOGIN=... GIGAHOST_RAPIDGATOR_PASSWORD=... ./list rapidgator [FOLDER]
 *
 * FOLDER is an id from an earlier listing; without it, the root. Exit code: 0 if it worked, 1 if
 * not, 2 for a wrong command line.
 */
#include "session.h"

static void print_entry(const gigahost_entry *entry)
{
    const char *kind = entry->kind == GIGAHOST_FOLDER ? "folder" : "file";
    char size[24] = "-";

    if (entry->size >= 0) /* -1: the host does not tell */
        snprintf(size, sizeof size, "%lld", (long long)entry->size);
    printf("%-6s  %12s  %-20s  %s\n", kind, size, entry->id, entry->name ? entry->name : "-");
}

int main(int argc, char **argv)
{
    gigahost_session *session = NULL;
    const gigahost_listing *listing = NULL;
    const gigahost_error *error = NULL;
    int exit_code;

    if (argc < 2 || argc > 3) {
        fputs("usage: list HOST [FOLDER]\n", stderr);
        return 2;
    }
    exit_code = open_session("list", argv[1], &session);
    if (exit_code != 0)
        return exit_code;

    /* One call for any number of pages. argv[argc] is NULL, and so the root. */
    if (gigahost_list(session, argv[2], &listing, &error) == GIGAHOST_OK) {
        for (size_t i = 0; i < listing->count; i++)
            print_entry(listing->entries[i]);
        fprintf(stderr, "%zu entries\n", listing->count);
    } else {
        exit_code = failed("list", error);
    }
    gigahost_free(listing); /* the entries and all texts go with it */
    gigahost_session_close(session);
    return exit_code;
}
