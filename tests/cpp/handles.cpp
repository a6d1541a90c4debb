// Handles: moves, closing, threads, tokens, deadlines. native: valgrind
#include "support.hpp"

#include <atomic>
#include <thread>
#include <type_traits>

template <class Handle> constexpr bool is_move_only() {
    return !std::is_copy_constructible_v<Handle> && !std::is_copy_assignable_v<Handle> &&
           std::is_nothrow_move_constructible_v<Handle> &&
           std::is_nothrow_move_assignable_v<Handle>;
}

TEST(handles_can_be_moved_without_throwing_and_not_copied) {
    CHECK(is_move_only<gigahost::session>());
    CHECK(is_move_only<gigahost::config>());
    CHECK(is_move_only<gigahost::cancel_token>());
    CHECK(is_move_only<gigahost::live>());
}

TEST(a_profile_that_nobody_has_is_refused_with_where_it_would_be) {
    gigahost::config config(gigahost::host::giga0);
    const auto missing = temporary("missing.toml");
    const auto error = refused(__LINE__, gigahost::status::io,
                               [&] { config.profile("nobody", missing); });
    CHECK(error.path() == missing.u8string().c_str());
    const auto none =
        refused(__LINE__, gigahost::status::argument, [&] { config.profile("no body"); });
    CHECK(none.parameter() == "profile");
}

TEST(a_moved_session_works_and_leaves_an_empty_one) {
    auto first = rapidgator();
    CHECK(first);
    const auto second = std::move(first);
    CHECK(!first && first.c_handle() == nullptr);
    CHECK(second.list().empty());
    const auto error = refused(__LINE__, gigahost::status::argument, [&] { first.list(); });
    CHECK(!first.supports(gigahost::capability::list));
    CHECK(error.attempts() == 0);
}

TEST(an_assignment_closes_the_session_that_was_there) {
    auto kept = rapidgator();
    const auto *const before = kept.c_handle();
    kept = session_at(gigahost::host::giga0);
    CHECK(kept.host() == gigahost::host::giga0);
    CHECK(gigahost_session_host(before) == 0);
}

TEST(a_session_is_closed_once) {
    auto session = rapidgator();
    const auto *const handle = session.c_handle();
    session.close();
    CHECK(!session && gigahost_session_host(handle) == 0);
    session.close();
    REFUSED(argument, session.list());
}

TEST(a_moved_config_opens_sessions_and_leaves_an_empty_one) {
    auto first = config_at(gigahost::host::rapidgator);
    const auto second = std::move(first);
    CHECK(first.c_handle() == nullptr && second.c_handle() != nullptr);
    CHECK(gigahost::session(second).list().empty());
    REFUSED(argument, gigahost::session(first));
}

TEST(every_setting_is_taken_or_refused_with_its_name) {
    using gigahost::clock;
    auto config = config_at(gigahost::host::rapidgator);
    config.two_factor_code("123456").token("t0ken").renewal_interval(5s).seed(7);
    config.addresses("rapidgator.net", {"127.0.0.1:1", "[::1]:2"}).low_speed(10);
    config.clock(clock::call, 90s).clock(clock::transfer, 0ms);
    config.auth_mode(gigahost::auth_mode::automatic).plain_http(gigahost::plain_http::allow);
    config.trust(gigahost::trust::system).proxy("socks5h://127.0.0.1:1").no_proxy("giga.gs");
    config.account_id("1").refresh_token("r").api_key("k").keys(KEY1, KEY2);
    const auto error = REFUSED(argument, config.clock(clock::call, 0ms));
    CHECK(error.parameter());
    REFUSED(argument, gigahost::session(config.ca_pem("no certificate")));
    REFUSED(argument, gigahost::session(gigahost::config(gigahost::host::rapidgator).proxy("ftp://x")));
    REFUSED(argument, config.trust(static_cast<gigahost::trust>(9)));
    REFUSED(argument, config.addresses("rapidgator.net", {"nonsense"}));
    REFUSED(argument, config.login(nullptr, "x"));
    REFUSED(argument, config.login(std::string("a\0b", 3), "x"));
    REFUSED(argument,
            gigahost::session(gigahost::config(gigahost::host::rapidgator).base_url("nonsense")));
    REFUSED(argument, gigahost::config(static_cast<gigahost::host>(99)));
}

TEST(login_and_logout_are_what_they_say) {
    const auto session = session_at(gigahost::host::giga0);
    session.login();
    session.login();
    CHECK(count(gigahost::host::giga0, "authorize") == 1);
    session.logout();
    CHECK(count(gigahost::host::giga0, "disable_access_token") == 1);
}

TEST(a_refused_password_is_a_login_that_is_refused_and_sent_once) {
    const gigahost::session session(bare_config(gigahost::host::rapidgator).login(LOGIN, "wrong"));
    for (int i = 0; i < 2; ++i) {
        try {
            session.login();
            fail(__LINE__, "nothing was thrown");
        } catch (const gigahost::login_refused &error) {
            CHECK(error.status() == gigahost::status::auth);
        }
    }
    CHECK(count(gigahost::host::rapidgator, "user_login") == 1);
}

TEST(a_token_cancels_a_transfer_from_another_thread) {
    const auto plain = rapidgator();
    const gigahost::cancel_token token;
    const auto session = plain.with_cancel(token);
    fault(gigahost::host::rapidgator, "upload_bytes", "stall_request", "\"bytes\":100000");
    std::atomic<bool> is_sending{false};
    std::thread other([&] {
        while (!is_sending)
            std::this_thread::yield();
        token.cancel();
    });
    auto options = named("film.mp4");
    options.progress = [&](const gigahost::progress &now) {
        if (now.stage() == gigahost::stage::sending) is_sending = true;
    };
    bool is_cancelled = false;
    try {
        session.upload(gigahost::from_bytes(fresh_bytes(20000000)), options);
    } catch (const gigahost::cancelled &) {
        is_cancelled = true;
    }
    is_sending = true;
    other.join();
    control("POST", "/release");
    CHECK(is_cancelled);
    REFUSED(cancelled, session.list());
    CHECK(plain.list().empty());
}

TEST(a_moved_token_still_cancels) {
    gigahost::cancel_token first;
    const auto session = rapidgator().with_cancel(first);
    const gigahost::cancel_token second = std::move(first);
    CHECK(first.c_handle() == nullptr);
    first.cancel();
    CHECK(session.list().empty());
    second.cancel();
    REFUSED(cancelled, session.list());
}

TEST(a_deadline_ends_calls) {
    const auto session = rapidgator();
    fault(gigahost::host::rapidgator, "folder_content", "stall_response");
    const auto error = REFUSED(timeout, session.with_deadline(300ms).list());
    control("POST", "/release");
    CHECK(error.code() == std::errc::timed_out);
    REFUSED(argument, session.with_deadline(-1ms));
}

TEST(views_outlive_the_session_that_they_were_made_from) {
    auto session = std::make_unique<gigahost::session>(rapidgator());
    const auto view = session->with_deadline(1h);
    session.reset();
    CHECK(view.list().empty());
}

TEST(threads_share_a_session_and_one_login) {
    const auto session = rapidgator();
    std::vector<std::string> sources;
    for (int i = 0; i < 8; ++i)
        sources.push_back(fresh_bytes(100));
    std::atomic<int> good{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&, i] {
            const auto &bytes = sources[static_cast<std::size_t>(i)];
            const auto receipt =
                session.upload(gigahost::from_bytes(bytes), named(std::to_string(i) + ".mp4"));
            if (session.stat(receipt.entry()).size() == 100) ++good;
        });
    for (auto &thread : threads)
        thread.join();
    CHECK(good == 8);
    CHECK(session.list().size() == 8);
    CHECK(count(gigahost::host::rapidgator, "user_login") == 1);
}
