// How strings and lists of strings are passed to the library.
#ifndef GIGAHOST_TEXT_HPP
#define GIGAHOST_TEXT_HPP

#include <cstddef>
#include <deque>
#include <filesystem>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "error.hpp"

namespace gigahost {

/// A parameter that is a UTF-8 string: a literal, a std::string or a std::string_view. The latter
/// is copied, because the library needs a NUL at the end. A string that contains a NUL is rejected
/// (status::argument).
class text {
public:
    /// `characters` must not be null; the library rejects that.
    text(const char *characters) noexcept : borrowed_(characters) {}

    /// `whole` is not copied.
    text(const std::string &whole) : borrowed_(checked(whole).data()) {}

    /// `part` is copied.
    text(std::string_view part) : own_(checked(part)), is_own_(true) {}

    /// The NUL-terminated string; null if absent. Lives as long as this object.
    const char *c_str() const noexcept { return is_own_ ? own_.c_str() : borrowed_; }

private:
    static std::string_view checked(std::string_view whole) {
        if (whole.find('\0') != std::string_view::npos)
            throw error(status::argument, "a text holds a NUL character");
        return whole;
    }

    const char *borrowed_ = nullptr;
    std::string own_;
    bool is_own_ = false;
};

/// An optional parameter: a string, or std::nullopt.
class optional_text : public text {
public:
    using text::text;

    /// No text.
    optional_text(std::nullopt_t = std::nullopt) noexcept
        : text(static_cast<const char *>(nullptr)) {}

    /// The text, if there is one.
    optional_text(const std::optional<std::string> &whole)
        : text(whole ? text(*whole) : optional_text()) {}

    /// The text, if there is one.
    optional_text(const std::optional<std::string_view> &part)
        : text(part ? text(*part) : optional_text()) {}
};

namespace detail {

/// The type of what a range holds.
template <class Range> using element_of = decltype(*std::begin(std::declval<const Range &>()));

} // namespace detail

/// A parameter that is a list of strings: `{"a", "b"}`, or any range of something that converts to
/// std::string_view. The strings are copied.
class texts {
public:
    /// No texts.
    texts() = default;

    /// These texts.
    texts(std::initializer_list<std::string_view> list) {
        for (const std::string_view one : list)
            add(one);
    }

    /// The texts of a range.
    template <class Range, class = std::enable_if_t<
                               std::is_convertible_v<detail::element_of<Range>, std::string_view>>>
    texts(const Range &range) {
        for (const auto &one : range)
            add(one);
    }

    texts(texts &&) = default;
    texts &operator=(texts &&) = default;
    ~texts() = default;

    /// Adds one at the end.
    void add(std::string_view one) {
        const std::string &kept = kept_.emplace_back(one);
        pointers_.push_back(text(kept).c_str());
    }

    /// The NUL-terminated strings; null if there are none. Lives as long as this object.
    const char *const *data() const noexcept {
        return pointers_.empty() ? nullptr : pointers_.data();
    }

    /// Number of items.
    std::size_t size() const noexcept { return pointers_.size(); }

private:
    std::deque<std::string> kept_;
    std::vector<const char *> pointers_;
};

namespace detail {

/// A path as the library takes it: in the system's native form, UTF-8 on
/// Windows.
inline std::string path_text(const std::filesystem::path &path) {
#ifdef _WIN32
    const auto utf8 = path.u8string();
    return {utf8.begin(), utf8.end()};
#else
    return path.native();
#endif
}

} // namespace detail

} // namespace gigahost

#endif // GIGAHOST_TEXT_HPP
