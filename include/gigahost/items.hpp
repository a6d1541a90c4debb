// How verbs that take both files and folders are told which is which.
#ifndef GIGAHOST_ITEMS_HPP
#define GIGAHOST_ITEMS_HPP

#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "results.hpp"
#include "text.hpp"

namespace gigahost {

/// A file or a folder, by its id: `file("42")`, `folder("7")`, or an entry.
struct item {
    /// Which of the two.
    entry_kind kind;
    /// The id that the session's functions take.
    std::string id;

    /// One of this kind and id.
    item(entry_kind which, std::string_view name) : kind(which), id(name) {}
    /// The one that an entry is about.
    item(const entry &listed) : item(listed.kind(), listed.id()) {}
};

/// The file with this id.
inline item file(std::string_view id) { return {entry_kind::file, id}; }

/// The folder with this id.
inline item folder(std::string_view id) { return {entry_kind::folder, id}; }

/// A parameter that is a list of files and folders: one item, `{file("1"), folder("2")}`, or any
/// range of items or entries, such as a listing.
class items {
public:
    /// No items; the library rejects that.
    items() = default;

    /// This one.
    items(const item &one) { add(one); }

    /// This one.
    items(const entry &one) { add(one); }

    /// These.
    items(std::initializer_list<item> list) {
        for (const item &one : list)
            add(one);
    }

    /// Those of a range.
    template <class Range,
              class = std::enable_if_t<std::is_convertible_v<detail::element_of<Range>, item>>>
    items(const Range &range) {
        for (const auto &one : range)
            add(one);
    }

    /// Adds one at the end.
    void add(const item &one) { (one.kind == entry_kind::folder ? folders_ : files_).add(one.id); }

    /// The ids of the files.
    const texts &files() const noexcept { return files_; }

    /// The ids of the folders.
    const texts &folders() const noexcept { return folders_; }

private:
    texts files_;
    texts folders_;
};

} // namespace gigahost

#endif // GIGAHOST_ITEMS_HPP
