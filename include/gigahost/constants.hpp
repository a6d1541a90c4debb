// The other constants of gigahost.h, as enumerations. They are documented there.
#ifndef GIGAHOST_CONSTANTS_HPP
#define GIGAHOST_CONSTANTS_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "../gigahost.h"

namespace gigahost {

/// The hosts.
enum class host : std::int32_t {
    rapidgator = GIGAHOST_RAPIDGATOR,
    giga0 = GIGAHOST_GIGA0,
    uploadgig = GIGAHOST_UPLOADGIG,
    gett = GIGAHOST_GETT,
    gigags = GIGAHOST_GIGAGS,
};

/// An operation that a host may or may not support.
enum class capability : std::int32_t {
    account = GIGAHOST_CAN_ACCOUNT,
    list = GIGAHOST_CAN_LIST,
    stat = GIGAHOST_CAN_STAT,
    upload = GIGAHOST_CAN_UPLOAD,
    download = GIGAHOST_CAN_DOWNLOAD,
    remove = GIGAHOST_CAN_DELETE,
    rename = GIGAHOST_CAN_RENAME,
    move = GIGAHOST_CAN_MOVE,
    copy = GIGAHOST_CAN_COPY,
    make_folder = GIGAHOST_CAN_MAKE_FOLDER,
    set_visibility = GIGAHOST_CAN_SET_VISIBILITY,
    check_links = GIGAHOST_CAN_CHECK_LINKS,
    remote_upload = GIGAHOST_CAN_REMOTE_UPLOAD,
    remote_cancel = GIGAHOST_CAN_REMOTE_CANCEL,
    share_link = GIGAHOST_CAN_SHARE_LINK,
    trash = GIGAHOST_CAN_TRASH,
    login = GIGAHOST_CAN_LOGIN,
    logout = GIGAHOST_CAN_LOGOUT,
};

/// The clocks of a session, that is, its timeouts; config::clock() sets them. When one runs out,
/// the call throws status::timeout (status::stalled if bytes moved too slowly), and the error names
/// the clock.
enum class clock : std::int32_t {
    connect = GIGAHOST_CLOCK_CONNECT,
    answer = GIGAHOST_CLOCK_ANSWER,
    attempt = GIGAHOST_CLOCK_ATTEMPT,
    idle = GIGAHOST_CLOCK_IDLE,
    answer_after_body = GIGAHOST_CLOCK_ANSWER_AFTER_BODY,
    call = GIGAHOST_CLOCK_CALL,
    transfer = GIGAHOST_CLOCK_TRANSFER,
    settle = GIGAHOST_CLOCK_SETTLE,
    processing = GIGAHOST_CLOCK_PROCESSING,
};

/// How "authorize" of giga0 and compatible sites wants to be asked.
enum class auth_mode : std::int32_t {
    automatic = GIGAHOST_AUTH_AUTO,
    keys = GIGAHOST_AUTH_KEYS,
    password = GIGAHOST_AUTH_PASSWORD,
};

/// Where plain "http" is allowed for bytes of a file: nowhere, only at the hosts that offer nothing
/// else (the default), or everywhere, including the API.
enum class plain_http : std::int32_t {
    deny = GIGAHOST_HTTP_DENY,
    listed = GIGAHOST_HTTP_LISTED,
    allow = GIGAHOST_HTTP_ALLOW,
};

/// Which certificates are trusted: the built-in ones and the system's (the default), only the
/// system's, or only the built-in ones.
enum class trust : std::int32_t {
    both = GIGAHOST_TRUST_BOTH,
    system = GIGAHOST_TRUST_SYSTEM,
    built_in = GIGAHOST_TRUST_BUILT_IN,
};

/// What a failed call changed at the host.
enum class outcome : std::int32_t {
    not_applied = GIGAHOST_NOT_APPLIED,
    applied = GIGAHOST_APPLIED,
    unknown = GIGAHOST_OUTCOME_UNKNOWN,
};

/// The type of a value.
enum class value_kind : std::int32_t {
    nothing = GIGAHOST_NOTHING,
    boolean = GIGAHOST_BOOLEAN,
    integer = GIGAHOST_INTEGER,
    number = GIGAHOST_NUMBER,
    string = GIGAHOST_STRING,
    list = GIGAHOST_LIST,
    object = GIGAHOST_OBJECT,
};

/// Whether something is a file or a folder (at ge.tt: a share): hosts number the two apart.
enum class entry_kind : std::int32_t {
    file = GIGAHOST_FILE,
    folder = GIGAHOST_FOLDER,
};

/// Who can see or download an entry.
enum class visibility : std::int32_t {
    unknown = GIGAHOST_VISIBILITY_UNKNOWN,
    everybody = GIGAHOST_PUBLIC,
    unlisted = GIGAHOST_UNLISTED,
    premium_only = GIGAHOST_PREMIUM_ONLY,
    owner = GIGAHOST_PRIVATE,
    hotlink = GIGAHOST_HOTLINK,
};

/// What state an entry is in.
enum class entry_state : std::int32_t {
    unknown = GIGAHOST_STATE_UNKNOWN,
    ready = GIGAHOST_READY,
    waiting = GIGAHOST_WAITING,
    uploading = GIGAHOST_UPLOADING,
    processing = GIGAHOST_PROCESSING,
    trashed = GIGAHOST_TRASHED,
    removed = GIGAHOST_REMOVED,
};

/// The state of a job. Treat `other` as still running.
enum class job_state : std::int32_t {
    other = GIGAHOST_JOB_OTHER,
    waiting = GIGAHOST_JOB_WAITING,
    running = GIGAHOST_JOB_RUNNING,
    done = GIGAHOST_JOB_DONE,
    failed = GIGAHOST_JOB_FAILED,
    cancelled = GIGAHOST_JOB_CANCELLED,
};

/// The stage of a transfer. `done` is the last event of one that succeeded.
enum class stage : std::int32_t {
    preparing = GIGAHOST_STAGE_PREPARING,
    hashing = GIGAHOST_STAGE_HASHING,
    sending = GIGAHOST_STAGE_SENDING,
    receiving = GIGAHOST_STAGE_RECEIVING,
    processing = GIGAHOST_STAGE_PROCESSING,
    verifying = GIGAHOST_STAGE_VERIFYING,
    done = GIGAHOST_STAGE_DONE,
};

/// How a file got to the host.
enum class how : std::int32_t {
    sent = GIGAHOST_SENT,
    instant = GIGAHOST_INSTANT,
    recovered = GIGAHOST_RECOVERED,
    resent = GIGAHOST_RESENT,
    earlier = GIGAHOST_EARLIER,
};

/// How the bytes of a transfer were verified.
enum class verified : std::int32_t {
    nothing = GIGAHOST_VERIFIED_NOTHING,
    size = GIGAHOST_VERIFIED_SIZE,
    md5 = GIGAHOST_VERIFIED_MD5,
};

/// When the MD5 of a transfer is computed: where it proves something (the default), always, or
/// never. See gigahost_checksum.
enum class checksum : std::int32_t {
    automatic = GIGAHOST_CHECKSUM_AUTO,
    always = GIGAHOST_CHECKSUM_ALWAYS,
    never = GIGAHOST_CHECKSUM_NEVER,
};

/// How the name of a file is encoded in uploadgig's header "Slug".
enum class slug_mode : std::int32_t {
    percent = GIGAHOST_SLUG_PERCENT,
    utf8 = GIGAHOST_SLUG_UTF8,
    ascii = GIGAHOST_SLUG_ASCII,
};

/// What to do when the target of a download exists: fail before a byte is fetched (the default),
/// replace it atomically at the end, or append a number to the name.
enum class existing : std::int32_t {
    refuse = GIGAHOST_EXISTING_REFUSE,
    overwrite = GIGAHOST_EXISTING_OVERWRITE,
    unique = GIGAHOST_EXISTING_UNIQUE,
};

/// Which way a transfer of a queue goes.
enum class direction : std::int32_t {
    up = GIGAHOST_UP,
    down = GIGAHOST_DOWN,
};

/// Where a transfer of a queue stands.
enum class transfer_state : std::int32_t {
    queued = GIGAHOST_TRANSFER_QUEUED,
    active = GIGAHOST_TRANSFER_ACTIVE,
    processing = GIGAHOST_TRANSFER_PROCESSING,
    delayed = GIGAHOST_TRANSFER_DELAYED,
    paused = GIGAHOST_TRANSFER_PAUSED,
    done = GIGAHOST_TRANSFER_DONE,
    failed = GIGAHOST_TRANSFER_FAILED,
    cancelled = GIGAHOST_TRANSFER_CANCELLED,
};

/// The name of a host: "rapidgator", "giga0", "uploadgig", "gett", "gigags". Empty if there is no
/// such host. Static.
inline std::string_view name_of(host which) noexcept {
    const char *const name = gigahost_host_name(static_cast<std::int32_t>(which));
    return name == nullptr ? std::string_view() : name;
}

/// The host with this name, if there is one.
inline std::optional<host> find_host(const std::string &name) noexcept {
    const std::int32_t found = gigahost_host_find(name.c_str());
    return found == 0 ? std::nullopt : std::optional<host>(static_cast<host>(found));
}

/// The name of a capability, such as "make_folder". Empty if there is no such capability. Static.
inline std::string_view name_of(capability what) noexcept {
    const char *const name = gigahost_capability_name(static_cast<std::int32_t>(what));
    return name == nullptr ? std::string_view() : name;
}

/// Whether a host supports this. Calling what it does not support throws `unsupported`, with a
/// hint.
inline bool supports(host which, capability what) noexcept {
    return gigahost_host_supports(static_cast<std::int32_t>(which),
                                  static_cast<std::int32_t>(what)) == 1;
}

/// The version of the library that is running, such as "0.1.0". Static.
inline std::string_view version() noexcept { return gigahost_version(); }

/// The version of the library that is running as 0xXXYYZZ; GIGAHOST_VERSION_NUMBER is the header's.
inline std::uint32_t version_number() noexcept { return gigahost_version_number(); }

/// The version of the binary interface, as in the name of the shared library.
inline std::uint32_t abi() noexcept { return gigahost_abi(); }

} // namespace gigahost

#endif // GIGAHOST_CONSTANTS_HPP
