/*
 * gigahost.h - libgigahost @VERSION@: five file hosts behind one interface
 *
 * libgigahost uploads, downloads, lists and manages files at rapidgator, giga0
 * (and every site with the same "File Upload" software), uploadgig, ge.tt and
 * giga.gs. A set of functions works alike at every host that can do the thing
 * (gigahost_session_supports() tells); beneath it stands every operation of
 * every host, as gigahost_<host>_<operation>(), and gigahost_call() for what
 * the hosts add later. Link with -lgigahost (pkg-config: gigahost).
 *
 * A tour
 *
 * @TOUR@
 *
 * Conventions
 *
 * - Failing. Every function that can fail returns a gigahost_status, 0 for
 *   success, and takes the address of a gigahost_error pointer as its last
 *   argument, which may be NULL. Outputs and error are cleared before anything
 *   else happens, so after a failure every output is NULL. There is no error
 *   that belongs to a thread, and errno is as it was after every call.
 * - Handles (session, config, cancel, options) are made by a function that
 *   ends in _new, _open or _with_..., and given back with the one that their
 *   type names. They are checked: one that was given back, was never one, or
 *   is of another type gives GIGAHOST_E_HANDLE and harms nothing. Any thread
 *   may use any handle at any time, also while another thread gives it back.
 * - Results (everything that comes as a pointer to const: an error, a receipt,
 *   a listing, a document) belong to the caller. gigahost_free() gives them
 *   back, with everything they point to. They never change: any number of
 *   threads may read one. They outlive the session they came from.
 * - Giving back takes NULL, and returns a status that may be ignored.
 * - Arguments belong to the caller, and the library copies what it keeps,
 *   unless a function says otherwise. Texts are UTF-8 and end with NUL; paths
 *   are as the system writes them (UTF-8 on Windows). NULL is refused with
 *   GIGAHOST_E_ARGUMENT where a function does not say what it means. Choices
 *   arrive as int32_t; a number that is not of the enumeration is refused.
 * - Absent. In results a text that the host does not tell is NULL, a number
 *   or a yes-or-no -1. Yes is 1, no is 0.
 * - Units. Sizes are bytes, times seconds since 1970 (UTC), durations
 *   milliseconds, unless a name says otherwise.
 * - Threads. A call does its work on the thread that makes it, with 256 KiB
 *   of stack at most, and returns when it is done; a thread of the library's
 *   own only looks up names. Calls on one session may run at the same time.
 *   Nothing happens when the library is loaded, no signal handler is set, and
 *   neither the locale nor any other state of the process is changed.
 * - Callbacks come on the thread that called, between the beginning of the
 *   call and its end, with the `user` pointer that was set beside them. They
 *   must return: no exception, no longjmp(). The session that is at work
 *   answers GIGAHOST_E_BUSY inside its own callback; cancelling is allowed.
 * - fork(). The child has none of its parent's handles: they give
 *   GIGAHOST_E_FORKED there, and go on working in the parent.
 * - Secrets. No error holds one. Answers may: tokens, links that delete, and
 *   whatever is called host_json. Memory is overwritten before it is released.
 * - Compatibility. Within one GIGAHOST_ABI functions, constants and members
 *   are only added, members at the end; numbers keep their meaning. So never
 *   copy or allocate a structure or take its size, and be ready for numbers
 *   that this header does not know.
 */
#ifndef GIGAHOST_H
#define GIGAHOST_H

#include <stddef.h>
#include <stdint.h>

/** The version of this header; gigahost_version() is that of the library. */
#define GIGAHOST_VERSION "@VERSION@"

/** The same as 0xXXYYZZ, to compare; see gigahost_version_number(). */
#define GIGAHOST_VERSION_NUMBER @NUMBER@

/** The number of the binary interface, as in the name libgigahost.so.@ABI@. */
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

/** Marks functions that are called for what they return or hand out only. */
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
