/*
 * Uploads the files that are named on the command line of a Windows program.
 *
 *   x86_64-w64-mingw32-gcc -municode windows.c -o windows.exe gigahost.lib
 *
 * `main` gets its arguments in the code page of the system, in which most names cannot be written. The
 * library takes paths in UTF-8; `wmain` gets them in UTF-16, and one call of the system converts them. A
 * program without a console takes CommandLineToArgvW(GetCommandLineW(), &count) in place of `wmain`.
 */
#include "session.h"

#include <wchar.h>
#include <windows.h>

/* The text in UTF-8, to be freed, or NULL. A path may be as long as Windows allows, 32,767 letters. */
static char *utf8(const wchar_t *text)
{
    int size = WideCharToMultiByte(CP_UTF8, WC_ERR_INVALID_CHARS, text, -1, NULL, 0, NULL, NULL);
    char *converted = size > 0 ? malloc((size_t)size) : NULL;

    if (converted != NULL
        && WideCharToMultiByte(CP_UTF8, WC_ERR_INVALID_CHARS, text, -1, converted, size, NULL, NULL) == 0) {
        free(converted);
        converted = NULL;
    }
    return converted;
}

static int upload(const gigahost_session *session, const wchar_t *argument)
{
    char *path = utf8(argument);
    const gigahost_receipt *receipt = NULL;
    const gigahost_error *error = NULL;

    if (path == NULL) {
        fputs("windows: a name is no text\n", stderr);
        return 1;
    }
    if (gigahost_upload(session, path, NULL, &receipt, &error) != GIGAHOST_OK) {
        free(path);
        return failed("upload", error);
    }
    free(path);
    printf("%s  %s\n", receipt->entry->id, receipt->url != NULL ? receipt->url : "-");
    gigahost_free(receipt);
    return 0;
}

int wmain(int argc, wchar_t **argv)
{
    gigahost_session *session = NULL;
    int exit_code = 0;

    if (argc < 2) {
        fputs("usage: windows FILE...\n", stderr);
        return 2;
    }
    exit_code = open_session("windows", "rapidgator", &session);
    for (int at = 1; at < argc && exit_code == 0; at++)
        exit_code = upload(session, argv[at]);
    gigahost_session_close(session);
    return exit_code;
}
