/*
 * gigahost.h: libgigahost, version @VERSION@
 *
 * @TOUR@
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
