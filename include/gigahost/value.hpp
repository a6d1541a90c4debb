// Documents: the results of the hosts' operations.
#ifndef GIGAHOST_VALUE_HPP
#define GIGAHOST_VALUE_HPP

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "text.hpp"

namespace gigahost {

/// A document or a part of one: the result of an operation, with this library's names and types, or
/// the host's own JSON (host_json()).
///
/// Never changes, so any number of threads may read it. Copies are cheap and share the document,
/// which lives as long as any value of it; so do the strings.
///
/// A path consists of names and list indices, joined by dots, such as "files.0.name". Whatever does
/// not exist or is of another kind counts as absent, so calls can be chained without checks in
/// between: `answer["files"][0]["name"].as_string()`.
class value {
public:
    /// What the library calls it.
    using c_type = gigahost_value;

    class iterator;

    /// Nothing.
    value() = default;

    /// Takes a part of what `whole` keeps alive.
    explicit value(std::shared_ptr<const gigahost_value> whole) noexcept
        : whole_(std::move(whole)) {}

    /// Its type; value_kind::nothing if absent.
    value_kind kind() const noexcept {
        return static_cast<value_kind>(gigahost_value_kind(c_handle(), nullptr));
    }

    /// Whether it exists and is not null.
    explicit operator bool() const noexcept { return kind() != value_kind::nothing; }

    /// Whether there is something at `path`, even if it is null.
    bool contains(const text &path) const noexcept {
        return gigahost_value_get(c_handle(), path.c_str()) != nullptr;
    }

    /// The value at `path`; nothing if there is none.
    value operator[](const text &path) const noexcept {
        return part(gigahost_value_get(c_handle(), path.c_str()));
    }

    /// The value at index `index`, from 0, of a list or object; nothing past the end.
    template <class Index, class = std::enable_if_t<std::is_integral_v<Index>>>
    value operator[](Index index) const noexcept {
        if (index < Index(0)) return value();
        return part(gigahost_value_item(c_handle(), nullptr, static_cast<std::size_t>(index)));
    }

    /// The string. A number is returned as its digits, unchanged.
    std::optional<std::string_view> as_string() const noexcept {
        return detail::opt_view(gigahost_value_string(c_handle(), nullptr));
    }

    /// The integer, if it is one that fits.
    std::optional<std::int64_t> as_integer() const noexcept {
        const std::int64_t number = gigahost_value_integer(c_handle(), nullptr, 0);
        if (number == 0 && gigahost_value_integer(c_handle(), nullptr, 1) == 1) return std::nullopt;
        return number;
    }

    /// The number, integer or not.
    std::optional<double> as_number() const noexcept {
        const double absent = std::numeric_limits<double>::quiet_NaN();
        const double number = gigahost_value_number(c_handle(), nullptr, absent);
        if (std::isnan(number)) return std::nullopt;
        return number;
    }

    /// The boolean.
    std::optional<bool> as_boolean() const noexcept {
        const std::int32_t flag = gigahost_value_boolean(c_handle(), nullptr, -1);
        if (flag < 0) return std::nullopt;
        return flag == 1;
    }

    /// The value as T: std::string, std::string_view, bool, an integer (absent if it does not fit),
    /// double, or value.
    template <class T> std::optional<T> get() const {
        if constexpr (std::is_same_v<T, value>) {
            return *this ? std::optional<value>(*this) : std::nullopt;
        } else if constexpr (std::is_same_v<T, bool>) {
            return as_boolean();
        } else if constexpr (std::is_integral_v<T>) {
            return narrowed<T>(as_integer());
        } else if constexpr (std::is_same_v<T, double>) {
            return as_number();
        } else {
            static_assert(std::is_same_v<T, std::string> || std::is_same_v<T, std::string_view>,
                          "a value is no such type");
            const auto found = as_string();
            return found ? std::optional<T>(T(*found)) : std::nullopt;
        }
    }

    /// The value at `path` as T.
    template <class T> std::optional<T> get(const text &path) const {
        return (*this)[path].template get<T>();
    }

    /// The number of values in the list or object; 0 if it is neither.
    std::size_t size() const noexcept { return gigahost_value_count(c_handle(), nullptr); }

    /// Whether size() is 0.
    bool empty() const noexcept { return size() == 0; }

    /// The values in the list or object; name() returns the names in an object.
    iterator begin() const noexcept;

    /// The end of them.
    iterator end() const noexcept;

    /// The name of the value in its object; absent in a list and for a whole document.
    std::optional<std::string_view> name() const noexcept {
        return detail::opt_view(gigahost_value_name(c_handle()));
    }

    /// The value as JSON text; "null" for nothing.
    std::string_view json() const noexcept {
        const char *const written = gigahost_value_json(c_handle());
        return written == nullptr ? "null" : written;
    }

    /// The host's own response, complete and unmasked, including the fields that this library does
    /// not model. It may contain credentials. Nothing for a value that is not itself the document
    /// returned by a call.
    value host_json() const noexcept { return part(gigahost_value_host_json(c_handle())); }

    /// The value for functions of gigahost.h; null for nothing.
    const gigahost_value *c_handle() const noexcept { return whole_.get(); }

private:
    template <class T>
    static std::optional<T> narrowed(std::optional<std::int64_t> number) noexcept {
        if (!number) return std::nullopt;
        const T cast = static_cast<T>(*number);
        const bool fits =
            static_cast<std::int64_t>(cast) == *number && (cast < T(0)) == (*number < 0);
        return fits ? std::optional<T>(cast) : std::nullopt;
    }

    value part(const gigahost_value *of) const noexcept {
        if (of == nullptr) return value();
        return value(std::shared_ptr<const gigahost_value>(whole_, of));
    }

    std::shared_ptr<const gigahost_value> whole_;
};

/// Walks over the values in a list or object.
class value::iterator {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = value;
    using difference_type = std::ptrdiff_t;
    using reference = value;

    /// Keeps a value for operator->.
    class pointer {
    public:
        explicit pointer(value held) noexcept : held_(std::move(held)) {}
        const value *operator->() const noexcept { return &held_; }

    private:
        value held_;
    };

    iterator() = default;
    iterator(value list, std::size_t index) noexcept : list_(std::move(list)), index_(index) {}

    value operator*() const noexcept { return list_[index_]; }
    pointer operator->() const noexcept { return pointer(**this); }

    iterator &operator++() noexcept {
        ++index_;
        return *this;
    }

    iterator operator++(int) noexcept {
        iterator before = *this;
        ++index_;
        return before;
    }

    friend bool operator==(const iterator &a, const iterator &b) noexcept {
        return a.index_ == b.index_;
    }

    friend bool operator!=(const iterator &a, const iterator &b) noexcept { return !(a == b); }

private:
    value list_;
    std::size_t index_ = 0;
};

inline value::iterator value::begin() const noexcept { return {*this, 0}; }

inline value::iterator value::end() const noexcept { return {*this, size()}; }

} // namespace gigahost

#endif // GIGAHOST_VALUE_HPP
