/*
 * gigahost.h - libgigahost 0.1.0: five file hosts behind one interface
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
 *   #include <gigahost.h>
 *   #include <stdio.h>
 *
 *   // Reports progress, on the calling thread. Anything but 0 cancels.
 *   static int32_t show(const gigahost_progress *now, void *user)
 *   {
 *       fprintf(user, "%s: %.0f\n", now->stage_name, (double)now->done);
 *       return 0;
 *   }
 *
 *   // Uploads a file, then lists the account's root folder.
 *   static gigahost_status tour(const char *login, const char *password,
 *                               const char *path, const char *site)
 *   {
 *       gigahost_config *config = NULL;
 *       gigahost_session *session = NULL;
 *       gigahost_upload_options *options = NULL;
 *       const gigahost_receipt *receipt = NULL;
 *       const gigahost_listing *listing = NULL;
 *       const gigahost_error *error = NULL;
 *       gigahost_status status = GIGAHOST_OK;
 *       size_t i;
 *
 *       // Settings come first. A non-zero status is a failure.
 *       if (gigahost_config_new(GIGAHOST_RAPIDGATOR, &config, &error) ||
 *           gigahost_config_set_login(config, login, password, &error))
 *           goto done;
 *
 *       // Only needed to run this against another site on this machine.
 *       if (site != NULL &&
 *           (gigahost_config_set_base_url(config, site, &error) ||
 *            gigahost_config_set_plain_http(config, GIGAHOST_HTTP_ALLOW,
 *                                           &error) ||
 *            gigahost_config_set_allow_private_addresses(config, 1, &error)))
 *           goto done;
 *
 *       // A session logs in automatically on the first call that needs it.
 *       if (gigahost_session_open(config, &session, &error))
 *           goto done;
 *
 *       // Everything about an upload is set in its options.
 *       if (gigahost_upload_options_new(&options, &error) ||
 *           gigahost_upload_options_set_progress(options, show, stdout,
 *                                                &error) ||
 *           gigahost_upload(session, path, options, &receipt, &error))
 *           goto done;
 *       printf("%s is at %s\n", receipt->entry->name, receipt->url);
 *
 *       // Lists are arrays of pointers. Unknown values are -1 or NULL.
 *       if (gigahost_list(session, NULL, &listing, &error))
 *           goto done;
 *       for (i = 0; i < listing->count; i++)
 *           printf("%s, %.0f bytes\n", listing->entries[i]->name,
 *                  (double)listing->entries[i]->size);
 *
 *   done:
 *       if (error != NULL) {
 *           status = error->status;
 *           fprintf(stderr, "%s: %s\n", error->status_name, error->message);
 *       }
 *       // One function releases all results, and each type of handle has its
 *       // own. All accept NULL, so it does not matter how far this has got.
 *       gigahost_free(error);
 *       gigahost_free(listing);
 *       gigahost_free(receipt);
 *       gigahost_upload_options_free(options);
 *       gigahost_session_close(session);
 *       gigahost_config_free(config);
 *       return status;
 *   }
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
#define GIGAHOST_VERSION "0.1.0"

/** The same as 0xXXYYZZ, for comparisons; see gigahost_version_number(). */
#define GIGAHOST_VERSION_NUMBER 0x000100

/** The version of the binary interface, as in the name libgigahost.so.0. */
#define GIGAHOST_ABI 0

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

/* ---- Version ------------------------------------------------------------ */

/**
 * The version of the library that is running, such as "0.1.0". Never NULL;
 * static.
 */
GIGAHOST_API const char *gigahost_version(void);

/**
 * The version of the library that is running as 0xXXYYZZ. Compare it with
 * GIGAHOST_VERSION_NUMBER, the version of this header.
 */
GIGAHOST_API uint32_t gigahost_version_number(void);

/**
 * The version of the binary interface, as in the name of the shared library.
 * It increases when programs have to be recompiled; as long as it stays the
 * same there are only additions.
 */
GIGAHOST_API uint32_t gigahost_abi(void);

/* ---- Status ------------------------------------------------------------- */

/*
 * Numbers below 20 concern the program itself, from 20 the network, from 40
 * the host, and from 60 local files and content.
 * gigahost_status_is_retryable() tells which may go away by waiting.
 */

/**
 * The outcome of a call: 0 for success. Numbers never change their meaning,
 * but new ones are added, so treat an unknown one as a failure.
 */
GIGAHOST_ENUM(gigahost_status) {
    /** Success. */
    GIGAHOST_OK = 0,
    /** An argument is out of range, malformed or missing. */
    GIGAHOST_E_ARGUMENT = 1,
    /** A handle was released, is of another type, or never was one. */
    GIGAHOST_E_HANDLE = 2,
    /** The session was called from inside one of its own callbacks. */
    GIGAHOST_E_BUSY = 3,
    /** The host cannot do this; the error's hint says what to use instead. */
    GIGAHOST_E_UNSUPPORTED = 4,
    /** The handle was made before fork(), by the parent process. */
    GIGAHOST_E_FORKED = 5,
    /** A defect of the library. The process goes on; please report it. */
    GIGAHOST_E_INTERNAL = 6,
    /** The caller cancelled: a token, or a progress callback. */
    GIGAHOST_E_CANCELLED = 10,
    /** The caller's reader or writer reported a failure. */
    GIGAHOST_E_CALLBACK = 11,
    /** The name of the host could not be resolved. */
    GIGAHOST_E_DNS = 20,
    /** No connection could be made. */
    GIGAHOST_E_CONNECT = 21,
    /** The TLS handshake or a TLS record failed. */
    GIGAHOST_E_TLS = 22,
    /** The certificate of the host is not trusted. */
    GIGAHOST_E_CERTIFICATE = 23,
    /** The connection broke. */
    GIGAHOST_E_NETWORK = 24,
    /** A gigahost_clock or a deadline ran out; the message names it. */
    GIGAHOST_E_TIMEOUT = 25,
    /** Bytes moved too slowly for too long. */
    GIGAHOST_E_STALLED = 26,
    /** The answer is not proper HTTP. */
    GIGAHOST_E_PROTOCOL = 27,
    /** The proxy refuses what it is asked for, or does not answer as one. */
    GIGAHOST_E_PROXY = 28,
    /** The host returned a URL that must not be contacted. */
    GIGAHOST_E_URL_REFUSED = 30,
    /** The host answered with a redirect that must not be followed. */
    GIGAHOST_E_REDIRECT_REFUSED = 31,
    /**
     * Bytes or credentials would be sent in clear text where that is not
     * allowed.
     */
    GIGAHOST_E_INSECURE_REFUSED = 32,
    /**
     * The host answered with an HTTP error code and no further information.
     */
    GIGAHOST_E_HTTP = 40,
    /** The host refuses the credentials or the token. */
    GIGAHOST_E_AUTH = 41,
    /**
     * The account needs a two-factor code, or rejected the one given. See
     * gigahost_config_set_two_factor_code().
     */
    GIGAHOST_E_TWO_FACTOR = 42,
    /** The account may not do this. */
    GIGAHOST_E_FORBIDDEN = 43,
    /** The file, folder, link or job does not exist. */
    GIGAHOST_E_NOT_FOUND = 44,
    /** The object exists but cannot be used yet. */
    GIGAHOST_E_NOT_READY = 45,
    /** The host asks to wait; the error's `retry_after` says how long. */
    GIGAHOST_E_RATE_LIMITED = 46,
    /** Storage, traffic or number of copies is used up. */
    GIGAHOST_E_QUOTA = 47,
    /** The file is larger than the host accepts. */
    GIGAHOST_E_TOO_LARGE = 48,
    /**
     * The request conflicts with the host's state: the name is taken, or the
     * object changed in the meantime.
     */
    GIGAHOST_E_CONFLICT = 49,
    /** The host refused for another reason; its text is attached. */
    GIGAHOST_E_HOST = 50,
    /** The answer is not what the host documents. */
    GIGAHOST_E_BAD_ANSWER = 51,
    /** A local file could not be read or written. */
    GIGAHOST_E_IO = 60,
    /** The target exists and may not be replaced. */
    GIGAHOST_E_EXISTS = 61,
    /** The source changed while it was read. */
    GIGAHOST_E_SOURCE_CHANGED = 62,
    /** The number of bytes differs from the one that the host reports. */
    GIGAHOST_E_SIZE_MISMATCH = 70,
    /** The hash of the content differs from the one that the host reports. */
    GIGAHOST_E_CORRUPT = 71,
    /** The host sent a web page or a message instead of the file. */
    GIGAHOST_E_NOT_A_FILE = 72,
    /**
     * The call may or may not have taken effect, and there is no way to find
     * out: check before repeating it.
     */
    GIGAHOST_E_OUTCOME_UNKNOWN = 80,
};

/**
 * The name of a gigahost_status, such as "NOT_FOUND"; "UNKNOWN" for a number
 * that this version does not know. Never NULL; static.
 */
GIGAHOST_API const char *gigahost_status_name(int32_t status);

/**
 * One English sentence that explains a gigahost_status. Never NULL; static.
 */
GIGAHOST_API const char *gigahost_status_text(int32_t status);

/**
 * 1 if the same call may succeed later without any change by the caller, else
 * 0, also for a number that is not a gigahost_status.
 */
GIGAHOST_API int32_t gigahost_status_is_retryable(int32_t status);

/* ---- Errors and results ------------------------------------------------- */

/** What a failed call changed at the host. */
GIGAHOST_ENUM(gigahost_outcome) {
    /** The host's state is as before the call. */
    GIGAHOST_NOT_APPLIED = 0,
    /** The call took effect, and something failed afterwards. */
    GIGAHOST_APPLIED = 1,
    /** Unknown whether the call took effect: check before repeating it. */
    GIGAHOST_OUTCOME_UNKNOWN = 2,
};

/**
 * Why a call failed. It never contains a secret: passwords, tokens and URLs
 * that carry credentials are left out or replaced by "***".
 *
 * A result, released with gigahost_free(). Every function that can fail takes
 * the address of a pointer to one as its last argument; pass NULL if you do
 * not need it. It is set to NULL first, and then to an error if the status is
 * not GIGAHOST_OK.
 */
typedef struct gigahost_error {
    /** The status that the call returned. */
    gigahost_status status;
    /** Its name, such as "NOT_FOUND". Never NULL. */
    const char *status_name;
    /** One or two sentences for humans. Never NULL. */
    const char *message;
    /** What the caller can do next, or NULL. */
    const char *hint;
    /** The gigahost_host that was called, or 0. */
    int32_t host;
    /** The operation that failed, such as "upload", or NULL. */
    const char *operation;
    /** The parameter that is wrong, with GIGAHOST_E_ARGUMENT, or NULL. */
    const char *parameter;
    /** The HTTP status code of the response, or 0 if there was none. */
    int32_t http_status;
    /** The host's own code, or NULL. */
    const char *host_code;
    /** The host's own text, at most 4 KiB, or NULL. */
    const char *host_text;
    /** How long the host asks to wait, in milliseconds, or -1. */
    int64_t retry_after;
    /** How many times the request was sent. */
    uint32_t attempts;
    /** Why the library did not retry the call, or NULL. */
    const char *not_repeated;
    /** Bytes sent in the last attempt, including headers. */
    uint64_t bytes_sent;
    /** Bytes received in the last attempt, including headers. */
    uint64_t bytes_received;
    /** A gigahost_outcome. */
    int32_t outcome;
    /**
     * The clock that ran out, with GIGAHOST_E_TIMEOUT, or NULL: "connect",
     * "answer", "idle", "answer-after-body" or "call".
     */
    const char *clock;
    /** The number of the system's error (errno), or 0. */
    int32_t os_error;
    /**
     * The file on this machine that the error is about, as a path of this
     * system (any bytes on Unix, UTF-8 on Windows), or NULL: with
     * GIGAHOST_E_IO, GIGAHOST_E_EXISTS and GIGAHOST_E_SOURCE_CHANGED. The
     * message begins with it.
     */
    const char *path;
} gigahost_error;

/**
 * Releases a result: an error, a document, or anything else that the library
 * returned as a pointer to const, together with everything it points to. NULL
 * is a no-op. A pointer that was released already, that points into a result,
 * or that never was a result is left alone and gives GIGAHOST_E_HANDLE. In a
 * child created by fork() the results of the parent can be read, but not
 * released.
 *
 * Results are plain memory: nothing protects against reading one after it was
 * released, and a later one may have the same address.
 */
GIGAHOST_API gigahost_status gigahost_free(const void *result);

/* ---- Documents ---------------------------------------------------------- */

/*
 * The results of the hosts' operations differ too much for C structures. They
 * are documents, which are read by paths:
 *
 *     gigahost_value_string(answer, "files.0.name")
 *     gigahost_value_integer(answer, "storage.left", -1)
 */

/** The type of a gigahost_value. */
GIGAHOST_ENUM(gigahost_kind) {
    /** Absent, or NULL was passed. */
    GIGAHOST_NOTHING = 0,
    /** A boolean: gigahost_value_boolean(). */
    GIGAHOST_BOOLEAN = 1,
    /** An integer: gigahost_value_integer(). */
    GIGAHOST_INTEGER = 2,
    /** A number with a fraction: gigahost_value_number(). */
    GIGAHOST_NUMBER = 3,
    /** A string: gigahost_value_string(). */
    GIGAHOST_STRING = 4,
    /** A list of values: gigahost_value_count(), gigahost_value_item(). */
    GIGAHOST_LIST = 5,
    /** Named values: gigahost_value_get(), gigahost_value_name(). */
    GIGAHOST_OBJECT = 6,
};

/**
 * A document: the result of a host's operation, with this library's names and
 * types (sizes and times as integers, identifiers as strings), or the host's
 * own JSON (gigahost_value_host_json()).
 *
 * A result of a call, released with gigahost_free(); or part of another
 * result, such as its host_json; or a value inside a document. Values and
 * strings inside a document are released with it.
 *
 * The functions take a path: names and list indices, joined by dots, such as
 * "files.0.name"; NULL or "" is the value itself. A NULL value, a path that
 * does not exist and a value of another kind all count as absent, so calls can
 * be chained without checks in between. None of these functions can fail.
 */
typedef struct gigahost_value gigahost_value;

/** The type of the value at `path`: a gigahost_kind. */
GIGAHOST_API int32_t
gigahost_value_kind(const gigahost_value *value, const char *path);

/**
 * The value at `path`, or NULL if there is none. It lives as long as the
 * document.
 */
GIGAHOST_API const gigahost_value *
gigahost_value_get(const gigahost_value *value, const char *path);

/**
 * The string at `path`, or NULL if there is none. A number is returned as its
 * digits, unchanged. UTF-8; lives as long as the document.
 */
GIGAHOST_API const char *
gigahost_value_string(const gigahost_value *value, const char *path);

/** The integer at `path`, or `absent` if there is none that fits. */
GIGAHOST_API int64_t
gigahost_value_integer(const gigahost_value *value, const char *path,
                       int64_t absent);

/** The number at `path`, or `absent` if there is none. */
GIGAHOST_API double
gigahost_value_number(const gigahost_value *value, const char *path,
                      double absent);

/** The boolean at `path` as 1 or 0, or `absent` if there is none. */
GIGAHOST_API int32_t
gigahost_value_boolean(const gigahost_value *value, const char *path,
                       int32_t absent);

/**
 * The number of values in the list or object at `path`; 0 if it is neither.
 */
GIGAHOST_API size_t
gigahost_value_count(const gigahost_value *value, const char *path);

/**
 * Value `index`, from 0, of the list or object at `path`; NULL past the end.
 * It lives as long as the document.
 */
GIGAHOST_API const gigahost_value *
gigahost_value_item(const gigahost_value *value, const char *path,
                    size_t index);

/**
 * The name of a value in its object; NULL in a list and for a whole document.
 * Lives as long as the document.
 */
GIGAHOST_API const char *gigahost_value_name(const gigahost_value *value);

/**
 * A value as JSON text, a whole host_json as the host sent it; NULL for NULL.
 * UTF-8; lives as long as the document.
 */
GIGAHOST_API const char *gigahost_value_json(const gigahost_value *value);

/**
 * The host's own response, complete and unmasked, including the fields that
 * this library does not model. It may contain credentials. NULL for a value
 * that is not itself the document returned by a call. Lives as long as that
 * document.
 */
GIGAHOST_API const gigahost_value *
gigahost_value_host_json(const gigahost_value *value);

/* ---- Hosts -------------------------------------------------------------- */

/* The hosts and what each of them can do. Nothing here makes a request. */

/** The hosts. Functions take them by number. */
GIGAHOST_ENUM(gigahost_host) {
    /** rapidgator.net, API v2. */
    GIGAHOST_RAPIDGATOR = 1,
    /** cloud.giga0.com, or any site with the same "File Upload" API v2. */
    GIGAHOST_GIGA0 = 2,
    /** uploadgig.com, upload API. */
    GIGAHOST_UPLOADGIG = 3,
    /** ge.tt, REST v1 and Live. */
    GIGAHOST_GETT = 4,
    /** giga.gs. */
    GIGAHOST_GIGAGS = 5,
};

/** An operation that a host may or may not support. */
GIGAHOST_ENUM(gigahost_capability) {
    /** gigahost_account(). */
    GIGAHOST_CAN_ACCOUNT = 1,
    /** gigahost_list(). */
    GIGAHOST_CAN_LIST = 2,
    /** gigahost_stat(). */
    GIGAHOST_CAN_STAT = 3,
    /** gigahost_upload(). */
    GIGAHOST_CAN_UPLOAD = 4,
    /** gigahost_download(). */
    GIGAHOST_CAN_DOWNLOAD = 5,
    /** gigahost_delete(). */
    GIGAHOST_CAN_DELETE = 6,
    /** gigahost_rename(). */
    GIGAHOST_CAN_RENAME = 7,
    /** gigahost_move(). */
    GIGAHOST_CAN_MOVE = 8,
    /** gigahost_copy(). */
    GIGAHOST_CAN_COPY = 9,
    /** gigahost_make_folder(). */
    GIGAHOST_CAN_MAKE_FOLDER = 10,
    /** gigahost_set_visibility(). */
    GIGAHOST_CAN_SET_VISIBILITY = 11,
    /** gigahost_check_links(). */
    GIGAHOST_CAN_CHECK_LINKS = 12,
    /** gigahost_remote_upload(). */
    GIGAHOST_CAN_REMOTE_UPLOAD = 13,
    /** gigahost_remote_cancel(). */
    GIGAHOST_CAN_REMOTE_CANCEL = 14,
    /** gigahost_share_link(). */
    GIGAHOST_CAN_SHARE_LINK = 15,
    /** gigahost_trash(). */
    GIGAHOST_CAN_TRASH = 16,
    /** gigahost_login(). */
    GIGAHOST_CAN_LOGIN = 17,
    /** gigahost_logout(). */
    GIGAHOST_CAN_LOGOUT = 18,
};

/**
 * The name of a host: "rapidgator", "giga0", "uploadgig", "gett", "gigags";
 * NULL if there is no such host. Static.
 */
GIGAHOST_API const char *gigahost_host_name(int32_t host);

/** The gigahost_host with this name, or 0. */
GIGAHOST_API int32_t gigahost_host_find(const char *name);

/**
 * 1 if this host supports this gigahost_capability, else 0, also if there is
 * no such host or capability. Calling what a host does not support gives
 * GIGAHOST_E_UNSUPPORTED, and the error's hint says what to use instead.
 */
GIGAHOST_API int32_t gigahost_host_supports(int32_t host, int32_t capability);

/**
 * The name of a gigahost_capability, such as "make_folder"; NULL if there is
 * no such capability. Static.
 */
GIGAHOST_API const char *gigahost_capability_name(int32_t capability);

/* ---- Bandwidth ---------------------------------------------------------- */

/*
 * A budget limits how fast the bytes of files move, and how many a day.
 * Sessions that are opened with the same budget share it. It may be changed at
 * any time, also while transfers run.
 */

/**
 * A budget for the bytes of files. Calls of the API are not counted. The
 * average over a few seconds stays within 5 % of the limit.
 *
 * A handle: made by gigahost_bandwidth_new(), released with
 * gigahost_bandwidth_free(). Sessions keep their own reference to it. Any
 * number of threads may use it at once.
 */
typedef struct gigahost_bandwidth gigahost_bandwidth;

/** Creates a budget without limits. */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_bandwidth_new(gigahost_bandwidth **out, const gigahost_error **error);

/**
 * Sets the most bytes per second that go to hosts (`up`) and come from them
 * (`down`); -1 for no limit. Less than 1024 counts as 1024.
 */
GIGAHOST_API gigahost_status
gigahost_bandwidth_set(const gigahost_bandwidth *bandwidth, int64_t up,
                       int64_t down, const gigahost_error **error);

/**
 * Sets the most bytes that go to hosts and come from them in a day, which
 * begins at midnight UTC; -1 for no limit. A file that does not fit into what
 * is left of the day fails with GIGAHOST_E_QUOTA before a byte is moved, and
 * the error says how long the day lasts.
 */
GIGAHOST_API gigahost_status
gigahost_bandwidth_set_per_day(const gigahost_bandwidth *bandwidth, int64_t up,
                               int64_t down, const gigahost_error **error);

/**
 * Adds bytes to what moved today: what an earlier run of the program has used
 * up.
 */
GIGAHOST_API gigahost_status
gigahost_bandwidth_add_today(const gigahost_bandwidth *bandwidth, uint64_t up,
                             uint64_t down, const gigahost_error **error);

/**
 * The bytes that went to hosts since midnight UTC, through this budget; 0 if
 * there is no such budget.
 */
GIGAHOST_API uint64_t
gigahost_bandwidth_up_today(const gigahost_bandwidth *bandwidth);

/**
 * The bytes that came from hosts since midnight UTC, through this budget; 0 if
 * there is no such budget.
 */
GIGAHOST_API uint64_t
gigahost_bandwidth_down_today(const gigahost_bandwidth *bandwidth);

/**
 * Releases a budget. Sessions that were opened with it keep to it. NULL is a
 * no-op.
 */
GIGAHOST_API gigahost_status
gigahost_bandwidth_free(gigahost_bandwidth *bandwidth);

/* ---- Settings of a session ---------------------------------------------- */

/*
 * A session needs a host and, nearly always, credentials. Everything else has
 * a sensible default. Each function says which hosts use its setting;
 * credentials that do not fit the host are rejected by
 * gigahost_session_open().
 */

/**
 * The settings that a session is opened with: host, credentials, addresses,
 * timeouts, certificates.
 *
 * A handle: made by gigahost_config_new(), released with
 * gigahost_config_free(). Sessions copy what they need, so it may be changed
 * or released while they are open. A later setting replaces an earlier one.
 * Secrets stay in memory until it is released, and are then cleared.
 */
typedef struct gigahost_config gigahost_config;

/**
 * The clocks, that is, timeouts. When one runs out, the call fails with
 * GIGAHOST_E_TIMEOUT (GIGAHOST_E_STALLED if bytes moved too slowly), and the
 * error names the clock.
 */
GIGAHOST_ENUM(gigahost_clock) {
    /**
     * Name resolution, TCP, a proxy and TLS together. Default 10 s (15 s for
     * transfers).
     */
    GIGAHOST_CLOCK_CONNECT = 1,
    /**
     * From the last byte of a request to the end of the response headers.
     * Default 30 s (60 s for downloads).
     */
    GIGAHOST_CLOCK_ANSWER = 2,
    /** One attempt at an API call. Default 60 s. */
    GIGAHOST_CLOCK_ATTEMPT = 3,
    /** The window over which a transfer's speed is measured. Default 60 s. */
    GIGAHOST_CLOCK_IDLE = 4,
    /**
     * From the last byte of an uploaded body to the response. This is a
     * minimum, by default 300 s: large bodies get one second for every 2 MiB.
     */
    GIGAHOST_CLOCK_ANSWER_AFTER_BODY = 5,
    /**
     * The whole API call: retries, pauses and redirects included. Default 120
     * s (60 s for logins).
     */
    GIGAHOST_CLOCK_CALL = 6,
    /** The whole transfer. Default: none. */
    GIGAHOST_CLOCK_TRANSFER = 7,
    /**
     * How long a host that did not respond to a completely sent file may take
     * to show that it has the file. Default 10 s.
     */
    GIGAHOST_CLOCK_SETTLE = 8,
    /** How long a host may process a file after the upload. Default 15 min. */
    GIGAHOST_CLOCK_PROCESSING = 9,
};

/**
 * Which credentials the "authorize" call uses (giga0 and compatible sites).
 */
GIGAHOST_ENUM(gigahost_auth_mode) {
    /** Whichever are set; the other kind only if the site asks for it. */
    GIGAHOST_AUTH_AUTO = 0,
    /** With the two keys. */
    GIGAHOST_AUTH_KEYS = 1,
    /** With user name and password. */
    GIGAHOST_AUTH_PASSWORD = 2,
};

/**
 * What to do when a host returns a plain "http" URL for the bytes of a file.
 */
GIGAHOST_ENUM(gigahost_http) {
    /** Never: such a transfer fails with GIGAHOST_E_INSECURE_REFUSED. */
    GIGAHOST_HTTP_DENY = 0,
    /**
     * Only at the hosts that offer nothing else: uploadgig and ge.tt. The
     * default.
     */
    GIGAHOST_HTTP_LISTED = 1,
    /** At every host, and for the API itself if its base URL is "http". */
    GIGAHOST_HTTP_ALLOW = 2,
};

/**
 * Which certificates are trusted. The system's are those of its own store, and
 * those that the variables SSL_CERT_FILE and SSL_CERT_DIR name; they are read
 * once in a process, when the first TLS connection needs them.
 */
GIGAHOST_ENUM(gigahost_trust) {
    /** The built-in ones and the system's. The default. */
    GIGAHOST_TRUST_BOTH = 0,
    /** The system's. */
    GIGAHOST_TRUST_SYSTEM = 1,
    /** Mozilla's, built into the library. Nothing of this machine counts. */
    GIGAHOST_TRUST_BUILT_IN = 2,
};

/** Creates the settings for a session at a gigahost_host. Nothing is sent. */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_config_new(int32_t host, gigahost_config **out,
                    const gigahost_error **error);

/**
 * Sets the account: e-mail (rapidgator, uploadgig, ge.tt) or user name (giga0
 * and compatible sites, giga.gs), and password.
 */
GIGAHOST_API gigahost_status
gigahost_config_set_login(gigahost_config *config, const char *login,
                          const char *password, const gigahost_error **error);

/**
 * Takes over the credentials of an account and the place of its host as the
 * command line finds them: that without a profile if `profile` is NULL, else
 * the one of this name. Credentials come from the environment
 * (GIGAHOST_RAPIDGATOR_LOGIN, _PASSWORD, _TOKEN and so on; of the profile
 * "work", GIGAHOST_RAPIDGATOR_WORK_LOGIN) if that has enough for a login, else
 * from the section [rapidgator] or [rapidgator.work] of the options file. What
 * else stands there counts too: url, ca, trust, proxy, no_proxy, plain_http,
 * allow_private. `path` is the options file, in the system's native form
 * (UTF-8 on Windows); NULL means the one that GIGAHOST_OPTIONS names, else
 * ~/.config/gigahost/options.toml (%APPDATA%\\gigahost\\options.toml), which
 * may be missing. Nobody but its owner may be able to read it.
 *
 * GIGAHOST_E_ARGUMENT for "profile" if nothing says who that is, for "options"
 * if the file is none, or others may read it.
 */
GIGAHOST_API gigahost_status
gigahost_config_set_profile(gigahost_config *config, const char *profile,
                            const char *path, const gigahost_error **error);

/** Sets the current two-factor code (rapidgator). */
GIGAHOST_API gigahost_status
gigahost_config_set_two_factor_code(gigahost_config *config, const char *code,
                                    const gigahost_error **error);

/** Sets the API key (ge.tt), in addition to login and password. */
GIGAHOST_API gigahost_status
gigahost_config_set_api_key(gigahost_config *config, const char *key,
                            const gigahost_error **error);

/**
 * Sets the two keys of an account (giga0 and compatible sites), 64 letters and
 * digits each.
 */
GIGAHOST_API gigahost_status
gigahost_config_set_keys(gigahost_config *config, const char *key1,
                         const char *key2, const gigahost_error **error);

/**
 * Sets a token from an earlier session, either instead of login and password
 * or to avoid a login. If login and password are set as well, a token that has
 * expired is renewed.
 */
GIGAHOST_API gigahost_status
gigahost_config_set_token(gigahost_config *config, const char *token,
                          const gigahost_error **error);

/**
 * Sets the account id that belongs to the token (giga0 and compatible sites).
 */
GIGAHOST_API gigahost_status
gigahost_config_set_account_id(gigahost_config *config, const char *id,
                               const gigahost_error **error);

/** Sets a refresh token (ge.tt), instead of key, login and password. */
GIGAHOST_API gigahost_status
gigahost_config_set_refresh_token(gigahost_config *config, const char *token,
                                  const gigahost_error **error);

/**
 * Sets a gigahost_auth_mode: which credentials "authorize" uses (giga0 and
 * compatible sites).
 */
GIGAHOST_API gigahost_status
gigahost_config_set_auth_mode(gigahost_config *config, int32_t mode,
                              const gigahost_error **error);

/**
 * Sets another origin for the API: an emulator, a mirror, or another site that
 * runs the same software. "http" needs GIGAHOST_HTTP_ALLOW. ge.tt receives
 * credentials only if a base URL is set here, even if it is the default one:
 * the service may be gone, and its domain name may pass to somebody else.
 */
GIGAHOST_API gigahost_status
gigahost_config_set_base_url(gigahost_config *config, const char *url,
                             const gigahost_error **error);

/** Sets a gigahost_http: where plain "http" is allowed. */
GIGAHOST_API gigahost_status
gigahost_config_set_plain_http(gigahost_config *config, int32_t policy,
                               const gigahost_error **error);

/**
 * If 1, the host may return addresses in private networks and on this machine:
 * for tests against an emulator, and for sites inside a company network.
 * Default: 0.
 */
GIGAHOST_API gigahost_status
gigahost_config_set_allow_private_addresses(gigahost_config *config,
                                            int32_t allow,
                                            const gigahost_error **error);

/**
 * Sets a gigahost_trust: which certificates are trusted. It replaces what
 * gigahost_config_set_ca_pem() set before. Nothing switches verification off.
 */
GIGAHOST_API gigahost_status
gigahost_config_set_trust(gigahost_config *config, int32_t trust,
                          const gigahost_error **error);

/**
 * Sets the proxy for everything that the session sends: the URL of an HTTP
 * proxy ("http://user:password@host:3128"), or of a SOCKS 5 proxy that gets
 * names ("socks5h://") or addresses ("socks5://"; names are resolved on this
 * machine); or "none". User and password are percent-encoded, and are secrets.
 * The port is 1080 if the URL has none. A URL that cannot be used is rejected
 * by gigahost_session_open().
 *
 * By default the environment names it, and is read as curl reads it when the
 * session is opened: https_proxy or HTTPS_PROXY, http_proxy (in lower case
 * only), else all_proxy or ALL_PROXY; but never for addresses of this machine.
 *
 * What is in TLS goes through a tunnel that the proxy cannot look into
 * (CONNECT). Plain "http" (see gigahost_config_set_plain_http()) is sent to an
 * HTTP proxy with whole URLs, so what gigahost_config_set_addresses() says of
 * a name does not count there. A proxy that resolves names may reach other
 * addresses than this machine would: that an address which a host named is a
 * public one is then checked only as far as the URL itself shows it.
 */
GIGAHOST_API gigahost_status
gigahost_config_set_proxy(gigahost_config *config, const char *url,
                          const gigahost_error **error);

/**
 * Sets the addresses that no proxy is used for: names (each for itself and all
 * below it), addresses and networks ("10.0.0.0/8"), each with a port behind it
 * ("giga.gs:8443") if it is meant for that one only, or "*"; separated by
 * commas. It takes the place of no_proxy and NO_PROXY, which count for the
 * proxies of the environment.
 */
GIGAHOST_API gigahost_status
gigahost_config_set_no_proxy(gigahost_config *config, const char *list,
                             const gigahost_error **error);

/** Trusts only the certificates in this PEM text. */
GIGAHOST_API gigahost_status
gigahost_config_set_ca_pem(gigahost_config *config, const char *pem,
                           const gigahost_error **error);

/**
 * Sets the budget for the bytes of the session's files. Sessions that are
 * opened with the same one share it.
 */
GIGAHOST_API gigahost_status
gigahost_config_set_bandwidth(gigahost_config *config,
                              const gigahost_bandwidth *bandwidth,
                              const gigahost_error **error);

/**
 * Sets the minimum time between two renewals of a token, in milliseconds.
 * Default: 60000. It keeps two programs that use the same account from
 * invalidating each other's tokens endlessly.
 */
GIGAHOST_API gigahost_status
gigahost_config_set_renewal_interval(gigahost_config *config,
                                     int64_t milliseconds,
                                     const gigahost_error **error);

/**
 * Makes the pauses between retries reproducible, for tests: the same seed
 * gives the same pauses.
 */
GIGAHOST_API gigahost_status
gigahost_config_set_seed(gigahost_config *config, uint64_t seed,
                         const gigahost_error **error);

/**
 * Uses these addresses, written as "ip:port" or "[ip]:port", for the host name
 * `name` instead of asking the resolver.
 */
GIGAHOST_API gigahost_status
gigahost_config_set_addresses(gigahost_config *config, const char *name,
                              const char *const *addresses,
                              size_t address_count,
                              const gigahost_error **error);

/**
 * Sets a gigahost_clock, in milliseconds. Only GIGAHOST_CLOCK_TRANSFER may be
 * 0, which means no limit.
 */
GIGAHOST_API gigahost_status
gigahost_config_set_clock(gigahost_config *config, int32_t clock,
                          int64_t milliseconds, const gigahost_error **error);

/**
 * Sets the minimum average speed of a transfer over the idle clock's window,
 * in bytes per second. Default: 1024.
 */
GIGAHOST_API gigahost_status
gigahost_config_set_low_speed(gigahost_config *config,
                              uint64_t bytes_per_second,
                              const gigahost_error **error);

/** Releases the settings. NULL is a no-op. */
GIGAHOST_API gigahost_status gigahost_config_free(gigahost_config *config);

/* ---- Cancelling --------------------------------------------------------- */

/*
 * A cancel token is attached to a session handle with
 * gigahost_session_with_cancel(). A transfer can also be cancelled by the
 * return value of its progress callback.
 */

/**
 * Cancels the calls that it is attached to, from any thread.
 *
 * A handle: made by gigahost_cancel_new(), released with
 * gigahost_cancel_free(). Once cancelled it stays cancelled; create a new one
 * for the next call.
 */
typedef struct gigahost_cancel gigahost_cancel;

/**
 * Creates a token that is not cancelled. Attach it with
 * gigahost_session_with_cancel().
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_cancel_new(gigahost_cancel **out, const gigahost_error **error);

/**
 * Cancels: calls in progress end within 100 ms with GIGAHOST_E_CANCELLED,
 * whatever phase they are in. May be called at any time from any thread, from
 * inside a callback, and from a signal handler as long as the handle is not
 * freed meanwhile; then pass NULL for `error`.
 */
GIGAHOST_API gigahost_status
gigahost_cancel_request(const gigahost_cancel *cancel,
                        const gigahost_error **error);

/**
 * Releases a token. Sessions that it is attached to keep their own reference
 * to it. NULL is a no-op.
 */
GIGAHOST_API gigahost_status gigahost_cancel_free(gigahost_cancel *cancel);

/* ---- Sessions ----------------------------------------------------------- */

/**
 * One account at one host.
 *
 * A handle: made by gigahost_session_open() and by the two functions that
 * create another view of a session, released with gigahost_session_close().
 * Any number of threads may use it at once. It logs in automatically when the
 * first call needs it, once for all threads; renews an expired token, once per
 * call; and never sends a rejected password again.
 *
 * Inside a callback of one of its calls, the session and every other view of
 * it give GIGAHOST_E_BUSY. After fork() the child gets GIGAHOST_E_FORKED and
 * must open its own.
 */
typedef struct gigahost_session gigahost_session;

/**
 * Opens a session with these settings. Nothing is sent yet.
 * GIGAHOST_E_ARGUMENT for credentials that do not fit the host or cannot be
 * sent, and for a malformed address; GIGAHOST_E_INSECURE_REFUSED for an "http"
 * base URL without permission.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_session_open(const gigahost_config *config, gigahost_session **out,
                      const gigahost_error **error);

/**
 * Creates another handle of the same session, whose calls end when `cancel` is
 * cancelled. Login, connections and limits are shared.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_session_with_cancel(const gigahost_session *session,
                             const gigahost_cancel *cancel,
                             gigahost_session **out,
                             const gigahost_error **error);

/**
 * Creates another handle of the same session, whose calls (transfers included)
 * take at most this many milliseconds in total. Login, connections and limits
 * are shared. With 0, the calls fail with GIGAHOST_E_ARGUMENT.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_session_with_deadline(const gigahost_session *session,
                               int64_t milliseconds, gigahost_session **out,
                               const gigahost_error **error);

/**
 * Closes a handle of a session. Sends nothing and waits for nothing; NULL is a
 * no-op. Calls running on other threads finish undisturbed; later calls get
 * GIGAHOST_E_HANDLE, and so does a second close. To log out at the host as
 * well, call gigahost_logout() first.
 */
GIGAHOST_API gigahost_status gigahost_session_close(gigahost_session *session);

/** The gigahost_host of a session; 0 if the handle is not valid. */
GIGAHOST_API int32_t gigahost_session_host(const gigahost_session *session);

/**
 * 1 if the host of this session supports this gigahost_capability, else 0,
 * also if there is no such session or capability.
 */
GIGAHOST_API int32_t
gigahost_session_supports(const gigahost_session *session, int32_t capability);

/**
 * Fetches what was odd about answers of the host that could be read all the
 * same: a notice of its software beside an answer, characters that are none.
 * Each once, the latest last, 32 at most. For a call it means nothing; who
 * looks after a host wants to know. Contacts nobody.
 *
 * Document: a list of texts, with the session's secrets masked.
 */
GIGAHOST_API gigahost_status
gigahost_session_notes(const gigahost_session *session,
                       const gigahost_value **out,
                       const gigahost_error **error);

/**
 * Logs in now rather than on the first call that needs it. Does nothing if
 * there is a token already.
 */
GIGAHOST_API gigahost_status
gigahost_login(const gigahost_session *session, const gigahost_error **error);

/**
 * Discards the token, and invalidates it at the host if the host supports
 * that. The session drops the token even if the call fails.
 */
GIGAHOST_API gigahost_status
gigahost_logout(const gigahost_session *session, const gigahost_error **error);

/* ---- The account -------------------------------------------------------- */

/**
 * An account. Strings are NULL and numbers -1 if the host does not report
 * them. Sizes are in bytes, times in seconds since 1970. A result, released
 * with gigahost_free().
 */
typedef struct gigahost_account_info {
    /** The host's id for the account. */
    const char *id;
    /** Its user name or display name. */
    const char *name;
    /** Its e-mail address. */
    const char *email;
    /** 1 for a paid account, 0 for a free one. */
    int32_t premium;
    /** When the paid period ends. */
    int64_t premium_until;
    /**
     * When the paid period ends, in the host's own notation, without a time
     * zone.
     */
    const char *premium_until_text;
    /** Storage used, in bytes. */
    int64_t storage_used;
    /** Storage available in all, in bytes; -1 also means no limit. */
    int64_t storage_total;
    /** Download traffic left, in bytes. */
    int64_t traffic_left;
    /** Largest file that may be uploaded, in bytes; -1 also means no limit. */
    int64_t largest_file;
    /** Number of uploads that may run in parallel. */
    int64_t parallel_uploads;
    /** The host's own response, unmasked. */
    const gigahost_value *host_json;
} gigahost_account_info;

/** Fetches the account: its identity, and its storage and upload limits. */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_account(const gigahost_session *session,
                 const gigahost_account_info **out,
                 const gigahost_error **error);

/* ---- Files and folders -------------------------------------------------- */

/*
 * An entry is identified by its id, which is a string at every host: the
 * number, hash or path that the host assigns. Whether an id names a file or a
 * folder is stated separately.
 */

/** Whether an id names a file or a folder: hosts number the two separately. */
GIGAHOST_ENUM(gigahost_entry_kind) {
    /** A file. */
    GIGAHOST_FILE = 1,
    /** A folder (at ge.tt: a share). */
    GIGAHOST_FOLDER = 2,
};

/** Who can see or download an entry. */
GIGAHOST_ENUM(gigahost_visibility) {
    /**
     * Unknown: the host does not report it, or its value is not known to this
     * library.
     */
    GIGAHOST_VISIBILITY_UNKNOWN = 0,
    /** Everyone. */
    GIGAHOST_PUBLIC = 1,
    /** Anyone who has the link (giga0). */
    GIGAHOST_UNLISTED = 2,
    /** Premium accounts (rapidgator). */
    GIGAHOST_PREMIUM_ONLY = 3,
    /** The owner. */
    GIGAHOST_PRIVATE = 4,
    /** Anyone, by a direct link (rapidgator). */
    GIGAHOST_HOTLINK = 5,
};

/** What state an entry is in. */
GIGAHOST_ENUM(gigahost_state) {
    /**
     * Unknown: the host does not report it, or its value is not known to this
     * library.
     */
    GIGAHOST_STATE_UNKNOWN = 0,
    /** Usable. */
    GIGAHOST_READY = 1,
    /** Announced; its bytes have not arrived yet. */
    GIGAHOST_WAITING = 2,
    /** Its bytes are being transferred. */
    GIGAHOST_UPLOADING = 3,
    /** The host is processing it. */
    GIGAHOST_PROCESSING = 4,
    /** In the trash. */
    GIGAHOST_TRASHED = 5,
    /** Gone. */
    GIGAHOST_REMOVED = 6,
};

/**
 * A file or a folder. Strings are NULL and numbers -1 if the host does not
 * report them. A result of the functions below, released with gigahost_free();
 * or part of a gigahost_listing, gigahost_receipt or gigahost_job.
 */
typedef struct gigahost_entry {
    /**
     * The id that the functions of this session take. Never NULL. At ge.tt a
     * file is "share/file"; at giga.gs it is the filehash.
     */
    const char *id;
    /** The id of the parent folder; NULL also in the root. */
    const char *parent;
    /** A gigahost_entry_kind. */
    int32_t kind;
    /** Its name at the host, which may differ from the one it was given. */
    const char *name;
    /**
     * Its size in bytes; -1 for folders whose total the host does not report.
     */
    int64_t size;
    /** MD5 of the content in 32 lower-case hexadecimal digits. */
    const char *md5;
    /** When it was created, in seconds since 1970. */
    int64_t created;
    /**
     * When it was created, in the host's own notation, without a time zone.
     */
    const char *created_text;
    /** How often it was downloaded. */
    int64_t downloads;
    /** A gigahost_visibility. */
    int32_t visibility;
    /**
     * The visibility as a word; the host's own word if it is not known to this
     * library.
     */
    const char *visibility_text;
    /** A gigahost_state. */
    int32_t state;
    /**
     * The state as a word; the host's own word if it is not known to this
     * library.
     */
    const char *state_text;
    /** The public page. */
    const char *url;
    /** The host's own response, unmasked; NULL in lists. */
    const gigahost_value *host_json;
} gigahost_entry;

/** The contents of a folder. A result, released with gigahost_free(). */
typedef struct gigahost_listing {
    /** Number of entries. */
    size_t count;
    /** The entries: folders, then files, in the host's order. */
    const gigahost_entry *const *entries;
    /** The folder itself, or NULL if the host does not describe it. */
    const gigahost_entry *folder;
} gigahost_listing;

/** Lists a folder; NULL is the root. All pages are fetched. */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_list(const gigahost_session *session, const char *folder,
              const gigahost_listing **out, const gigahost_error **error);

/**
 * Describes one file or folder. `kind` is a gigahost_entry_kind.
 * GIGAHOST_E_NOT_FOUND if it does not exist.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_stat(const gigahost_session *session, int32_t kind, const char *id,
              const gigahost_entry **out, const gigahost_error **error);

/**
 * Renames a file or folder. `kind` is a gigahost_entry_kind. The name in the
 * result is the one that the host stored.
 */
GIGAHOST_API gigahost_status
gigahost_rename(const gigahost_session *session, int32_t kind, const char *id,
                const char *name, const gigahost_entry **out,
                const gigahost_error **error);

/** Creates a folder in `parent`; NULL is the root. */
GIGAHOST_API gigahost_status
gigahost_make_folder(const gigahost_session *session, const char *parent,
                     const char *name, const gigahost_entry **out,
                     const gigahost_error **error);

/**
 * Sets who can see a file or folder. `kind` is a gigahost_entry_kind,
 * `visibility` a gigahost_visibility; GIGAHOST_E_ARGUMENT for one that the
 * host does not have.
 */
GIGAHOST_API gigahost_status
gigahost_set_visibility(const gigahost_session *session, int32_t kind,
                        const char *id, int32_t visibility,
                        const gigahost_entry **out,
                        const gigahost_error **error);

/* ---- Deleting, moving, copying ------------------------------------------ */

/** An item for which the operation failed. Part of a gigahost_batch. */
typedef struct gigahost_failure {
    /** Its id. Never NULL. */
    const char *id;
    /** The host's text, or NULL if it cannot be attributed to this item. */
    const char *reason;
} gigahost_failure;

/**
 * The outcome for each item of a batch call. The call succeeds if the host
 * answered: check `failed_count`. A result, released with gigahost_free().
 */
typedef struct gigahost_batch {
    /** Number of items that succeeded. */
    size_t done_count;
    /** The ids of the items that succeeded; NULL if there are none. */
    const char *const *done;
    /** Number of items that failed. */
    size_t failed_count;
    /** The failed items, with the reasons; NULL if there are none. */
    const gigahost_failure *const *failed;
} gigahost_batch;

/**
 * Deletes files and folders. If the host has a trash, they are moved there.
 * Either list, but not both, may be NULL with a count of 0.
 */
GIGAHOST_API gigahost_status
gigahost_delete(const gigahost_session *session, const char *const *files,
                size_t file_count, const char *const *folders,
                size_t folder_count, const gigahost_batch **out,
                const gigahost_error **error);

/**
 * Moves files and folders into the folder `into`; NULL is the root. Either
 * list, but not both, may be NULL with a count of 0.
 */
GIGAHOST_API gigahost_status
gigahost_move(const gigahost_session *session, const char *const *files,
              size_t file_count, const char *const *folders,
              size_t folder_count, const char *into,
              const gigahost_batch **out, const gigahost_error **error);

/**
 * Copies files and folders into the folder `into`; NULL is the root. Either
 * list, but not both, may be NULL with a count of 0.
 */
GIGAHOST_API gigahost_status
gigahost_copy(const gigahost_session *session, const char *const *files,
              size_t file_count, const char *const *folders,
              size_t folder_count, const char *into,
              const gigahost_batch **out, const gigahost_error **error);

/* ---- The trash ---------------------------------------------------------- */

/* At hosts that have one, gigahost_delete() moves files there. */

/** Lists the files in the trash. */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_trash_list(const gigahost_session *session,
                    const gigahost_listing **out,
                    const gigahost_error **error);

/**
 * Restores files from the trash: those named or, if `all` is 1 and none are
 * named, all of them.
 */
GIGAHOST_API gigahost_status
gigahost_trash_restore(const gigahost_session *session,
                       const char *const *files, size_t file_count,
                       int32_t all, const gigahost_batch **out,
                       const gigahost_error **error);

/**
 * Permanently deletes files in the trash: those named or, if `all` is 1 and
 * none are named, all of them.
 */
GIGAHOST_API gigahost_status
gigahost_trash_empty(const gigahost_session *session, const char *const *files,
                     size_t file_count, int32_t all,
                     const gigahost_batch **out, const gigahost_error **error);

/* ---- Progress ----------------------------------------------------------- */

/** The stage of a transfer. */
GIGAHOST_ENUM(gigahost_stage) {
    /** Logging in, obtaining a URL, opening files. */
    GIGAHOST_STAGE_PREPARING = 1,
    /** Reading the source to compute its MD5. */
    GIGAHOST_STAGE_HASHING = 2,
    /** Sending the bytes. */
    GIGAHOST_STAGE_SENDING = 3,
    /** Receiving the bytes. */
    GIGAHOST_STAGE_RECEIVING = 4,
    /** Everything is sent; the host is processing it. */
    GIGAHOST_STAGE_PROCESSING = 5,
    /** Comparing size and MD5, checking what the host has. */
    GIGAHOST_STAGE_VERIFYING = 6,
    /**
     * Acknowledged and verified: the last event of a transfer that succeeded.
     */
    GIGAHOST_STAGE_DONE = 7,
};

/**
 * The progress of a transfer. Valid until the callback returns that was given
 * it, or as long as the result that it is a part of.
 */
typedef struct gigahost_progress {
    /** A gigahost_stage. */
    int32_t stage;
    /** The number of the attempt, from 1. */
    uint32_t attempt;
    /** The name of the stage, such as "sending". Static. */
    const char *stage_name;
    /**
     * Bytes done in this stage. May decrease when something is sent again;
     * `attempt` then increases. Signed, like `total`, with which it is
     * compared.
     */
    int64_t done;
    /** Total bytes, or -1 while unknown. */
    int64_t total;
    /**
     * Bytes per second, averaged over the last few seconds, or -1 while there
     * is too little data.
     */
    double rate;
    /** Estimated milliseconds left in this stage, or -1 while unknown. */
    int64_t time_left;
    /** Milliseconds since the transfer began. */
    int64_t elapsed;
} gigahost_progress;

/**
 * Reports the progress of a transfer. Called on the thread that made the call,
 * at most ten times a second, and at least once a second even when nothing
 * moves. Return 0 to continue, anything else to end the transfer with
 * GIGAHOST_E_CANCELLED.
 *
 * Must not throw, must not longjmp() or pthread_exit(), and must not use the
 * same session (GIGAHOST_E_BUSY); gigahost_cancel_request() is allowed.
 */
typedef int32_t (*gigahost_progress_fn)(const gigahost_progress *progress,
                                        void *user);

/* ---- Sources for several uploads ---------------------------------------- */

/*
 * A source is opened once and hashed once, however many uploads it is given
 * to, at one host or at many. Each upload succeeds or fails by itself.
 */

/**
 * A source for several uploads, set by gigahost_upload_options_set_source().
 *
 * A handle: made by the functions below, released with gigahost_source_free().
 * Options and uploads keep their own reference to it. Any number of threads
 * may use it at once.
 */
typedef struct gigahost_source gigahost_source;

/**
 * Creates a source from the file at `path`, in the system's native form (UTF-8
 * on Windows). The first upload opens it. Its name is the name at the host
 * unless the options give another.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_source_new(const char *path, gigahost_source **out,
                    const gigahost_error **error);

/**
 * Creates a source from bytes in memory; NULL with a length of 0 means an
 * empty file. They are not copied: they must stay unchanged until the source
 * is released and the last upload has ended.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_source_new_bytes(const uint8_t *bytes, size_t length,
                          gigahost_source **out, const gigahost_error **error);

/**
 * Creates a source from a file at the session's host: each upload fetches it
 * while it sends it, on a thread of the library's own that ends with it, and
 * nothing is written to the disk of this machine unless the target wants an
 * MD5 first and `md5` is NULL, or `size` is -1. The download is verified as
 * any other, before the last byte is sent. `file`, `name`, `size` and `md5`
 * are those of the file's gigahost_entry. The source keeps its own reference
 * to the session.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_source_new_at_host(const gigahost_session *session, const char *file,
                            const char *name, int64_t size, const char *md5,
                            gigahost_source **out,
                            const gigahost_error **error);

/** Releases a source. NULL is a no-op. */
GIGAHOST_API gigahost_status gigahost_source_free(gigahost_source *source);

/* ---- Uploads ------------------------------------------------------------ */

/*
 * Each host has its own upload procedure, from a single request to login,
 * hash, announcement, bytes and waiting. gigahost_upload() follows it, and
 * does not return before the host has acknowledged the file and its size or
 * MD5 has been compared, if the host reports them.
 */

/** How a file got to the host. */
GIGAHOST_ENUM(gigahost_how) {
    /** Its bytes were sent. */
    GIGAHOST_SENT = 1,
    /** The host already had the content: nothing was sent. */
    GIGAHOST_INSTANT = 2,
    /** The response was lost; a check showed that the host has the file. */
    GIGAHOST_RECOVERED = 3,
    /**
     * The first attempt was shown not to be stored; the bytes were sent again.
     */
    GIGAHOST_RESENT = 4,
    /**
     * An earlier run of the queue stored it, says its state: nothing was sent,
     * and nobody was asked.
     */
    GIGAHOST_EARLIER = 5,
};

/** How the bytes of a transfer were verified. */
GIGAHOST_ENUM(gigahost_verified) {
    /** Not at all: the host reports neither size nor hash. */
    GIGAHOST_VERIFIED_NOTHING = 0,
    /** The size matches the one that the host reports. */
    GIGAHOST_VERIFIED_SIZE = 1,
    /** The MD5 matches the one that the host reports. */
    GIGAHOST_VERIFIED_MD5 = 2,
};

/**
 * When the MD5 of a transfer is computed. That reads every byte, and costs
 * more CPU than moving it.
 */
GIGAHOST_ENUM(gigahost_checksum) {
    /**
     * Where it proves something: where the host requires it before an upload
     * (rapidgator), or reports one that it can be compared with (giga0 and
     * giga.gs after an upload, rapidgator before a download). An MD5 given by
     * the caller is not computed again. The default.
     */
    GIGAHOST_CHECKSUM_AUTO = 0,
    /**
     * Always, so that the result has it. An MD5 given by the caller is
     * compared with it.
     */
    GIGAHOST_CHECKSUM_ALWAYS = 1,
    /**
     * Never. An upload to a host that requires it fails with
     * GIGAHOST_E_ARGUMENT unless the caller gives one; sizes are compared,
     * hashes are not.
     */
    GIGAHOST_CHECKSUM_NEVER = 2,
};

/** How the name of a file is encoded in uploadgig's header "Slug". */
GIGAHOST_ENUM(gigahost_slug_mode) {
    /**
     * Printable ASCII unchanged, everything else percent-encoded. The default.
     */
    GIGAHOST_SLUG_PERCENT = 0,
    /** Raw UTF-8. */
    GIGAHOST_SLUG_UTF8 = 1,
    /** Everything except printable ASCII becomes "_". */
    GIGAHOST_SLUG_ASCII = 2,
};

/**
 * The record of a finished upload. Strings are NULL if the host reports none.
 * A result, released with gigahost_free().
 */
typedef struct gigahost_receipt {
    /** The file at the host, under the name that was stored. Never NULL. */
    const gigahost_entry *entry;
    /** The public link. */
    const char *url;
    /** A link that deletes the file without a login (giga0): a secret. */
    const char *delete_url;
    /** A link for forums. */
    const char *bbcode;
    /** A link for web pages. Not sanitised. */
    const char *html;
    /** The requested name. Compare it with the entry's. */
    const char *wanted_name;
    /**
     * MD5 of the file, in 32 lower-case hexadecimal digits: computed or given
     * by the caller. NULL if there is neither.
     */
    const char *md5;
    /** How many bytes. */
    uint64_t bytes;
    /** A gigahost_how. */
    int32_t how;
    /** A gigahost_verified. */
    int32_t verified;
    /** Number of notes. */
    size_t note_count;
    /** Remarks for the caller, in sentences; NULL if there are none. */
    const char *const *notes;
    /** The host's own response that decided the outcome, unmasked, or NULL. */
    const gigahost_value *host_json;
} gigahost_receipt;

/**
 * Reads the next bytes of a source into `buffer`. Returns how many, 0 at the
 * end, or -1 to end the upload with GIGAHOST_E_CALLBACK. The rules for
 * gigahost_progress_fn apply.
 */
typedef int64_t (*gigahost_read_fn)(uint8_t *buffer, size_t capacity,
                                    void *user);

/**
 * Options for an upload.
 *
 * A handle: made by gigahost_upload_options_new(), released with
 * gigahost_upload_options_free(). May be used for any number of uploads, one
 * after another or in parallel; an upload copies it when it begins. Where it
 * is expected, NULL means the defaults.
 */
typedef struct gigahost_upload_options gigahost_upload_options;

/** Creates upload options. */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_upload_options_new(gigahost_upload_options **out,
                            const gigahost_error **error);

/**
 * Sets the name at the host; NULL means the name of the local file. Required
 * for sources without a path.
 */
GIGAHOST_API gigahost_status
gigahost_upload_options_set_name(gigahost_upload_options *options,
                                 const char *name,
                                 const gigahost_error **error);

/**
 * Sets the folder at the host (at ge.tt: the share); NULL is the root (at
 * ge.tt: a new share). uploadgig and giga.gs have no folders.
 */
GIGAHOST_API gigahost_status
gigahost_upload_options_set_folder(gigahost_upload_options *options,
                                   const char *folder,
                                   const gigahost_error **error);

/**
 * Sets the MD5 of the content in 32 hexadecimal digits, if it is known;
 * rapidgator then does not need to read the source twice. It is sent to hosts
 * that take one and compared with what the host reports; with
 * GIGAHOST_CHECKSUM_ALWAYS, also with the bytes that are sent. NULL clears it.
 */
GIGAHOST_API gigahost_status
gigahost_upload_options_set_md5(gigahost_upload_options *options,
                                const char *md5, const gigahost_error **error);

/**
 * Sets when the MD5 is computed: a gigahost_checksum. Default:
 * GIGAHOST_CHECKSUM_AUTO.
 */
GIGAHOST_API gigahost_status
gigahost_upload_options_set_checksum(gigahost_upload_options *options,
                                     int32_t checksum,
                                     const gigahost_error **error);

/** Sets how the name is encoded (uploadgig): a gigahost_slug_mode. */
GIGAHOST_API gigahost_status
gigahost_upload_options_set_slug_mode(gigahost_upload_options *options,
                                      int32_t mode,
                                      const gigahost_error **error);

/**
 * If 1, uploads to uploadgig use "Transfer-Encoding: chunked" instead of a
 * length. Default: 0.
 */
GIGAHOST_API gigahost_status
gigahost_upload_options_set_chunked(gigahost_upload_options *options,
                                    int32_t chunked,
                                    const gigahost_error **error);

/**
 * Sets the progress callback; NULL means none. Applies to uploads that begin
 * later.
 */
GIGAHOST_API gigahost_status
gigahost_upload_options_set_progress(gigahost_upload_options *options,
                                     gigahost_progress_fn progress, void *user,
                                     const gigahost_error **error);

/**
 * Uploads from this source instead of a file. The options keep their own
 * reference to it. NULL removes any source that was set.
 */
GIGAHOST_API gigahost_status
gigahost_upload_options_set_source(gigahost_upload_options *options,
                                   const gigahost_source *source,
                                   const gigahost_error **error);

/**
 * Uploads these bytes instead of a file; NULL with a length of 0 means an
 * empty file. They are not copied: they must stay unchanged until the last
 * upload with these options has returned.
 */
GIGAHOST_API gigahost_status
gigahost_upload_options_set_bytes(gigahost_upload_options *options,
                                  const uint8_t *bytes, size_t length,
                                  const gigahost_error **error);

/**
 * Uploads what `read` delivers instead of a file: `length` bytes, or -1 if the
 * length is not known. A reader can be read only once, so it must be set again
 * before each upload. If the length is known, the bytes are streamed directly
 * to hosts that need no hash first; otherwise they are spooled to an unnamed
 * temporary file. NULL removes any source that was set.
 */
GIGAHOST_API gigahost_status
gigahost_upload_options_set_reader(gigahost_upload_options *options,
                                   gigahost_read_fn read, void *user,
                                   int64_t length,
                                   const gigahost_error **error);

/**
 * Says what of these files the host would refuse, and why, before any of them
 * is read: names that cannot be sent, files that are too large for the
 * account, and those for which its storage has no room after the ones before
 * them. `names` and `sizes` (in bytes) have `count` elements each. In the
 * batch stand names. The host is asked for the account's limits once, where it
 * tells them; what it does not tell cannot be said.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_preflight(const gigahost_session *session, const char *const *names,
                   const uint64_t *sizes, size_t count,
                   const gigahost_batch **out, const gigahost_error **error);

/** Releases upload options. NULL is a no-op. */
GIGAHOST_API gigahost_status
gigahost_upload_options_free(gigahost_upload_options *options);

/**
 * Uploads the file at `path`, by the host's own procedure. `path` is in the
 * system's native form (UTF-8 on Windows), or NULL if the options have another
 * source. `options` may be NULL.
 *
 * The file is opened once; if it changes in the meantime, the call fails with
 * GIGAHOST_E_SOURCE_CHANGED. Nothing is sent twice unless the host cannot end
 * up with two files. GIGAHOST_E_OUTCOME_UNKNOWN means that it is impossible to
 * tell whether the file arrived: check before repeating the upload.
 */
GIGAHOST_API gigahost_status
gigahost_upload(const gigahost_session *session, const char *path,
                const gigahost_upload_options *options,
                const gigahost_receipt **out, const gigahost_error **error);

/* ---- Downloads ---------------------------------------------------------- */

/*
 * The bytes go into a part file next to the target, which is renamed to the
 * target once they are complete and have been compared with the size or MD5
 * that the host reports; or to a writer of the caller.
 */

/** What to do when the target of a download exists. */
GIGAHOST_ENUM(gigahost_existing) {
    /** Fail with GIGAHOST_E_EXISTS before a byte is fetched. The default. */
    GIGAHOST_EXISTING_REFUSE = 0,
    /** Replace it atomically when the download is complete. */
    GIGAHOST_EXISTING_OVERWRITE = 1,
    /** Append a number to the name: "film (1).mkv". */
    GIGAHOST_EXISTING_UNIQUE = 2,
};

/** A finished download. A result, released with gigahost_free(). */
typedef struct gigahost_download_info {
    /** The file, as the system writes paths; NULL for a writer. */
    const char *path;
    /**
     * The name as the host reports it, not sanitised; NULL if it reports none.
     */
    const char *name;
    /** How many bytes. */
    uint64_t bytes;
    /**
     * Their MD5 in 32 lower-case hexadecimal digits; NULL if it was not
     * computed.
     */
    const char *md5;
    /** A gigahost_verified. */
    int32_t verified;
    /** Number of streams that it took. */
    uint32_t attempts;
    /** Bytes that were kept from an earlier download. */
    uint64_t resumed_from;
} gigahost_download_info;

/**
 * Receives the next bytes of a download. Returns 0 to continue, anything else
 * to end it with GIGAHOST_E_CALLBACK. The rules for gigahost_progress_fn
 * apply.
 */
typedef int32_t (*gigahost_write_fn)(const uint8_t *bytes, size_t length,
                                     void *user);

/**
 * Options for a download.
 *
 * A handle: made by gigahost_download_options_new(), released with
 * gigahost_download_options_free(). May be used for any number of downloads,
 * one after another or in parallel; a download copies it when it begins. Where
 * it is expected, NULL means the defaults.
 */
typedef struct gigahost_download_options gigahost_download_options;

/** Creates download options. */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_download_options_new(gigahost_download_options **out,
                              const gigahost_error **error);

/**
 * Sets what to do when the target exists: a gigahost_existing. Default:
 * GIGAHOST_EXISTING_REFUSE.
 */
GIGAHOST_API gigahost_status
gigahost_download_options_set_existing(gigahost_download_options *options,
                                       int32_t existing,
                                       const gigahost_error **error);

/**
 * If 1, which is the default, the part of a failed download is kept next to
 * the target, in ".<name>.<8 hex>.gigapart", and a later download of the same
 * file to the same place resumes from it, even after the process was killed:
 * hosts count the traffic. It is kept only if the host proves that the rest is
 * of the same content; the error's hint names it. gigahost_clean_parts()
 * removes those that nobody came back to. If 0, nothing is kept, and nothing
 * is resumed.
 */
GIGAHOST_API gigahost_status
gigahost_download_options_set_resume(gigahost_download_options *options,
                                     int32_t resume,
                                     const gigahost_error **error);

/**
 * Fails with GIGAHOST_E_TOO_LARGE if the file has more bytes; -1 is no limit.
 */
GIGAHOST_API gigahost_status
gigahost_download_options_set_most_bytes(gigahost_download_options *options,
                                         int64_t most,
                                         const gigahost_error **error);

/**
 * Fetches the file over so many connections at once, each a range of it: from
 * 2 to 16, with 0 and 1 meaning one. Fewer are used if the host allows fewer
 * or the file is small, and one if the host does not prove that the ranges are
 * of the same content, or if the target is a writer. The threads that it needs
 * are the library's own and end with the call; callbacks come on the calling
 * thread. Beside a part that is kept stands a journal then, in ".<name>.<8
 * hex>.gigablocks". Default: 0.
 */
GIGAHOST_API gigahost_status
gigahost_download_options_set_segments(gigahost_download_options *options,
                                       uint32_t segments,
                                       const gigahost_error **error);

/**
 * Sets when the MD5 is computed: a gigahost_checksum. Default:
 * GIGAHOST_CHECKSUM_AUTO.
 */
GIGAHOST_API gigahost_status
gigahost_download_options_set_checksum(gigahost_download_options *options,
                                       int32_t checksum,
                                       const gigahost_error **error);

/**
 * Fetches only the bytes from `first` up to, but not including, `end`; -1 is
 * the end of the file. Requires a writer. Bytes beyond the end of the file are
 * left out, and a part is not compared with any hash.
 */
GIGAHOST_API gigahost_status
gigahost_download_options_set_part(gigahost_download_options *options,
                                   uint64_t first, int64_t end,
                                   const gigahost_error **error);

/**
 * If 1, the path of a download is a directory, and the file is named as the
 * host reports it, sanitised: one component, without control characters,
 * device names or leading dots. Default: 0.
 */
GIGAHOST_API gigahost_status
gigahost_download_options_set_into_directory(
    gigahost_download_options *options, int32_t into_directory,
    const gigahost_error **error);

/**
 * Sets the progress callback; NULL means none. Applies to downloads that begin
 * later.
 */
GIGAHOST_API gigahost_status
gigahost_download_options_set_progress(gigahost_download_options *options,
                                       gigahost_progress_fn progress,
                                       void *user,
                                       const gigahost_error **error);

/**
 * Passes the bytes to `write`, in order, instead of writing a file; NULL
 * undoes that. After an error, what it has received is incomplete.
 */
GIGAHOST_API gigahost_status
gigahost_download_options_set_writer(gigahost_download_options *options,
                                     gigahost_write_fn write, void *user,
                                     const gigahost_error **error);

/** Releases download options. NULL is a no-op. */
GIGAHOST_API gigahost_status
gigahost_download_options_free(gigahost_download_options *options);

/**
 * Downloads `file` of the account into the file at `path`, which is in the
 * system's native form (UTF-8 on Windows), or NULL if the options have a
 * writer. `options` may be NULL.
 *
 * A partial file never appears at the final path, and a web page or error
 * message of the host is never saved as the file (GIGAHOST_E_NOT_A_FILE).
 */
GIGAHOST_API gigahost_status
gigahost_download(const gigahost_session *session, const char *file,
                  const char *path, const gigahost_download_options *options,
                  const gigahost_download_info **out,
                  const gigahost_error **error);

/**
 * Removes the parts that downloads left in the folder at `path` (in the
 * system's native form, UTF-8 on Windows) and that nobody came back to:
 * ".<name>.<8 hex>.gigapart" and what stands beside them. One that a download
 * is at, in this program or in another, stays. Takes those that did not change
 * for `older_than` milliseconds, 0 for all; with `recursive` 1 also those in
 * the folders below, links not followed; with `dry_run` 1 only tells what
 * would be removed.
 *
 * Document: a list of objects with "path" and "bytes".
 */
GIGAHOST_API gigahost_status
gigahost_clean_parts(const char *path, int64_t older_than, int32_t recursive,
                     int32_t dry_run, const gigahost_value **out,
                     const gigahost_error **error);

/* ---- Logs of receipts --------------------------------------------------- */

/*
 * A log is a text file with a line of JSON for each file that was stored: by
 * it the files can be verified, and sent again where they are gone. A queue
 * that was opened with a log writes to it. No secret is in it.
 */

/**
 * A log of stored files.
 *
 * A handle: made by gigahost_receipt_log_new(), released with
 * gigahost_receipt_log_free(). Queues keep their own reference to it. Any
 * number of threads may use it at once, and other programs may write to the
 * same file.
 */
typedef struct gigahost_receipt_log gigahost_receipt_log;

/**
 * Opens the log at `path`, in the system's native form (UTF-8 on Windows), and
 * makes it if it is not there; only its user may read it then.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_receipt_log_new(const char *path, gigahost_receipt_log **out,
                         const gigahost_error **error);

/**
 * Asks the session's host whether its files of the log are still there: by a
 * check of links, many at once, where the host has that, else one by one or by
 * its listings. Nothing is fetched. Files of other hosts and accounts are left
 * out.
 *
 * Document: a list, in the order of the log, of objects with "standing"
 * ("there", "gone", or "unknown" if the host cannot be asked), "why" (unless
 * it is there), "transfer" (absent here) and "file": "time" (seconds since
 * 1970), "host", "base_url", "account", "id", "folder", "url", "name",
 * "wanted_name", "bytes", "md5", "how", "verified" and "source" (where it was
 * on this machine). Of a file that was sent again only the last line of the
 * log counts.
 *
 * GIGAHOST_E_ARGUMENT with the number of a line that is no receipt.
 */
GIGAHOST_API gigahost_status
gigahost_receipt_log_verify(const gigahost_receipt_log *log,
                            const gigahost_session *session,
                            const gigahost_value **out,
                            const gigahost_error **error);

/** Releases a log. NULL is a no-op. */
GIGAHOST_API gigahost_status
gigahost_receipt_log_free(gigahost_receipt_log *log);

/* ---- Queues ------------------------------------------------------------- */

/*
 * A queue runs many transfers at once, over a bounded number of workers, to
 * any number of sessions. Hashing, sending or receiving, and waiting for a
 * host to process a file are stages with room of their own: a file that waits
 * at its host holds no worker. Every promise that a single call makes holds
 * for each transfer of a queue.
 */

/**
 * Many transfers over a bounded number of workers.
 *
 * A handle: made by gigahost_queue_new() or gigahost_queue_open(), released
 * with gigahost_queue_close(). Any number of threads may use it at once, and
 * add, pause, cancel and watch transfers at any time. After fork() the child
 * gets GIGAHOST_E_FORKED and must make its own.
 */
typedef struct gigahost_queue gigahost_queue;

/** Which way a transfer goes. */
GIGAHOST_ENUM(gigahost_direction) {
    /** To the host. */
    GIGAHOST_UP = 1,
    /** From the host. */
    GIGAHOST_DOWN = 2,
};

/** Where a transfer of a queue stands. */
GIGAHOST_ENUM(gigahost_transfer_state) {
    /** It waits for a worker. */
    GIGAHOST_TRANSFER_QUEUED = 1,
    /**
     * A worker hashes, sends or receives; the stage of its progress says
     * which.
     */
    GIGAHOST_TRANSFER_ACTIVE = 2,
    /** The host has the bytes and processes them. It holds no worker. */
    GIGAHOST_TRANSFER_PROCESSING = 3,
    /** The host asked to wait; it is tried again when the time is up. */
    GIGAHOST_TRANSFER_DELAYED = 4,
    /** It waits for gigahost_queue_resume(). */
    GIGAHOST_TRANSFER_PAUSED = 5,
    /** It succeeded. */
    GIGAHOST_TRANSFER_DONE = 6,
    /** It failed; its error says why. */
    GIGAHOST_TRANSFER_FAILED = 7,
    /** It was cancelled. */
    GIGAHOST_TRANSFER_CANCELLED = 8,
};

/**
 * A transfer of a queue, as it was when it was asked for. A result, released
 * with gigahost_free(), unless a gigahost_transfer_fn was given it.
 */
typedef struct gigahost_transfer {
    /** Its number in the queue, from 1. */
    uint64_t id;
    /** The gigahost_host. */
    int32_t host;
    /** A gigahost_direction. */
    int32_t direction;
    /** A gigahost_transfer_state. */
    int32_t state;
    /** Higher ones start first. */
    int32_t priority;
    /**
     * Of an upload the name that is wanted, where it is known; of a download
     * the file at the host. Never NULL.
     */
    const char *name;
    /** The name of its state, such as "queued". Never NULL. */
    const char *state_name;
    /**
     * How far it is: the figures of its current stage, and which time it is
     * tried. Never NULL.
     */
    const gigahost_progress *progress;
    /**
     * Why it failed or was cancelled, or what it waits for while it is
     * delayed; else NULL.
     */
    const gigahost_error *error;
} gigahost_transfer;

/**
 * The transfers of a queue, in the order in which they were added. A result,
 * released with gigahost_free().
 */
typedef struct gigahost_transfer_list {
    /** How many. */
    size_t count;
    /** The transfers; NULL if there are none. */
    const gigahost_transfer *const *transfers;
} gigahost_transfer_list;

/**
 * The whole of a queue: all transfers that were ever added, those that were
 * taken out included. A result, released with gigahost_free().
 */
typedef struct gigahost_totals {
    /** Transfers that wait for a worker, or for the time that a host named. */
    size_t queued;
    /** Transfers that a worker has. */
    size_t active;
    /** Transfers that the host processes. */
    size_t processing;
    /** Transfers that are paused. */
    size_t paused;
    /** Transfers that succeeded. */
    size_t done;
    /** Transfers that failed or were cancelled. */
    size_t failed;
    /** Bytes that have arrived, of all transfers that did not fail. */
    uint64_t bytes_done;
    /**
     * Bytes of all transfers that did not fail, as far as their sizes are
     * known.
     */
    uint64_t bytes_total;
    /**
     * Bytes per second over the last few seconds, or -1 while there is too
     * little data.
     */
    double rate;
    /** Estimated milliseconds left, or -1 while unknown. */
    int64_t time_left;
} gigahost_totals;

/**
 * Is told that a transfer has changed. `transfer` is valid until the callback
 * returns. Return 0 to go on, anything else to end gigahost_queue_run(), which
 * cancels nothing.
 *
 * Must not throw, must not longjmp() or pthread_exit(). It runs on the thread
 * that called gigahost_queue_run(), and may use the queue and its sessions.
 */
typedef int32_t (*gigahost_transfer_fn)(const gigahost_transfer *transfer,
                                        void *user);

/**
 * Creates a queue without transfers. `workers` is how many files are sent or
 * received at once, from 1 to 64, or 0 for 4; a host may allow fewer.
 * `retries` is how often a transfer that the host turned away for a while, and
 * that left nothing there, is begun again when the time is up, or -1 for 3.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_queue_new(int32_t workers, int32_t retries, gigahost_queue **out,
                   const gigahost_error **error);

/**
 * Creates a queue as gigahost_queue_new() does, which keeps its state in the
 * file `state`, so that a later run goes on where this one ended, however it
 * ended: what is done is not sent or fetched again as long as the local file
 * is the same (GIGAHOST_EARLIER); what may have arrived is looked for at its
 * host first; an MD5 is not computed again. What is left is added by
 * gigahost_queue_restore(). The file is a journal, which one queue at a time
 * may have, and only its user may read; no secret is in it. All sources and
 * targets must be paths then. Where a file of the same name, size and (where
 * the host tells it) MD5 is in the folder after a kill, it is taken for the
 * one that was sent.
 *
 * The receipt of every upload is added to `log`, before the upload is told to
 * be done; one whose receipt could not be written has a note that says so.
 * Either may be NULL.
 *
 * GIGAHOST_E_ARGUMENT if another queue has the state, or if it is none.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_queue_open(int32_t workers, int32_t retries, const char *state,
                    const gigahost_receipt_log *log, gigahost_queue **out,
                    const gigahost_error **error);

/**
 * Adds what an earlier run has left of this session's transfers: those that
 * were added and neither done nor cancelled by their number. Gives how many;
 * `count` may be NULL. None in a queue without a state.
 */
GIGAHOST_API gigahost_status
gigahost_queue_restore(const gigahost_queue *queue,
                       const gigahost_session *session, uint64_t *count,
                       const gigahost_error **error);

/**
 * Asks the session's host which files of a log are gone, as
 * gigahost_receipt_log_verify() does, and adds an upload for each of them,
 * from where it was sent before to where it was, under the name that was
 * wanted. Its bytes must be those that were sent: another size is told here,
 * and where its receipt has an MD5, another content fails the upload before
 * the host has the file. The receipts go to the same log.
 *
 * Document: as that of gigahost_receipt_log_verify(); "transfer" is the number
 * of the upload by which a file is sent again, "why" else says why it is not.
 */
GIGAHOST_API gigahost_status
gigahost_queue_repair(const gigahost_queue *queue,
                      const gigahost_session *session,
                      const gigahost_receipt_log *log,
                      const gigahost_value **out,
                      const gigahost_error **error);

/**
 * Adds an upload and gives its number. The arguments are those of
 * gigahost_upload(), NULL included; `id` may be NULL. Nothing of the source is
 * read before a worker takes it, and whatever is wrong with it is the outcome
 * of the transfer. The options are copied. They may not have a progress
 * callback, because the queue's events tell of it; their bytes must stay
 * unchanged, and their reader, which is called on a worker's thread, usable,
 * until the transfer is over.
 *
 * In a queue with a state an upload of the same file to the same place that is
 * in the queue already is not added again: its number is given.
 */
GIGAHOST_API gigahost_status
gigahost_queue_add_upload(const gigahost_queue *queue,
                          const gigahost_session *session, const char *path,
                          const gigahost_upload_options *options, uint64_t *id,
                          const gigahost_error **error);

/**
 * Adds a download and gives its number. The arguments are those of
 * gigahost_download(), NULL included; the same as for
 * gigahost_queue_add_upload() holds for its options and their writer.
 */
GIGAHOST_API gigahost_status
gigahost_queue_add_download(const gigahost_queue *queue,
                            const gigahost_session *session, const char *file,
                            const char *path,
                            const gigahost_download_options *options,
                            uint64_t *id, const gigahost_error **error);

/**
 * Changes the priority of a transfer. Higher ones start first; transfers of
 * the same priority start in the order in which they were added. Default: 0.
 * What has started goes on.
 */
GIGAHOST_API gigahost_status
gigahost_queue_set_priority(const gigahost_queue *queue, uint64_t id,
                            int32_t priority, const gigahost_error **error);

/**
 * Sets how many uploads to this session's account run at once at most; 0 holds
 * them all, and -1 goes back to what the host itself tells, where it tells
 * anything.
 */
GIGAHOST_API gigahost_status
gigahost_queue_set_cap(const gigahost_queue *queue,
                       const gigahost_session *session, int32_t cap,
                       const gigahost_error **error);

/**
 * Holds a transfer until gigahost_queue_resume(). A download into a file that
 * runs stops at once, and later continues where it stopped if its options
 * allow it to resume, and the host too. An upload that runs goes on to its
 * end, because no host can continue one that was broken off.
 */
GIGAHOST_API gigahost_status
gigahost_queue_pause(const gigahost_queue *queue, uint64_t id,
                     const gigahost_error **error);

/** Lets a transfer go on. */
GIGAHOST_API gigahost_status
gigahost_queue_resume(const gigahost_queue *queue, uint64_t id,
                      const gigahost_error **error);

/**
 * Cancels a transfer. One that runs ends within 100 ms with
 * GIGAHOST_E_CANCELLED; one that is over stays as it is. A later run does not
 * go on with it.
 */
GIGAHOST_API gigahost_status
gigahost_queue_cancel(const gigahost_queue *queue, uint64_t id,
                      const gigahost_error **error);

/**
 * Holds everything, as gigahost_queue_pause(), including what is added later.
 */
GIGAHOST_API gigahost_status
gigahost_queue_pause_all(const gigahost_queue *queue,
                         const gigahost_error **error);

/**
 * Undoes gigahost_queue_pause_all(). What was paused by itself stays paused.
 */
GIGAHOST_API gigahost_status
gigahost_queue_resume_all(const gigahost_queue *queue,
                          const gigahost_error **error);

/**
 * Cancels everything that is not over. A later run goes on with what the state
 * has of it.
 */
GIGAHOST_API gigahost_status
gigahost_queue_cancel_all(const gigahost_queue *queue,
                          const gigahost_error **error);

/**
 * Waits until a transfer has changed, at most this many milliseconds or for
 * ever with -1, and gives it as it is now. Events of one transfer that nobody
 * has read yet become one, so a queue that nobody listens to does not grow;
 * the end of a transfer is always told. `*out` is NULL when the time is up, or
 * at once when every transfer is over and told. While everything that is left
 * is paused, it waits.
 */
GIGAHOST_API gigahost_status
gigahost_queue_next_event(const gigahost_queue *queue, int64_t milliseconds,
                          const gigahost_transfer **out,
                          const gigahost_error **error);

/**
 * Tells every change of a transfer by a callback on this thread, until all
 * transfers are over and told. With NULL for the callback it only waits.
 */
GIGAHOST_API gigahost_status
gigahost_queue_run(const gigahost_queue *queue, gigahost_transfer_fn callback,
                   void *user, const gigahost_error **error);

/**
 * Waits until every transfer is over, at most this many milliseconds or for
 * ever with -1. GIGAHOST_E_TIMEOUT if the time was up before; nothing is
 * cancelled by that.
 */
GIGAHOST_API gigahost_status
gigahost_queue_wait(const gigahost_queue *queue, int64_t milliseconds,
                    const gigahost_error **error);

/**
 * A transfer as it is now. GIGAHOST_E_NOT_FOUND for a number that is not in
 * the queue.
 */
GIGAHOST_API gigahost_status
gigahost_queue_transfer(const gigahost_queue *queue, uint64_t id,
                        const gigahost_transfer **out,
                        const gigahost_error **error);

/** All transfers as they are now, in the order in which they were added. */
GIGAHOST_API gigahost_status
gigahost_queue_transfers(const gigahost_queue *queue,
                         const gigahost_transfer_list **out,
                         const gigahost_error **error);

/** The whole: how many transfers are in which state, and how far they are. */
GIGAHOST_API gigahost_status
gigahost_queue_totals(const gigahost_queue *queue, const gigahost_totals **out,
                      const gigahost_error **error);

/**
 * Removes an upload that is over and gives its record, or fails as the upload
 * did. GIGAHOST_E_NOT_FOUND for a number that is not in the queue,
 * GIGAHOST_E_NOT_READY for a transfer that is not over, GIGAHOST_E_ARGUMENT
 * for a download; the queue keeps it then.
 */
GIGAHOST_API gigahost_status
gigahost_queue_take_receipt(const gigahost_queue *queue, uint64_t id,
                            const gigahost_receipt **out,
                            const gigahost_error **error);

/**
 * Removes a download that is over and tells what came, or fails as the
 * download did. The rest is as with gigahost_queue_take_receipt().
 */
GIGAHOST_API gigahost_status
gigahost_queue_take_download(const gigahost_queue *queue, uint64_t id,
                             const gigahost_download_info **out,
                             const gigahost_error **error);

/**
 * Closes a queue: cancels what is not over, and waits for its workers to end.
 * NULL is a no-op. A thread that waits in the queue meanwhile comes back
 * first, and then its workers have ended.
 */
GIGAHOST_API gigahost_status gigahost_queue_close(gigahost_queue *queue);

/* ---- Files that the host fetches by itself ------------------------------ */

/** The state of a job. */
GIGAHOST_ENUM(gigahost_job_state) {
    /** A state that this library does not know: treat it as still running. */
    GIGAHOST_JOB_OTHER = 0,
    /** In the queue. */
    GIGAHOST_JOB_WAITING = 1,
    /** The host is fetching. */
    GIGAHOST_JOB_RUNNING = 2,
    /** The file is there. */
    GIGAHOST_JOB_DONE = 3,
    /** It failed. */
    GIGAHOST_JOB_FAILED = 4,
    /** It was cancelled. */
    GIGAHOST_JOB_CANCELLED = 5,
};

/**
 * A file that the host fetches by itself. Strings are NULL and numbers -1 if
 * it does not report them. Part of a gigahost_jobs.
 */
typedef struct gigahost_job {
    /** The id of the job. Never NULL. */
    const char *id;
    /** The source, as the host reports it. */
    const char *url;
    /** A gigahost_job_state. */
    int32_t state;
    /**
     * The state as a word; the host's own word if it is not known to this
     * library.
     */
    const char *state_text;
    /** Bytes fetched. */
    int64_t done;
    /** Bytes in all. */
    int64_t size;
    /** The file, or NULL until it is there. */
    const gigahost_entry *entry;
    /** Why it failed, in the host's words. */
    const char *failure;
} gigahost_job;

/** Jobs of a host. A result, released with gigahost_free(). */
typedef struct gigahost_jobs {
    /** Number of items. */
    size_t count;
    /** The jobs. */
    const gigahost_job *const *jobs;
} gigahost_jobs;

/**
 * Has the host fetch links by itself, into `folder`; NULL is the root. Returns
 * once the host has accepted the jobs; gigahost_remote_status() reports their
 * state.
 */
GIGAHOST_API gigahost_status
gigahost_remote_upload(const gigahost_session *session,
                       const char *const *links, size_t link_count,
                       const char *folder, const gigahost_jobs **out,
                       const gigahost_error **error);

/**
 * Fetches the state of jobs, or of all jobs for NULL and 0, if the host can
 * list them.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_remote_status(const gigahost_session *session,
                       const char *const *jobs, size_t job_count,
                       const gigahost_jobs **out,
                       const gigahost_error **error);

/** Cancels jobs, by their ids. */
GIGAHOST_API gigahost_status
gigahost_remote_cancel(const gigahost_session *session,
                       const char *const *jobs, size_t job_count,
                       const gigahost_batch **out,
                       const gigahost_error **error);

/* ---- Public links ------------------------------------------------------- */

/**
 * What a host reports about a public link. Strings are NULL and numbers -1 if
 * it does not report them. Part of a gigahost_links.
 */
typedef struct gigahost_link {
    /** The link as given. Never NULL. */
    const char *url;
    /** 1 if it leads to a file, else 0. */
    int32_t alive;
    /** The name of the file. */
    const char *name;
    /** Bytes. */
    int64_t size;
    /** The host's own word for the status. */
    const char *status;
} gigahost_link;

/**
 * What a host reports about public links, in the order given. A result,
 * released with gigahost_free().
 */
typedef struct gigahost_links {
    /** Number of items. */
    size_t count;
    /** The links. */
    const gigahost_link *const *links;
} gigahost_links;

/**
 * Checks which public links are alive. Takes any number: the library splits it
 * by the host's limit.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_check_links(const gigahost_session *session, const char *const *links,
                     size_t link_count, const gigahost_links **out,
                     const gigahost_error **error);

/* ---- Links for one download --------------------------------------------- */

/**
 * A link for one download. Strings are NULL and numbers -1 if the host does
 * not report them. A result, released with gigahost_free().
 */
typedef struct gigahost_one_time_link {
    /** The id of the link. Never NULL. */
    const char *id;
    /** The link. Anyone who has it can use it once: a secret. */
    const char *url;
    /** The file it leads to. */
    const char *file;
    /** 1 if it was used, 0 if not. */
    int32_t downloaded;
    /** When it was created, in seconds since 1970. */
    int64_t created;
    /** The host's own response, unmasked. */
    const gigahost_value *host_json;
} gigahost_one_time_link;

/** Creates a link that works for one download of `file`. */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_share_link(const gigahost_session *session, const char *file,
                    const gigahost_one_time_link **out,
                    const gigahost_error **error);

/* ---- Any endpoint of a host --------------------------------------------- */

/**
 * Calls an endpoint of the host's API that this library does not model, by its
 * path, such as "/api/v2/user/info". `names` and `values` are the parameters,
 * `count` of each. They are sent in the same way as those of the host's other
 * calls, with the token attached. The call is never retried automatically.
 * GIGAHOST_E_UNSUPPORTED for an operation that carries a file.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_call(const gigahost_session *session, const char *path,
              const char *const *names, const char *const *values,
              size_t count, const gigahost_value **out,
              const gigahost_error **error);

/* ---- gett: the bytes of files ------------------------------------------- */

/**
 * ge.tt /1/files/{sharename}/{fileid}/blob: downloads the content of any
 * user's file. Needs no login. `path` and `options`, of which either may be
 * NULL, are those of gigahost_download(), which looks the file up first and so
 * knows its name and size.
 *
 * GIGAHOST_E_RATE_LIMITED if the traffic of the file is used up;
 * GIGAHOST_E_NOT_A_FILE if there is a web page instead.
 */
GIGAHOST_API gigahost_status
gigahost_gett_files_blob(const gigahost_session *session,
                         const char *sharename, const char *fileid,
                         const char *path,
                         const gigahost_download_options *options,
                         const gigahost_download_info **out,
                         const gigahost_error **error);

/**
 * ge.tt /1/files/{sharename}/{fileid}/blob/thumb: downloads a thumbnail of a
 * file. Images only. Otherwise like gigahost_gett_files_blob(); `options` may
 * be NULL.
 */
GIGAHOST_API gigahost_status
gigahost_gett_files_thumb(const gigahost_session *session,
                          const char *sharename, const char *fileid,
                          const char *path,
                          const gigahost_download_options *options,
                          const gigahost_download_info **out,
                          const gigahost_error **error);

/**
 * ge.tt /1/files/{sharename}/{fileid}/blob/scale: downloads a scaled version
 * of a file that fits into `size`, which is width and height in pixels, such
 * as "640x480". Images only. Otherwise like gigahost_gett_files_blob();
 * `options` may be NULL.
 */
GIGAHOST_API gigahost_status
gigahost_gett_files_scale(const gigahost_session *session,
                          const char *sharename, const char *fileid,
                          const char *size, const char *path,
                          const gigahost_download_options *options,
                          const gigahost_download_info **out,
                          const gigahost_error **error);

/**
 * ge.tt, PUT to the "puturl" of a file: sends its bytes, once. `puturl` is a
 * secret. `path` and `options`, of which either may be NULL, are those of
 * gigahost_upload(); a folder in them is ignored, because the URL belongs to a
 * share. Sending again, to this or a newer URL, replaces the content.
 *
 * Document: "confirmed": whether the node confirmed that it has the file; if
 * not, gigahost_gett_files_get() decides.
 *
 * If the connection is lost after the first byte, the error's outcome is
 * unknown; use gigahost_gett_files_get() to find out.
 */
GIGAHOST_API gigahost_status
gigahost_gett_upload_put(const gigahost_session *session, const char *puturl,
                         const char *path,
                         const gigahost_upload_options *options,
                         const gigahost_value **out,
                         const gigahost_error **error);

/**
 * ge.tt, POST to the "posturl" of a file: like gigahost_gett_upload_put(), but
 * as a form with one file; `options` may be NULL.
 */
GIGAHOST_API gigahost_status
gigahost_gett_upload_post(const gigahost_session *session, const char *posturl,
                          const char *path,
                          const gigahost_upload_options *options,
                          const gigahost_value **out,
                          const gigahost_error **error);

/* ---- gett: files -------------------------------------------------------- */

/**
 * ge.tt /1/files/{sharename}/create: announces a file. It stays invisible
 * until its bytes have arrived, unless `live_session` is the text of a live
 * session that serves it (gigahost_live_session()); NULL means none.
 *
 * Document: the file, as returned by gigahost_gett_files_get(), with "upload",
 * as returned by gigahost_gett_files_upload_urls().
 *
 * GIGAHOST_E_NOT_FOUND for an unknown share; GIGAHOST_E_OUTCOME_UNKNOWN if the
 * response was lost.
 */
GIGAHOST_API gigahost_status
gigahost_gett_files_create(const gigahost_session *session,
                           const char *sharename, const char *filename,
                           const char *live_session,
                           const gigahost_value **out,
                           const gigahost_error **error);

/**
 * ge.tt /1/files/{sharename}/{fileid}: describes any user's file. Needs no
 * login.
 *
 * Document: "fileid" (text, not always a number), "filename", "sharename",
 * "downloads", "readystate" ("remote": announced, "uploading", "uploaded",
 * "removed", or the host's own word), "created" (when it was announced, in
 * seconds since 1970), "size" (bytes, once known), "getturl" (its public
 * page).
 *
 * A file that is gone gives GIGAHOST_E_NOT_FOUND, or a document with
 * "readystate" "removed".
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_gett_files_get(const gigahost_session *session, const char *sharename,
                        const char *fileid, const gigahost_value **out,
                        const gigahost_error **error);

/**
 * ge.tt /1/files/{sharename}/{fileid}/upload: gets new URLs for the bytes of a
 * file. The earlier ones stay valid, for replacing the content.
 *
 * Document: "puturl" for gigahost_gett_upload_put(), "posturl" for
 * gigahost_gett_upload_post(): secrets, since anyone who has one can replace
 * the file.
 *
 * GIGAHOST_E_NOT_FOUND for an unknown file.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_gett_files_upload_urls(const gigahost_session *session,
                                const char *sharename, const char *fileid,
                                const gigahost_value **out,
                                const gigahost_error **error);

/**
 * ge.tt /1/files/{sharename}/{fileid}/destroy: deletes a file.
 *
 * Document: nothing; gigahost_value_host_json() has the host's own response.
 */
GIGAHOST_API gigahost_status
gigahost_gett_files_destroy(const gigahost_session *session,
                            const char *sharename, const char *fileid,
                            const gigahost_value **out,
                            const gigahost_error **error);

/* ---- gett: Live --------------------------------------------------------- */

/**
 * An open Live connection to ge.tt. Files that are announced with its session
 * text (gigahost_gett_files_create()) are listed and downloadable at once;
 * when somebody requests one, the host sends an event, and its bytes are then
 * sent with gigahost_gett_upload_put().
 *
 * A handle: made by gigahost_gett_live(), released with gigahost_live_close().
 * All its work happens on the thread inside gigahost_live_next(), which must
 * be called often: the host expects to receive something at least once a
 * minute. While one thread is inside a call with it, others get
 * GIGAHOST_E_BUSY. Closing its session does not close it.
 */
typedef struct gigahost_live gigahost_live;

/**
 * ge.tt Live, wss://.../: opens a connection. `live_session` is any text; it
 * identifies this account's files until they are sent. NULL means 128 random
 * bits.
 *
 * GIGAHOST_E_PROTOCOL for a host that does not speak WebSocket; otherwise the
 * errors of logging in and connecting. The host does not say whether it
 * accepts the session text: a rejected one shows up as a lost connection.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_gett_live(const gigahost_session *session, const char *live_session,
                   gigahost_live **out, const gigahost_error **error);

/**
 * Waits for the next event, at most this many milliseconds; `out` is NULL if
 * there was none. Answers the host's pings and sends its own. The cancel token
 * and the deadline of the session apply; the deadline starts anew with each
 * call.
 *
 * Document: "event" ("download": send the bytes of this file now, unless that
 * is under way; "filestat": an upload has begun; "storage_limit": the upload
 * of this file exceeds the storage, stop it; "violated_terms": the host has
 * removed this file) and "file" with "sharename", "fileid" and "filename".
 * Also "increment" (download: whether it counts as one), "size" (filestat:
 * bytes) and "reason" (violated_terms: in the host's words). Without "event"
 * it is a message that this library does not know, as the host sent it.
 *
 * GIGAHOST_E_NETWORK if the connection is lost, GIGAHOST_E_STALLED if the host
 * was silent for 150 s; call gigahost_live_reconnect() then. GIGAHOST_E_BUSY
 * while another thread is inside a call with this connection.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_live_next(const gigahost_live *live, int64_t milliseconds,
                   const gigahost_value **out, const gigahost_error **error);

/**
 * Connects again with the same session text, to which the files stay bound.
 * Tries five times, with increasing pauses. GIGAHOST_E_BUSY while another
 * thread is inside a call with this connection.
 */
GIGAHOST_API gigahost_status
gigahost_live_reconnect(const gigahost_live *live,
                        const gigahost_error **error);

/** 1 if it was connected at the end of the last call with it, else 0. */
GIGAHOST_API int32_t gigahost_live_is_connected(const gigahost_live *live);

/**
 * The session text, for gigahost_gett_files_create(); NULL if the handle is
 * not valid. Lives until the handle is closed.
 */
GIGAHOST_API const char *gigahost_live_session(const gigahost_live *live);

/**
 * Closes a connection, with a WebSocket closing handshake. Safe while another
 * thread is inside a call with it: that call continues, and the connection is
 * closed after it. NULL is a no-op.
 */
GIGAHOST_API gigahost_status gigahost_live_close(gigahost_live *live);

/* ---- gett: shares ------------------------------------------------------- */

/**
 * ge.tt /1/shares: the account's shares with their files, starting at number
 * `skip`, at most `limit`. -1 means the host's default, which is not
 * documented; gigahost_list() fetches all.
 *
 * Document: a list of shares, as returned by gigahost_gett_shares_get().
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_gett_shares_list(const gigahost_session *session, int64_t skip,
                          int64_t limit, const gigahost_value **out,
                          const gigahost_error **error);

/**
 * ge.tt /1/shares/create: creates a share. NULL means no title.
 *
 * Document: the share, as returned by gigahost_gett_shares_get().
 *
 * GIGAHOST_E_OUTCOME_UNKNOWN if the response was lost.
 */
GIGAHOST_API gigahost_status
gigahost_gett_shares_create(const gigahost_session *session, const char *title,
                            const gigahost_value **out,
                            const gigahost_error **error);

/**
 * ge.tt /1/shares/{sharename}: describes any user's share and its files. Needs
 * no login.
 *
 * Document: "sharename", "title", "created" and "updated" (seconds since
 * 1970), "getturl" (its public page), "readystate" ("ready", "removed", or the
 * host's own word), "userid" and "fullname" (its owner), "live" (whether
 * somebody serves it live), "files", a list as returned by
 * gigahost_gett_files_get().
 *
 * A share that is gone gives GIGAHOST_E_NOT_FOUND, or a document with
 * "readystate" "removed".
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_gett_shares_get(const gigahost_session *session,
                         const char *sharename, const gigahost_value **out,
                         const gigahost_error **error);

/**
 * ge.tt /1/shares/{sharename}/update: sets the title of a share; NULL removes
 * it.
 *
 * Document: the share, as returned by gigahost_gett_shares_get().
 *
 * GIGAHOST_E_NOT_FOUND for an unknown share.
 */
GIGAHOST_API gigahost_status
gigahost_gett_shares_update(const gigahost_session *session,
                            const char *sharename, const char *title,
                            const gigahost_value **out,
                            const gigahost_error **error);

/**
 * ge.tt /1/shares/{sharename}/destroy: deletes a share and its files.
 * Repeating the call succeeds.
 *
 * Document: nothing; gigahost_value_host_json() has the host's own response.
 */
GIGAHOST_API gigahost_status
gigahost_gett_shares_destroy(const gigahost_session *session,
                             const char *sharename, const gigahost_value **out,
                             const gigahost_error **error);

/* ---- gett: the account -------------------------------------------------- */

/**
 * ge.tt /1/users/login: gets tokens for an API key, e-mail address and
 * password; the first and the last are secrets. The session does this
 * automatically; the tokens of this call are only returned, not used.
 *
 * Document: "accesstoken" (a secret), "refreshtoken" (a secret, for getting
 * new tokens), "expires" (life of the access token in seconds; absent if the
 * host does not say), "user" (as returned by gigahost_gett_users_me(); absent
 * after some refreshes).
 *
 * GIGAHOST_E_AUTH for rejected credentials, never retried;
 * GIGAHOST_E_UNSUPPORTED unless a base URL was set for the session, so that no
 * credential is sent to a domain name that may have passed to somebody else.
 */
GIGAHOST_API gigahost_status
gigahost_gett_users_login(const gigahost_session *session, const char *apikey,
                          const char *email, const char *password,
                          const gigahost_value **out,
                          const gigahost_error **error);

/**
 * ge.tt /1/users/login: exchanges a refresh token, a secret, for new tokens.
 * Keep the refresh token of the result: whether the old one stays valid is not
 * documented.
 *
 * Document: see gigahost_gett_users_login().
 *
 * GIGAHOST_E_AUTH if the host rejects it, never retried;
 * GIGAHOST_E_UNSUPPORTED as for gigahost_gett_users_login().
 */
GIGAHOST_API gigahost_status
gigahost_gett_users_login_refresh(const gigahost_session *session,
                                  const char *refreshtoken,
                                  const gigahost_value **out,
                                  const gigahost_error **error);

/**
 * ge.tt /1/users/me: the account.
 *
 * Document: "userid", "fullname", "email", "files" and "downloads" (how many),
 * "storage" with "used", "limit" and "extra" (bytes; "extra" is already inside
 * "limit").
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_gett_users_me(const gigahost_session *session,
                       const gigahost_value **out,
                       const gigahost_error **error);

/* ---- giga0: the account ------------------------------------------------- */

/**
 * giga0 /authorize: gets a token, either for the two keys of an account (64
 * letters and digits each) or for user name and password; the other two are
 * NULL. All but `username` are secrets. The session does this automatically;
 * the token of this call is only returned, not used.
 *
 * Document: "access_token" (a secret), "account_id".
 *
 * GIGAHOST_E_ARGUMENT for anything but one complete pair; GIGAHOST_E_AUTH for
 * a wrong pair, a locked account, or the kind of credentials that the site
 * does not accept; GIGAHOST_E_FORBIDDEN if the account may not use the API;
 * GIGAHOST_E_NOT_READY if the host cannot issue tokens now. Never retried.
 */
GIGAHOST_API gigahost_status
gigahost_giga0_authorize(const gigahost_session *session, const char *key1,
                         const char *key2, const char *username,
                         const char *password, const gigahost_value **out,
                         const gigahost_error **error);

/**
 * giga0 /disable_access_token: invalidates the token of this session, here and
 * at the host. The next call that needs one logs in again. The session drops
 * the token even if the call fails.
 *
 * Document: nothing; gigahost_value_host_json() has the host's own response.
 */
GIGAHOST_API gigahost_status
gigahost_giga0_disable_access_token(const gigahost_session *session,
                                    const gigahost_value **out,
                                    const gigahost_error **error);

/**
 * giga0 /account/info: describes the account.
 *
 * Document: "id", "username", "level_id" (its package), "email",
 * "last_login_date", "last_login_ip", "status" ("pending", "active",
 * "disabled", "suspended"), "title", "firstname", "lastname", "language_id",
 * "date_created", "last_payment", "paid_expiry_date", "storage_limit_override"
 * (bytes, in place of the package's). Dates are "YYYY-MM-DD HH:MM:SS" without
 * a zone; an unset one is absent.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_giga0_account_info(const gigahost_session *session,
                            const gigahost_value **out,
                            const gigahost_error **error);

/**
 * giga0 /account/package: the limits of the account.
 *
 * Document: "id", "label" (its name), "level_type" ("paid user", "free", ...),
 * "can_upload", "max_upload_size" and "max_storage_bytes" (bytes),
 * "concurrent_uploads", "concurrent_downloads", "wait_between_downloads"
 * (seconds), "download_speed" (bytes a second), "downloads_per_24_hours",
 * "download_size_per_24_hours" (bytes), "max_download_filesize_allowed"
 * (bytes), "max_remote_download_urls" (links in one import),
 * "days_to_keep_inactive_files", "show_site_adverts", "show_upgrade_screen",
 * "on_upgrade_page". An absent limit means no limit, or an older site that
 * does not report it.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_giga0_account_package(const gigahost_session *session,
                               const gigahost_value **out,
                               const gigahost_error **error);

/* ---- giga0: account fields that administrators set ---------------------- */

/**
 * The fields that gigahost_giga0_account_edit() changes, and that
 * gigahost_giga0_account_create() sets in addition to its own parameters.
 *
 * A handle: made by gigahost_giga0_account_details_new(), released with
 * gigahost_giga0_account_details_free(). May be used for any number of calls;
 * a call copies it when it begins. Where it is expected, NULL means no
 * details.
 */
typedef struct gigahost_giga0_account_details gigahost_giga0_account_details;

/** Creates account details with nothing set. */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_giga0_account_details_new(gigahost_giga0_account_details **out,
                                   const gigahost_error **error);

/**
 * Sets the password, a secret: at least 8 characters, no blanks. NULL clears
 * it.
 */
GIGAHOST_API gigahost_status
gigahost_giga0_account_details_set_password(
    gigahost_giga0_account_details *details, const char *password,
    const gigahost_error **error);

/** Sets the e-mail address; NULL clears it. */
GIGAHOST_API gigahost_status
gigahost_giga0_account_details_set_email(
    gigahost_giga0_account_details *details, const char *email,
    const gigahost_error **error);

/**
 * Sets the id of the package, one of those listed by
 * gigahost_giga0_package_listing(); -1 clears it.
 */
GIGAHOST_API gigahost_status
gigahost_giga0_account_details_set_package_id(
    gigahost_giga0_account_details *details, int64_t package_id,
    const gigahost_error **error);

/**
 * Sets the status: "pending", "active", "disabled" or "suspended"; NULL clears
 * it.
 */
GIGAHOST_API gigahost_status
gigahost_giga0_account_details_set_status(
    gigahost_giga0_account_details *details, const char *status,
    const gigahost_error **error);

/** Sets the title: "Mr", "Ms", "Mrs", "Miss" or "Dr"; NULL clears it. */
GIGAHOST_API gigahost_status
gigahost_giga0_account_details_set_title(
    gigahost_giga0_account_details *details, const char *title,
    const gigahost_error **error);

/** Sets the first name; NULL clears it. */
GIGAHOST_API gigahost_status
gigahost_giga0_account_details_set_firstname(
    gigahost_giga0_account_details *details, const char *firstname,
    const gigahost_error **error);

/** Sets the last name; NULL clears it. */
GIGAHOST_API gigahost_status
gigahost_giga0_account_details_set_lastname(
    gigahost_giga0_account_details *details, const char *lastname,
    const gigahost_error **error);

/** Sets when the paid period ends: "YYYY-MM-DD HH:MM:SS"; NULL clears it. */
GIGAHOST_API gigahost_status
gigahost_giga0_account_details_set_paid_expiry_date(
    gigahost_giga0_account_details *details, const char *paid_expiry_date,
    const gigahost_error **error);

/** Releases account details. NULL is a no-op. */
GIGAHOST_API gigahost_status
gigahost_giga0_account_details_free(gigahost_giga0_account_details *details);

/* ---- giga0: administrators ---------------------------------------------- */

/**
 * giga0 /account/create: creates an account with the package `package_id`.
 * `username` has no blanks; `password`, a secret, at least 8 characters and no
 * blanks. `details` holds everything else, and may be NULL; password, e-mail
 * address and package in it are ignored. This and the other administrator
 * calls are documented only by other sites.
 *
 * Document: the account, as returned by gigahost_giga0_account_info().
 *
 * GIGAHOST_E_FORBIDDEN unless the session's account is an administrator;
 * GIGAHOST_E_CONFLICT if the name or the e-mail address is taken;
 * GIGAHOST_E_OUTCOME_UNKNOWN if the response was lost.
 */
GIGAHOST_API gigahost_status
gigahost_giga0_account_create(const gigahost_session *session,
                              const char *username, const char *password,
                              const char *email, int64_t package_id,
                              const gigahost_giga0_account_details *details,
                              const gigahost_value **out,
                              const gigahost_error **error);

/**
 * giga0 /account/edit: changes the account `account_id`. Fields that are not
 * set in `details` stay unchanged; NULL sets nothing.
 *
 * Document: the account, as returned by gigahost_giga0_account_info().
 *
 * GIGAHOST_E_FORBIDDEN unless the session's account is an administrator;
 * GIGAHOST_E_NOT_FOUND for an unknown account; GIGAHOST_E_CONFLICT if the
 * e-mail address is taken.
 */
GIGAHOST_API gigahost_status
gigahost_giga0_account_edit(const gigahost_session *session,
                            const char *account_id,
                            const gigahost_giga0_account_details *details,
                            const gigahost_value **out,
                            const gigahost_error **error);

/**
 * giga0 /account/delete: deletes the account `account_id`.
 *
 * Document: nothing; gigahost_value_host_json() has the host's own response.
 *
 * GIGAHOST_E_FORBIDDEN unless the session's account is an administrator;
 * GIGAHOST_E_NOT_FOUND for an unknown account.
 */
GIGAHOST_API gigahost_status
gigahost_giga0_account_delete(const gigahost_session *session,
                              const char *account_id,
                              const gigahost_value **out,
                              const gigahost_error **error);

/**
 * giga0 /package/listing: the packages that accounts can have.
 *
 * Document: a list of packages, as returned by
 * gigahost_giga0_account_package().
 *
 * GIGAHOST_E_FORBIDDEN unless the session's account is an administrator.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_giga0_package_listing(const gigahost_session *session,
                               const gigahost_value **out,
                               const gigahost_error **error);

/* ---- giga0: files ------------------------------------------------------- */

/**
 * giga0 /file/upload: uploads a file, once. `path` and `options`, of which
 * either may be NULL, are those of gigahost_upload(). That function checks the
 * account's limits first, and finds out what became of a file if the response
 * was lost.
 *
 * Document: "file_id" (absent only beside an "error"), "name", "size" (bytes),
 * "media_type", "error" (why it failed although the response says success),
 * "url" (the public page), "short_url", "delete_url" (a page that deletes the
 * file without a login: a secret), "delete_hash" (the secret part of it),
 * "info_url" (a page that describes the file to its owner without a login: a
 * secret), "stats_url", "hash" (32 hexadecimal digits, probably the MD5 of the
 * content), "unique_hash" (64), "url_html" and "url_bbcode" (markup, not
 * sanitised).
 *
 * GIGAHOST_E_ARGUMENT for an empty file; GIGAHOST_E_TOO_LARGE if the server
 * does not accept a body of this size; GIGAHOST_E_QUOTA for a full account;
 * GIGAHOST_E_NOT_READY if the host cannot store it now;
 * GIGAHOST_E_OUTCOME_UNKNOWN if the response was lost; GIGAHOST_E_HOST if the
 * host rejects the file.
 */
GIGAHOST_API gigahost_status
gigahost_giga0_file_upload(const gigahost_session *session, const char *path,
                           const gigahost_upload_options *options,
                           const gigahost_value **out,
                           const gigahost_error **error);

/**
 * giga0 /file/download: gets a short-lived URL for the bytes of a file of this
 * account.
 *
 * Document: "file_id", "filename", "download_url" (a secret: anyone who has it
 * can download the file).
 *
 * GIGAHOST_E_NOT_FOUND for an unknown file; GIGAHOST_E_HOST if the host cannot
 * create a URL.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_giga0_file_download(const gigahost_session *session,
                             const char *file_id, const gigahost_value **out,
                             const gigahost_error **error);

/**
 * giga0 /file/download: like gigahost_giga0_file_download(), but by the short
 * name of the public page ("short_url"). Newer sites only.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_giga0_file_download_short(const gigahost_session *session,
                                   const char *short_url,
                                   const gigahost_value **out,
                                   const gigahost_error **error);

/**
 * giga0, GET of the "download_url" of /file/download: downloads the bytes of a
 * file. `download_url` is a secret. `path` and `options`, of which either may
 * be NULL, are those of gigahost_download(), but an earlier part is not
 * resumed: the URL does not say which file it leads to.
 *
 * GIGAHOST_E_URL_REFUSED for a URL that must not be contacted;
 * GIGAHOST_E_NOT_A_FILE if it has expired.
 */
GIGAHOST_API gigahost_status
gigahost_giga0_download_bytes(const gigahost_session *session,
                              const char *download_url, const char *path,
                              const gigahost_download_options *options,
                              const gigahost_download_info **out,
                              const gigahost_error **error);

/**
 * giga0 /file/info: describes a file. Some sites also find files in the trash.
 *
 * Document: "id", "filename", "short_url" (the short name of the public page),
 * "file_type" (its media type), "extension", "file_size" (bytes), "status"
 * ("active", "trash", or another word), "downloads", "folder_id" (absent in
 * the root), "keywords" (joined by commas), "description", "url_file" (the
 * public page). In responses about a single file only "id", "filename" and
 * "short_url" are certain.
 *
 * GIGAHOST_E_NOT_FOUND for an unknown file.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_giga0_file_info(const gigahost_session *session, const char *file_id,
                         const gigahost_value **out,
                         const gigahost_error **error);

/**
 * giga0 /file/edit: changes name, media type or folder of a file. Whatever is
 * NULL stays unchanged; nothing can be cleared, and only
 * gigahost_giga0_file_move() moves to the root.
 *
 * Document: the file, as returned by gigahost_giga0_file_info().
 *
 * GIGAHOST_E_NOT_FOUND for an unknown file or folder.
 */
GIGAHOST_API gigahost_status
gigahost_giga0_file_edit(const gigahost_session *session, const char *file_id,
                         const char *filename, const char *file_type,
                         const char *folder_id, const gigahost_value **out,
                         const gigahost_error **error);

/**
 * giga0 /file/delete: moves a file into the trash; no call can restore it.
 *
 * Document: the file, as returned by gigahost_giga0_file_info().
 *
 * GIGAHOST_E_NOT_FOUND for an unknown file.
 */
GIGAHOST_API gigahost_status
gigahost_giga0_file_delete(const gigahost_session *session,
                           const char *file_id, const gigahost_value **out,
                           const gigahost_error **error);

/**
 * giga0 /file/move: moves a file into a folder; NULL is the root.
 *
 * Document: the file, as returned by gigahost_giga0_file_info().
 *
 * GIGAHOST_E_NOT_FOUND for an unknown file or folder.
 */
GIGAHOST_API gigahost_status
gigahost_giga0_file_move(const gigahost_session *session, const char *file_id,
                         const char *new_parent_folder_id,
                         const gigahost_value **out,
                         const gigahost_error **error);

/**
 * giga0 /file/copy: copies a file into a folder; NULL is the root.
 *
 * Document: "original_file" and "new_file", as returned by
 * gigahost_giga0_file_info().
 *
 * GIGAHOST_E_NOT_FOUND for an unknown file or folder;
 * GIGAHOST_E_OUTCOME_UNKNOWN if the response was lost.
 */
GIGAHOST_API gigahost_status
gigahost_giga0_file_copy(const gigahost_session *session, const char *file_id,
                         const char *copy_to_folder_id,
                         const gigahost_value **out,
                         const gigahost_error **error);

/* ---- giga0: folders ----------------------------------------------------- */

/**
 * giga0 /folder/create: creates a folder in `parent_id`; NULL is the root.
 * `is_public` is 0 for private, 1 for unlisted, 2 for public in the site's
 * search, -1 for the host's default (private). `access_password`, a secret, is
 * the password that visitors need: in clear text, or as its MD5 in 32
 * hexadecimal digits, which is what is sent; NULL means none. The host may
 * allow a second folder of the same name.
 *
 * Document: the folder, as returned by gigahost_giga0_folder_info().
 *
 * GIGAHOST_E_NOT_FOUND for an unknown parent; GIGAHOST_E_OUTCOME_UNKNOWN if
 * the response was lost.
 */
GIGAHOST_API gigahost_status
gigahost_giga0_folder_create(const gigahost_session *session,
                             const char *folder_name, const char *parent_id,
                             int32_t is_public, const char *access_password,
                             const gigahost_value **out,
                             const gigahost_error **error);

/**
 * giga0 /folder/listing: the folders and files in a folder, one level, all of
 * them. NULL is the root.
 *
 * Document: "folders", a list as returned by gigahost_giga0_folder_info(), and
 * "files", a list as returned by gigahost_giga0_file_info().
 *
 * GIGAHOST_E_NOT_FOUND for an unknown folder.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_giga0_folder_listing(const gigahost_session *session,
                              const char *parent_folder_id,
                              const gigahost_value **out,
                              const gigahost_error **error);

/**
 * giga0 /folder/info: describes a folder.
 *
 * Document: "id", "parent_id" (absent in the root), "folder_name",
 * "total_size" (bytes in it), "is_public" (0 private, 1 unlisted, 2 public in
 * the site's search), "access_password" (the MD5 of its password, a secret;
 * absent in listings), "date_added" and "date_updated" ("YYYY-MM-DD HH:MM:SS"
 * without a zone), "url_folder" (the public page), "total_downloads",
 * "child_folder_count", "file_count", "status".
 *
 * GIGAHOST_E_NOT_FOUND for an unknown folder.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_giga0_folder_info(const gigahost_session *session,
                           const char *folder_id, const gigahost_value **out,
                           const gigahost_error **error);

/**
 * giga0 /folder/edit: changes the name, parent, visibility or password of a
 * folder; the values are those of gigahost_giga0_folder_create(). Whatever is
 * NULL or -1 stays unchanged; nothing can be cleared, and only
 * gigahost_giga0_folder_move() moves to the root.
 *
 * Document: the folder, as returned by gigahost_giga0_folder_info().
 *
 * GIGAHOST_E_ARGUMENT if the folder would be moved into itself;
 * GIGAHOST_E_NOT_FOUND for an unknown folder or parent.
 */
GIGAHOST_API gigahost_status
gigahost_giga0_folder_edit(const gigahost_session *session,
                           const char *folder_id, const char *folder_name,
                           const char *parent_id, int32_t is_public,
                           const char *access_password,
                           const gigahost_value **out,
                           const gigahost_error **error);

/**
 * giga0 /folder/delete: moves a folder into the trash, with everything in it.
 *
 * Document: nothing; gigahost_value_host_json() has the host's own response.
 *
 * GIGAHOST_E_NOT_FOUND for an unknown folder.
 */
GIGAHOST_API gigahost_status
gigahost_giga0_folder_delete(const gigahost_session *session,
                             const char *folder_id, const gigahost_value **out,
                             const gigahost_error **error);

/**
 * giga0 /folder/move: moves a folder into another folder; NULL is the root. A
 * folder must not be moved into one of its own subfolders either;
 * gigahost_move() checks that.
 *
 * Document: the folder, as returned by gigahost_giga0_folder_info().
 *
 * GIGAHOST_E_ARGUMENT if the folder would be moved into itself;
 * GIGAHOST_E_NOT_FOUND for an unknown folder or target.
 */
GIGAHOST_API gigahost_status
gigahost_giga0_folder_move(const gigahost_session *session,
                           const char *folder_id,
                           const char *new_parent_folder_id,
                           const gigahost_value **out,
                           const gigahost_error **error);

/* ---- giga0: remote uploads ---------------------------------------------- */

/**
 * giga0 /file/url_upload_add: has the host fetch the public link `url` into
 * `folder_id`; NULL is the root. Newer sites only.
 *
 * Document: "scheduled_item_id" (the id of the import), "url" (the link, as
 * the host understood it).
 *
 * GIGAHOST_E_ARGUMENT for anything but an http or https link;
 * GIGAHOST_E_NOT_FOUND on older sites; GIGAHOST_E_OUTCOME_UNKNOWN if the
 * response was lost.
 */
GIGAHOST_API gigahost_status
gigahost_giga0_file_url_upload_add(const gigahost_session *session,
                                   const char *url, const char *folder_id,
                                   const gigahost_value **out,
                                   const gigahost_error **error);

/**
 * giga0 /file/url_upload_status: the state of an import. It may start late:
 * poll every 5 s at first, and every minute later.
 *
 * Document: "scheduled_item_id", "status" (only words that begin with
 * "complete", "fail", "error" or "cancel" are final), "created", "started" and
 * "finished" ("YYYY-MM-DD HH:MM:SS" without a zone), "total_size" (bytes),
 * "downloaded_file" (once it exists) with "file_id", "name", "size" (bytes)
 * and "url" (the public page).
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_giga0_file_url_upload_status(const gigahost_session *session,
                                      const char *scheduled_item_id,
                                      const gigahost_value **out,
                                      const gigahost_error **error);

/* ---- gigags ------------------------------------------------------------- */

/**
 * giga.gs /getUploadUrl: gets the URL to upload a file to. A bare server name
 * and a URL without a path are completed.
 *
 * Document: the URL, a string and a secret: gigahost_value_string() with NULL
 * as its path.
 *
 * GIGAHOST_E_AUTH if the token is rejected twice.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_gigags_get_upload_url(const gigahost_session *session,
                               const gigahost_value **out,
                               const gigahost_error **error);

/**
 * giga.gs /upload: uploads a file, once, to a URL from
 * gigahost_gigags_get_upload_url(). `url` is a secret. `path` and `options`,
 * of which either may be NULL, are those of gigahost_upload(). That function
 * obtains the URL itself, and finds out what became of a file if the response
 * was lost.
 *
 * Document: "url" (the direct link), "id" (of the video), "hash" (whether it
 * is the MD5 of the content is not known), "filehash" (what
 * gigahost_gigags_archive() takes).
 *
 * GIGAHOST_E_URL_REFUSED for a URL that belongs neither to giga.gs nor to the
 * session's base URL, because the token is sent with it. GIGAHOST_E_TOO_LARGE,
 * GIGAHOST_E_AUTH or GIGAHOST_E_HOST if the host rejects the file;
 * GIGAHOST_E_OUTCOME_UNKNOWN if the response was lost.
 */
GIGAHOST_API gigahost_status
gigahost_gigags_upload(const gigahost_session *session, const char *url,
                       const char *path,
                       const gigahost_upload_options *options,
                       const gigahost_value **out,
                       const gigahost_error **error);

/**
 * giga.gs /createtoken: creates a private token. The session does this
 * automatically; the token of this call is only returned, not used.
 *
 * Document: the token, a string and a secret: gigahost_value_string() with
 * NULL as its path.
 *
 * GIGAHOST_E_AUTH for any rejection. Never retried.
 */
GIGAHOST_API gigahost_status
gigahost_gigags_create_token(const gigahost_session *session,
                             const char *username, const char *password,
                             const gigahost_value **out,
                             const gigahost_error **error);

/**
 * giga.gs /session with user name and password: checks them.
 *
 * Document: "private" (whether it belongs to an account, or the site requires
 * one), "token" (a secret), "max_file_size" (bytes; absent if unknown or
 * unlimited), "max_file_size_text" (as the host writes it, such as "512MB").
 *
 * GIGAHOST_E_AUTH for any rejection. Never retried.
 */
GIGAHOST_API gigahost_status
gigahost_gigags_session_login(const gigahost_session *session,
                              const char *username, const char *password,
                              const gigahost_value **out,
                              const gigahost_error **error);

/**
 * giga.gs /session with a token, a secret: checks whether it is valid. A
 * response without a token means that it is.
 *
 * Document: see gigahost_gigags_session_login().
 *
 * GIGAHOST_E_AUTH if the token is rejected.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_gigags_session_token(const gigahost_session *session,
                              const char *token, const gigahost_value **out,
                              const gigahost_error **error);

/**
 * giga.gs /session without parameters: returns a public token, for uploads
 * without an account.
 *
 * Document: see gigahost_gigags_session_login().
 */
GIGAHOST_API gigahost_status
gigahost_gigags_session_public(const gigahost_session *session,
                               const gigahost_value **out,
                               const gigahost_error **error);

/**
 * giga.gs /getfiles: one page of the account's files, at most `limit`. -1
 * means the host's default. How the host numbers pages, and how many files one
 * page has, is not documented; gigahost_list() finds out.
 *
 * Document: "files", a list of "id" (of the video), "hash" (whether it is the
 * MD5 of the content is not known), "filehash" (what gigahost_gigags_archive()
 * takes), "name", "size" (bytes), "url" (the direct link), "created" (seconds
 * since 1970) or "created_text" (as the host writes it), "archived" (whether
 * its content was erased); and "count" (the total number, if the host reports
 * it).
 *
 * GIGAHOST_E_ARGUMENT in a session without an account.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_gigags_get_files(const gigahost_session *session, int64_t page,
                          int64_t limit, const gigahost_value **out,
                          const gigahost_error **error);

/**
 * giga.gs /archive: erases the content of a file. Its record is kept for 30
 * days, so it may still be listed. `filehash` is the video's id and its hash,
 * joined by an underscore.
 *
 * Document: nothing; gigahost_value_host_json() has the host's own response.
 *
 * GIGAHOST_E_ARGUMENT in a session without an account; GIGAHOST_E_NOT_FOUND
 * for an unknown file, if the host reports that.
 */
GIGAHOST_API gigahost_status
gigahost_gigags_archive(const gigahost_session *session, const char *filehash,
                        const gigahost_value **out,
                        const gigahost_error **error);

/* ---- rapidgator: the bytes of files ------------------------------------- */

/**
 * rapidgator, POST to the "url" of /file/upload: sends the bytes of a file,
 * once. `url` is a secret. `path` and `options`, of which either may be NULL,
 * are those of gigahost_upload(); a folder in them is ignored, because the URL
 * belongs to one. The node's response proves nothing by itself: call
 * gigahost_rapidgator_file_upload_info().
 *
 * Document: see gigahost_rapidgator_file_upload().
 *
 * GIGAHOST_E_URL_REFUSED or GIGAHOST_E_INSECURE_REFUSED for a URL that must
 * not be contacted; GIGAHOST_E_OUTCOME_UNKNOWN if the response was lost.
 */
GIGAHOST_API gigahost_status
gigahost_rapidgator_upload_bytes(const gigahost_session *session,
                                 const char *url, const char *path,
                                 const gigahost_upload_options *options,
                                 const gigahost_value **out,
                                 const gigahost_error **error);

/**
 * rapidgator, GET of the "download_url" of /file/download: downloads the bytes
 * of a file, after the "delay". `download_url` is a secret. `path` and
 * `options`, of which either may be NULL, are those of gigahost_download(),
 * but an earlier part is not resumed: the URL does not say which file it leads
 * to.
 *
 * GIGAHOST_E_URL_REFUSED or GIGAHOST_E_INSECURE_REFUSED for a URL that must
 * not be contacted; GIGAHOST_E_NOT_A_FILE if it leads to a page.
 */
GIGAHOST_API gigahost_status
gigahost_rapidgator_download_bytes(const gigahost_session *session,
                                   const char *download_url, const char *path,
                                   const gigahost_download_options *options,
                                   const gigahost_download_info **out,
                                   const gigahost_error **error);

/* ---- rapidgator: files -------------------------------------------------- */

/**
 * rapidgator /file/upload: announces a file of `size` bytes and this MD5
 * (`hash`, 32 hexadecimal digits) for `folder_id`; NULL is the root.
 * gigahost_upload() performs all the steps.
 *
 * Document: "upload_id", "url" (where to send the bytes: a secret; absent if
 * the host already had the content), "file" (as returned by
 * gigahost_rapidgator_file_info(), once it exists), "state" ("uploading",
 * "processing", "done", "fail", or a number that this library does not know),
 * "error" (the host's text for a failure).
 *
 * GIGAHOST_E_QUOTA for a full account and for more than 10 copies of one
 * content; GIGAHOST_E_OUTCOME_UNKNOWN if the response was lost.
 */
GIGAHOST_API gigahost_status
gigahost_rapidgator_file_upload(const gigahost_session *session,
                                const char *name, const char *hash,
                                int64_t size, const char *folder_id,
                                const gigahost_value **out,
                                const gigahost_error **error);

/**
 * rapidgator /file/upload_info: the state of an upload. It belongs to the
 * account, so it can also be queried after a new login.
 *
 * Document: see gigahost_rapidgator_file_upload().
 *
 * GIGAHOST_E_NOT_FOUND for an unknown upload.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_rapidgator_file_upload_info(const gigahost_session *session,
                                     const char *upload_id,
                                     const gigahost_value **out,
                                     const gigahost_error **error);

/**
 * rapidgator /file/download: gets the URL for the bytes of a file.
 * gigahost_download() performs all the steps.
 *
 * Document: "download_url" (a secret: anyone who has it can download the
 * file), "delay" (seconds to wait before it may be used).
 *
 * GIGAHOST_E_FORBIDDEN if the file needs a premium account; GIGAHOST_E_QUOTA
 * if the traffic of the account is used up; GIGAHOST_E_NOT_READY if the host
 * cannot create a URL now. GIGAHOST_E_NOT_FOUND can be false if the token has
 * expired or the account is not premium.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_rapidgator_file_download(const gigahost_session *session,
                                  const char *file_id,
                                  const gigahost_value **out,
                                  const gigahost_error **error);

/**
 * rapidgator /file/info: describes a file.
 *
 * Document: "file_id" (32 hexadecimal digits; very old ones are decimal),
 * "mode" (0 public, 1 premium only, 2 private, 3 hotlink), "folder_id" (absent
 * in the trash), "name", "hash" (MD5 of the content), "size" (bytes),
 * "created" (seconds since 1970), "nb_downloads", "url" (its public page).
 *
 * GIGAHOST_E_NOT_FOUND for an unknown file.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_rapidgator_file_info(const gigahost_session *session,
                              const char *file_id, const gigahost_value **out,
                              const gigahost_error **error);

/**
 * rapidgator /file/rename: renames a file.
 *
 * Document: the file, as returned by gigahost_rapidgator_file_info().
 *
 * GIGAHOST_E_NOT_FOUND for an unknown file.
 */
GIGAHOST_API gigahost_status
gigahost_rapidgator_file_rename(const gigahost_session *session,
                                const char *file_id, const char *name,
                                const gigahost_value **out,
                                const gigahost_error **error);

/**
 * rapidgator /file/copy: copies files, including those of other users, into
 * `folder_id_dest`, at most 100 at a time. It succeeds even if nothing was
 * copied: check the document.
 *
 * Document: see gigahost_rapidgator_folder_copy().
 *
 * GIGAHOST_E_OUTCOME_UNKNOWN if the response was lost.
 */
GIGAHOST_API gigahost_status
gigahost_rapidgator_file_copy(const gigahost_session *session,
                              const char *const *file_ids,
                              size_t file_id_count, const char *folder_id_dest,
                              const gigahost_value **out,
                              const gigahost_error **error);

/**
 * rapidgator /file/move: moves files into `folder_id_dest`, at most 100 at a
 * time. It succeeds even if nothing was moved: check the document.
 *
 * Document: see gigahost_rapidgator_folder_copy().
 */
GIGAHOST_API gigahost_status
gigahost_rapidgator_file_move(const gigahost_session *session,
                              const char *const *file_ids,
                              size_t file_id_count, const char *folder_id_dest,
                              const gigahost_value **out,
                              const gigahost_error **error);

/**
 * rapidgator /file/delete: moves files into the trash, at most 100 at a time.
 * It succeeds even if nothing was deleted: check the document.
 *
 * Document: see gigahost_rapidgator_folder_copy().
 */
GIGAHOST_API gigahost_status
gigahost_rapidgator_file_delete(const gigahost_session *session,
                                const char *const *file_ids,
                                size_t file_id_count,
                                const gigahost_value **out,
                                const gigahost_error **error);

/**
 * rapidgator /file/change_mode: sets who can download a file: 0 everyone, 1
 * premium accounts, 2 its owner, 3 anyone by a direct link.
 *
 * Document: the file, as returned by gigahost_rapidgator_file_info().
 *
 * GIGAHOST_E_NOT_FOUND for an unknown file.
 */
GIGAHOST_API gigahost_status
gigahost_rapidgator_file_change_mode(const gigahost_session *session,
                                     const char *file_id, int32_t mode,
                                     const gigahost_value **out,
                                     const gigahost_error **error);

/**
 * rapidgator /file/check_link: checks which links are alive, at most 25 at a
 * time. gigahost_check_links() takes any number.
 *
 * Document: a list of "url" (the link as the host reports it), "filename" and
 * "size" (bytes), both absent if the link is dead, and "status" ("ACCESS" or
 * "NO ACCESS").
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_rapidgator_file_check_link(const gigahost_session *session,
                                    const char *const *urls, size_t url_count,
                                    const gigahost_value **out,
                                    const gigahost_error **error);

/**
 * rapidgator /file/onetimelink_create: creates a link for one download. When
 * it is used, the host calls the URL `callback` unless it is NULL, and sends
 * an e-mail if `notify` is 1; -1 means the host's default.
 *
 * Document: "link_id", "file" (as returned by
 * gigahost_rapidgator_file_info()), "url" (the link, a secret: anyone who has
 * it can use it), "state" (0 is waiting), "state_label", "callback_url",
 * "notify", "created" (seconds since 1970), "downloaded" (whether it was
 * used), "error".
 *
 * GIGAHOST_E_OUTCOME_UNKNOWN if the response was lost.
 */
GIGAHOST_API gigahost_status
gigahost_rapidgator_file_onetimelink_create(const gigahost_session *session,
                                            const char *file_id,
                                            const char *callback,
                                            int32_t notify,
                                            const gigahost_value **out,
                                            const gigahost_error **error);

/**
 * rapidgator /file/onetimelink_info: lists one-time links, at most 100 at a
 * time; all of them for NULL and 0.
 *
 * Document: a list of links, as returned by
 * gigahost_rapidgator_file_onetimelink_create(). A link that the host does not
 * know has "error" set.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_rapidgator_file_onetimelink_info(const gigahost_session *session,
                                          const char *const *link_ids,
                                          size_t link_id_count,
                                          const gigahost_value **out,
                                          const gigahost_error **error);

/**
 * rapidgator /file/xcopy: copies any user's public file `file_id` into
 * `folder_id_dest`. No longer documented by the host.
 *
 * Document: the new file, as returned by gigahost_rapidgator_file_info().
 *
 * GIGAHOST_E_QUOTA as for gigahost_rapidgator_file_upload();
 * GIGAHOST_E_OUTCOME_UNKNOWN if the response was lost.
 */
GIGAHOST_API gigahost_status
gigahost_rapidgator_file_xcopy(const gigahost_session *session,
                               const char *file_id, const char *folder_id_dest,
                               const gigahost_value **out,
                               const gigahost_error **error);

/**
 * rapidgator /file/xcopy: like gigahost_rapidgator_file_xcopy(), but for the
 * file with the public page `url`.
 */
GIGAHOST_API gigahost_status
gigahost_rapidgator_file_xcopy_url(const gigahost_session *session,
                                   const char *url, const char *folder_id_dest,
                                   const gigahost_value **out,
                                   const gigahost_error **error);

/**
 * rapidgator /file/hashcopy: creates a file in `folder_id_dest` from content
 * that the host already has, by its MD5 (`hash`, 32 hexadecimal digits). No
 * longer documented by the host.
 *
 * Document: the new file, as returned by gigahost_rapidgator_file_info().
 *
 * GIGAHOST_E_NOT_FOUND if the host does not have the content; GIGAHOST_E_QUOTA
 * as for gigahost_rapidgator_file_upload(); GIGAHOST_E_OUTCOME_UNKNOWN if the
 * response was lost.
 */
GIGAHOST_API gigahost_status
gigahost_rapidgator_file_hashcopy(const gigahost_session *session,
                                  const char *hash, const char *name,
                                  const char *folder_id_dest,
                                  const gigahost_value **out,
                                  const gigahost_error **error);

/* ---- rapidgator: folders ------------------------------------------------ */

/**
 * rapidgator /folder/create: creates a folder in `folder_id`; NULL is the
 * root. Whether a name that is taken yields the existing folder or a second
 * one is not certain; gigahost_make_folder() checks first.
 *
 * Document: the folder, as returned by gigahost_rapidgator_folder_info().
 *
 * GIGAHOST_E_OUTCOME_UNKNOWN if the response was lost.
 */
GIGAHOST_API gigahost_status
gigahost_rapidgator_folder_create(const gigahost_session *session,
                                  const char *folder_id, const char *name,
                                  const gigahost_value **out,
                                  const gigahost_error **error);

/**
 * rapidgator /folder/info: describes a folder and its subfolders. NULL is the
 * root.
 *
 * Document: "folder_id", "mode" (0 public, 1 premium only, 2 private, 3
 * hotlink), "parent_folder_id" (absent at the root), "name", "url" (its public
 * page), "nb_folders" and "nb_files" (how many it holds), "size_files" (bytes
 * in it), "created" (seconds since 1970), and the lists "folders" and "files",
 * of folders and, where a call lists them, of files as returned by
 * gigahost_rapidgator_file_info(). Folders in the list may have nothing but
 * the counters.
 *
 * GIGAHOST_E_NOT_FOUND for an unknown folder.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_rapidgator_folder_info(const gigahost_session *session,
                                const char *folder_id,
                                const gigahost_value **out,
                                const gigahost_error **error);

/**
 * rapidgator /folder/content: one page of the folders and files in a folder.
 * NULL is the root. `page` counts from 1, `per_page` is the number of entries
 * on a page; -1 means the host's default (page 1, 500 per page). `sort_column`
 * is "name", "created", "size" or "nb_downloads", `sort_direction` "ASC" or
 * "DESC"; NULL means by name, ascending.
 *
 * Document: "folder", as returned by gigahost_rapidgator_folder_info(), and
 * "pager" with "current" (this page) and "total" (how many pages there are).
 *
 * GIGAHOST_E_NOT_FOUND for an unknown folder.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_rapidgator_folder_content(const gigahost_session *session,
                                   const char *folder_id, int64_t page,
                                   int64_t per_page, const char *sort_column,
                                   const char *sort_direction,
                                   const gigahost_value **out,
                                   const gigahost_error **error);

/**
 * rapidgator /folder/rename: renames a folder.
 *
 * Document: the folder, as returned by gigahost_rapidgator_folder_info().
 *
 * GIGAHOST_E_NOT_FOUND for an unknown folder.
 */
GIGAHOST_API gigahost_status
gigahost_rapidgator_folder_rename(const gigahost_session *session,
                                  const char *folder_id, const char *name,
                                  const gigahost_value **out,
                                  const gigahost_error **error);

/**
 * rapidgator /folder/copy: copies folders, including those of other users,
 * into `folder_id_dest`, at most 100 at a time. It succeeds even if nothing
 * was copied: check the document.
 *
 * Document: "success" and "fail" (how many), "success_ids" and "fail_ids"
 * (which), "errors" (the host's texts; they belong to "fail_ids" one by one
 * only if there are as many).
 *
 * GIGAHOST_E_OUTCOME_UNKNOWN if the response was lost.
 */
GIGAHOST_API gigahost_status
gigahost_rapidgator_folder_copy(const gigahost_session *session,
                                const char *const *folder_ids,
                                size_t folder_id_count,
                                const char *folder_id_dest,
                                const gigahost_value **out,
                                const gigahost_error **error);

/**
 * rapidgator /folder/move: moves folders into `folder_id_dest`, at most 100 at
 * a time. It succeeds even if nothing was moved: check the document.
 *
 * Document: see gigahost_rapidgator_folder_copy().
 */
GIGAHOST_API gigahost_status
gigahost_rapidgator_folder_move(const gigahost_session *session,
                                const char *const *folder_ids,
                                size_t folder_id_count,
                                const char *folder_id_dest,
                                const gigahost_value **out,
                                const gigahost_error **error);

/**
 * rapidgator /folder/delete: deletes folders, at most 100 at a time. It
 * succeeds even if nothing was deleted: check the document.
 *
 * Document: see gigahost_rapidgator_folder_copy().
 */
GIGAHOST_API gigahost_status
gigahost_rapidgator_folder_delete(const gigahost_session *session,
                                  const char *const *folder_ids,
                                  size_t folder_id_count,
                                  const gigahost_value **out,
                                  const gigahost_error **error);

/**
 * rapidgator /folder/change_mode: sets who can see a folder: 0 everyone, 1
 * premium accounts, 2 its owner, 3 anyone by a direct link.
 *
 * Document: the folder, as returned by gigahost_rapidgator_folder_info().
 *
 * GIGAHOST_E_NOT_FOUND for an unknown folder.
 */
GIGAHOST_API gigahost_status
gigahost_rapidgator_folder_change_mode(const gigahost_session *session,
                                       const char *folder_id, int32_t mode,
                                       const gigahost_value **out,
                                       const gigahost_error **error);

/* ---- rapidgator: remote uploads ----------------------------------------- */

/**
 * rapidgator /remote/create: has the host fetch links by itself, at most 100
 * at a time, into `folder_id`; NULL is the root. Creates one job for each.
 *
 * Document: a list of jobs: "job_id", "folder_id", "url" (the source, perhaps
 * altered), "name" and "size" (bytes), both once known, "dl_size" (bytes
 * fetched), "speed" (bytes a second), "state_label" ("Waiting", "Starting",
 * "Downloading", "Done", "Fail", "Canceled"), "file" (as returned by
 * gigahost_rapidgator_file_info(), once it exists), "error" (why it failed),
 * "created" and "updated" (seconds since 1970).
 *
 * GIGAHOST_E_QUOTA for a full account; GIGAHOST_E_OUTCOME_UNKNOWN if the
 * response was lost.
 */
GIGAHOST_API gigahost_status
gigahost_rapidgator_remote_create(const gigahost_session *session,
                                  const char *const *urls, size_t url_count,
                                  const char *folder_id,
                                  const gigahost_value **out,
                                  const gigahost_error **error);

/**
 * rapidgator /remote/info: the state of jobs, at most 100 at a time; all of
 * them for NULL and 0.
 *
 * Document: see gigahost_rapidgator_remote_create().
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_rapidgator_remote_info(const gigahost_session *session,
                                const char *const *job_ids,
                                size_t job_id_count,
                                const gigahost_value **out,
                                const gigahost_error **error);

/**
 * rapidgator /remote/delete: cancels jobs and removes them from the list, at
 * most 100 at a time. It succeeds even if nothing was cancelled: check the
 * document.
 *
 * Document: see gigahost_rapidgator_folder_copy().
 */
GIGAHOST_API gigahost_status
gigahost_rapidgator_remote_delete(const gigahost_session *session,
                                  const char *const *job_ids,
                                  size_t job_id_count,
                                  const gigahost_value **out,
                                  const gigahost_error **error);

/* ---- rapidgator: the trash ---------------------------------------------- */

/**
 * rapidgator /trashcan/content: one page of the trash. `page` counts from 1,
 * `per_page` is the number of files on a page; -1 means the host's default
 * (page 1, 500 per page). `sort_column` is "name", "created", "size",
 * "nb_downloads" or "delete_time", `sort_direction` "ASC" or "DESC"; NULL
 * means by name, ascending.
 *
 * Document: "files", a list of files as returned by
 * gigahost_rapidgator_file_info(), and "pager" with "current" (this page) and
 * "total" (how many pages there are).
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_rapidgator_trashcan_content(const gigahost_session *session,
                                     int64_t page, int64_t per_page,
                                     const char *sort_column,
                                     const char *sort_direction,
                                     const gigahost_value **out,
                                     const gigahost_error **error);

/**
 * rapidgator /trashcan/restore: restores files from the trash into the root
 * folder; the host does not remember where they were. Restores those named, at
 * most 100 at a time, or all of them if `all` is 1 and the list is NULL with a
 * count of 0; any other combination gives GIGAHOST_E_ARGUMENT.
 *
 * Document: see gigahost_rapidgator_folder_copy().
 */
GIGAHOST_API gigahost_status
gigahost_rapidgator_trashcan_restore(const gigahost_session *session,
                                     const char *const *file_ids,
                                     size_t file_id_count, int32_t all,
                                     const gigahost_value **out,
                                     const gigahost_error **error);

/**
 * rapidgator /trashcan/empty: permanently deletes files in the trash. Deletes
 * those named, at most 100 at a time, or all of them if `all` is 1 and the
 * list is NULL with a count of 0; any other combination gives
 * GIGAHOST_E_ARGUMENT.
 *
 * Document: see gigahost_rapidgator_folder_copy().
 */
GIGAHOST_API gigahost_status
gigahost_rapidgator_trashcan_empty(const gigahost_session *session,
                                   const char *const *file_ids,
                                   size_t file_id_count, int32_t all,
                                   const gigahost_value **out,
                                   const gigahost_error **error);

/* ---- rapidgator: the account -------------------------------------------- */

/**
 * rapidgator /user/login: gets a token for `login` and `password`. The session
 * does this automatically; the token of this call is only returned, not used.
 * `code` is the two-factor code, or NULL.
 *
 * Document: "token" (a secret) and "user", as returned by
 * gigahost_rapidgator_user_info().
 *
 * GIGAHOST_E_AUTH for a wrong pair, GIGAHOST_E_TWO_FACTOR,
 * GIGAHOST_E_RATE_LIMITED after frequent logins, GIGAHOST_E_FORBIDDEN for a
 * frozen or locked account. Never retried.
 */
GIGAHOST_API gigahost_status
gigahost_rapidgator_user_login(const gigahost_session *session,
                               const char *login, const char *password,
                               const char *code, const gigahost_value **out,
                               const gigahost_error **error);

/**
 * rapidgator /user/info: the account.
 *
 * Document: "email", "is_premium", "premium_end_time" (seconds since 1970;
 * accounts look expired up to a day early), "state" (1 means activated),
 * "state_label", "traffic_total" and "traffic_left" (bytes; absent on free
 * accounts), "storage_total" and "storage_left" (bytes), "max_file_size"
 * (bytes), "nb_pipes" (parallel uploads), "max_nb_jobs" (remote jobs at once),
 * "refresh_time" (polling interval for remote jobs, in seconds), "folder_id"
 * (the root; usually absent).
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_rapidgator_user_info(const gigahost_session *session,
                              const gigahost_value **out,
                              const gigahost_error **error);

/* ---- uploadgig ---------------------------------------------------------- */

/**
 * uploadgig /api/get_upload_action: gets a URL to upload a file to, with the
 * session's account. The URL is valid for 60 seconds. gigahost_upload()
 * performs all the steps.
 *
 * Document: "action" (the URL, a secret: anyone who has it can upload once),
 * "cmbs" (free space of the account in MiB; absent if the host does not say).
 *
 * GIGAHOST_E_AUTH for a wrong pair, which this session never sends again;
 * GIGAHOST_E_RATE_LIMITED from the login limiter, which blocks all further
 * calls of the session for the time it states. The call counts as a login:
 * never repeated, and one at a time.
 */
GIGAHOST_API gigahost_status
gigahost_uploadgig_get_upload_action(const gigahost_session *session,
                                     const gigahost_value **out,
                                     const gigahost_error **error);

/**
 * uploadgig, POST to "result.action" of /api/get_upload_action: sends the
 * bytes of a file, once. `action` is a secret. `path` and `options`, of which
 * either may be NULL, are those of gigahost_upload(); the name is sent in the
 * header "Slug", encoded as set by gigahost_upload_options_set_slug_mode().
 *
 * Document: "url" (its public link, which may answer 404 for some minutes),
 * "id" (16 hexadecimal digits, case-sensitive), "file_name", "size" (bytes),
 * "message" (the host's remark about it).
 *
 * GIGAHOST_E_HOST with the node's text, also for an expired URL;
 * GIGAHOST_E_OUTCOME_UNKNOWN if the response to a completely sent file was
 * lost.
 */
GIGAHOST_API gigahost_status
gigahost_uploadgig_upload_bytes(const gigahost_session *session,
                                const char *action, const char *path,
                                const gigahost_upload_options *options,
                                const gigahost_value **out,
                                const gigahost_error **error);

#ifdef __cplusplus
}
#endif

#endif /* GIGAHOST_H */
