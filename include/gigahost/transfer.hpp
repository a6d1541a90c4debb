// Sources of uploads, targets of downloads, and the options of both.
#ifndef GIGAHOST_TRANSFER_HPP
#define GIGAHOST_TRANSFER_HPP

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <istream>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "callbacks.hpp"
#include "results.hpp"
#include "text.hpp"

namespace gigahost {

namespace detail {
class upload_call;
class download_call;
} // namespace detail

/// Options for an upload. All are optional: `upload_options{.name = "film.mkv"}` in C++20,
/// `options.name = "film.mkv"` before. May be used for any number of uploads, one after another or
/// in parallel.
struct upload_options {
    /// The name at the host. Default: the name of the local file; required for sources without a
    /// path.
    std::optional<std::string> name = std::nullopt;
    /// The folder at the host (at ge.tt: the share). Default: the root (at ge.tt: a new share).
    /// uploadgig and giga.gs have no folders.
    std::optional<std::string> folder = std::nullopt;
    /// The MD5 of the content in 32 hexadecimal digits, if it is known; rapidgator then needs no
    /// second reading. It is compared with what the host reports; with checksum::always, also with
    /// the bytes that are sent.
    std::optional<std::string> md5 = std::nullopt;
    /// When the MD5 is computed.
    gigahost::checksum checksum = gigahost::checksum::automatic;
    /// How the name is encoded for uploadgig.
    gigahost::slug_mode slug_mode = gigahost::slug_mode::percent;
    /// Whether uploads to uploadgig use "Transfer-Encoding: chunked" instead of a length.
    bool chunked = false;
    /// The progress callback.
    progress_callback progress = {};
};

/// A range of bytes of a file: from `first` up to, but not including, `end`; without `end`, to the
/// end of the file.
struct byte_range {
    /// The first byte, from 0.
    std::uint64_t first = 0;
    /// The byte after the last one.
    std::optional<std::int64_t> end = std::nullopt;
};

/// Options for a download. All are optional, as in upload_options.
struct download_options {
    /// What to do when the target exists.
    existing if_exists = existing::refuse;
    /// Whether the part of a failed download stays next to the target, in a hidden file whose name
    /// ends with ".gigapart", and a later one of the same file resumes from it, even after the
    /// process was killed; see clean_parts().
    bool resume = true;
    /// Fail with status::too_large if the file has more bytes.
    std::optional<std::int64_t> most_bytes = std::nullopt;
    /// Over how many connections at once the file is fetched: from 2 to 16, with 0 and 1 meaning
    /// one. Fewer are used if the host allows fewer or the file is small, and one if the host does
    /// not prove that the ranges are of the same content, or if the target is not a path.
    std::uint32_t segments = 0;
    /// When the MD5 is computed.
    gigahost::checksum checksum = gigahost::checksum::automatic;
    /// Fetch only these bytes. Requires a target that is not a path; they are not compared with any
    /// hash.
    std::optional<byte_range> part = std::nullopt;
    /// The progress callback.
    progress_callback progress = {};
};

/// A source for several uploads, at one host or at many: it is opened once and hashed once, and
/// each upload succeeds or fails by itself. Made from a path or from bytes, or by
/// session::source_of().
///
/// Owns a handle; may be moved, not copied. Any number of threads may use it at once. Uploads that
/// have begun, and those that were added to a queue, keep their own reference to it.
class shared_source {
public:
    /// The file at a path. The first upload opens it.
    explicit shared_source(const std::filesystem::path &path)
        : handle_(detail::open<gigahost_source>(gigahost_source_new,
                                                detail::path_text(path).c_str())) {}

    /// Bytes in memory, which are not copied: they must stay unchanged until the last upload has
    /// ended.
    shared_source(const void *bytes, std::size_t length)
        : handle_(detail::open<gigahost_source>(
              gigahost_source_new_bytes, static_cast<const std::uint8_t *>(bytes), length)) {}

    /// The handle for functions of gigahost.h; null if this object was moved from.
    gigahost_source *c_handle() const noexcept { return handle_.get(); }

private:
    friend class session;

    struct release {
        void operator()(gigahost_source *handle) const noexcept { gigahost_source_free(handle); }
    };

    explicit shared_source(gigahost_source *handle) noexcept : handle_(handle) {}

    std::unique_ptr<gigahost_source, release> handle_;
};

/// What is uploaded: a path, a shared_source, or the result of from_bytes(), from_stream() or
/// from_reader().
class source {
public:
    /// The file at a path, given as a std::filesystem::path, a literal or a std::string.
    template <class Path,
              class = std::enable_if_t<std::is_convertible_v<Path, std::filesystem::path> &&
                                       !std::is_same_v<std::decay_t<Path>, source>>>
    source(const Path &path) : path_(detail::path_text(path)) {}

    /// A source that other uploads have too.
    source(const shared_source &shared) noexcept : shared_(shared.c_handle()) {}

private:
    friend class detail::upload_call;
    friend source from_bytes(const void *bytes, std::size_t length) noexcept;
    friend source from_reader(reader read, std::optional<std::int64_t> length);

    source() = default;

    std::optional<std::string> path_;
    gigahost_source *shared_ = nullptr;
    const std::uint8_t *bytes_ = nullptr;
    std::size_t length_ = 0;
    reader read_;
    std::int64_t read_length_ = -1;
};

/// Bytes in memory as a source. They are not copied: they must stay unchanged until the upload has
/// returned.
inline source from_bytes(const void *bytes, std::size_t length) noexcept {
    static constexpr std::uint8_t none = 0;
    source made;
    made.bytes_ =
        bytes == nullptr && length == 0 ? &none : static_cast<const std::uint8_t *>(bytes);
    made.length_ = length;
    return made;
}

/// The bytes of a std::string_view, a std::string, a std::vector<std::byte>, a std::span or the
/// like as a source. They are not copied.
template <class Bytes,
          class = std::enable_if_t<sizeof(*std::data(std::declval<const Bytes &>())) == 1>>
source from_bytes(const Bytes &bytes) noexcept {
    return from_bytes(std::data(bytes), std::size(bytes));
}

/// What a callable delivers as a source, for one upload: `length` bytes, if that is known. If the
/// length is known, the bytes are streamed directly to hosts that need no hash first; otherwise
/// they are spooled to an unnamed temporary file.
inline source from_reader(reader read, std::optional<std::int64_t> length = std::nullopt) {
    if (!read) throw error(status::argument, "the reader is empty");
    source made;
    made.read_ = std::move(read);
    made.read_length_ = length.value_or(-1);
    return made;
}

/// The rest of `stream` as a source, for one upload: `length` bytes, if that is known. The stream
/// must live until the upload has returned; a failure in it is a std::ios_base::failure.
inline source from_stream(std::istream &stream, std::optional<std::int64_t> length = std::nullopt) {
    return from_reader(detail::reader_of(stream), length);
}

/// Where a download goes: the path of a file, or the result of to_directory(), to_stream() or
/// to_writer(). A partial file never appears at the final path.
class target {
public:
    /// The file at a path, given as a std::filesystem::path, a literal or a std::string.
    template <class Path,
              class = std::enable_if_t<std::is_convertible_v<Path, std::filesystem::path> &&
                                       !std::is_same_v<std::decay_t<Path>, target>>>
    target(const Path &path) : path_(detail::path_text(path)) {}

private:
    friend class detail::download_call;
    friend target to_directory(const std::filesystem::path &directory);
    friend target to_writer(writer write);

    target() = default;

    std::optional<std::string> path_;
    bool is_directory_ = false;
    std::optional<writer> write_;
};

/// A file in `directory`, under the name that the host gives, made safe: one component, without
/// control characters, devices or leading dots.
inline target to_directory(const std::filesystem::path &directory) {
    target made(directory);
    made.is_directory_ = true;
    return made;
}

/// A callable that takes the bytes in order. After an error, what it has received is incomplete.
inline target to_writer(writer write) {
    target made;
    made.write_ = std::move(write);
    return made;
}

/// A stream that takes the bytes in order. It must live until the download has returned; a failure
/// in it is a std::ios_base::failure. After an error, what it has received is incomplete.
inline target to_stream(std::ostream &stream) { return to_writer(detail::writer_of(stream)); }

/// Which parts of downloads clean_parts() removes.
struct clean_options {
    /// Only those that did not change for so long.
    std::chrono::milliseconds older_than = std::chrono::hours(7 * 24);
    /// In the folders below too, links not followed.
    bool recursive = false;
    /// Only tell what would be removed.
    bool dry_run = false;
};

/// Removes the parts that downloads left in a folder and that nobody came back to. One that a
/// download is at, in this program or in another, stays.
///
/// Document: a list of objects with "path" and "bytes".
inline value clean_parts(const std::filesystem::path &folder, const clean_options &options = {}) {
    return detail::ask<value>(gigahost_clean_parts, detail::path_text(folder).c_str(),
                              detail::count_of(options.older_than),
                              options.recursive ? 1 : 0, options.dry_run ? 1 : 0);
}

namespace detail {

/// Releases options handles.
struct release_options {
    void operator()(gigahost_upload_options *handle) const noexcept {
        gigahost_upload_options_free(handle);
    }
    void operator()(gigahost_download_options *handle) const noexcept {
        gigahost_download_options_free(handle);
    }
};

/// One transfer: the options handle, and what the callbacks share.
template <class Handle> class transfer_call {
public:
    /// Calls a function of the library that ends in path, options, result and error.
    template <class Result, class Function, class... In>
    Result call(Function function, In... in) const {
        const typename Result::c_type *out = nullptr;
        const gigahost_error *why = nullptr;
        const gigahost_status code = function(in..., path_.c_str(), handle_.get(), &out, &why);
        auto result = own(out);
        auto told = own(why);
        relay_.rethrow();
        if (code != GIGAHOST_OK) raise(code, std::move(told));
        return Result(std::move(result));
    }

    /// The path, or null.
    const char *path() const noexcept { return path_.c_str(); }
    /// The options.
    const Handle *options() const noexcept { return handle_.get(); }
    /// Throws what left a callback, if anything did.
    void rethrow() const { relay_.rethrow(); }
    /// Whether the library calls it while bytes move.
    bool is_called() const noexcept { return is_called_; }

protected:
    template <class Open>
    transfer_call(progress_callback report, reader read, std::optional<writer> write,
                  const std::optional<std::string> &path, Open make)
        : is_called_(read || write), relay_(std::move(report), std::move(read), std::move(write)),
          path_(path), handle_(open<Handle>(make)) {}

    bool is_called_;
    relay relay_;
    optional_text path_;
    std::unique_ptr<Handle, release_options> handle_;
};

/// One upload.
class upload_call : public transfer_call<gigahost_upload_options> {
public:
    upload_call(const source &from, const upload_options &options)
        : transfer_call(options.progress, from.read_, std::nullopt, from.path_,
                        gigahost_upload_options_new) {
        auto *const set = handle_.get();
        run(gigahost_upload_options_set_name, set, optional_text(options.name).c_str());
        run(gigahost_upload_options_set_folder, set, optional_text(options.folder).c_str());
        run(gigahost_upload_options_set_md5, set, optional_text(options.md5).c_str());
        run(gigahost_upload_options_set_checksum, set,
            static_cast<std::int32_t>(options.checksum));
        run(gigahost_upload_options_set_slug_mode, set,
            static_cast<std::int32_t>(options.slug_mode));
        run(gigahost_upload_options_set_chunked, set, options.chunked ? 1 : 0);
        if (options.progress)
            run(gigahost_upload_options_set_progress, set, relay::report, &relay_);
        if (from.shared_ != nullptr)
            run(gigahost_upload_options_set_source, set, from.shared_);
        else if (from.read_)
            run(gigahost_upload_options_set_reader, set, relay::read, &relay_, from.read_length_);
        else if (!from.path_)
            run(gigahost_upload_options_set_bytes, set, from.bytes_, from.length_);
    }
};

/// One download.
class download_call : public transfer_call<gigahost_download_options> {
public:
    download_call(const target &into, const download_options &options)
        : transfer_call(options.progress, reader(), into.write_, into.path_,
                        gigahost_download_options_new) {
        auto *const set = handle_.get();
        run(gigahost_download_options_set_existing, set,
            static_cast<std::int32_t>(options.if_exists));
        run(gigahost_download_options_set_resume, set, options.resume ? 1 : 0);
        run(gigahost_download_options_set_most_bytes, set, options.most_bytes.value_or(-1));
        run(gigahost_download_options_set_segments, set, options.segments);
        run(gigahost_download_options_set_checksum, set,
            static_cast<std::int32_t>(options.checksum));
        if (options.part)
            run(gigahost_download_options_set_part, set, options.part->first,
                options.part->end.value_or(-1));
        run(gigahost_download_options_set_into_directory, set, into.is_directory_ ? 1 : 0);
        if (options.progress)
            run(gigahost_download_options_set_progress, set, relay::report, &relay_);
        if (into.write_) run(gigahost_download_options_set_writer, set, relay::write, &relay_);
    }
};

} // namespace detail

} // namespace gigahost

#endif // GIGAHOST_TRANSFER_HPP
