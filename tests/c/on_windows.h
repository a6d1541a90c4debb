/* What the test programs use of POSIX, on Windows. Programs that fork, send signals or look into /proc are
 * not for it: tests/systems names them, with the reason. */
#ifndef ON_WINDOWS_H
#define ON_WINDOWS_H

#include <process.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <winsock2.h>
#include <windows.h>

#define SOCK_CLOEXEC 0
/* The tests have another. */
#undef TEXT

static inline int close_socket(int socket) { return closesocket((SOCKET)socket); }

/* Sockets are there from the first use on. */
static inline int open_socket(int family, int type, int protocol)
{
    WSADATA about;
    if (WSAStartup(MAKEWORD(2, 2), &about) != 0) return -1;
    return (int)socket(family, type, protocol);
}

static inline intptr_t start(const char *program, const char *first, const char *second)
{
    return _spawnl(_P_NOWAIT, program, program, first, second, NULL);
}

static inline int ended(intptr_t child)
{
    int code = -1;
    return _cwait(&code, child, 0) == child ? code : -1;
}

#define KILLED 137
static inline void kill_this_process(void) { TerminateProcess(GetCurrentProcess(), KILLED); }

static inline char *at_the_edge(size_t length)
{
    SYSTEM_INFO about;
    DWORD before;
    GetSystemInfo(&about);
    size_t page = about.dwPageSize, whole = (length / page + 1) * page;
    char *block = (char *)VirtualAlloc(NULL, whole + page, MEM_COMMIT | MEM_RESERVE, PAGE_READWRITE);
    if (block == NULL || !VirtualProtect(block + whole, page, PAGE_NOACCESS, &before)) abort();
    return block + whole - length;
}

/* How many entries a folder has, without what Wine itself keeps in TMPDIR. */
static inline int entries(const char *folder)
{
    WIN32_FIND_DATAA found;
    char pattern[MAX_PATH];
    int count = 0;
    snprintf(pattern, sizeof pattern, "%s\\*", folder);
    HANDLE search = FindFirstFileA(pattern, &found);
    if (search == INVALID_HANDLE_VALUE) return -1;
    do count += strncmp(found.cFileName, "wine-", 5) != 0; while (FindNextFileA(search, &found));
    FindClose(search);
    return count;
}

static inline void explicit_bzero(void *bytes, size_t length) { SecureZeroMemory(bytes, length); }

#endif
