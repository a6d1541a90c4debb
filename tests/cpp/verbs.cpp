// Every verb, its results and their ranges. native: valgrind
#include "support.hpp"

#include <algorithm>
#include <numeric>

using gigahost::file;
using gigahost::folder;
using gigahost::host;

TEST(the_account_tells_what_the_host_tells) {
    const auto session = rapidgator();
    const auto account = session.account();
    CHECK(account.email() == LOGIN && account.premium() == true);
    CHECK(account.storage_total() > 0 && account.storage_used() == 0);
    CHECK(account.traffic_left() && account.largest_file() && account.parallel_uploads());
    CHECK(account.premium_until() > gigahost::time_point());
    CHECK(account.host_json()["response"]["user"]["email"].as_string() == LOGIN);

    const auto giga0 = session_at(host::giga0).account();
    CHECK(giga0.id() && giga0.name());
    CHECK(!giga0.premium_until() && !giga0.traffic_left());
    CHECK(!account.premium_until_text() || !giga0.premium_until_text());
}

TEST(a_listing_is_a_range_for_algorithms) {
    const auto session = rapidgator();
    session.make_folder("box");
    for (const std::size_t size : {300u, 100u, 200u})
        session.upload(gigahost::from_bytes(fresh_bytes(size)),
                       named("film" + std::to_string(size) + ".mp4"));
    const auto listing = session.list();
    CHECK(listing.size() == 4 && !listing.empty() && listing[0].is_folder());
    CHECK(listing.folder() && listing.folder()->kind() == gigahost::entry_kind::folder);

    const auto bytes = std::accumulate(
        listing.begin(), listing.end(), std::int64_t(0),
        [](std::int64_t sum, const auto &entry) { return sum + entry.size().value_or(0); });
    CHECK(bytes == 600);
    std::vector<gigahost::entry> files;
    std::copy_if(listing.begin(), listing.end(), std::back_inserter(files),
                 [](const auto &entry) { return entry.is_file(); });
    std::sort(files.begin(), files.end(),
              [](const auto &a, const auto &b) { return a.size() < b.size(); });
    CHECK(files.size() == 3 && files[0].name() == "film100.mp4");
    CHECK(std::distance(listing.begin(), listing.end()) == 4);
    bool is_out = false;
    try {
        static_cast<void>(listing.at(4));
    } catch (const std::out_of_range &) {
        is_out = true;
    }
    CHECK(is_out);
}

TEST(entries_and_their_texts_outlive_the_listing) {
    const auto session = rapidgator();
    uploaded(session);
    auto listing = std::make_unique<gigahost::listing>(session.list());
    const gigahost::entry kept = listing->at(0);
    const std::string_view name = kept.name();
    listing.reset();
    CHECK(name == "film.mp4" && kept.size() == 1000);
}

TEST(a_moved_result_leaves_an_empty_one) {
    const auto session = rapidgator();
    uploaded(session);
    auto first = session.list();
    const auto second = std::move(first);
    CHECK(!first && first.empty() && second && second.size() == 1);
    auto entry = second[0];
    const auto other = std::move(entry);
    CHECK(!entry && other.name() == "film.mp4");
}

TEST(what_the_host_does_not_tell_is_absent) {
    const auto session = rapidgator();
    const auto made = session.make_folder("box");
    CHECK(!made.md5() && !made.downloads() && !made.created_text());
    const auto listed = session.list()[0];
    CHECK(!listed.host_json() && !listed.host_json()["anything"].as_string());
    const auto links = session.check_links({"http://rapidgator.net/file/" + std::string(32, '0')});
    CHECK(links.size() == 1 && !links[0].alive() && !links[0].name() && !links[0].size());
}

TEST(files_and_folders_are_looked_at_renamed_moved_copied_and_removed) {
    const auto session = rapidgator();
    const auto box = session.make_folder("box");
    const auto inner = session.make_folder("inner", box.id());
    CHECK(inner.parent() == box.id());
    const auto film = uploaded(session).entry();
    CHECK(session.stat(film).md5() == film.md5() && film.created() && film.url());
    CHECK(session.stat(folder(box.id())).name() == "box");
    CHECK(session.rename(film, "other.mp4").name() == "other.mp4");
    CHECK(session.rename(inner, "innen").name() == "innen");

    CHECK(session.move(film, box.id()).is_complete());
    CHECK(session.list(box.id()).size() == 2);
    const auto copied = session.copy({file(film.id()), folder(inner.id())});
    CHECK(copied.is_complete() && copied.done().size() == 2);
    CHECK(session.move(film).done() == std::vector<std::string_view>{film.id()});

    const auto mode = session.set_visibility(film, gigahost::visibility::owner);
    CHECK(mode.visibility() == gigahost::visibility::owner && mode.visibility_text());
    CHECK(mode.state() == gigahost::entry_state::ready && mode.state_text() == "ready");
    const auto removed = session.remove({file(film.id()), file(std::string(32, '0'))});
    CHECK(!removed.is_complete() && removed.failed().size() == 1);
    CHECK(removed.failed()[0].id() == std::string(32, '0'));
    CHECK(session.remove(session.list()).is_complete());
    CHECK(session.list().empty());
    REFUSED(argument, session.remove({}));
}

TEST(links_are_checked_in_their_order) {
    const auto session = rapidgator();
    const auto receipt = uploaded(session);
    std::vector<std::string> urls(60, "http://rapidgator.net/file/" + std::string(32, '0'));
    urls[30] = std::string(receipt.url().value());
    const auto fits = session.preflight({{"film.mp4", 1000}, {"a/b.mp4", 10}});
    CHECK(fits.done().size() == 1 && fits.failed().size() == 1);
    const auto links = session.check_links(urls);
    CHECK(links.size() == 60);
    CHECK(std::count_if(links.begin(), links.end(), [](auto &link) { return link.alive(); }) == 1);
    CHECK(links[30].alive() && links[30].name() == "film.mp4" && links[30].size() == 1000);
    CHECK(links[30].url() == urls[30] && links[0].status());
}

TEST(the_host_fetches_links_by_itself) {
    const auto session = rapidgator();
    const auto box = session.make_folder("box");
    const auto begun = session.remote_upload({"https://example.test/a.mkv"}, box.id());
    CHECK(begun.size() == 1 && !begun[0].id().empty() && begun[0].url());
    auto jobs = session.remote_status({begun[0].id()});
    for (int i = 0; i < 50 && !jobs[0].has_ended(); ++i)
        jobs = session.remote_status();
    CHECK(jobs[0].state() == gigahost::job_state::done && jobs[0].state_text() == "done");
    CHECK(jobs[0].entry() && jobs[0].entry()->name() == "a.mkv");
    CHECK(jobs[0].done() == jobs[0].size() && !jobs[0].failure());
    control("POST", "/switches", R"({"host":"rapidgator","name":"remote_steps","value":1000})");
    const auto endless = session.remote_upload({"https://example.test/b.mkv"});
    CHECK(session.remote_cancel({endless[0].id()}).is_complete());
}

TEST(a_link_is_made_for_one_download) {
    const auto session = rapidgator();
    const auto film = uploaded(session).entry();
    const auto link = session.share_link(film.id());
    CHECK(!link.id().empty() && link.url() && link.downloaded() == false);
    CHECK(link.file() == film.id() && link.created() && link.host_json());
}

TEST(the_trash_gives_back_and_forgets) {
    const auto session = rapidgator();
    const std::string film(uploaded(session).entry().id());
    session.remove(file(film));
    CHECK(session.trash_list().size() == 1);
    CHECK(session.trash_restore({film}).is_complete());
    CHECK(session.trash_list().empty() && session.list().size() == 1);
    session.remove(file(film));
    CHECK(session.trash_restore_all().is_complete());
    session.remove(file(film));
    CHECK(session.trash_empty({film}).is_complete());
    const std::string other(uploaded(session).entry().id());
    session.remove(file(other));
    session.trash_empty_all();
    CHECK(session.trash_list().empty() && session.list().empty());
}

TEST(what_a_host_cannot_do_is_unsupported_with_a_hint) {
    const auto session = session_at(host::uploadgig);
    CHECK(!session.supports(gigahost::capability::trash));
    CHECK(session.supports(gigahost::capability::upload));
    try {
        session.trash_list();
        fail(__LINE__, "nothing was thrown");
    } catch (const gigahost::unsupported &error) {
        CHECK(error.hint() && error.host() == host::uploadgig);
    }
}

TEST(hosts_capabilities_and_versions_have_names) {
    CHECK(gigahost::name_of(host::gett) == "gett" && gigahost::find_host("gigags") == host::gigags);
    CHECK(!gigahost::find_host("nowhere") && gigahost::name_of(static_cast<host>(99)).empty());
    CHECK(gigahost::name_of(gigahost::capability::make_folder) == "make_folder");
    CHECK(gigahost::name_of(static_cast<gigahost::capability>(99)).empty());
    CHECK(gigahost::supports(host::rapidgator, gigahost::capability::trash));
    CHECK(!gigahost::supports(host::gett, gigahost::capability::trash));
    CHECK(rapidgator().host() == host::rapidgator);
    CHECK(gigahost::version_number() == GIGAHOST_VERSION_NUMBER &&
          gigahost::abi() == gigahost_abi());
    CHECK(std::count(gigahost::version().begin(), gigahost::version().end(), '.') == 2);
}

TEST(the_generic_call_carries_parameters) {
    const auto session = rapidgator();
    const auto made = session.call("/api/v2/folder/create", {{"name", "by hand"}});
    CHECK(made["response"]["folder"]["name"].as_string() == "by hand");
    CHECK(session.call("/api/v2/folder/info")["status"].as_integer() == 200);
    const auto error = refused(__LINE__, gigahost::status::not_found,
                               [&] { session.call("/api/v2/file/tomorrow", {{"file_id", "1"}}); });
    CHECK(error.http_status() == 404);
}

TEST(texts_come_in_many_forms) {
    const auto session = rapidgator();
    const std::string whole = "whole";
    const std::string_view part = std::string_view("partial").substr(0, 4);
    CHECK(session.make_folder(whole).name() == "whole");
    CHECK(session.make_folder(part).name() == "part");
    const std::optional<std::string> none;
    const auto literal = session.make_folder("literal");
    const std::optional<std::string_view> same = literal.id();
    CHECK(session.list(none).size() == 3 && session.list(std::nullopt).size() == 3);
    CHECK(session.list(nullptr).size() == 3 && session.list(same).empty());
    const auto error = REFUSED(argument, session.make_folder(std::string("a\0b", 3)));
    CHECK(std::string(error.what()).find("NUL") != std::string::npos);
    REFUSED(argument, session.check_links({std::string_view("a\0b", 3)}));
    REFUSED(argument, session.make_folder("\xff"));
}
