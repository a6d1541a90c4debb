// Sources, targets, options and progress of transfers. native: valgrind
#include "support.hpp"

#include <array>

using gigahost::host;
using gigahost::stage;

TEST(an_md5_is_computed_when_it_is_wanted) {
    const auto session = rapidgator();
    const std::string bytes = fresh_bytes(1000);
    auto options = named("a.mp4");
    options.checksum = gigahost::checksum::never;
    REFUSED(argument, session.upload(gigahost::from_bytes(bytes), options));
    options.checksum = gigahost::checksum::always;
    const auto receipt = session.upload(gigahost::from_bytes(bytes), options);
    CHECK(receipt.md5());
    gigahost::download_options never;
    never.checksum = gigahost::checksum::never;
    const auto info = session.download(receipt.entry().id(), temporary("unhashed"), never);
    CHECK(!info.md5() && info.verified() == gigahost::verified::size);
}

TEST(a_file_goes_up_and_comes_down_by_its_path) {
    const auto session = rapidgator();
    const std::string bytes = fresh_bytes(300000);
    const auto path = temporary("naïve ☃.mp4");
    std::ofstream(path, std::ios::binary) << bytes;
    const auto receipt = session.upload(path);
    CHECK(receipt.wanted_name() == "naïve ☃.mp4" && receipt.bytes() == bytes.size());
    CHECK(receipt.how() == gigahost::how::sent && receipt.md5() && receipt.host_json());
    CHECK(receipt.verified() == gigahost::verified::md5 && receipt.notes().empty());
    CHECK(!receipt.delete_url() && receipt.entry().name() == receipt.wanted_name());

    const auto info = session.download(receipt.entry().id(), temporary("down"));
    CHECK(content(temporary("down")) == bytes && is_at(info.path(), temporary("down")));
    CHECK(info.md5() == receipt.md5() && info.bytes() == bytes.size() && info.name());
    CHECK(info.verified() == gigahost::verified::md5 && info.resumed_from() == 0);
    CHECK(info.attempts() == 1);
    // A literal and a std::string are paths, too.
    REFUSED(io, session.upload("nowhere.mp4"));
    REFUSED(io, session.upload(std::string("nowhere.mp4")));
}

TEST(the_same_content_is_instant_the_second_time) {
    const auto session = rapidgator();
    const std::string bytes = fresh_bytes(1000);
    session.upload(gigahost::from_bytes(bytes), named("a.mp4"));
    const auto again = session.upload(gigahost::from_bytes(bytes), named("b.mp4"));
    CHECK(again.how() == gigahost::how::instant);
}

TEST(bytes_come_from_every_kind_of_memory) {
    const auto session = rapidgator();
    const std::string text = fresh_bytes(100);
    const std::vector<unsigned char> vector(50, 'v');
    const std::array<std::byte, 20> array{};
    const auto size = [&](const gigahost::source &from) {
        return session.upload(from, named("a.mp4")).bytes();
    };
    CHECK(size(gigahost::from_bytes(text)) == 100);
    CHECK(size(gigahost::from_bytes(std::string_view(text).substr(1))) == 99);
    CHECK(size(gigahost::from_bytes(vector)) == 50);
    CHECK(size(gigahost::from_bytes(array)) == 20);
    CHECK(size(gigahost::from_bytes(text.data(), 7)) == 7);
    REFUSED(argument, size(gigahost::from_bytes(nullptr, 5)));
    REFUSED(argument, session.upload(gigahost::from_bytes(text)));
}

TEST(a_stream_is_a_source_with_and_without_a_length) {
    const auto session = session_at(host::giga0);
    const std::string bytes = fresh_bytes(200000);
    for (const bool knows : {true, false}) {
        std::istringstream stream("skipped" + bytes);
        stream.ignore(7);
        const auto length = knows ? std::optional<std::int64_t>(200000) : std::nullopt;
        const auto receipt = session.upload(gigahost::from_stream(stream, length), named("a.mp4"));
        std::ostringstream back;
        session.download(receipt.entry().id(), gigahost::to_stream(back));
        CHECK(back.str() == bytes);
    }
}

TEST(callables_read_and_write) {
    const auto session = rapidgator();
    const std::string bytes = fresh_bytes(150000);
    std::size_t given = 0;
    const auto read = [&](std::byte *buffer, std::size_t capacity) {
        const std::size_t count = std::min({capacity, bytes.size() - given, std::size_t(777)});
        std::copy_n(reinterpret_cast<const std::byte *>(bytes.data()) + given, count, buffer);
        given += count;
        return count;
    };
    const auto receipt = session.upload(gigahost::from_reader(read), named("a.mp4"));
    CHECK(receipt.bytes() == bytes.size());
    std::string back;
    const auto write = [&](const std::byte *part, std::size_t length) {
        back.append(reinterpret_cast<const char *>(part), length);
    };
    session.download(receipt.entry().id(), gigahost::to_writer(write));
    CHECK(back == bytes);
}

TEST(a_writer_that_returns_false_ends_the_download) {
    const auto session = rapidgator();
    const std::string file(uploaded(session).entry().id());
    const auto refuse = [](const std::byte *, std::size_t) { return false; };
    REFUSED(callback, session.download(file, gigahost::to_writer(refuse)));
}

TEST(a_reader_that_says_more_than_it_was_asked_for_is_refused) {
    const auto session = rapidgator();
    const auto lie = [](std::byte *, std::size_t capacity) { return capacity + 1; };
    REFUSED(callback, session.upload(gigahost::from_reader(lie, 100), named("a.mp4")));
    REFUSED(argument, session.upload(gigahost::from_reader(nullptr), named("a.mp4")));
}

TEST(progress_tells_the_stages_and_goes_on_for_void_and_true) {
    const auto session = rapidgator();
    const std::string bytes = fresh_bytes(500000);
    std::vector<stage> stages;
    bool is_sane = true;
    auto options = named("a.mp4");
    options.progress = [&](const gigahost::progress &now) {
        stages.push_back(now.stage());
        is_sane = is_sane && !now.stage_name().empty() && now.attempt() >= 1 &&
                  now.elapsed() >= 0ms && now.rate().value_or(1) >= 0 &&
                  now.time_left().value_or(0ms) >= 0ms &&
                  now.total().value_or(500000) >= now.done() &&
                  now.fraction().value_or(1) <= 1;
    };
    session.upload(gigahost::from_bytes(bytes), options);
    CHECK(is_sane && stages.back() == stage::done);
    CHECK(std::find(stages.begin(), stages.end(), stage::hashing) != stages.end());
    int calls = 0;
    options.progress = [&](const gigahost::progress &) { return ++calls > 0; };
    session.upload(gigahost::from_bytes(bytes), options);
    CHECK(calls > 0);
    // The same options serve again, and can be told to be silent.
    options.progress = nullptr;
    calls = 0;
    session.upload(gigahost::from_bytes(bytes), options);
    CHECK(calls == 0 && !options.progress);
}

TEST(a_progress_callback_that_returns_false_cancels) {
    const auto session = rapidgator();
    const std::string file(uploaded(session).entry().id());
    gigahost::download_options options;
    options.progress = [](const gigahost::progress &) { return false; };
    REFUSED(cancelled, session.download(file, temporary("never"), options));
    CHECK(!std::filesystem::exists(temporary("never")));
}

TEST(upload_options_reach_the_host) {
    const auto session = rapidgator();
    const auto box = session.make_folder("box");
    auto options = named("a.mp4");
    options.folder = std::string(box.id());
    options.md5 = "d41d8cd98f00b204e9800998ecf8427e";
    const std::string bytes = fresh_bytes(10);
    // The host notices by itself, the library where it computes the MD5.
    REFUSED(host, session.upload(gigahost::from_bytes(bytes), options));
    options.checksum = gigahost::checksum::always;
    REFUSED(source_changed, session.upload(gigahost::from_bytes(bytes), options));
    options.md5.reset();
    session.upload(gigahost::from_bytes(bytes), options);
    CHECK(session.list(box.id())[0].name() == "a.mp4");

    const auto uploadgig = session_at(host::uploadgig);
    auto slug = named("naïve.mp4");
    slug.slug_mode = gigahost::slug_mode::ascii;
    slug.chunked = true;
    uploadgig.upload(gigahost::from_bytes(bytes), slug);
    const std::string log = control("GET", "/requests?host=uploadgig&operation=upload_bytes");
    CHECK(log.find("na_ve.mp4") != std::string::npos && log.find("chunked") != std::string::npos);
}

TEST(download_options_reach_the_library) {
    const auto session = rapidgator();
    const auto receipt = uploaded(session);
    const std::string file(receipt.entry().id());
    const auto path = temporary("film.mp4");
    std::ofstream(path) << "here before";
    REFUSED(exists, session.download(file, path));
    gigahost::download_options options;
    options.if_exists = gigahost::existing::unique;
    CHECK(is_at(session.download(file, path, options).path(), temporary("film (1).mp4")));
    options.if_exists = gigahost::existing::overwrite;
    CHECK(session.download(file, path, options).bytes() == 1000);
    options.segments = 4;
    CHECK(session.download(file, path, options).bytes() == 1000);
    options.segments = 17;
    REFUSED(argument, session.download(file, path, options));
    options.segments = 0;
    options.most_bytes = 999;
    REFUSED(too_large, session.download(file, path, options));
    CHECK(content(path).size() == 1000);

    std::filesystem::create_directory(temporary("into"));
    const auto info = session.download(file, gigahost::to_directory(temporary("into")));
    CHECK(is_at(info.path(), temporary("into/film.mp4")));
}

TEST(a_part_of_a_file_is_fetched_alone) {
    const auto session = rapidgator();
    const std::string bytes = fresh_bytes(100000);
    const auto receipt = session.upload(gigahost::from_bytes(bytes), named("a.mp4"));
    const std::string file(receipt.entry().id());
    gigahost::download_options options;
    options.part = gigahost::byte_range{500, 700};
    std::ostringstream middle;
    session.download(file, gigahost::to_stream(middle), options);
    CHECK(middle.str() == bytes.substr(500, 200));
    options.part = gigahost::byte_range{99000};
    std::ostringstream end;
    session.download(file, gigahost::to_stream(end), options);
    CHECK(end.str() == bytes.substr(99000));
    REFUSED(argument, session.download(file, temporary("part.mp4"), options));
    CHECK(!std::filesystem::exists(temporary("part.mp4")));
}

TEST(a_download_goes_on_where_it_stopped) {
    const auto session = rapidgator();
    const std::string bytes = fresh_bytes(3000000);
    const auto receipt = session.upload(gigahost::from_bytes(bytes), named("a.mp4"));
    const std::string file(receipt.entry().id());
    fault(host::rapidgator, "download_bytes", "stall_body", "\"bytes\":1500000");
    gigahost::download_options options;
    options.progress = [](const gigahost::progress &now) { return now.done() < 1000000; };
    REFUSED(cancelled, session.download(file, temporary("a.mp4"), options));
    control("POST", "/release");
    options.progress = nullptr;
    gigahost::clean_options cleaning;
    cleaning.older_than = std::chrono::milliseconds(0);
    cleaning.dry_run = true;
    const auto left = gigahost::clean_parts(temporary("a.mp4").parent_path(), cleaning);
    CHECK(left.size() == 1 && left[0]["bytes"].as_integer() >= 1000000);
    CHECK(gigahost::clean_parts(temporary("a.mp4").parent_path()).size() == 0);
    const auto info = session.download(file, temporary("a.mp4"), options);
    CHECK(info.resumed_from() >= 1000000 && content(temporary("a.mp4")) == bytes);
    CHECK(gigahost::clean_parts(temporary("a.mp4").parent_path(), cleaning).size() == 0);
}
