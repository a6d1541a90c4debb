// What the results have in common.
#ifndef GIGAHOST_VIEW_HPP
#define GIGAHOST_VIEW_HPP

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "value.hpp"

namespace gigahost {

/// A point in time, to the second.
using time_point = std::chrono::system_clock::time_point;

namespace detail {

/// The base of the results that the library returns. Never changes, so any number of threads may
/// read it. Copies are cheap and share it; strings and values live as long as any copy, so keep the
/// result of a call in a variable while its strings are in use.
template <class C> class view_of {
public:
    /// What the library calls it.
    using c_type = C;

    /// Takes a part of what `whole` keeps alive.
    explicit view_of(std::shared_ptr<const C> whole) noexcept : whole_(std::move(whole)) {}

    /// Whether there is a result. There is none if this object was moved from; it may then only be
    /// destroyed or assigned to.
    explicit operator bool() const noexcept { return whole_ != nullptr; }

    /// The struct of gigahost.h, for members that are newer than this header.
    const C *c_handle() const noexcept { return whole_.get(); }

protected:
    std::optional<std::string_view> opt_text(const char *C::*member) const noexcept {
        return opt_view((*whole_).*member);
    }

    std::string_view known_text(const char *C::*member) const noexcept {
        return view((*whole_).*member);
    }

    std::optional<std::int64_t> number(std::int64_t C::*member) const noexcept {
        return opt_number((*whole_).*member);
    }

    std::optional<bool> flag(std::int32_t C::*member) const noexcept {
        const std::int32_t found = (*whole_).*member;
        return found < 0 ? std::nullopt : std::optional<bool>(found == 1);
    }

    std::optional<time_point> time(std::int64_t C::*member) const noexcept {
        const auto seconds = number(member);
        if (!seconds) return std::nullopt;
        return time_point(std::chrono::seconds(*seconds));
    }

    value json(const gigahost_value *C::*member) const noexcept {
        return part<value, gigahost_value>((*whole_).*member);
    }

    template <class Part, class CPart> Part part(const CPart *of) const noexcept {
        if (of == nullptr) return Part(std::shared_ptr<const CPart>());
        return Part(std::shared_ptr<const CPart>(whole_, of));
    }

    template <class Part, class CPart>
    std::vector<Part> parts(const CPart *const *all, std::size_t count) const {
        std::vector<Part> listed;
        listed.reserve(count);
        for (std::size_t i = 0; i < count; ++i)
            listed.push_back(part<Part, CPart>(all[i]));
        return listed;
    }

    std::vector<std::string_view> words(const char *const *all, std::size_t count) const {
        return std::vector<std::string_view>(all, all + count);
    }

private:
    std::shared_ptr<const C> whole_;
};

/// The base of results that are lists: a range with random access.
template <class C, class Element> class list_of : public view_of<C> {
public:
    using value_type = Element;
    using const_iterator = typename std::vector<Element>::const_iterator;
    using iterator = const_iterator;

    const_iterator begin() const noexcept { return elements_.begin(); }
    const_iterator end() const noexcept { return elements_.end(); }
    std::size_t size() const noexcept { return elements_.size(); }
    bool empty() const noexcept { return elements_.empty(); }

    /// Element `index`, from 0, which must be less than size().
    const Element &operator[](std::size_t index) const noexcept { return elements_[index]; }

    /// Element `index`, from 0; std::out_of_range past the end.
    const Element &at(std::size_t index) const { return elements_.at(index); }

protected:
    template <class CElement>
    list_of(std::shared_ptr<const C> whole, const CElement *const *all, std::size_t count)
        : view_of<C>(std::move(whole)),
          elements_(this->template parts<Element, CElement>(all, count)) {}

private:
    std::vector<Element> elements_;
};

} // namespace detail

} // namespace gigahost

#endif // GIGAHOST_VIEW_HPP
