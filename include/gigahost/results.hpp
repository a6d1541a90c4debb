// The results of the verbs.
#ifndef GIGAHOST_RESULTS_HPP
#define GIGAHOST_RESULTS_HPP

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "view.hpp"

namespace gigahost {

/// A file or a folder. Whatever is absent, the host does not report.
class entry : public detail::view_of<gigahost_entry> {
public:
    using view_of::view_of;

    /// The id that the session's functions take. At ge.tt a file is "share/file"; at giga.gs it is
    /// the filehash.
    std::string_view id() const noexcept { return known_text(&gigahost_entry::id); }

    /// The id of the parent folder; absent also in the root.
    std::optional<std::string_view> parent() const noexcept {
        return opt_text(&gigahost_entry::parent);
    }

    /// Whether it is a file or a folder.
    entry_kind kind() const noexcept { return static_cast<entry_kind>(c_handle()->kind); }
    /// Whether it is a file.
    bool is_file() const noexcept { return kind() == entry_kind::file; }
    /// Whether it is a folder.
    bool is_folder() const noexcept { return kind() == entry_kind::folder; }

    /// Its name at the host, which may differ from the one it was given. Empty if unknown.
    std::string_view name() const noexcept { return known_text(&gigahost_entry::name); }

    /// Bytes.
    std::optional<std::int64_t> size() const noexcept { return number(&gigahost_entry::size); }

    /// MD5 of the content in 32 lower-case hexadecimal digits.
    std::optional<std::string_view> md5() const noexcept { return opt_text(&gigahost_entry::md5); }

    /// When it was made.
    std::optional<time_point> created() const noexcept { return time(&gigahost_entry::created); }

    /// When it was created, in the host's own notation, without a time zone.
    std::optional<std::string_view> created_text() const noexcept {
        return opt_text(&gigahost_entry::created_text);
    }

    /// How often it was downloaded.
    std::optional<std::int64_t> downloads() const noexcept {
        return number(&gigahost_entry::downloads);
    }

    /// Who can see it.
    gigahost::visibility visibility() const noexcept {
        return static_cast<gigahost::visibility>(c_handle()->visibility);
    }

    /// The visibility as a word; the host's own word if it is not known to this library.
    std::optional<std::string_view> visibility_text() const noexcept {
        return opt_text(&gigahost_entry::visibility_text);
    }

    /// What state it is in.
    entry_state state() const noexcept { return static_cast<entry_state>(c_handle()->state); }

    /// The state as a word; the host's own word if it is not known to this library.
    std::optional<std::string_view> state_text() const noexcept {
        return opt_text(&gigahost_entry::state_text);
    }

    /// The public page.
    std::optional<std::string_view> url() const noexcept { return opt_text(&gigahost_entry::url); }

    /// The host's own response, unmasked; nothing in lists.
    value host_json() const noexcept { return json(&gigahost_entry::host_json); }
};

/// The contents of a folder: a range of entries, folders first, in the host's order.
class listing : public detail::list_of<gigahost_listing, entry> {
public:
    explicit listing(std::shared_ptr<const gigahost_listing> whole)
        : list_of(whole, whole->entries, whole->count) {}

    /// The folder itself, if the host describes it.
    std::optional<entry> folder() const noexcept {
        if (c_handle()->folder == nullptr) return std::nullopt;
        return part<entry, gigahost_entry>(c_handle()->folder);
    }
};

/// An account. Whatever is absent, the host does not report.
class account_info : public detail::view_of<gigahost_account_info> {
    using c = gigahost_account_info;

public:
    using view_of::view_of;

    /// The host's id for the account.
    std::optional<std::string_view> id() const noexcept { return opt_text(&c::id); }
    /// Its user name or display name.
    std::optional<std::string_view> name() const noexcept { return opt_text(&c::name); }
    /// Its e-mail address.
    std::optional<std::string_view> email() const noexcept { return opt_text(&c::email); }
    /// Whether it is a paid account.
    std::optional<bool> premium() const noexcept { return flag(&c::premium); }
    /// When the paid period ends.
    std::optional<time_point> premium_until() const noexcept { return time(&c::premium_until); }
    /// When the paid period ends, in the host's own notation, without a time
    /// zone.
    std::optional<std::string_view> premium_until_text() const noexcept {
        return opt_text(&c::premium_until_text);
    }
    /// Storage used, in bytes.
    std::optional<std::int64_t> storage_used() const noexcept { return number(&c::storage_used); }
    /// Storage available in all, in bytes; absent also means no limit.
    std::optional<std::int64_t> storage_total() const noexcept { return number(&c::storage_total); }
    /// Download traffic left, in bytes.
    std::optional<std::int64_t> traffic_left() const noexcept { return number(&c::traffic_left); }
    /// Largest file that may be uploaded, in bytes; absent also means no limit.
    std::optional<std::int64_t> largest_file() const noexcept { return number(&c::largest_file); }
    /// Number of uploads that may run in parallel.
    std::optional<std::int64_t> parallel_uploads() const noexcept {
        return number(&c::parallel_uploads);
    }
    /// The host's own response, unmasked.
    value host_json() const noexcept { return json(&c::host_json); }
};

/// The record of a finished upload.
class receipt : public detail::view_of<gigahost_receipt> {
    using c = gigahost_receipt;

public:
    using view_of::view_of;

    /// The file at the host, under the name that was stored.
    gigahost::entry entry() const noexcept {
        return part<gigahost::entry, gigahost_entry>(c_handle()->entry);
    }
    /// The public link.
    std::optional<std::string_view> url() const noexcept { return opt_text(&c::url); }
    /// A link that deletes the file without a login (giga0): a secret.
    std::optional<std::string_view> delete_url() const noexcept { return opt_text(&c::delete_url); }
    /// A link for forums.
    std::optional<std::string_view> bbcode() const noexcept { return opt_text(&c::bbcode); }
    /// A link for web pages. Not sanitised.
    std::optional<std::string_view> html() const noexcept { return opt_text(&c::html); }
    /// The requested name. Compare it with the entry's.
    std::string_view wanted_name() const noexcept { return known_text(&c::wanted_name); }
    /// MD5 of the file, in 32 lower-case hexadecimal digits, computed or given by the caller;
    /// absent if there is neither.
    std::optional<std::string_view> md5() const noexcept { return opt_text(&c::md5); }
    /// How many bytes.
    std::uint64_t bytes() const noexcept { return c_handle()->bytes; }
    /// How it got to the host.
    gigahost::how how() const noexcept { return static_cast<gigahost::how>(c_handle()->how); }
    /// How it was verified.
    gigahost::verified verified() const noexcept {
        return static_cast<gigahost::verified>(c_handle()->verified);
    }
    /// Remarks for the caller, in sentences. They live as long as the receipt.
    std::vector<std::string_view> notes() const {
        return words(c_handle()->notes, c_handle()->note_count);
    }
    /// The host's own response that decided the outcome, unmasked.
    value host_json() const noexcept { return json(&c::host_json); }
};

/// A finished download.
class download_info : public detail::view_of<gigahost_download_info> {
    using c = gigahost_download_info;

public:
    using view_of::view_of;

    /// The file, as a path in the system's native form; absent for a writer.
    std::optional<std::string_view> path() const noexcept { return opt_text(&c::path); }
    /// The name as the host reports it, not sanitised.
    std::optional<std::string_view> name() const noexcept { return opt_text(&c::name); }
    /// How many bytes.
    std::uint64_t bytes() const noexcept { return c_handle()->bytes; }
    /// Their MD5 in 32 lower-case hexadecimal digits; absent if it was not computed.
    std::optional<std::string_view> md5() const noexcept { return opt_text(&c::md5); }
    /// How it was verified.
    gigahost::verified verified() const noexcept {
        return static_cast<gigahost::verified>(c_handle()->verified);
    }
    /// Number of streams that it took.
    std::uint32_t attempts() const noexcept { return c_handle()->attempts; }
    /// Bytes that were kept from an earlier download.
    std::uint64_t resumed_from() const noexcept { return c_handle()->resumed_from; }
};

/// An item for which the operation failed.
class failure : public detail::view_of<gigahost_failure> {
public:
    using view_of::view_of;

    /// Its id.
    std::string_view id() const noexcept { return known_text(&gigahost_failure::id); }
    /// The host's text, if it can be attributed to this item.
    std::optional<std::string_view> reason() const noexcept {
        return opt_text(&gigahost_failure::reason);
    }
};

/// The outcome for each item of a batch call. The call succeeds if the host answered: check
/// failed().
class batch : public detail::view_of<gigahost_batch> {
public:
    using view_of::view_of;

    /// The ids of the items that succeeded. They live as long as the batch.
    std::vector<std::string_view> done() const {
        return words(c_handle()->done, c_handle()->done_count);
    }
    /// The items that failed, with the reasons.
    std::vector<failure> failed() const {
        return parts<failure, gigahost_failure>(c_handle()->failed, c_handle()->failed_count);
    }
    /// Whether all items succeeded.
    bool is_complete() const noexcept { return c_handle()->failed_count == 0; }
};

/// What a host reports about a public link.
class link : public detail::view_of<gigahost_link> {
public:
    using view_of::view_of;

    /// The link as given.
    std::string_view url() const noexcept { return known_text(&gigahost_link::url); }
    /// Whether it leads to a file.
    bool alive() const noexcept { return c_handle()->alive == 1; }
    /// The name of the file.
    std::optional<std::string_view> name() const noexcept { return opt_text(&gigahost_link::name); }
    /// Bytes.
    std::optional<std::int64_t> size() const noexcept { return number(&gigahost_link::size); }
    /// The host's own word for the status.
    std::optional<std::string_view> status() const noexcept {
        return opt_text(&gigahost_link::status);
    }
};

/// What a host reports about public links, in the order given.
class links : public detail::list_of<gigahost_links, link> {
public:
    explicit links(std::shared_ptr<const gigahost_links> whole)
        : list_of(whole, whole->links, whole->count) {}
};

/// A file that the host fetches by itself.
class job : public detail::view_of<gigahost_job> {
public:
    using view_of::view_of;

    /// The id of the job.
    std::string_view id() const noexcept { return known_text(&gigahost_job::id); }
    /// The source, as the host reports it.
    std::optional<std::string_view> url() const noexcept { return opt_text(&gigahost_job::url); }
    /// What it is doing.
    job_state state() const noexcept { return static_cast<job_state>(c_handle()->state); }
    /// The state as a word; the host's own word if it is not known to this library.
    std::optional<std::string_view> state_text() const noexcept {
        return opt_text(&gigahost_job::state_text);
    }
    /// Whether it is done, failed or cancelled.
    bool has_ended() const noexcept {
        return state() == job_state::done || state() == job_state::failed ||
               state() == job_state::cancelled;
    }
    /// Bytes fetched.
    std::optional<std::int64_t> done() const noexcept { return number(&gigahost_job::done); }
    /// Bytes in all.
    std::optional<std::int64_t> size() const noexcept { return number(&gigahost_job::size); }
    /// The file, once it is there.
    std::optional<gigahost::entry> entry() const noexcept {
        if (c_handle()->entry == nullptr) return std::nullopt;
        return part<gigahost::entry, gigahost_entry>(c_handle()->entry);
    }
    /// Why it failed, in the host's words.
    std::optional<std::string_view> failure() const noexcept {
        return opt_text(&gigahost_job::failure);
    }
};

/// Jobs.
class jobs : public detail::list_of<gigahost_jobs, job> {
public:
    explicit jobs(std::shared_ptr<const gigahost_jobs> whole)
        : list_of(whole, whole->jobs, whole->count) {}
};

/// A link for one download.
class one_time_link : public detail::view_of<gigahost_one_time_link> {
    using c = gigahost_one_time_link;

public:
    using view_of::view_of;

    /// The id of the link.
    std::string_view id() const noexcept { return known_text(&c::id); }
    /// The link. Anyone who has it can use it once: a secret.
    std::optional<std::string_view> url() const noexcept { return opt_text(&c::url); }
    /// The file it leads to.
    std::optional<std::string_view> file() const noexcept { return opt_text(&c::file); }
    /// Whether it was used.
    std::optional<bool> downloaded() const noexcept { return flag(&c::downloaded); }
    /// When it was made.
    std::optional<time_point> created() const noexcept { return time(&c::created); }
    /// The host's own response, unmasked.
    value host_json() const noexcept { return json(&c::host_json); }
};

} // namespace gigahost

#endif // GIGAHOST_RESULTS_HPP
