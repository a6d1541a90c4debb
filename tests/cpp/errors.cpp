// Errors: what they tell, how they are caught, copied and compared. native: valgrind
#include "support.hpp"

#include <type_traits>

using gigahost::host;
using gigahost::status;

template <class Error> constexpr bool is_safe_to_copy() {
    return std::is_nothrow_copy_constructible_v<Error> &&
           std::is_nothrow_copy_assignable_v<Error> &&
           std::is_nothrow_move_constructible_v<Error> &&
           std::is_nothrow_move_assignable_v<Error> && std::is_nothrow_destructible_v<Error> &&
           std::is_base_of_v<gigahost::error, Error> &&
           std::is_base_of_v<std::runtime_error, Error>;
}

TEST(copying_and_moving_an_error_never_throws) {
    CHECK(is_safe_to_copy<gigahost::error>() && is_safe_to_copy<gigahost::cancelled>());
    CHECK(is_safe_to_copy<gigahost::unsupported>() && is_safe_to_copy<gigahost::not_found>());
    CHECK(is_safe_to_copy<gigahost::login_refused>() && is_safe_to_copy<gigahost::rate_limited>());
    CHECK(is_safe_to_copy<gigahost::outcome_unknown>());
}

static gigahost::error missing_file() {
    try {
        rapidgator().stat(gigahost::file(std::string(32, '0')));
    } catch (const gigahost::not_found &error) {
        return error;
    }
    fail(__LINE__, "nothing was thrown");
}

TEST(an_error_tells_everything_and_outlives_its_session) {
    const auto error = missing_file();
    CHECK(error.status() == status::not_found && std::string(error.status_name()) == "NOT_FOUND");
    CHECK(!error.message().empty() && error.host() == host::rapidgator);
    CHECK(error.operation() == "file_info" && error.http_status() == 404);
    CHECK(error.attempts() == 1 && error.bytes_sent() > 0 && error.bytes_received() > 0);
    CHECK(error.outcome() == gigahost::outcome::not_applied && !error.is_retryable());
    CHECK(error.host_text() && error.os_error() == 0);
    CHECK(!error.parameter() && !error.clock() && !error.retry_after());
    const std::string what = error.what();
    CHECK(what.find("rapidgator file_info: ") == 0 && what.find(" [NOT_FOUND]") != what.npos);
    CHECK(what.find(error.message()) != what.npos);
}

TEST(an_error_of_a_local_file_names_it) {
    const auto path = temporary("missing.mp4");
    try {
        rapidgator().upload(gigahost::source(path), {});
        fail(__LINE__, "nothing was thrown");
    } catch (const gigahost::error &error) {
        CHECK(error.status() == status::io && error.os_error() == 2);
        CHECK(error.path() == path.u8string().c_str());
        CHECK(error.message().find(*error.path()) == 0);
    }
    CHECK(!missing_file().path() && rapidgator().notes().size() == 0);
}

TEST(copies_of_an_error_share_their_texts) {
    auto first = std::make_unique<gigahost::error>(missing_file());
    const gigahost::error second = *first;
    const std::string_view message = second.message();
    const std::string wanted(message);
    first.reset();
    CHECK(message == wanted && second.http_status() == 404);
    gigahost::error moved = second;
    gigahost::error other(status::io, "mine");
    other = std::move(moved);
    CHECK(other.status() == status::not_found && std::string(other.what()) == second.what());
}

TEST(errors_compare_with_codes_and_conditions) {
    const auto error = missing_file();
    CHECK(error.code() == status::not_found && error.code() != status::io);
    CHECK(error.code() == std::errc::no_such_file_or_directory);
    CHECK(error.code().category() == gigahost::error_category());
    CHECK(std::string(error.code().category().name()) == "gigahost");
    const std::error_code code = status::timeout;
    CHECK(code == std::errc::timed_out && code.message() == gigahost::text_of(status::timeout));
    CHECK(!std::error_code(status::ok) && std::error_code(status::ok) != std::errc::io_error);
    CHECK(gigahost::make_error_code(status::cancelled) == std::errc::operation_canceled);
    CHECK(std::error_code(status::quota) == std::errc::no_space_on_device);
    CHECK(std::error_code(status::corrupt).default_error_condition().category() ==
          gigahost::error_category());
    CHECK(gigahost::is_retryable(status::network) && !gigahost::is_retryable(status::argument));
}

TEST(a_wait_that_the_host_asks_for_is_told) {
    const auto session = rapidgator();
    session.login();
    fault(host::rapidgator, "remote_create", "retry_after", "\"seconds\":3600,\"count\":0");
    try {
        session.remote_upload({"https://example.test/a.mkv"});
        fail(__LINE__, "nothing was thrown");
    } catch (const gigahost::rate_limited &error) {
        CHECK(error.retry_after() >= 3500s && error.http_status() == 429);
    }
}

TEST(an_outcome_that_nobody_knows_is_a_class_of_its_own) {
    const auto session = rapidgator();
    session.login();
    fault(host::rapidgator, "remote_create", "cut_response");
    try {
        session.remote_upload({"https://example.test/a.mkv"});
        fail(__LINE__, "nothing was thrown");
    } catch (const gigahost::outcome_unknown &error) {
        CHECK(error.outcome() == gigahost::outcome::unknown && error.not_repeated());
    }
}

TEST(a_clock_that_ran_out_is_named) {
    using gigahost::clock;
    auto config = config_at(host::rapidgator);
    config.clock(clock::call, 300ms);
    const gigahost::session session(config);
    session.login();
    fault(host::rapidgator, "folder_content", "stall_response", "\"count\":0");
    const auto error = REFUSED(timeout, session.list());
    control("POST", "/release");
    CHECK(error.clock() == "call");
}

TEST(a_local_failure_has_the_number_of_the_system) {
    const auto error = REFUSED(io, rapidgator().upload(temporary("nowhere")));
    CHECK(error.os_error() == ENOENT);
}

TEST(what_would_steer_a_terminal_is_not_in_what) {
    gigahost_error raw{};
    raw.status = GIGAHOST_E_HOST;
    raw.status_name = "HOST";
    raw.message = "bell \a and \x1b[2J";
    raw.host_text = "clear \xC2\x9B"
                    "2J, \xC3\xA9 stays";
    const gigahost::error error(status::host,
                                std::shared_ptr<const gigahost_error>(&raw, [](const void *) {}));
    const std::string what = error.what();
    CHECK(what == "bell   and  [2J (the host says: clear \xC2\xA0"
                  "2J, \xC3\xA9 stays) [HOST]");
}

TEST(an_error_without_details_says_what_its_status_means) {
    const gigahost::error error(status::busy, std::shared_ptr<const gigahost_error>());
    CHECK(std::string(error.what()) == gigahost::text_of(status::busy));
    CHECK(error.message() == error.what() && !error.hint() && !error.host());
    CHECK(!error.host_code() && error.attempts() == 0 && !error.http_status());
}
