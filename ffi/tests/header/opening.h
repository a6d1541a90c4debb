/*
 * gigahost.h - libgigahost @VERSION@: five file hosts behind one interface
 *
 * libgigahost uploads, downloads, lists and manages files at rapidgator, giga0
 * (and every site that runs the same "File Upload" software), uploadgig, ge.tt
 * and giga.gs. One set of functions works the same way at every host that
 * supports them (see gigahost_session_supports()). In addition, every
 * operation of every host's API has a function gigahost_<host>_<operation>(),
 * and gigahost_call() reaches endpoints that have none. Link with -lgigahost
 * (pkg-config: gigahost).
 *
 * A tour
 *
 * @TOUR@
 *
 * Conventions
 *
 * - Errors. Every function that can fail returns a gigahost_status, 0 for
 *   success, and takes the address of a gigahost_error pointer as its last
 *   argument, which may be NULL. Outputs and error are cleared before anything
 *   else happens, so after a failure every output is NULL. There is no
 *   per-thread "last error", and errno is never changed.
 * - Handles (session, config, cancel, options) are made by a function that
 *   ends in _new, _open or _with_..., and released with the function that the
 *   description of their type names. They are checked: one that was released,
 *   never was one, or is of another type gives GIGAHOST_E_HANDLE and does no
 *   harm. Any thread may use any handle at any time, even while another thread
 *   releases it.
 * - Results (everything returned as a pointer to const: an error, a receipt, a
 *   listing, a document) belong to the caller. gigahost_free() releases them,
 *   with everything they point to. They never change: any number of threads
 *   may read one. They outlive the session they came from.
 * - Functions that release something accept NULL, and return a status that may
 *   be ignored.
 * - Arguments belong to the caller, and the library copies what it keeps,
 *   unless a function says otherwise. Strings are UTF-8 and NUL-terminated;
 *   paths are in the system's native form: any bytes on Unix, UTF-8 on
 *   Windows. There `argv` is not UTF-8: take the arguments of `wmain`, or
 *   those of CommandLineToArgvW(GetCommandLineW(), ...), through
 *   WideCharToMultiByte(CP_UTF8, ...); examples/c/windows.c does. NULL gives
 *   GIGAHOST_E_ARGUMENT unless a function says what it means. Enumerations are
 *   passed as int32_t; a number that is not one of the constants gives
 *   GIGAHOST_E_ARGUMENT.
 * - Absent values. In results a string that the host does not report is NULL,
 *   a number or boolean is -1. Booleans are 1 for true and 0 for false.
 * - Units. Sizes are in bytes, times in seconds since 1970 (UTC), durations in
 *   milliseconds, unless a name says otherwise.
 * - Threads. A call does its work on the thread that makes it, with at most
 *   256 KiB of stack, and returns when it is done; the only threads that the
 *   library starts resolve host names. Calls on one session may run at the
 *   same time. Nothing happens when the library is loaded, no signal handler
 *   is set, and neither the locale nor any other state of the process is
 *   changed.
 * - Callbacks run on the calling thread, before the call returns, with the
 *   `user` pointer that was set together with them. They must return: no
 *   exceptions, no longjmp(). Inside its own callback a session gives
 *   GIGAHOST_E_BUSY; cancelling is allowed.
 * - fork(). The parent's handles give GIGAHOST_E_FORKED in the child, and
 *   continue to work in the parent.
 * - Secrets. Errors never contain any. Results may: tokens, links that delete,
 *   and everything called host_json. Memory is overwritten before it is
 *   released.
 * - Compatibility. Within one GIGAHOST_ABI functions, constants and members
 *   are only added, members at the end, and numbers keep their meaning. So
 *   never copy or allocate a structure or use its size, and expect numbers
 *   that this header does not know.
 */
#ifndef GIGAHOST_H
#define GIGAHOST_H

#include <stddef.h>
#include <stdint.h>

/** The version of this header; gigahost_version() is that of the library. */
#define GIGAHOST_VERSION "@VERSION@"

/** The same as 0xXXYYZZ, for comparisons; see gigahost_version_number(). */
#define GIGAHOST_VERSION_NUMBER @NUMBER@

/** The version of the binary interface, as in the name libgigahost.so.@ABI@. */
#define GIGAHOST_ABI @ABI@

/**
 * Marks what the library exports. On Windows, programs that link the static
 * library define GIGAHOST_STATIC before they include this header.
 */
#ifndef GIGAHOST_API
# if defined(_WIN32) && !defined(GIGAHOST_STATIC)
#  define GIGAHOST_API __declspec(dllimport)
# elif defined(__GNUC__) && !defined(_WIN32)
#  define GIGAHOST_API __attribute__((visibility("default")))
# else
#  define GIGAHOST_API
# endif
#endif

/** Marks functions whose result must not be ignored. */
#if defined(__GNUC__)
# define GIGAHOST_NODISCARD __attribute__((warn_unused_result))
#elif defined(_MSC_VER)
# define GIGAHOST_NODISCARD _Check_return_
#else
# define GIGAHOST_NODISCARD
#endif

/**
 * Begins an enumeration. It is 32 bits wide in every language, so that new
 * constants never change a layout; C before C23 knows it as int32_t.
 */
#if defined(__cplusplus)
# define GIGAHOST_ENUM(name) enum name : int32_t
#elif defined(__STDC_VERSION__) && __STDC_VERSION__ >= 202311L
# define GIGAHOST_ENUM(name) \
    enum name : int32_t; typedef enum name name; enum name : int32_t
#else
# define GIGAHOST_ENUM(name) typedef int32_t name; enum
#endif

#ifdef __cplusplus
extern "C" {
#endif

@SECTIONS@
#ifdef __cplusplus
}
#endif

#endif /* GIGAHOST_H */
