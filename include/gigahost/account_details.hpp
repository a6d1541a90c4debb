// The account fields that administrators of giga0 and compatible sites set.
#ifndef GIGAHOST_ACCOUNT_DETAILS_HPP
#define GIGAHOST_ACCOUNT_DETAILS_HPP

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "text.hpp"

namespace gigahost {

/// The fields that giga0_operations::account_edit() changes, and that account_create() sets in
/// addition to its own parameters. Fields that are left out stay unchanged. May be used for any
/// number of calls.
struct account_details {
    /// The password, a secret: at least 8 characters, no blanks.
    std::optional<std::string> password = std::nullopt;
    /// The e-mail address.
    std::optional<std::string> email = std::nullopt;
    /// The id of the package, one of those listed by giga0_operations::package_listing().
    std::optional<std::int64_t> package_id = std::nullopt;
    /// "pending", "active", "disabled" or "suspended".
    std::optional<std::string> status = std::nullopt;
    /// "Mr", "Ms", "Mrs", "Miss" or "Dr".
    std::optional<std::string> title = std::nullopt;
    /// The first name.
    std::optional<std::string> firstname = std::nullopt;
    /// The last name.
    std::optional<std::string> lastname = std::nullopt;
    /// When the paid period ends: "YYYY-MM-DD HH:MM:SS".
    std::optional<std::string> paid_expiry_date = std::nullopt;
};

namespace detail {

struct release_details {
    void operator()(gigahost_giga0_account_details *handle) const noexcept {
        gigahost_giga0_account_details_free(handle);
    }
};

/// The details as the library takes them.
inline std::unique_ptr<gigahost_giga0_account_details, release_details>
details_handle(const account_details &details) {
    std::unique_ptr<gigahost_giga0_account_details, release_details> made(
        open<gigahost_giga0_account_details>(gigahost_giga0_account_details_new));
    const auto set = [&made](auto function, const std::optional<std::string> &member) {
        if (member) run(function, made.get(), text(*member).c_str());
    };
    set(gigahost_giga0_account_details_set_password, details.password);
    set(gigahost_giga0_account_details_set_email, details.email);
    if (details.package_id)
        run(gigahost_giga0_account_details_set_package_id, made.get(), *details.package_id);
    set(gigahost_giga0_account_details_set_status, details.status);
    set(gigahost_giga0_account_details_set_title, details.title);
    set(gigahost_giga0_account_details_set_firstname, details.firstname);
    set(gigahost_giga0_account_details_set_lastname, details.lastname);
    set(gigahost_giga0_account_details_set_paid_expiry_date, details.paid_expiry_date);
    return made;
}

} // namespace detail

} // namespace gigahost

#endif // GIGAHOST_ACCOUNT_DETAILS_HPP
