// Every operation of ge.tt answers, and Live is a handle.
#include "support.hpp"

#include <thread>

static constexpr auto HERE = gigahost::host::gett;
static constexpr std::string_view
    PNG("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0", 29);

TEST(the_operations_of_users_and_shares_answer) {
    const auto session = session_at(HERE);
    const auto api = session.gett();
    const auto login = api.users_login(API_KEY, LOGIN, PASSWORD);
    const auto again = api.users_login_refresh(text(login, "refreshtoken"));
    CHECK(text(again, "accesstoken") != text(login, "accesstoken"));
    CHECK(text(api.users_me(), "email") == LOGIN);
    const auto share = text(api.shares_create("Box"), "sharename");
    CHECK(api.shares_list().size() == 1 && api.shares_list(1, 10).empty());
    CHECK(text(api.shares_update(share, "Chest"), "title") == "Chest");
    CHECK(!api.shares_update(share)["title"]);
    CHECK(text(api.shares_get(share), "sharename") == share);
    api.shares_destroy(share);
    CHECK(api.shares_list().empty());
    check_called(__LINE__, HERE,
                 {"users_login", "users_me", "shares_create", "shares_list", "shares_update",
                  "shares_get", "shares_destroy"});
}

TEST(the_operations_of_files_answer) {
    const auto session = session_at(HERE);
    const auto api = session.gett();
    const auto share = text(api.shares_create(), "sharename");
    const auto file = text(api.files_create(share, "a.png"), "fileid");
    const auto urls = api.files_upload_urls(share, file);
    const auto from = gigahost::from_bytes(PNG);
    CHECK(api.upload_put(text(urls, "puturl"), from, named("a.png")).get<bool>("confirmed") ==
          true);
    CHECK(api.upload_post(text(urls, "posturl"), from, named("a.png")).get<bool>("confirmed") ==
          true);
    CHECK(api.files_get(share, file).get<std::size_t>("size") == PNG.size());
    std::ostringstream back, thumb, scaled;
    CHECK(api.files_blob(share, file, gigahost::to_stream(back)).bytes() == PNG.size());
    CHECK(back.str() == PNG);
    CHECK(api.files_thumb(share, file, gigahost::to_stream(thumb)).bytes() > 0);
    CHECK(api.files_scale(share, file, "8x8", gigahost::to_stream(scaled)).bytes() > 0);
    api.files_destroy(share, file);
    check_called(__LINE__, HERE,
                 {"files_create", "files_upload_urls", "upload_put", "upload_post", "files_get",
                  "files_blob", "files_thumb", "files_scale", "files_destroy"});
}

TEST(live_tells_what_happens_to_its_files) {
    const auto session = session_at(HERE);
    const auto api = session.gett();
    auto live = api.live();
    CHECK(live && live.is_connected() && !live.session_text().empty());
    CHECK(!live.next(1ms));
    const auto share = text(api.shares_create("Box"), "sharename");
    const auto made = api.files_create(share, "a.png", live.session_text());
    api.upload_put(text(made, "upload.puturl"), gigahost::from_bytes(PNG), named("a.png"));
    const auto event = live.next(5s);
    CHECK(event && text(*event, "event") == "filestat" && event->get<int>("size") == 29);

    const std::string session_text(live.session_text());
    auto moved = std::move(live);
    CHECK(!live && !live.is_connected() && live.session_text().empty());
    moved.reconnect();
    CHECK(moved.session_text() == session_text);
    moved.close();
    moved.close();
    CHECK(!moved);
    REFUSED(argument, moved.next(0ms));
    CHECK(api.live("my own words").session_text() == "my own words");
    check_called(__LINE__, HERE, {"live"});
}
