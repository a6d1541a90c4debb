/*
 * gigahost.h - libgigahost 0.1.0: five file hosts behind one interface
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
 *   #include <gigahost.h>
 *   #include <stdio.h>
 *
 *   // Told of the upload, on the thread that calls. Anything but 0 cancels.
 *   static int32_t show(const gigahost_progress *now, void *user)
 *   {
 *       fprintf(user, "%s: %.0f\n", now->stage_name, (double)now->done);
 *       return 0;
 *   }
 *
 *   // Uploads a file, then prints what lies in the root of the account.
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
 *       // Settings come first. A status that is not 0 is a failure.
 *       if (gigahost_config_new(GIGAHOST_RAPIDGATOR, &config, &error) ||
 *           gigahost_config_set_login(config, login, password, &error))
 *           goto done;
 *
 *       // Only to run this against another site, on this machine.
 *       if (site != NULL &&
 *           (gigahost_config_set_base_url(config, site, &error) ||
 *            gigahost_config_set_plain_http(config, GIGAHOST_HTTP_ALLOW,
 *                                           &error) ||
 *            gigahost_config_set_allow_private_addresses(config, 1, &error)))
 *           goto done;
 *
 *       // A session logs in by itself, with the first call that needs it.
 *       if (gigahost_session_open(config, &session, &error))
 *           goto done;
 *
 *       // Everything that may be said of an upload stands in its options.
 *       if (gigahost_upload_options_new(&options, &error) ||
 *           gigahost_upload_options_set_progress(options, show, stdout,
 *                                                &error) ||
 *           gigahost_upload(session, path, options, &receipt, &error))
 *           goto done;
 *       printf("%s is at %s\n", receipt->entry->name, receipt->url);
 *
 *       // Lists are arrays of pointers. What is not known is -1 or NULL.
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
 *       // Results go back with one function, each handle with its own. All
 *       // of them take NULL, so nobody has to know how far this has got.
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
#define GIGAHOST_VERSION "0.1.0"

/** The same as 0xXXYYZZ, to compare; see gigahost_version_number(). */
#define GIGAHOST_VERSION_NUMBER 0x000100

/** The number of the binary interface, as in the name libgigahost.so.0. */
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
 * The number of the binary interface, the one in the name of the shared
 * library. It rises when programs have to be compiled again; within one number
 * there are only additions.
 */
GIGAHOST_API uint32_t gigahost_abi(void);

/* ---- Status ------------------------------------------------------------- */

/*
 * Below 10 the program is told about itself, from 20 on about the network,
 * from 40 on about the host, from 60 on about local files and the content.
 * gigahost_status_is_retryable() tells which may go away by waiting.
 */

/**
 * What became of a call: 0 if it did what it says. Numbers never change their
 * meaning; new ones are added, so treat one that you do not know as a failure.
 */
GIGAHOST_ENUM(gigahost_status) {
    /** The call did what it says. */
    GIGAHOST_OK = 0,
    /** An argument is out of range, malformed or missing. */
    GIGAHOST_E_ARGUMENT = 1,
    /** A handle was given back, is of another type, or never was one. */
    GIGAHOST_E_HANDLE = 2,
    /** The session is called from inside a callback of its own. */
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
    /** An address named by the host is not one that may be contacted. */
    GIGAHOST_E_URL_REFUSED = 30,
    /** The host answered with a redirect that must not be followed. */
    GIGAHOST_E_REDIRECT_REFUSED = 31,
    /**
     * Bytes or credentials would travel in clear where that is not allowed.
     */
    GIGAHOST_E_INSECURE_REFUSED = 32,
    /** The host answered with an HTTP code that says no more. */
    GIGAHOST_E_HTTP = 40,
    /** The host refuses the credentials or the token. */
    GIGAHOST_E_AUTH = 41,
    /**
     * The account wants a two-factor code, or refused the one it got. See
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
    /** The file is larger than the host takes. */
    GIGAHOST_E_TOO_LARGE = 48,
    /**
     * The host's state is in the way: the name is taken, or the object changed
     * meanwhile.
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
    /** The number of bytes is not the one the host names. */
    GIGAHOST_E_SIZE_MISMATCH = 70,
    /** The content is not the one whose hash the host names. */
    GIGAHOST_E_CORRUPT = 71,
    /** The host sent a page or a message where a file was due. */
    GIGAHOST_E_NOT_A_FILE = 72,
    /**
     * The call may or may not have taken effect, and the host cannot tell:
     * look before you repeat it.
     */
    GIGAHOST_E_OUTCOME_UNKNOWN = 80,
};

/**
 * The name of a gigahost_status, such as "NOT_FOUND"; "UNKNOWN" for a number
 * that this version does not know. Never NULL; static.
 */
GIGAHOST_API const char *gigahost_status_name(int32_t status);

/**
 * One English sentence that says what a gigahost_status means. Never NULL;
 * static.
 */
GIGAHOST_API const char *gigahost_status_text(int32_t status);

/**
 * 1 if the same call may succeed later without any change by the caller, else
 * 0: also for a number that is no gigahost_status.
 */
GIGAHOST_API int32_t gigahost_status_is_retryable(int32_t status);

/* ---- Errors and results ------------------------------------------------- */

/** What a failed call has changed at the host. */
GIGAHOST_ENUM(gigahost_outcome) {
    /** The host's state is as before the call. */
    GIGAHOST_NOT_APPLIED = 0,
    /** The call took effect, and something failed afterwards. */
    GIGAHOST_APPLIED = 1,
    /** Nobody can tell: look before you repeat it. */
    GIGAHOST_OUTCOME_UNKNOWN = 2,
};

/**
 * Why a call failed. No part of it contains a secret: passwords, tokens and
 * links that are credentials are left out or replaced by "***".
 *
 * A result, given back with gigahost_free(). Every function that can fail
 * takes the address of a pointer to one as its last argument; NULL there means
 * that the caller does not want to know. It is set to NULL first, and to an
 * error if the status is not GIGAHOST_OK.
 */
typedef struct gigahost_error {
    /** The status that the call returned. */
    gigahost_status status;
    /** Its name, such as "NOT_FOUND". Never NULL. */
    const char *status_name;
    /** One or two sentences for a person. Never NULL. */
    const char *message;
    /** What the caller can do next, or NULL. */
    const char *hint;
    /** The gigahost_host that was called, or 0. */
    int32_t host;
    /**
     * The operation in whose course it happened, such as "upload", or NULL.
     */
    const char *operation;
    /** The parameter that is wrong, with GIGAHOST_E_ARGUMENT, or NULL. */
    const char *parameter;
    /** The HTTP code of the answer, or 0 if there was none. */
    int32_t http_status;
    /** The host's own code, or NULL. */
    const char *host_code;
    /** The host's own text, at most 4 KiB, or NULL. */
    const char *host_text;
    /** Milliseconds that the host asks to wait, or -1. */
    int64_t retry_after;
    /** How many times the request was sent. */
    uint32_t attempts;
    /** Why the library did not repeat the call by itself, or NULL. */
    const char *not_repeated;
    /** Bytes sent in the last attempt, heads included. */
    uint64_t bytes_sent;
    /** Bytes received in the last attempt, heads included. */
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
} gigahost_error;

/**
 * Gives a result back: an error, a document, or anything else that the library
 * handed out as a pointer to const. All that it points to goes with it. NULL
 * is fine. What was given back already, or is a part of a result, or never was
 * one, is left alone and gives GIGAHOST_E_HANDLE. In a child made by fork()
 * the results of the parent can be read, but not given back.
 *
 * Results are plain memory: nothing guards against reading one that was given
 * back, and a later one may come to lie at the same address.
 */
GIGAHOST_API gigahost_status gigahost_free(const void *result);

/* ---- Documents ---------------------------------------------------------- */

/*
 * What the operations of the hosts answer differs too much for structures.
 * They answer documents, read by paths:
 *
 *     gigahost_value_string(answer, "files.0.name")
 *     gigahost_value_integer(answer, "storage.left", -1)
 */

/** What a gigahost_value is. */
GIGAHOST_ENUM(gigahost_kind) {
    /** Absent, or NULL was passed. */
    GIGAHOST_NOTHING = 0,
    /** Yes or no: gigahost_value_boolean(). */
    GIGAHOST_BOOLEAN = 1,
    /** A whole number: gigahost_value_integer(). */
    GIGAHOST_INTEGER = 2,
    /** A number with a fraction: gigahost_value_number(). */
    GIGAHOST_NUMBER = 3,
    /** A text: gigahost_value_string(). */
    GIGAHOST_STRING = 4,
    /** A list of values: gigahost_value_count(), gigahost_value_item(). */
    GIGAHOST_LIST = 5,
    /** Values with names: gigahost_value_get(), gigahost_value_name(). */
    GIGAHOST_OBJECT = 6,
};

/**
 * A document: what an operation of a host answered, under the names and in the
 * forms of this library (sizes and times as integers, identifiers as texts),
 * or what the host itself wrote (gigahost_value_host_json()).
 *
 * A result of a call, given back with gigahost_free(); or part of another
 * result, such as its host_json; or a value inside a document. Values and
 * texts inside a document go with it.
 *
 * The functions take a path: names and places in lists, joined by dots, such
 * as "files.0.name"; NULL or "" is the value itself. A value that is NULL, a
 * path that leads nowhere and a value of another kind all count as absent, so
 * calls can be chained without looking in between. None of them can fail.
 */
typedef struct gigahost_value gigahost_value;

/** What the value at `path` is: a gigahost_kind. */
GIGAHOST_API int32_t
gigahost_value_kind(const gigahost_value *value, const char *path);

/**
 * The value at `path`, or NULL if there is none. It lives as long as the
 * document.
 */
GIGAHOST_API const gigahost_value *
gigahost_value_get(const gigahost_value *value, const char *path);

/**
 * The text at `path`, or NULL if there is none. A number gives its digits,
 * exactly as they are. UTF-8; lives as long as the document.
 */
GIGAHOST_API const char *
gigahost_value_string(const gigahost_value *value, const char *path);

/** The whole number at `path`, or `absent` if there is none that fits. */
GIGAHOST_API int64_t
gigahost_value_integer(const gigahost_value *value, const char *path,
                       int64_t absent);

/** The number at `path`, or `absent` if there is none. */
GIGAHOST_API double
gigahost_value_number(const gigahost_value *value, const char *path,
                      double absent);

/** 1 or 0 for the yes or no at `path`, or `absent` if there is none. */
GIGAHOST_API int32_t
gigahost_value_boolean(const gigahost_value *value, const char *path,
                       int32_t absent);

/** How many values are in the list or object at `path`; 0 if it is neither. */
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
 * A value as JSON text; NULL for NULL. UTF-8; lives as long as the document.
 */
GIGAHOST_API const char *gigahost_value_json(const gigahost_value *value);

/**
 * What the host itself answered, whole and unmasked, with the fields that this
 * library does not model: it may hold credentials. NULL for a value that is
 * not the document a call handed out. Lives as long as that.
 */
GIGAHOST_API const gigahost_value *
gigahost_value_host_json(const gigahost_value *value);

/* ---- Hosts -------------------------------------------------------------- */

/*
 * Which hosts there are and what each of them can do. Nothing here asks a
 * host.
 */

/** The hosts. Where a function takes one, it takes the number. */
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

/** Something that a host may or may not be able to do. */
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

/** The gigahost_host of this name, or 0. */
GIGAHOST_API int32_t gigahost_host_find(const char *name);

/**
 * 1 if this host can do this gigahost_capability, else 0: also if there is no
 * such host or capability. What a host cannot do gives GIGAHOST_E_UNSUPPORTED,
 * and the error's hint says what to use instead.
 */
GIGAHOST_API int32_t gigahost_host_supports(int32_t host, int32_t capability);

/**
 * The name of a gigahost_capability, such as "make_folder"; NULL if there is
 * no such capability. Static.
 */
GIGAHOST_API const char *gigahost_capability_name(int32_t capability);

/* ---- Settings of a session ---------------------------------------------- */

/*
 * A session needs a host, nearly always credentials, and nothing else:
 * everything has a default that suits. Each function says which hosts use its
 * setting; credentials that do not fit the host are noticed by
 * gigahost_session_open().
 */

/**
 * What a session is opened with: the host, credentials, addresses, clocks,
 * trust.
 *
 * A handle: made by gigahost_config_new(), given back with
 * gigahost_config_free(). Sessions copy what they need, so it may be changed
 * and given back while they live. Setting something twice replaces it. Secrets
 * are kept in memory until it is given back, and cleared then.
 */
typedef struct gigahost_config gigahost_config;

/**
 * The clocks. One that runs out gives GIGAHOST_E_TIMEOUT (GIGAHOST_E_STALLED
 * for slow bytes), and the error names it.
 */
GIGAHOST_ENUM(gigahost_clock) {
    /**
     * Name resolution, TCP and TLS together. Default 10 s (15 s for
     * transfers).
     */
    GIGAHOST_CLOCK_CONNECT = 1,
    /**
     * From the last byte of a request to the end of the answer's head. Default
     * 30 s (60 s for downloads).
     */
    GIGAHOST_CLOCK_ANSWER = 2,
    /** One attempt at an API call. Default 60 s. */
    GIGAHOST_CLOCK_ATTEMPT = 3,
    /** The window in which a transfer must move. Default 60 s. */
    GIGAHOST_CLOCK_IDLE = 4,
    /**
     * From the last byte of an uploaded body to the answer, at least. Default
     * 300 s; large bodies get one second for every 2 MiB.
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
     * How long a host that did not answer to a whole file may take to show
     * that it has it. Default 10 s.
     */
    GIGAHOST_CLOCK_SETTLE = 8,
    /** How long a host may process a file after the upload. Default 15 min. */
    GIGAHOST_CLOCK_PROCESSING = 9,
};

/** How the "authorize" of giga0 and its kind wants to be asked. */
GIGAHOST_ENUM(gigahost_auth_mode) {
    /** With what is there; the other way only if the install wants that. */
    GIGAHOST_AUTH_AUTO = 0,
    /** With the two keys. */
    GIGAHOST_AUTH_KEYS = 1,
    /** With user name and password. */
    GIGAHOST_AUTH_PASSWORD = 2,
};

/** What to do when a host names a plain "http" address for bytes of a file. */
GIGAHOST_ENUM(gigahost_http) {
    /** Never: such a transfer fails with GIGAHOST_E_INSECURE_REFUSED. */
    GIGAHOST_HTTP_DENY = 0,
    /**
     * Only at the hosts that have nothing else: uploadgig and ge.tt. The
     * default.
     */
    GIGAHOST_HTTP_LISTED = 1,
    /** At every host, and for the API itself if its base URL is "http". */
    GIGAHOST_HTTP_ALLOW = 2,
};

/** Makes the settings of a session at a gigahost_host. Nothing is sent. */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_config_new(int32_t host, gigahost_config **out,
                    const gigahost_error **error);

/**
 * Sets the account: e-mail (rapidgator, uploadgig, ge.tt) or user name (giga0
 * and its kind, giga.gs), and password.
 */
GIGAHOST_API gigahost_status
gigahost_config_set_login(gigahost_config *config, const char *login,
                          const char *password, const gigahost_error **error);

/** Sets the current two-factor code (rapidgator). */
GIGAHOST_API gigahost_status
gigahost_config_set_two_factor_code(gigahost_config *config, const char *code,
                                    const gigahost_error **error);

/** Sets the API key (ge.tt), beside login and password. */
GIGAHOST_API gigahost_status
gigahost_config_set_api_key(gigahost_config *config, const char *key,
                            const gigahost_error **error);

/**
 * Sets the two keys of an account (giga0 and its kind), 64 letters and digits
 * each.
 */
GIGAHOST_API gigahost_status
gigahost_config_set_keys(gigahost_config *config, const char *key1,
                         const char *key2, const gigahost_error **error);

/**
 * Sets a token from an earlier session, in place of login and password or to
 * spare a login. With login and password beside it, a token that has died is
 * renewed.
 */
GIGAHOST_API gigahost_status
gigahost_config_set_token(gigahost_config *config, const char *token,
                          const gigahost_error **error);

/** Sets the account id that belongs to the token (giga0 and its kind). */
GIGAHOST_API gigahost_status
gigahost_config_set_account_id(gigahost_config *config, const char *id,
                               const gigahost_error **error);

/** Sets a refresh token (ge.tt), in place of key, login and password. */
GIGAHOST_API gigahost_status
gigahost_config_set_refresh_token(gigahost_config *config, const char *token,
                                  const gigahost_error **error);

/**
 * Sets a gigahost_auth_mode: how "authorize" wants to be asked (giga0 and its
 * kind).
 */
GIGAHOST_API gigahost_status
gigahost_config_set_auth_mode(gigahost_config *config, int32_t mode,
                              const gigahost_error **error);

/**
 * Sets another origin for the API: an emulator, a mirror, another site with
 * the same software. "http" needs GIGAHOST_HTTP_ALLOW. ge.tt gets credentials
 * only if it is named here, be it by its own address: the service may be gone,
 * and its name may pass to somebody else.
 */
GIGAHOST_API gigahost_status
gigahost_config_set_base_url(gigahost_config *config, const char *url,
                             const gigahost_error **error);

/** Sets a gigahost_http: where plain "http" is allowed. */
GIGAHOST_API gigahost_status
gigahost_config_set_plain_http(gigahost_config *config, int32_t policy,
                               const gigahost_error **error);

/**
 * With 1, lets the host name addresses in private networks and on this
 * machine: for tests against an emulator, and for installs inside a company.
 * Default: 0.
 */
GIGAHOST_API gigahost_status
gigahost_config_set_allow_private_addresses(gigahost_config *config,
                                            int32_t allow,
                                            const gigahost_error **error);

/** Trusts the certificates in this PEM text, and no others. */
GIGAHOST_API gigahost_status
gigahost_config_set_ca_pem(gigahost_config *config, const char *pem,
                           const gigahost_error **error);

/**
 * Sets the least time between two renewals of a token, in milliseconds.
 * Default: 60000. Another program that logs in again and again with the same
 * account would otherwise be fought for ever.
 */
GIGAHOST_API gigahost_status
gigahost_config_set_renewal_interval(gigahost_config *config,
                                     int64_t milliseconds,
                                     const gigahost_error **error);

/**
 * Makes the pauses between retries repeatable, for tests: the same seed, the
 * same pauses.
 */
GIGAHOST_API gigahost_status
gigahost_config_set_seed(gigahost_config *config, uint64_t seed,
                         const gigahost_error **error);

/**
 * Connects to these addresses, written as "ip:port" or "[ip]:port", when the
 * host name `name` is called, in place of asking the resolver.
 */
GIGAHOST_API gigahost_status
gigahost_config_set_addresses(gigahost_config *config, const char *name,
                              const char *const *addresses,
                              size_t address_count,
                              const gigahost_error **error);

/**
 * Sets a gigahost_clock, in milliseconds. Only the clock of a whole transfer
 * may be 0, which is none.
 */
GIGAHOST_API gigahost_status
gigahost_config_set_clock(gigahost_config *config, int32_t clock,
                          int64_t milliseconds, const gigahost_error **error);

/**
 * Sets how many bytes a second a transfer must reach over the idle clock.
 * Default: 1024.
 */
GIGAHOST_API gigahost_status
gigahost_config_set_low_speed(gigahost_config *config,
                              uint64_t bytes_per_second,
                              const gigahost_error **error);

/** Gives the settings back. NULL is fine. */
GIGAHOST_API gigahost_status gigahost_config_free(gigahost_config *config);

/* ---- Cancelling --------------------------------------------------------- */

/*
 * A session handle can carry a cancel token: gigahost_session_with_cancel(). A
 * transfer can also be cancelled by what its progress callback returns.
 */

/**
 * Cancels the calls it was given to, from any thread.
 *
 * A handle: made by gigahost_cancel_new(), given back with
 * gigahost_cancel_free(). It stays cancelled for ever; make a new one for the
 * next call.
 */
typedef struct gigahost_cancel gigahost_cancel;

/**
 * Makes a token that is not cancelled yet. Attach it with
 * gigahost_session_with_cancel().
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_cancel_new(gigahost_cancel **out, const gigahost_error **error);

/**
 * Cancels: calls in progress end within 100 ms with GIGAHOST_E_CANCELLED, in
 * whatever phase they are. May be called at any time from any thread, from
 * inside a callback, and from a signal handler as long as the handle is not
 * freed meanwhile; then pass NULL for `error`.
 */
GIGAHOST_API gigahost_status
gigahost_cancel_request(const gigahost_cancel *cancel,
                        const gigahost_error **error);

/**
 * Gives a token back. Sessions that it was attached to keep their own hold on
 * it. NULL is fine.
 */
GIGAHOST_API gigahost_status gigahost_cancel_free(gigahost_cancel *cancel);

/* ---- Sessions ----------------------------------------------------------- */

/**
 * One account at one host.
 *
 * A handle: made by gigahost_session_open() and the two functions that give
 * another view of it, given back with gigahost_session_close(). Any number of
 * threads may use it at once. It logs in by itself when the first call needs
 * it, once for all threads; renews a token that died, once per call; and never
 * sends a refused password again.
 *
 * Inside a callback of a call the same session, and every other view of it,
 * gives GIGAHOST_E_BUSY. After fork() the child gets GIGAHOST_E_FORKED and
 * opens its own.
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
 * Makes another handle of the same session, whose calls end when `cancel` is
 * cancelled. Login, connections and limits are shared.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_session_with_cancel(const gigahost_session *session,
                             const gigahost_cancel *cancel,
                             gigahost_session **out,
                             const gigahost_error **error);

/**
 * Makes another handle of the same session, whose calls (transfers included)
 * take at most this many milliseconds in all. Login, connections and limits
 * are shared. 0 is refused by the calls.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_session_with_deadline(const gigahost_session *session,
                               int64_t milliseconds, gigahost_session **out,
                               const gigahost_error **error);

/**
 * Closes a handle of a session. Sends nothing, waits for nothing, accepts
 * NULL. Calls that run on other threads finish undisturbed; calls that come
 * later get GIGAHOST_E_HANDLE, and so does a second close. To end the login at
 * the host as well, call gigahost_logout() before.
 */
GIGAHOST_API gigahost_status gigahost_session_close(gigahost_session *session);

/** The gigahost_host of a session; 0 if it is none. */
GIGAHOST_API int32_t gigahost_session_host(const gigahost_session *session);

/**
 * 1 if the host of this session can do this gigahost_capability, else 0: also
 * if there is no such session or capability.
 */
GIGAHOST_API int32_t
gigahost_session_supports(const gigahost_session *session, int32_t capability);

/**
 * Logs in now rather than with the first call that needs it. Does nothing if
 * there is a token.
 */
GIGAHOST_API gigahost_status
gigahost_login(const gigahost_session *session, const gigahost_error **error);

/**
 * Forgets the token, and tells the host where the host can be told. The token
 * is gone from the session even if that fails.
 */
GIGAHOST_API gigahost_status
gigahost_logout(const gigahost_session *session, const gigahost_error **error);

/* ---- The account -------------------------------------------------------- */

/**
 * An account. Texts are NULL and numbers -1 where the host does not tell.
 * Sizes are in bytes, times in seconds since 1970. A result, given back with
 * gigahost_free().
 */
typedef struct gigahost_account_info {
    /** The host's id of the account. */
    const char *id;
    /** The name it is known by. */
    const char *name;
    /** Its e-mail address. */
    const char *email;
    /** 1 if it is paid for, 0 if not. */
    int32_t premium;
    /** When the paid time ends. */
    int64_t premium_until;
    /** When the paid time ends, as the host writes it without a zone. */
    const char *premium_until_text;
    /** Bytes stored. */
    int64_t storage_used;
    /** Bytes that may be stored; -1 also for no limit. */
    int64_t storage_total;
    /** Bytes that may still be downloaded. */
    int64_t traffic_left;
    /** Largest file that may be uploaded; -1 also for no limit. */
    int64_t largest_file;
    /** Uploads that may run at once. */
    int64_t parallel_uploads;
    /** The host's own answer, unmasked. */
    const gigahost_value *host_json;
} gigahost_account_info;

/** Asks for the account: who it is, what it may store and send. */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_account(const gigahost_session *session,
                 const gigahost_account_info **out,
                 const gigahost_error **error);

/* ---- Files and folders -------------------------------------------------- */

/*
 * An entry is known by its id, which is a text at every host: the number, hash
 * or path that the host gives it. Whether an id is that of a file or of a
 * folder has to be said beside it.
 */

/** Whether something is a file or a folder: hosts number the two apart. */
GIGAHOST_ENUM(gigahost_entry_kind) {
    /** A file. */
    GIGAHOST_FILE = 1,
    /** A folder (at ge.tt: a share). */
    GIGAHOST_FOLDER = 2,
};

/** Who can see or download an entry. */
GIGAHOST_ENUM(gigahost_visibility) {
    /** The host does not tell, or says something that is not known here. */
    GIGAHOST_VISIBILITY_UNKNOWN = 0,
    /** Everybody. */
    GIGAHOST_PUBLIC = 1,
    /** Everybody who has the link (giga0). */
    GIGAHOST_UNLISTED = 2,
    /** Premium accounts (rapidgator). */
    GIGAHOST_PREMIUM_ONLY = 3,
    /** The owner. */
    GIGAHOST_PRIVATE = 4,
    /** Everybody, by a direct link (rapidgator). */
    GIGAHOST_HOTLINK = 5,
};

/** What state an entry is in. */
GIGAHOST_ENUM(gigahost_state) {
    /** The host does not tell, or says something that is not known here. */
    GIGAHOST_STATE_UNKNOWN = 0,
    /** Usable. */
    GIGAHOST_READY = 1,
    /** Announced; its bytes are not there yet. */
    GIGAHOST_WAITING = 2,
    /** Its bytes are on the way. */
    GIGAHOST_UPLOADING = 3,
    /** The host is at work on it. */
    GIGAHOST_PROCESSING = 4,
    /** In the trash. */
    GIGAHOST_TRASHED = 5,
    /** Gone. */
    GIGAHOST_REMOVED = 6,
};

/**
 * A file or a folder. Texts are NULL and numbers -1 where the host does not
 * tell. A result of the functions below, given back with gigahost_free(); or
 * part of a gigahost_listing, gigahost_receipt or gigahost_job.
 */
typedef struct gigahost_entry {
    /**
     * The id by which the functions of this session know it. Never NULL. At
     * ge.tt a file is "share/file"; at giga.gs it is the filehash.
     */
    const char *id;
    /** The id of the folder it lies in; NULL also in the root. */
    const char *parent;
    /** A gigahost_entry_kind. */
    int32_t kind;
    /** Its name at the host, which may differ from the one it was given. */
    const char *name;
    /**
     * Its size in bytes; -1 for folders where the host does not add them up.
     */
    int64_t size;
    /** MD5 of the content in 32 lower-case hexadecimal digits. */
    const char *md5;
    /** When it was made, in seconds since 1970. */
    int64_t created;
    /** When it was made, as the host writes it without a zone. */
    const char *created_text;
    /** How often it was downloaded. */
    int64_t downloads;
    /** A gigahost_visibility. */
    int32_t visibility;
    /** The visibility in words; the host's own if it is not known here. */
    const char *visibility_text;
    /** A gigahost_state. */
    int32_t state;
    /** The state in words; the host's own if it is not known here. */
    const char *state_text;
    /** The public page. */
    const char *url;
    /** The host's own answer, unmasked; NULL in lists. */
    const gigahost_value *host_json;
} gigahost_entry;

/** What lies in a folder. A result, given back with gigahost_free(). */
typedef struct gigahost_listing {
    /** How many entries there are. */
    size_t count;
    /** The entries: folders, then files, in the host's order. */
    const gigahost_entry *const *entries;
    /** The folder itself, or NULL where the host does not describe it. */
    const gigahost_entry *folder;
} gigahost_listing;

/** Lists a folder; NULL is the root. All pages are fetched. */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_list(const gigahost_session *session, const char *folder,
              const gigahost_listing **out, const gigahost_error **error);

/**
 * Describes one file or folder. `kind` is a gigahost_entry_kind.
 * GIGAHOST_E_NOT_FOUND if there is none.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_stat(const gigahost_session *session, int32_t kind, const char *id,
              const gigahost_entry **out, const gigahost_error **error);

/**
 * Gives a file or folder another name. `kind` is a gigahost_entry_kind. The
 * name in the answer is the one that the host kept.
 */
GIGAHOST_API gigahost_status
gigahost_rename(const gigahost_session *session, int32_t kind, const char *id,
                const char *name, const gigahost_entry **out,
                const gigahost_error **error);

/** Makes a folder in `parent`; NULL is the root. */
GIGAHOST_API gigahost_status
gigahost_make_folder(const gigahost_session *session, const char *parent,
                     const char *name, const gigahost_entry **out,
                     const gigahost_error **error);

/**
 * Says who can see a file or folder. `kind` is a gigahost_entry_kind,
 * `visibility` a gigahost_visibility; GIGAHOST_E_ARGUMENT for one that the
 * host does not have.
 */
GIGAHOST_API gigahost_status
gigahost_set_visibility(const gigahost_session *session, int32_t kind,
                        const char *id, int32_t visibility,
                        const gigahost_entry **out,
                        const gigahost_error **error);

/* ---- Deleting, moving, copying ------------------------------------------ */

/** An item for which something was not done. Part of a gigahost_batch. */
typedef struct gigahost_failure {
    /** Its id. Never NULL. */
    const char *id;
    /** The host's text, or NULL where it cannot be told apart. */
    const char *reason;
} gigahost_failure;

/**
 * What became of each item of a call that takes many. The call succeeds if the
 * host answered: look at `failed_count`. A result, given back with
 * gigahost_free().
 */
typedef struct gigahost_batch {
    /** How many it was done for. */
    size_t done_count;
    /** Their ids; NULL if there are none. */
    const char *const *done;
    /** How many it was not done for. */
    size_t failed_count;
    /** Those, and why not; NULL if there are none. */
    const gigahost_failure *const *failed;
} gigahost_batch;

/**
 * Deletes files and folders; where the host has a trash they go there. Either
 * list may be NULL with a count of 0, not both.
 */
GIGAHOST_API gigahost_status
gigahost_delete(const gigahost_session *session, const char *const *files,
                size_t file_count, const char *const *folders,
                size_t folder_count, const gigahost_batch **out,
                const gigahost_error **error);

/**
 * Moves files and folders into the folder `into`; NULL is the root. Either
 * list may be NULL with a count of 0, not both.
 */
GIGAHOST_API gigahost_status
gigahost_move(const gigahost_session *session, const char *const *files,
              size_t file_count, const char *const *folders,
              size_t folder_count, const char *into,
              const gigahost_batch **out, const gigahost_error **error);

/**
 * Copies files and folders into the folder `into`; NULL is the root. Either
 * list may be NULL with a count of 0, not both.
 */
GIGAHOST_API gigahost_status
gigahost_copy(const gigahost_session *session, const char *const *files,
              size_t file_count, const char *const *folders,
              size_t folder_count, const char *into,
              const gigahost_batch **out, const gigahost_error **error);

/* ---- The trash ---------------------------------------------------------- */

/* Where a host has one, gigahost_delete() moves files there. */

/** Lists what lies in the trash. */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_trash_list(const gigahost_session *session,
                    const gigahost_listing **out,
                    const gigahost_error **error);

/**
 * Takes files out of the trash: those named, or with `all` 1 and no names all
 * of them.
 */
GIGAHOST_API gigahost_status
gigahost_trash_restore(const gigahost_session *session,
                       const char *const *files, size_t file_count,
                       int32_t all, const gigahost_batch **out,
                       const gigahost_error **error);

/**
 * Erases files of the trash for good: those named, or with `all` 1 and no
 * names all of them.
 */
GIGAHOST_API gigahost_status
gigahost_trash_empty(const gigahost_session *session, const char *const *files,
                     size_t file_count, int32_t all,
                     const gigahost_batch **out, const gigahost_error **error);

/* ---- Progress ----------------------------------------------------------- */

/** What a transfer is doing. */
GIGAHOST_ENUM(gigahost_stage) {
    /** Logging in, asking for an address, opening files. */
    GIGAHOST_STAGE_PREPARING = 1,
    /** Reading the source to learn its MD5. */
    GIGAHOST_STAGE_HASHING = 2,
    /** Sending the bytes. */
    GIGAHOST_STAGE_SENDING = 3,
    /** Receiving the bytes. */
    GIGAHOST_STAGE_RECEIVING = 4,
    /** Everything is sent; the host is at work. */
    GIGAHOST_STAGE_PROCESSING = 5,
    /** Comparing size and MD5, asking the host what it has. */
    GIGAHOST_STAGE_VERIFYING = 6,
    /**
     * Acknowledged and verified: the last event of a transfer that succeeded.
     */
    GIGAHOST_STAGE_DONE = 7,
};

/** Where a transfer stands. Valid until the callback returns. */
typedef struct gigahost_progress {
    /** A gigahost_stage. */
    int32_t stage;
    /** The number of the attempt, from 1. */
    uint32_t attempt;
    /** The stage in words, such as "sending". Static. */
    const char *stage_name;
    /**
     * Bytes done in this stage. May go back when something is sent again;
     * `attempt` then rises.
     */
    uint64_t done;
    /** Bytes in all, or -1 while unknown. */
    int64_t total;
    /**
     * Bytes a second, averaged over the last seconds, or -1 until enough was
     * seen.
     */
    double rate;
    /** Milliseconds left in this stage, or -1 while it cannot be told. */
    int64_t time_left;
    /** Milliseconds since the transfer began. */
    int64_t elapsed;
} gigahost_progress;

/**
 * Tells where a transfer stands. Called on the thread that called, at most ten
 * times a second, and at least once a second even when nothing moves. Return 0
 * to go on, anything else to end the transfer with GIGAHOST_E_CANCELLED.
 *
 * Must not throw, must not longjmp() or pthread_exit(), and must not use the
 * same session (GIGAHOST_E_BUSY); gigahost_cancel_request() is allowed.
 */
typedef int32_t (*gigahost_progress_fn)(const gigahost_progress *progress,
                                        void *user);

/* ---- Uploads ------------------------------------------------------------ */

/*
 * Each host has a flow of its own, from one request to login, hash,
 * announcement, bytes and waiting. gigahost_upload() follows it, and does not
 * return before the host has acknowledged the file and its size or MD5 was
 * compared, where the host tells them.
 */

/** How a file came to the host. */
GIGAHOST_ENUM(gigahost_how) {
    /** Its bytes were sent. */
    GIGAHOST_SENT = 1,
    /** The host knew the content: no byte was sent. */
    GIGAHOST_INSTANT = 2,
    /** The answer was lost; the host was asked and has the file. */
    GIGAHOST_RECOVERED = 3,
    /**
     * The first attempt is proven not to be stored; the bytes were sent again.
     */
    GIGAHOST_RESENT = 4,
};

/** What is proven of the bytes of a transfer. */
GIGAHOST_ENUM(gigahost_verified) {
    /** Nothing: the host names neither size nor hash. */
    GIGAHOST_VERIFIED_NOTHING = 0,
    /** The size is the one the host names. */
    GIGAHOST_VERIFIED_SIZE = 1,
    /** The MD5 is the one the host names. */
    GIGAHOST_VERIFIED_MD5 = 2,
};

/** How the name of a file travels in uploadgig's header "Slug". */
GIGAHOST_ENUM(gigahost_slug_mode) {
    /** Printable ASCII as it is; all else percent-encoded. The default. */
    GIGAHOST_SLUG_PERCENT = 0,
    /** Raw UTF-8. */
    GIGAHOST_SLUG_UTF8 = 1,
    /** Everything beyond printable ASCII becomes "_". */
    GIGAHOST_SLUG_ASCII = 2,
};

/**
 * The proof of an upload. Texts are NULL where the host gives none. A result,
 * given back with gigahost_free().
 */
typedef struct gigahost_receipt {
    /** The file at the host. Its name is the stored one. Never NULL. */
    const gigahost_entry *entry;
    /** The public link. */
    const char *url;
    /** A link that deletes the file without a login (giga0): a secret. */
    const char *delete_url;
    /** A link for forums. */
    const char *bbcode;
    /** A link for web pages. Not sanitised. */
    const char *html;
    /** The name that was asked for. Compare it with the entry's. */
    const char *wanted_name;
    /** MD5 of the bytes, in 32 lower-case hexadecimal digits. */
    const char *md5;
    /** How many bytes. */
    uint64_t bytes;
    /** A gigahost_how. */
    int32_t how;
    /** A gigahost_verified. */
    int32_t verified;
    /** How many notes there are. */
    size_t note_count;
    /** What the caller should know, in sentences; NULL if there is nothing. */
    const char *const *notes;
    /** The host's own answer that decided, unmasked, or NULL. */
    const gigahost_value *host_json;
} gigahost_receipt;

/**
 * Reads the next bytes of a source into `buffer`: returns how many, 0 at the
 * end, -1 to end the upload with GIGAHOST_E_CALLBACK. The rules of
 * gigahost_progress_fn hold.
 */
typedef int64_t (*gigahost_read_fn)(uint8_t *buffer, size_t capacity,
                                    void *user);

/**
 * What an upload may be told.
 *
 * A handle: made by gigahost_upload_options_new(), given back with
 * gigahost_upload_options_free(). May be used for any number of uploads, one
 * after the other or at once; an upload takes a copy when it begins. Passing
 * NULL in place of it means no options.
 */
typedef struct gigahost_upload_options gigahost_upload_options;

/** Makes upload options. */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_upload_options_new(gigahost_upload_options **out,
                            const gigahost_error **error);

/**
 * Sets the name at the host; NULL is that of the path. Needed for sources
 * without a path.
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
 * rapidgator then needs no second reading. It is compared with the bytes that
 * are sent. NULL takes it back.
 */
GIGAHOST_API gigahost_status
gigahost_upload_options_set_md5(gigahost_upload_options *options,
                                const char *md5, const gigahost_error **error);

/** Sets how the name travels (uploadgig): a gigahost_slug_mode. */
GIGAHOST_API gigahost_status
gigahost_upload_options_set_slug_mode(gigahost_upload_options *options,
                                      int32_t mode,
                                      const gigahost_error **error);

/**
 * With 1, sends to uploadgig with "Transfer-Encoding: chunked" in place of a
 * length. Default: 0.
 */
GIGAHOST_API gigahost_status
gigahost_upload_options_set_chunked(gigahost_upload_options *options,
                                    int32_t chunked,
                                    const gigahost_error **error);

/**
 * Sets who is told of progress; NULL is nobody. Counts for uploads that begin
 * later.
 */
GIGAHOST_API gigahost_status
gigahost_upload_options_set_progress(gigahost_upload_options *options,
                                     gigahost_progress_fn progress, void *user,
                                     const gigahost_error **error);

/**
 * Uploads these bytes in place of a file; NULL with a length of 0 is an empty
 * one. They are not copied: they must stay as they are until the last upload
 * with these options has returned.
 */
GIGAHOST_API gigahost_status
gigahost_upload_options_set_bytes(gigahost_upload_options *options,
                                  const uint8_t *bytes, size_t length,
                                  const gigahost_error **error);

/**
 * Uploads what `read` gives in place of a file: `length` bytes, or -1 if that
 * is not known. A reader can be read once only, so each upload needs it set
 * anew. With a length the bytes go straight to the hosts that need no hash
 * first; otherwise they are spooled to an unnamed temporary file. NULL takes
 * any source back.
 */
GIGAHOST_API gigahost_status
gigahost_upload_options_set_reader(gigahost_upload_options *options,
                                   gigahost_read_fn read, void *user,
                                   int64_t length,
                                   const gigahost_error **error);

/** Gives upload options back. NULL is fine. */
GIGAHOST_API gigahost_status
gigahost_upload_options_free(gigahost_upload_options *options);

/**
 * Sends the file at `path` to the host, by the host's own flow. `path` is as
 * the system writes paths (UTF-8 on Windows), or NULL if the options have
 * another source. `options` may be NULL.
 *
 * The file is opened once; a source that changes meanwhile gives
 * GIGAHOST_E_SOURCE_CHANGED. Nothing is sent twice unless the host cannot end
 * up with two files. GIGAHOST_E_OUTCOME_UNKNOWN means that nobody can tell
 * whether it arrived: look before you repeat it.
 */
GIGAHOST_API gigahost_status
gigahost_upload(const gigahost_session *session, const char *path,
                const gigahost_upload_options *options,
                const gigahost_receipt **out, const gigahost_error **error);

/* ---- Downloads ---------------------------------------------------------- */

/*
 * The bytes go into a part file beside the target, which becomes the target
 * when they are complete and compared with the size or MD5 that the host
 * names; or to a writer of the caller.
 */

/** What to do when the target of a download exists. */
GIGAHOST_ENUM(gigahost_existing) {
    /** Fail with GIGAHOST_E_EXISTS before a byte is fetched. The default. */
    GIGAHOST_EXISTING_REFUSE = 0,
    /** Replace it, at once and whole, when the download is complete. */
    GIGAHOST_EXISTING_OVERWRITE = 1,
    /** Put a number behind the name: "film (1).mkv". */
    GIGAHOST_EXISTING_UNIQUE = 2,
};

/** A finished download. A result, given back with gigahost_free(). */
typedef struct gigahost_download_info {
    /** The file, as the system writes paths; NULL for a writer. */
    const char *path;
    /** The name as the host gives it, not made safe; NULL if it gives none. */
    const char *name;
    /** How many bytes. */
    uint64_t bytes;
    /** Their MD5 in 32 lower-case hexadecimal digits. Never NULL. */
    const char *md5;
    /** A gigahost_verified. */
    int32_t verified;
    /** How many streams it took. */
    uint32_t attempts;
    /** Bytes that were there from an earlier download. */
    uint64_t resumed_from;
} gigahost_download_info;

/**
 * Takes the next bytes of a download: returns 0 to go on, anything else to end
 * it with GIGAHOST_E_CALLBACK. The rules of gigahost_progress_fn hold.
 */
typedef int32_t (*gigahost_write_fn)(const uint8_t *bytes, size_t length,
                                     void *user);

/**
 * What a download may be told.
 *
 * A handle: made by gigahost_download_options_new(), given back with
 * gigahost_download_options_free(). May be used for any number of downloads,
 * one after the other or at once; a download takes a copy when it begins.
 * Passing NULL in place of it means no options.
 */
typedef struct gigahost_download_options gigahost_download_options;

/** Makes download options. */
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
 * With 1, keeps the part of a download that failed beside the target, in
 * ".<name>.<8 hex>.gigapart", and goes on from such a part: also after the
 * process was killed. Default: 0.
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
 * Fetches only the bytes from `first` on, up to but without `end`; -1 is the
 * end of the file. Needs a writer. What lies beyond the end of the file is
 * left out, and a part is compared with no hash.
 */
GIGAHOST_API gigahost_status
gigahost_download_options_set_part(gigahost_download_options *options,
                                   uint64_t first, int64_t end,
                                   const gigahost_error **error);

/**
 * With 1, the path of a download is a directory, and the file gets the name
 * that the host gives, made safe: one component, without control characters,
 * devices or leading dots. Default: 0.
 */
GIGAHOST_API gigahost_status
gigahost_download_options_set_into_directory(
    gigahost_download_options *options, int32_t into_directory,
    const gigahost_error **error);

/**
 * Sets who is told of progress; NULL is nobody. Counts for downloads that
 * begin later.
 */
GIGAHOST_API gigahost_status
gigahost_download_options_set_progress(gigahost_download_options *options,
                                       gigahost_progress_fn progress,
                                       void *user,
                                       const gigahost_error **error);

/**
 * Hands the bytes to `write` in order, in place of a file; NULL takes that
 * back. After an error, what it has got is incomplete.
 */
GIGAHOST_API gigahost_status
gigahost_download_options_set_writer(gigahost_download_options *options,
                                     gigahost_write_fn write, void *user,
                                     const gigahost_error **error);

/** Gives download options back. NULL is fine. */
GIGAHOST_API gigahost_status
gigahost_download_options_free(gigahost_download_options *options);

/**
 * Fetches `file` of the account into the file at `path`, which is as the
 * system writes paths (UTF-8 on Windows), or NULL if the options have a
 * writer. `options` may be NULL.
 *
 * The final path is never partial, and a page or a message of the host is
 * never saved as the file (GIGAHOST_E_NOT_A_FILE).
 */
GIGAHOST_API gigahost_status
gigahost_download(const gigahost_session *session, const char *file,
                  const char *path, const gigahost_download_options *options,
                  const gigahost_download_info **out,
                  const gigahost_error **error);

/* ---- Files that the host fetches by itself ------------------------------ */

/** What a job is doing. */
GIGAHOST_ENUM(gigahost_job_state) {
    /** Something that is not known here: take it as still running. */
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
 * A file that the host fetches by itself. Texts are NULL and numbers -1 where
 * it does not tell. Part of a gigahost_jobs.
 */
typedef struct gigahost_job {
    /** The id of the job. Never NULL. */
    const char *id;
    /** The source, as the host repeats it. */
    const char *url;
    /** A gigahost_job_state. */
    int32_t state;
    /** The state in words; the host's own if it is not known here. */
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

/** Jobs of a host. A result, given back with gigahost_free(). */
typedef struct gigahost_jobs {
    /** How many there are. */
    size_t count;
    /** The jobs. */
    const gigahost_job *const *jobs;
} gigahost_jobs;

/**
 * Has the host fetch links by itself, into `folder`; NULL is the root. Returns
 * when the host has taken the jobs; gigahost_remote_status() tells how they
 * get on.
 */
GIGAHOST_API gigahost_status
gigahost_remote_upload(const gigahost_session *session,
                       const char *const *links, size_t link_count,
                       const char *folder, const gigahost_jobs **out,
                       const gigahost_error **error);

/**
 * Asks what jobs are doing; all of them for NULL and 0, if the host can list
 * them.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_remote_status(const gigahost_session *session,
                       const char *const *jobs, size_t job_count,
                       const gigahost_jobs **out,
                       const gigahost_error **error);

/** Ends jobs, by their ids. */
GIGAHOST_API gigahost_status
gigahost_remote_cancel(const gigahost_session *session,
                       const char *const *jobs, size_t job_count,
                       const gigahost_batch **out,
                       const gigahost_error **error);

/* ---- Public links ------------------------------------------------------- */

/**
 * What a host says of a public link. Texts are NULL and numbers -1 where it
 * does not tell. Part of a gigahost_links.
 */
typedef struct gigahost_link {
    /** The link as it was asked about. Never NULL. */
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
 * What a host says of public links, in the order they were asked about. A
 * result, given back with gigahost_free().
 */
typedef struct gigahost_links {
    /** How many there are. */
    size_t count;
    /** The links. */
    const gigahost_link *const *links;
} gigahost_links;

/**
 * Asks which public links are alive. Any number of them: the library cuts it
 * to the host's limit.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_check_links(const gigahost_session *session, const char *const *links,
                     size_t link_count, const gigahost_links **out,
                     const gigahost_error **error);

/* ---- Links for one download --------------------------------------------- */

/**
 * A link for one download. Texts are NULL and numbers -1 where the host does
 * not tell. A result, given back with gigahost_free().
 */
typedef struct gigahost_one_time_link {
    /** The id of the link. Never NULL. */
    const char *id;
    /** The link. Whoever has it can use it once: a secret. */
    const char *url;
    /** The file it leads to. */
    const char *file;
    /** 1 if it was used, 0 if not. */
    int32_t downloaded;
    /** When it was made, in seconds since 1970. */
    int64_t created;
    /** The host's own answer, unmasked. */
    const gigahost_value *host_json;
} gigahost_one_time_link;

/** Makes a link that works for one download of `file`. */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_share_link(const gigahost_session *session, const char *file,
                    const gigahost_one_time_link **out,
                    const gigahost_error **error);

/* ---- Any endpoint of a host --------------------------------------------- */

/**
 * Reaches an endpoint of the host's API that this library does not model, by
 * its path, such as "/api/v2/user/info". `names` and `values` are the
 * parameters, `count` of each. They travel as the host's other calls carry
 * them; the token is attached; the call is never repeated by itself.
 * GIGAHOST_E_UNSUPPORTED for an operation that carries a file.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_call(const gigahost_session *session, const char *path,
              const char *const *names, const char *const *values,
              size_t count, const gigahost_value **out,
              const gigahost_error **error);

/* ---- gett: the bytes of files ------------------------------------------- */

/**
 * ge.tt /1/files/{sharename}/{fileid}/blob: fetches the content of a file, of
 * anybody. Needs no login. `path` and `options`, of which either may be NULL,
 * are those of gigahost_download(), which looks at the file first and so knows
 * its name and size.
 *
 * GIGAHOST_E_RATE_LIMITED if the traffic of the file is used up;
 * GIGAHOST_E_NOT_A_FILE for a page in its place.
 */
GIGAHOST_API gigahost_status
gigahost_gett_files_blob(const gigahost_session *session,
                         const char *sharename, const char *fileid,
                         const char *path,
                         const gigahost_download_options *options,
                         const gigahost_download_info **out,
                         const gigahost_error **error);

/**
 * ge.tt /1/files/{sharename}/{fileid}/blob/thumb: fetches a small picture of a
 * file. Images only. Otherwise as gigahost_gett_files_blob(), and `options`
 * may be NULL.
 */
GIGAHOST_API gigahost_status
gigahost_gett_files_thumb(const gigahost_session *session,
                          const char *sharename, const char *fileid,
                          const char *path,
                          const gigahost_download_options *options,
                          const gigahost_download_info **out,
                          const gigahost_error **error);

/**
 * ge.tt /1/files/{sharename}/{fileid}/blob/scale: fetches a picture of a file
 * that fits into `size`, which is width and height in pixels, such as
 * "640x480". Images only. Otherwise as gigahost_gett_files_blob(), and
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
 * gigahost_upload(); a folder there is ignored, for the address stands for a
 * share. Sending again, to this or a newer address, replaces the content.
 *
 * Document: "confirmed": whether the node said that it has the file; otherwise
 * gigahost_gett_files_get() decides.
 *
 * When the connection is lost after the first byte, the error's outcome is
 * unknown, and gigahost_gett_files_get() tells.
 */
GIGAHOST_API gigahost_status
gigahost_gett_upload_put(const gigahost_session *session, const char *puturl,
                         const char *path,
                         const gigahost_upload_options *options,
                         const gigahost_value **out,
                         const gigahost_error **error);

/**
 * ge.tt, POST to the "posturl" of a file: as gigahost_gett_upload_put(), as a
 * form with one file; `options` may be NULL.
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
 * until its bytes are there, unless `live_session` is the text of a live
 * session that serves it (gigahost_live_session()); NULL is none.
 *
 * Document: the file, as gigahost_gett_files_get() answers it, with "upload",
 * as gigahost_gett_files_upload_urls() answers it.
 *
 * GIGAHOST_E_NOT_FOUND for an unknown share; GIGAHOST_E_OUTCOME_UNKNOWN if the
 * answer was lost.
 */
GIGAHOST_API gigahost_status
gigahost_gett_files_create(const gigahost_session *session,
                           const char *sharename, const char *filename,
                           const char *live_session,
                           const gigahost_value **out,
                           const gigahost_error **error);

/**
 * ge.tt /1/files/{sharename}/{fileid}: a file, of anybody. Needs no login.
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
 * ge.tt /1/files/{sharename}/{fileid}/upload: new addresses for the bytes of a
 * file. The earlier ones stay good, for replacing the content.
 *
 * Document: "puturl" for gigahost_gett_upload_put(), "posturl" for
 * gigahost_gett_upload_post(): secrets, for whoever has one can replace the
 * file.
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
 * Document: nothing; gigahost_value_host_json() has the host's words.
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
 * when somebody asks for one, the host tells so, and its bytes are sent with
 * gigahost_gett_upload_put().
 *
 * A handle: made by gigahost_gett_live(), given back with
 * gigahost_live_close(). All its work happens on the thread inside
 * gigahost_live_next(), which must be called often: the host wants to hear
 * something at least once a minute. While one thread is inside a call with it,
 * others get GIGAHOST_E_BUSY. Closing its session does not close it.
 */
typedef struct gigahost_live gigahost_live;

/**
 * ge.tt Live, wss://.../: opens a connection. `live_session` is any text that
 * belongs to this account's files until they are sent; NULL takes 128 random
 * bits.
 *
 * GIGAHOST_E_PROTOCOL for a host that does not speak WebSocket; otherwise what
 * logging in and connecting give. Whether the host accepts the session text is
 * not told: a refused one shows as a lost connection.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_gett_live(const gigahost_session *session, const char *live_session,
                   gigahost_live **out, const gigahost_error **error);

/**
 * Waits for the next event, at most so many milliseconds; `out` is NULL if
 * there was none. Answers the host's pings and sends its own. Cancel token and
 * deadline of the session hold; the deadline counts for each call anew.
 *
 * Document: "event" ("download": send the bytes of this file now, unless that
 * is under way; "filestat": an upload has begun; "storage_limit": the upload
 * of this file exceeds the storage, stop it; "violated_terms": the host has
 * removed this file) and "file" with "sharename", "fileid" and "filename".
 * Also "increment" (download: whether it counts as one), "size" (filestat:
 * bytes) and "reason" (violated_terms: in the host's words). Without "event"
 * it is something that is not known here, as the host sent it.
 *
 * GIGAHOST_E_NETWORK if the connection is lost, GIGAHOST_E_STALLED if the host
 * was silent for 150 s: then gigahost_live_reconnect(). GIGAHOST_E_BUSY while
 * another thread is inside a call with this connection.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_live_next(const gigahost_live *live, int64_t milliseconds,
                   const gigahost_value **out, const gigahost_error **error);

/**
 * Connects again with the same session text, to which the files stay bound;
 * tries five times with growing pauses. GIGAHOST_E_BUSY while another thread
 * is inside a call with this connection.
 */
GIGAHOST_API gigahost_status
gigahost_live_reconnect(const gigahost_live *live,
                        const gigahost_error **error);

/**
 * 1 if there is a connection, as far as the last call with it knows, else 0.
 */
GIGAHOST_API int32_t gigahost_live_is_connected(const gigahost_live *live);

/**
 * The session text, for gigahost_gett_files_create(); NULL for what is no
 * handle. Lives until the handle is closed.
 */
GIGAHOST_API const char *gigahost_live_session(const gigahost_live *live);

/**
 * Closes a connection, with a proper goodbye. Safe while another thread is
 * inside a call with it: that call goes on, and the goodbye follows it. NULL
 * is fine.
 */
GIGAHOST_API gigahost_status gigahost_live_close(gigahost_live *live);

/* ---- gett: shares ------------------------------------------------------- */

/**
 * ge.tt /1/shares: shares of the account with their files, from number `skip`
 * on, at most `limit`. -1 is the host's own, which is not documented;
 * gigahost_list() fetches all.
 *
 * Document: a list of shares, as gigahost_gett_shares_get() answers them.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_gett_shares_list(const gigahost_session *session, int64_t skip,
                          int64_t limit, const gigahost_value **out,
                          const gigahost_error **error);

/**
 * ge.tt /1/shares/create: makes a share. NULL is one without a title.
 *
 * Document: the share, as gigahost_gett_shares_get() answers it.
 *
 * GIGAHOST_E_OUTCOME_UNKNOWN if the answer was lost.
 */
GIGAHOST_API gigahost_status
gigahost_gett_shares_create(const gigahost_session *session, const char *title,
                            const gigahost_value **out,
                            const gigahost_error **error);

/**
 * ge.tt /1/shares/{sharename}: a share and its files, of anybody. Needs no
 * login.
 *
 * Document: "sharename", "title", "created" and "updated" (seconds since
 * 1970), "getturl" (its public page), "readystate" ("ready", "removed", or the
 * host's own word), "userid" and "fullname" (its owner), "live" (whether
 * somebody serves it live), "files", a list as gigahost_gett_files_get()
 * answers them.
 *
 * A share that is gone gives GIGAHOST_E_NOT_FOUND, or a document with
 * "readystate" "removed".
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_gett_shares_get(const gigahost_session *session,
                         const char *sharename, const gigahost_value **out,
                         const gigahost_error **error);

/**
 * ge.tt /1/shares/{sharename}/update: gives a share a title; NULL takes it
 * away.
 *
 * Document: the share, as gigahost_gett_shares_get() answers it.
 *
 * GIGAHOST_E_NOT_FOUND for an unknown share.
 */
GIGAHOST_API gigahost_status
gigahost_gett_shares_update(const gigahost_session *session,
                            const char *sharename, const char *title,
                            const gigahost_value **out,
                            const gigahost_error **error);

/**
 * ge.tt /1/shares/{sharename}/destroy: deletes a share and its files. Doing it
 * again succeeds.
 *
 * Document: nothing; gigahost_value_host_json() has the host's words.
 */
GIGAHOST_API gigahost_status
gigahost_gett_shares_destroy(const gigahost_session *session,
                             const char *sharename, const gigahost_value **out,
                             const gigahost_error **error);

/* ---- gett: the account -------------------------------------------------- */

/**
 * ge.tt /1/users/login: gets tokens for an API key, e-mail address and
 * password; the first and the last are secrets. The session does this by
 * itself; the tokens of this call are only handed out.
 *
 * Document: "accesstoken" (a secret), "refreshtoken" (a secret: what new
 * tokens can be had for), "expires" (life of the access token in seconds;
 * absent if the host does not tell), "user" (as gigahost_gett_users_me()
 * answers it; absent after some refreshes).
 *
 * GIGAHOST_E_AUTH for refused credentials, never repeated;
 * GIGAHOST_E_UNSUPPORTED unless the session was given a base URL: so that no
 * credential goes to a name that may have passed to somebody else.
 */
GIGAHOST_API gigahost_status
gigahost_gett_users_login(const gigahost_session *session, const char *apikey,
                          const char *email, const char *password,
                          const gigahost_value **out,
                          const gigahost_error **error);

/**
 * ge.tt /1/users/login: gets new tokens for a refresh token, a secret. Keep
 * the refresh token of the answer: whether the old one stays good is not
 * documented.
 *
 * Document: as gigahost_gett_users_login().
 *
 * GIGAHOST_E_AUTH if the host refuses it, never repeated;
 * GIGAHOST_E_UNSUPPORTED as there.
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
 * giga0 /authorize: gets a token, for the two keys of an account (64 letters
 * and digits each) or for user name and password: the other two are NULL. All
 * but `username` are secrets. The session does this by itself; the token of
 * this call is only handed out.
 *
 * Document: "access_token" (a secret), "account_id".
 *
 * GIGAHOST_E_ARGUMENT for anything but one whole pair; GIGAHOST_E_AUTH for a
 * wrong pair, a locked account, or the way that the site does not take;
 * GIGAHOST_E_FORBIDDEN if the account may not use the API;
 * GIGAHOST_E_NOT_READY if the host cannot issue tokens now. Never repeated.
 */
GIGAHOST_API gigahost_status
gigahost_giga0_authorize(const gigahost_session *session, const char *key1,
                         const char *key2, const char *username,
                         const char *password, const gigahost_value **out,
                         const gigahost_error **error);

/**
 * giga0 /disable_access_token: ends the token of this session, here and at the
 * host. The next call that needs one logs in again. The token is gone from the
 * session even if the call fails.
 *
 * Document: nothing; gigahost_value_host_json() has the host's words.
 */
GIGAHOST_API gigahost_status
gigahost_giga0_disable_access_token(const gigahost_session *session,
                                    const gigahost_value **out,
                                    const gigahost_error **error);

/**
 * giga0 /account/info: who the account is.
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
 * giga0 /account/package: what the account may do.
 *
 * Document: "id", "label" (its name), "level_type" ("paid user", "free", ...),
 * "can_upload", "max_upload_size" and "max_storage_bytes" (bytes),
 * "concurrent_uploads", "concurrent_downloads", "wait_between_downloads"
 * (seconds), "download_speed" (bytes a second), "downloads_per_24_hours",
 * "download_size_per_24_hours" (bytes), "max_download_filesize_allowed"
 * (bytes), "max_remote_download_urls" (links in one import),
 * "days_to_keep_inactive_files", "show_site_adverts", "show_upgrade_screen",
 * "on_upgrade_page". An absent limit is none, or not told by an older site.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_giga0_account_package(const gigahost_session *session,
                               const gigahost_value **out,
                               const gigahost_error **error);

/* ---- giga0: what administrators set of an account ----------------------- */

/**
 * What gigahost_giga0_account_edit() changes, and what
 * gigahost_giga0_account_create() sets besides its own parameters.
 *
 * A handle: made by gigahost_giga0_account_details_new(), given back with
 * gigahost_giga0_account_details_free(). May be used for any number of calls;
 * a call takes a copy when it begins. Passing NULL in place of it means no
 * details.
 */
typedef struct gigahost_giga0_account_details gigahost_giga0_account_details;

/** Makes account details that hold nothing. */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_giga0_account_details_new(gigahost_giga0_account_details **out,
                                   const gigahost_error **error);

/**
 * Sets the password, a secret: at least 8 characters, no blanks. NULL takes it
 * back.
 */
GIGAHOST_API gigahost_status
gigahost_giga0_account_details_set_password(
    gigahost_giga0_account_details *details, const char *password,
    const gigahost_error **error);

/** Sets the e-mail address; NULL takes it back. */
GIGAHOST_API gigahost_status
gigahost_giga0_account_details_set_email(
    gigahost_giga0_account_details *details, const char *email,
    const gigahost_error **error);

/**
 * Sets the id of the package, one of those that
 * gigahost_giga0_package_listing() tells; -1 takes it back.
 */
GIGAHOST_API gigahost_status
gigahost_giga0_account_details_set_package_id(
    gigahost_giga0_account_details *details, int64_t package_id,
    const gigahost_error **error);

/**
 * Sets the status: "pending", "active", "disabled" or "suspended"; NULL takes
 * it back.
 */
GIGAHOST_API gigahost_status
gigahost_giga0_account_details_set_status(
    gigahost_giga0_account_details *details, const char *status,
    const gigahost_error **error);

/** Sets the title: "Mr", "Ms", "Mrs", "Miss" or "Dr"; NULL takes it back. */
GIGAHOST_API gigahost_status
gigahost_giga0_account_details_set_title(
    gigahost_giga0_account_details *details, const char *title,
    const gigahost_error **error);

/** Sets the first name; NULL takes it back. */
GIGAHOST_API gigahost_status
gigahost_giga0_account_details_set_firstname(
    gigahost_giga0_account_details *details, const char *firstname,
    const gigahost_error **error);

/** Sets the last name; NULL takes it back. */
GIGAHOST_API gigahost_status
gigahost_giga0_account_details_set_lastname(
    gigahost_giga0_account_details *details, const char *lastname,
    const gigahost_error **error);

/** Sets when the paid time ends: "YYYY-MM-DD HH:MM:SS"; NULL takes it back. */
GIGAHOST_API gigahost_status
gigahost_giga0_account_details_set_paid_expiry_date(
    gigahost_giga0_account_details *details, const char *paid_expiry_date,
    const gigahost_error **error);

/** Gives account details back. NULL is fine. */
GIGAHOST_API gigahost_status
gigahost_giga0_account_details_free(gigahost_giga0_account_details *details);

/* ---- giga0: administrators ---------------------------------------------- */

/**
 * giga0 /account/create: makes an account with the package `package_id`.
 * `username` has no blanks; `password`, a secret, at least 8 characters and no
 * blanks. `details` holds everything else, and may be NULL; password, e-mail
 * address and package there are ignored. This and the other calls of
 * administrators stand in the documents of other sites only.
 *
 * Document: the account, as gigahost_giga0_account_info() answers it.
 *
 * GIGAHOST_E_FORBIDDEN unless the session's account is an administrator;
 * GIGAHOST_E_CONFLICT if name or e-mail address are taken;
 * GIGAHOST_E_OUTCOME_UNKNOWN if the answer was lost.
 */
GIGAHOST_API gigahost_status
gigahost_giga0_account_create(const gigahost_session *session,
                              const char *username, const char *password,
                              const char *email, int64_t package_id,
                              const gigahost_giga0_account_details *details,
                              const gigahost_value **out,
                              const gigahost_error **error);

/**
 * giga0 /account/edit: changes the account `account_id`. What `details` does
 * not hold stays as it is; NULL holds nothing.
 *
 * Document: the account, as gigahost_giga0_account_info() answers it.
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
 * Document: nothing; gigahost_value_host_json() has the host's words.
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
 * Document: a list of packages, as gigahost_giga0_account_package() answers
 * them.
 *
 * GIGAHOST_E_FORBIDDEN unless the session's account is an administrator.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_giga0_package_listing(const gigahost_session *session,
                               const gigahost_value **out,
                               const gigahost_error **error);

/* ---- giga0: files ------------------------------------------------------- */

/**
 * giga0 /file/upload: sends a file, once. `path` and `options`, of which
 * either may be NULL, are those of gigahost_upload(). That checks the limits
 * of the account before, and finds out what became of a file whose answer was
 * lost.
 *
 * Document: "file_id" (absent only beside an "error"), "name", "size" (bytes),
 * "media_type", "error" (why it failed although the answer says success),
 * "url" (the public page), "short_url", "delete_url" (a page that deletes the
 * file without a login: a secret), "delete_hash" (the secret part of it),
 * "info_url" (a page that describes the file to its owner without a login: a
 * secret), "stats_url", "hash" (32 hexadecimal digits, probably the MD5 of the
 * content), "unique_hash" (64), "url_html" and "url_bbcode" (markup, not
 * sanitised).
 *
 * GIGAHOST_E_ARGUMENT for an empty file; GIGAHOST_E_TOO_LARGE if the server
 * takes no body of this size; GIGAHOST_E_QUOTA for a full account;
 * GIGAHOST_E_NOT_READY if the host cannot store it now;
 * GIGAHOST_E_OUTCOME_UNKNOWN if the answer was lost; GIGAHOST_E_HOST if the
 * host refuses the file.
 */
GIGAHOST_API gigahost_status
gigahost_giga0_file_upload(const gigahost_session *session, const char *path,
                           const gigahost_upload_options *options,
                           const gigahost_value **out,
                           const gigahost_error **error);

/**
 * giga0 /file/download: where the bytes of a file of this account are, for a
 * short time.
 *
 * Document: "file_id", "filename", "download_url" (a secret: whoever has it
 * can fetch the file).
 *
 * GIGAHOST_E_NOT_FOUND for an unknown file; GIGAHOST_E_HOST if the host cannot
 * make an address.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_giga0_file_download(const gigahost_session *session,
                             const char *file_id, const gigahost_value **out,
                             const gigahost_error **error);

/**
 * giga0 /file/download: as gigahost_giga0_file_download(), for the short name
 * of the public page ("short_url"). Newer sites only.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_giga0_file_download_short(const gigahost_session *session,
                                   const char *short_url,
                                   const gigahost_value **out,
                                   const gigahost_error **error);

/**
 * giga0, GET of the "download_url" of /file/download: fetches the bytes of a
 * file. `download_url` is a secret. `path` and `options`, of which either may
 * be NULL, are those of gigahost_download(), but an earlier part is not gone
 * on with: the address does not say which file it leads to.
 *
 * GIGAHOST_E_URL_REFUSED for an address that is not contacted;
 * GIGAHOST_E_NOT_A_FILE if it is dead.
 */
GIGAHOST_API gigahost_status
gigahost_giga0_download_bytes(const gigahost_session *session,
                              const char *download_url, const char *path,
                              const gigahost_download_options *options,
                              const gigahost_download_info **out,
                              const gigahost_error **error);

/**
 * giga0 /file/info: a file. Some sites find files in the trash, too.
 *
 * Document: "id", "filename", "short_url" (the short name of the public page),
 * "file_type" (its media type), "extension", "file_size" (bytes), "status"
 * ("active", "trash", or another word), "downloads", "folder_id" (absent in
 * the root), "keywords" (joined by commas), "description", "url_file" (the
 * public page). In answers about one file only "id", "filename" and
 * "short_url" are sure.
 *
 * GIGAHOST_E_NOT_FOUND for an unknown file.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_giga0_file_info(const gigahost_session *session, const char *file_id,
                         const gigahost_value **out,
                         const gigahost_error **error);

/**
 * giga0 /file/edit: changes name, media type or folder of a file. What is NULL
 * stays as it is; nothing can be cleared, and gigahost_giga0_file_move() moves
 * to the root.
 *
 * Document: the file, as gigahost_giga0_file_info() answers it.
 *
 * GIGAHOST_E_NOT_FOUND for an unknown file or folder.
 */
GIGAHOST_API gigahost_status
gigahost_giga0_file_edit(const gigahost_session *session, const char *file_id,
                         const char *filename, const char *file_type,
                         const char *folder_id, const gigahost_value **out,
                         const gigahost_error **error);

/**
 * giga0 /file/delete: moves a file into the trash, out of which no call brings
 * it back.
 *
 * Document: the file, as gigahost_giga0_file_info() answers it.
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
 * Document: the file, as gigahost_giga0_file_info() answers it.
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
 * Document: "original_file" and "new_file", as gigahost_giga0_file_info()
 * answers them.
 *
 * GIGAHOST_E_NOT_FOUND for an unknown file or folder;
 * GIGAHOST_E_OUTCOME_UNKNOWN if the answer was lost.
 */
GIGAHOST_API gigahost_status
gigahost_giga0_file_copy(const gigahost_session *session, const char *file_id,
                         const char *copy_to_folder_id,
                         const gigahost_value **out,
                         const gigahost_error **error);

/* ---- giga0: folders ----------------------------------------------------- */

/**
 * giga0 /folder/create: makes a folder in `parent_id`; NULL is the root.
 * `is_public` is 0 private (the host's own for -1), 1 unlisted, 2 public in
 * the site's search. `access_password` is what visitors need, a secret: as
 * text, or its MD5 in 32 hexadecimal digits, which is what travels; NULL is
 * none. The host may allow a second folder of the same name.
 *
 * Document: the folder, as gigahost_giga0_folder_info() answers it.
 *
 * GIGAHOST_E_NOT_FOUND for an unknown parent; GIGAHOST_E_OUTCOME_UNKNOWN if
 * the answer was lost.
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
 * Document: "folders", a list as gigahost_giga0_folder_info() answers them,
 * and "files", a list as gigahost_giga0_file_info() answers them.
 *
 * GIGAHOST_E_NOT_FOUND for an unknown folder.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_giga0_folder_listing(const gigahost_session *session,
                              const char *parent_folder_id,
                              const gigahost_value **out,
                              const gigahost_error **error);

/**
 * giga0 /folder/info: a folder.
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
 * giga0 /folder/edit: changes name, parent, visibility or password of a
 * folder, as gigahost_giga0_folder_create() takes them. What is NULL or -1
 * stays as it is; nothing can be cleared, and gigahost_giga0_folder_move()
 * moves to the root.
 *
 * Document: the folder, as gigahost_giga0_folder_info() answers it.
 *
 * GIGAHOST_E_ARGUMENT if the folder is to go into itself; GIGAHOST_E_NOT_FOUND
 * for an unknown folder or parent.
 */
GIGAHOST_API gigahost_status
gigahost_giga0_folder_edit(const gigahost_session *session,
                           const char *folder_id, const char *folder_name,
                           const char *parent_id, int32_t is_public,
                           const char *access_password,
                           const gigahost_value **out,
                           const gigahost_error **error);

/**
 * giga0 /folder/delete: moves a folder into the trash, with all that lies in
 * it.
 *
 * Document: nothing; gigahost_value_host_json() has the host's words.
 *
 * GIGAHOST_E_NOT_FOUND for an unknown folder.
 */
GIGAHOST_API gigahost_status
gigahost_giga0_folder_delete(const gigahost_session *session,
                             const char *folder_id, const gigahost_value **out,
                             const gigahost_error **error);

/**
 * giga0 /folder/move: moves a folder into a folder; NULL is the root. What
 * lies below a folder is no place for it either; gigahost_move() looks for
 * that.
 *
 * Document: the folder, as gigahost_giga0_folder_info() answers it.
 *
 * GIGAHOST_E_ARGUMENT if the folder is to go into itself; GIGAHOST_E_NOT_FOUND
 * for an unknown folder or target.
 */
GIGAHOST_API gigahost_status
gigahost_giga0_folder_move(const gigahost_session *session,
                           const char *folder_id,
                           const char *new_parent_folder_id,
                           const gigahost_value **out,
                           const gigahost_error **error);

/* ---- giga0: files that it fetches by itself ----------------------------- */

/**
 * giga0 /file/url_upload_add: has the host fetch the public link `url` into
 * `folder_id`; NULL is the root. Newer sites only.
 *
 * Document: "scheduled_item_id" (the id of the import), "url" (the link, as
 * the host understood it).
 *
 * GIGAHOST_E_ARGUMENT for anything but an http or https link;
 * GIGAHOST_E_NOT_FOUND on older sites; GIGAHOST_E_OUTCOME_UNKNOWN if the
 * answer was lost.
 */
GIGAHOST_API gigahost_status
gigahost_giga0_file_url_upload_add(const gigahost_session *session,
                                   const char *url, const char *folder_id,
                                   const gigahost_value **out,
                                   const gigahost_error **error);

/**
 * giga0 /file/url_upload_status: what an import is doing. It may begin late:
 * ask every 5 s at first, and every minute later.
 *
 * Document: "scheduled_item_id", "status" (only words that begin with
 * "complete", "fail", "error" or "cancel" are final), "created", "started" and
 * "finished" ("YYYY-MM-DD HH:MM:SS" without a zone), "total_size" (bytes),
 * "downloaded_file" (once it is there) with "file_id", "name", "size" (bytes)
 * and "url" (the public page).
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_giga0_file_url_upload_status(const gigahost_session *session,
                                      const char *scheduled_item_id,
                                      const gigahost_value **out,
                                      const gigahost_error **error);

/* ---- gigags ------------------------------------------------------------- */

/**
 * giga.gs /getUploadUrl: where a file goes. A bare server name and an address
 * without a path are made whole.
 *
 * Document: the address, a text and a secret: gigahost_value_string() with
 * NULL as its path.
 *
 * GIGAHOST_E_AUTH if the token is refused twice.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_gigags_get_upload_url(const gigahost_session *session,
                               const gigahost_value **out,
                               const gigahost_error **error);

/**
 * giga.gs /upload: sends a file, once, to an address from
 * gigahost_gigags_get_upload_url(). `url` is a secret. `path` and `options`,
 * of which either may be NULL, are those of gigahost_upload(). That asks for
 * the address itself, and finds out what became of a file whose answer was
 * lost.
 *
 * Document: "url" (the direct link), "id" (of the video), "hash" (whether it
 * is the MD5 of the content is not known), "filehash" (what
 * gigahost_gigags_archive() wants).
 *
 * GIGAHOST_E_URL_REFUSED for an address that lies neither within giga.gs nor
 * at the session's base URL: the token goes along. GIGAHOST_E_TOO_LARGE,
 * GIGAHOST_E_AUTH or GIGAHOST_E_HOST if the host refuses;
 * GIGAHOST_E_OUTCOME_UNKNOWN if the answer was lost.
 */
GIGAHOST_API gigahost_status
gigahost_gigags_upload(const gigahost_session *session, const char *url,
                       const char *path,
                       const gigahost_upload_options *options,
                       const gigahost_value **out,
                       const gigahost_error **error);

/**
 * giga.gs /createtoken: makes a private token. The session does this by
 * itself; the token of this call is only handed out.
 *
 * Document: the token, a text and a secret: gigahost_value_string() with NULL
 * as its path.
 *
 * GIGAHOST_E_AUTH for any refusal. Never repeated.
 */
GIGAHOST_API gigahost_status
gigahost_gigags_create_token(const gigahost_session *session,
                             const char *username, const char *password,
                             const gigahost_value **out,
                             const gigahost_error **error);

/**
 * giga.gs /session with user name and password: checks them.
 *
 * Document: "private" (whether it belongs to an account, or the site wants
 * one), "token" (a secret), "max_file_size" (bytes; absent if unknown or
 * without limit), "max_file_size_text" (as the host writes it, such as
 * "512MB").
 *
 * GIGAHOST_E_AUTH for any refusal. Never repeated.
 */
GIGAHOST_API gigahost_status
gigahost_gigags_session_login(const gigahost_session *session,
                              const char *username, const char *password,
                              const gigahost_value **out,
                              const gigahost_error **error);

/**
 * giga.gs /session with a token, a secret: whether it is good. An answer
 * without a token means that it is.
 *
 * Document: as gigahost_gigags_session_login().
 *
 * GIGAHOST_E_AUTH if the token is refused.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_gigags_session_token(const gigahost_session *session,
                              const char *token, const gigahost_value **out,
                              const gigahost_error **error);

/**
 * giga.gs /session without anything: gives a public token, for uploads without
 * an account.
 *
 * Document: as gigahost_gigags_session_login().
 */
GIGAHOST_API gigahost_status
gigahost_gigags_session_public(const gigahost_session *session,
                               const gigahost_value **out,
                               const gigahost_error **error);

/**
 * giga.gs /getfiles: a page of the account's files, at most `limit`. -1 is the
 * host's own. How the host counts pages, and how many files there are on one,
 * is not known; gigahost_list() finds out.
 *
 * Document: "files", a list of "id" (of the video), "hash" (whether it is the
 * MD5 of the content is not known), "filehash" (what gigahost_gigags_archive()
 * wants), "name", "size" (bytes), "url" (the direct link), "created" (seconds
 * since 1970) or "created_text" (as the host writes it), "archived" (whether
 * its content was erased); and "count" (how many there are in all, where the
 * host tells).
 *
 * GIGAHOST_E_ARGUMENT in a session without an account.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_gigags_get_files(const gigahost_session *session, int64_t page,
                          int64_t limit, const gigahost_value **out,
                          const gigahost_error **error);

/**
 * giga.gs /archive: erases the content of a file. Its record stays for 30
 * days, so it may still be listed. `filehash` is the video's id and its hash,
 * joined by an underscore.
 *
 * Document: nothing; gigahost_value_host_json() has the host's words.
 *
 * GIGAHOST_E_ARGUMENT in a session without an account; GIGAHOST_E_NOT_FOUND
 * for an unknown file, as far as the host tells.
 */
GIGAHOST_API gigahost_status
gigahost_gigags_archive(const gigahost_session *session, const char *filehash,
                        const gigahost_value **out,
                        const gigahost_error **error);

/* ---- rapidgator: the bytes of files ------------------------------------- */

/**
 * rapidgator, POST to the "url" of /file/upload: sends the bytes of a file,
 * once. `url` is a secret. `path` and `options`, of which either may be NULL,
 * are those of gigahost_upload(); a folder there is ignored, for the address
 * stands for one. The answer of the node proves nothing by itself: ask
 * gigahost_rapidgator_file_upload_info().
 *
 * Document: as gigahost_rapidgator_file_upload().
 *
 * GIGAHOST_E_URL_REFUSED or GIGAHOST_E_INSECURE_REFUSED for an address that is
 * not contacted; GIGAHOST_E_OUTCOME_UNKNOWN if the answer was lost.
 */
GIGAHOST_API gigahost_status
gigahost_rapidgator_upload_bytes(const gigahost_session *session,
                                 const char *url, const char *path,
                                 const gigahost_upload_options *options,
                                 const gigahost_value **out,
                                 const gigahost_error **error);

/**
 * rapidgator, GET of the "download_url" of /file/download: fetches the bytes
 * of a file, after the "delay". `download_url` is a secret. `path` and
 * `options`, of which either may be NULL, are those of gigahost_download(),
 * but an earlier part is not gone on with: the address does not say which file
 * it leads to.
 *
 * GIGAHOST_E_URL_REFUSED or GIGAHOST_E_INSECURE_REFUSED for an address that is
 * not contacted; GIGAHOST_E_NOT_A_FILE if it leads to a page.
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
 * gigahost_upload() does all the steps.
 *
 * Document: "upload_id", "url" (where the bytes go: a secret; absent if the
 * host had the content already), "file" (as gigahost_rapidgator_file_info()
 * answers it, once it is there), "state" ("uploading", "processing", "done",
 * "fail", or a number that is not known here), "error" (the host's text for a
 * failure).
 *
 * GIGAHOST_E_QUOTA for a full account and for more than 10 copies of one
 * content; GIGAHOST_E_OUTCOME_UNKNOWN if the answer was lost.
 */
GIGAHOST_API gigahost_status
gigahost_rapidgator_file_upload(const gigahost_session *session,
                                const char *name, const char *hash,
                                int64_t size, const char *folder_id,
                                const gigahost_value **out,
                                const gigahost_error **error);

/**
 * rapidgator /file/upload_info: what an upload is doing. It belongs to the
 * account: a new login may ask too.
 *
 * Document: as gigahost_rapidgator_file_upload().
 *
 * GIGAHOST_E_NOT_FOUND for an unknown upload.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_rapidgator_file_upload_info(const gigahost_session *session,
                                     const char *upload_id,
                                     const gigahost_value **out,
                                     const gigahost_error **error);

/**
 * rapidgator /file/download: where the bytes of a file are.
 * gigahost_download() does all the steps.
 *
 * Document: "download_url" (a secret: whoever has it can fetch the file),
 * "delay" (seconds to wait before it may be used).
 *
 * GIGAHOST_E_FORBIDDEN if the file needs a premium account; GIGAHOST_E_QUOTA
 * if the traffic of the account is used up; GIGAHOST_E_NOT_READY if the host
 * cannot make an address now. GIGAHOST_E_NOT_FOUND can be false when the token
 * is dead or the account is not premium.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_rapidgator_file_download(const gigahost_session *session,
                                  const char *file_id,
                                  const gigahost_value **out,
                                  const gigahost_error **error);

/**
 * rapidgator /file/info: a file.
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
 * rapidgator /file/rename: gives a file another name.
 *
 * Document: the file, as gigahost_rapidgator_file_info() answers it.
 *
 * GIGAHOST_E_NOT_FOUND for an unknown file.
 */
GIGAHOST_API gigahost_status
gigahost_rapidgator_file_rename(const gigahost_session *session,
                                const char *file_id, const char *name,
                                const gigahost_value **out,
                                const gigahost_error **error);

/**
 * rapidgator /file/copy: copies files, those of others too, into
 * `folder_id_dest`, at most 100 at a time. It succeeds even if nothing was
 * copied: look at the document.
 *
 * Document: as gigahost_rapidgator_folder_copy().
 *
 * GIGAHOST_E_OUTCOME_UNKNOWN if the answer was lost.
 */
GIGAHOST_API gigahost_status
gigahost_rapidgator_file_copy(const gigahost_session *session,
                              const char *const *file_ids,
                              size_t file_id_count, const char *folder_id_dest,
                              const gigahost_value **out,
                              const gigahost_error **error);

/**
 * rapidgator /file/move: moves files into `folder_id_dest`, at most 100 at a
 * time. It succeeds even if nothing was moved: look at the document.
 *
 * Document: as gigahost_rapidgator_folder_copy().
 */
GIGAHOST_API gigahost_status
gigahost_rapidgator_file_move(const gigahost_session *session,
                              const char *const *file_ids,
                              size_t file_id_count, const char *folder_id_dest,
                              const gigahost_value **out,
                              const gigahost_error **error);

/**
 * rapidgator /file/delete: moves files into the trash, at most 100 at a time.
 * It succeeds even if nothing was deleted: look at the document.
 *
 * Document: as gigahost_rapidgator_folder_copy().
 */
GIGAHOST_API gigahost_status
gigahost_rapidgator_file_delete(const gigahost_session *session,
                                const char *const *file_ids,
                                size_t file_id_count,
                                const gigahost_value **out,
                                const gigahost_error **error);

/**
 * rapidgator /file/change_mode: sets who can fetch a file: 0 everybody, 1
 * premium accounts, 2 its owner, 3 everybody by a direct link.
 *
 * Document: the file, as gigahost_rapidgator_file_info() answers it.
 *
 * GIGAHOST_E_NOT_FOUND for an unknown file.
 */
GIGAHOST_API gigahost_status
gigahost_rapidgator_file_change_mode(const gigahost_session *session,
                                     const char *file_id, int32_t mode,
                                     const gigahost_value **out,
                                     const gigahost_error **error);

/**
 * rapidgator /file/check_link: which links are alive, at most 25 at a time.
 * gigahost_check_links() takes any number.
 *
 * Document: a list of "url" (the link as the host repeats it), "filename" and
 * "size" (bytes), both absent if the link is dead, and "status" ("ACCESS" or
 * "NO ACCESS").
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_rapidgator_file_check_link(const gigahost_session *session,
                                    const char *const *urls, size_t url_count,
                                    const gigahost_value **out,
                                    const gigahost_error **error);

/**
 * rapidgator /file/onetimelink_create: makes a link for one download. When it
 * is used, the host calls the URL `callback` unless it is NULL, and sends a
 * letter if `notify` is 1; -1 is the host's own.
 *
 * Document: "link_id", "file" (as gigahost_rapidgator_file_info() answers it),
 * "url" (the link, a secret: whoever has it can use it), "state" (0 is
 * waiting), "state_label", "callback_url", "notify", "created" (seconds since
 * 1970), "downloaded" (whether it was used), "error".
 *
 * GIGAHOST_E_OUTCOME_UNKNOWN if the answer was lost.
 */
GIGAHOST_API gigahost_status
gigahost_rapidgator_file_onetimelink_create(const gigahost_session *session,
                                            const char *file_id,
                                            const char *callback,
                                            int32_t notify,
                                            const gigahost_value **out,
                                            const gigahost_error **error);

/**
 * rapidgator /file/onetimelink_info: one-time links, at most 100 at a time;
 * all of them for NULL and 0.
 *
 * Document: a list of links, as gigahost_rapidgator_file_onetimelink_create()
 * answers them. One that the host does not know has "error" set.
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_rapidgator_file_onetimelink_info(const gigahost_session *session,
                                          const char *const *link_ids,
                                          size_t link_id_count,
                                          const gigahost_value **out,
                                          const gigahost_error **error);

/**
 * rapidgator /file/xcopy: copies the public file `file_id` of anybody into
 * `folder_id_dest`. The host documents it no longer.
 *
 * Document: the new file, as gigahost_rapidgator_file_info() answers it.
 *
 * GIGAHOST_E_QUOTA as gigahost_rapidgator_file_upload();
 * GIGAHOST_E_OUTCOME_UNKNOWN if the answer was lost.
 */
GIGAHOST_API gigahost_status
gigahost_rapidgator_file_xcopy(const gigahost_session *session,
                               const char *file_id, const char *folder_id_dest,
                               const gigahost_value **out,
                               const gigahost_error **error);

/**
 * rapidgator /file/xcopy: as gigahost_rapidgator_file_xcopy(), for the file
 * with the public page `url`.
 */
GIGAHOST_API gigahost_status
gigahost_rapidgator_file_xcopy_url(const gigahost_session *session,
                                   const char *url, const char *folder_id_dest,
                                   const gigahost_value **out,
                                   const gigahost_error **error);

/**
 * rapidgator /file/hashcopy: makes a file in `folder_id_dest` from content
 * that the host knows by its MD5 (`hash`, 32 hexadecimal digits). The host
 * documents it no longer.
 *
 * Document: the new file, as gigahost_rapidgator_file_info() answers it.
 *
 * GIGAHOST_E_NOT_FOUND if the host does not know the content; GIGAHOST_E_QUOTA
 * as gigahost_rapidgator_file_upload(); GIGAHOST_E_OUTCOME_UNKNOWN if the
 * answer was lost.
 */
GIGAHOST_API gigahost_status
gigahost_rapidgator_file_hashcopy(const gigahost_session *session,
                                  const char *hash, const char *name,
                                  const char *folder_id_dest,
                                  const gigahost_value **out,
                                  const gigahost_error **error);

/* ---- rapidgator: folders ------------------------------------------------ */

/**
 * rapidgator /folder/create: makes a folder in `folder_id`; NULL is the root.
 * Whether a name that is used gives the existing folder or a second one is not
 * certain: gigahost_make_folder() looks first.
 *
 * Document: the folder, as gigahost_rapidgator_folder_info() answers it.
 *
 * GIGAHOST_E_OUTCOME_UNKNOWN if the answer was lost.
 */
GIGAHOST_API gigahost_status
gigahost_rapidgator_folder_create(const gigahost_session *session,
                                  const char *folder_id, const char *name,
                                  const gigahost_value **out,
                                  const gigahost_error **error);

/**
 * rapidgator /folder/info: a folder and its folders. NULL is the root.
 *
 * Document: "folder_id", "mode" (0 public, 1 premium only, 2 private, 3
 * hotlink), "parent_folder_id" (absent at the root), "name", "url" (its public
 * page), "nb_folders" and "nb_files" (how many it holds), "size_files" (bytes
 * in it), "created" (seconds since 1970), and the lists "folders" and "files",
 * of folders and, where a call lists them, of files as
 * gigahost_rapidgator_file_info() answers them. Folders in the list may lack
 * all but the counters.
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
 * NULL is the root. `page` counts from 1, `per_page` is how many entries it
 * has: -1 is the host's own (page 1, 500 a page). `sort_column` is "name",
 * "created", "size" or "nb_downloads", `sort_direction` "ASC" or "DESC": NULL
 * is by name, ascending.
 *
 * Document: "folder", as gigahost_rapidgator_folder_info() answers it, and
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
 * rapidgator /folder/rename: gives a folder another name.
 *
 * Document: the folder, as gigahost_rapidgator_folder_info() answers it.
 *
 * GIGAHOST_E_NOT_FOUND for an unknown folder.
 */
GIGAHOST_API gigahost_status
gigahost_rapidgator_folder_rename(const gigahost_session *session,
                                  const char *folder_id, const char *name,
                                  const gigahost_value **out,
                                  const gigahost_error **error);

/**
 * rapidgator /folder/copy: copies folders, those of others too, into
 * `folder_id_dest`, at most 100 at a time. It succeeds even if nothing was
 * copied: look at the document.
 *
 * Document: "success" and "fail" (how many), "success_ids" and "fail_ids"
 * (which), "errors" (the host's texts; they belong to "fail_ids" one by one
 * only if there are as many).
 *
 * GIGAHOST_E_OUTCOME_UNKNOWN if the answer was lost.
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
 * a time. It succeeds even if nothing was moved: look at the document.
 *
 * Document: as gigahost_rapidgator_folder_copy().
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
 * succeeds even if nothing was deleted: look at the document.
 *
 * Document: as gigahost_rapidgator_folder_copy().
 */
GIGAHOST_API gigahost_status
gigahost_rapidgator_folder_delete(const gigahost_session *session,
                                  const char *const *folder_ids,
                                  size_t folder_id_count,
                                  const gigahost_value **out,
                                  const gigahost_error **error);

/**
 * rapidgator /folder/change_mode: sets who sees a folder: 0 everybody, 1
 * premium accounts, 2 its owner, 3 everybody by a direct link.
 *
 * Document: the folder, as gigahost_rapidgator_folder_info() answers it.
 *
 * GIGAHOST_E_NOT_FOUND for an unknown folder.
 */
GIGAHOST_API gigahost_status
gigahost_rapidgator_folder_change_mode(const gigahost_session *session,
                                       const char *folder_id, int32_t mode,
                                       const gigahost_value **out,
                                       const gigahost_error **error);

/* ---- rapidgator: files that it fetches by itself ------------------------ */

/**
 * rapidgator /remote/create: has the host fetch links by itself, at most 100
 * at a time, into `folder_id`; NULL is the root. Makes one job for each.
 *
 * Document: a list of jobs: "job_id", "folder_id", "url" (the source, perhaps
 * altered), "name" and "size" (bytes), both once known, "dl_size" (bytes
 * fetched), "speed" (bytes a second), "state_label" ("Waiting", "Starting",
 * "Downloading", "Done", "Fail", "Canceled"), "file" (as
 * gigahost_rapidgator_file_info() answers it, once it is there), "error" (why
 * it failed), "created" and "updated" (seconds since 1970).
 *
 * GIGAHOST_E_QUOTA for a full account; GIGAHOST_E_OUTCOME_UNKNOWN if the
 * answer was lost.
 */
GIGAHOST_API gigahost_status
gigahost_rapidgator_remote_create(const gigahost_session *session,
                                  const char *const *urls, size_t url_count,
                                  const char *folder_id,
                                  const gigahost_value **out,
                                  const gigahost_error **error);

/**
 * rapidgator /remote/info: what jobs are doing, at most 100 at a time; all of
 * them for NULL and 0.
 *
 * Document: as gigahost_rapidgator_remote_create().
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_rapidgator_remote_info(const gigahost_session *session,
                                const char *const *job_ids,
                                size_t job_id_count,
                                const gigahost_value **out,
                                const gigahost_error **error);

/**
 * rapidgator /remote/delete: ends jobs and takes them off the list, at most
 * 100 at a time. It succeeds even if nothing was ended: look at the document.
 *
 * Document: as gigahost_rapidgator_folder_copy().
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
 * `per_page` is how many files it has: -1 is the host's own (page 1, 500 a
 * page). `sort_column` is "name", "created", "size", "nb_downloads" or
 * "delete_time", `sort_direction` "ASC" or "DESC": NULL is by name, ascending.
 *
 * Document: "files", a list of files as gigahost_rapidgator_file_info()
 * answers them, and "pager" with "current" (this page) and "total" (how many
 * pages there are).
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_rapidgator_trashcan_content(const gigahost_session *session,
                                     int64_t page, int64_t per_page,
                                     const char *sort_column,
                                     const char *sort_direction,
                                     const gigahost_value **out,
                                     const gigahost_error **error);

/**
 * rapidgator /trashcan/restore: takes files out of the trash into the root
 * folder; the host forgets where they were. Those named, at most 100 at a
 * time, or with `all` 1, NULL and 0 all of them: anything between gives
 * GIGAHOST_E_ARGUMENT.
 *
 * Document: as gigahost_rapidgator_folder_copy().
 */
GIGAHOST_API gigahost_status
gigahost_rapidgator_trashcan_restore(const gigahost_session *session,
                                     const char *const *file_ids,
                                     size_t file_id_count, int32_t all,
                                     const gigahost_value **out,
                                     const gigahost_error **error);

/**
 * rapidgator /trashcan/empty: erases files of the trash for good. Those named,
 * at most 100 at a time, or with `all` 1, NULL and 0 all of them: anything
 * between gives GIGAHOST_E_ARGUMENT.
 *
 * Document: as gigahost_rapidgator_folder_copy().
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
 * does this by itself; the token of this call is only handed out. `code` is
 * the two-factor code, or NULL.
 *
 * Document: "token" (a secret) and "user", as gigahost_rapidgator_user_info()
 * answers it.
 *
 * GIGAHOST_E_AUTH for a wrong pair, GIGAHOST_E_TWO_FACTOR,
 * GIGAHOST_E_RATE_LIMITED after frequent logins, GIGAHOST_E_FORBIDDEN for a
 * frozen or locked account. Never repeated.
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
 * accounts look expired up to a day early), "state" (1 is activated),
 * "state_label", "traffic_total" and "traffic_left" (bytes; absent on free
 * accounts), "storage_total" and "storage_left" (bytes), "max_file_size"
 * (bytes), "nb_pipes" (parallel uploads), "max_nb_jobs" (remote jobs at once),
 * "refresh_time" (seconds between two looks at remote jobs), "folder_id" (the
 * root; usually absent).
 */
GIGAHOST_API GIGAHOST_NODISCARD gigahost_status
gigahost_rapidgator_user_info(const gigahost_session *session,
                              const gigahost_value **out,
                              const gigahost_error **error);

/* ---- uploadgig ---------------------------------------------------------- */

/**
 * uploadgig /api/get_upload_action: asks where a file may be sent, with the
 * account of the session. The address lives for 60 seconds. gigahost_upload()
 * does all the steps.
 *
 * Document: "action" (the address, a secret: whoever has it can upload once),
 * "cmbs" (how many MiB the account has room for; absent if the host does not
 * tell).
 *
 * GIGAHOST_E_AUTH for a wrong pair, which this session then never sends again;
 * GIGAHOST_E_RATE_LIMITED from the login limiter, which holds back every
 * further call of the session for the time it names. The call counts as a
 * login: never repeated, and one at a time.
 */
GIGAHOST_API gigahost_status
gigahost_uploadgig_get_upload_action(const gigahost_session *session,
                                     const gigahost_value **out,
                                     const gigahost_error **error);

/**
 * uploadgig, POST to "result.action" of /api/get_upload_action: sends the
 * bytes of a file, once. `action` is a secret. `path` and `options`, of which
 * either may be NULL, are those of gigahost_upload(); the name travels in the
 * header "Slug", as gigahost_upload_options_set_slug_mode() says.
 *
 * Document: "url" (its public link, which may answer 404 for some minutes),
 * "id" (16 hexadecimal digits whose case matters), "file_name", "size"
 * (bytes), "message" (what the host says about it).
 *
 * GIGAHOST_E_HOST with the node's text, for a dead address too;
 * GIGAHOST_E_OUTCOME_UNKNOWN if the answer to a file that was sent whole is
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
