// Exceptions that leave callbacks come back as they were. native: valgrind
#include "support.hpp"

#include <memory>

// Knows how many of it there are, so that a lost one or a double destruction shows.
struct custom {
    explicit custom(int number) : number_(number) { ++alive(); }
    custom(const custom &other) : number_(other.number_) { ++alive(); }
    custom &operator=(const custom &) = delete;
    ~custom() { --alive(); }

    int number() const { return number_; }

    static int &alive() {
        static int count = 0;
        return count;
    }

private:
    int number_;
};

static const void *thrown_address = nullptr;

[[noreturn]] static void throw_exception() {
    try {
        throw std::logic_error("out of the callback");
    } catch (const std::logic_error &self) {
        thrown_address = &self;
        throw;
    }
}

static void still_works(const gigahost::session &session) {
    const auto receipt = uploaded(session);
    CHECK(session.stat(receipt.entry()).id() == receipt.entry().id());
}

// Runs a transfer whose callback throws in each way, and checks what comes out.
template <class Transfer> void each_way(const gigahost::session &session, Transfer transfer) {
    try {
        transfer([] { throw_exception(); });
        fail(__LINE__, "nothing was thrown");
    } catch (const std::logic_error &caught) {
        CHECK(std::string(caught.what()) == "out of the callback");
        CHECK(thrown_address == &caught);
    }
    still_works(session);

    try {
        transfer([] { throw 42; });
        fail(__LINE__, "nothing was thrown");
    } catch (int caught) {
        CHECK(caught == 42);
    }
    still_works(session);

    try {
        transfer([] { throw custom(7); });
        fail(__LINE__, "nothing was thrown");
    } catch (const custom &caught) {
        CHECK(caught.number() == 7 && custom::alive() == 1);
    }
    CHECK(custom::alive() == 0);
    still_works(session);
}

TEST(r239_an_exception_of_an_upload_s_progress_comes_back_the_same) {
    const auto session = rapidgator();
    each_way(session, [&](auto raise) {
        auto options = named("film.mp4");
        options.progress = [&](const gigahost::progress &) { raise(); };
        session.upload(gigahost::from_bytes(fresh_bytes(5000)), options);
    });
}

TEST(r239_an_exception_of_a_reader_comes_back_the_same) {
    const auto session = rapidgator();
    each_way(session, [&](auto raise) {
        const auto read = [&](std::byte *, std::size_t) -> std::size_t {
            raise();
            return 0;
        };
        session.upload(gigahost::from_reader(read, 5000), named("film.mp4"));
    });
}

TEST(r239_an_exception_of_a_reader_comes_back_from_the_middle_of_the_body) {
    // uploadgig takes the bytes as they are read.
    const auto session = session_at(gigahost::host::uploadgig);
    std::size_t given = 0;
    const auto read = [&](std::byte *buffer, std::size_t capacity) -> std::size_t {
        if (given > 100000) throw custom(1);
        std::fill_n(buffer, capacity, std::byte(7));
        given += capacity;
        return capacity;
    };
    try {
        session.upload(gigahost::from_reader(read, 10000000), named("film.mp4"));
        fail(__LINE__, "nothing was thrown");
    } catch (const custom &caught) {
        CHECK(caught.number() == 1);
    }
    CHECK(given > 100000);
    CHECK(control("GET", "/files?host=uploadgig").find("film.mp4") == std::string::npos);
}

TEST(r239_an_exception_of_a_download_s_progress_comes_back_the_same) {
    const auto session = rapidgator();
    const std::string file(uploaded(session).entry().id());
    each_way(session, [&](auto raise) {
        gigahost::download_options options;
        options.progress = [&](const gigahost::progress &) { raise(); };
        session.download(file, temporary("never"), options);
    });
    CHECK(!std::filesystem::exists(temporary("never")));
}

TEST(r239_an_exception_of_a_writer_comes_back_the_same) {
    const auto session = rapidgator();
    const std::string file(uploaded(session).entry().id());
    each_way(session, [&](auto raise) {
        session.download(file,
                         gigahost::to_writer([&](const std::byte *, std::size_t) { raise(); }));
    });
}

TEST(r239_an_exception_comes_back_from_the_operations_of_a_host) {
    const auto session = session_at(gigahost::host::giga0);
    const auto read = [](std::byte *, std::size_t) -> std::size_t { throw custom(3); };
    try {
        session.giga0().file_upload(gigahost::from_reader(read, 10), named("a.mp4"));
        fail(__LINE__, "nothing was thrown");
    } catch (const custom &caught) {
        CHECK(caught.number() == 3);
    }
    CHECK(session.giga0().account_info()["username"]);
}

TEST(r239_nothing_of_the_caller_s_runs_after_the_exception) {
    const auto session = rapidgator();
    int calls = 0;
    auto options = named("film.mp4");
    options.progress = [&](const gigahost::progress &) {
        ++calls;
        throw custom(calls);
    };
    const auto read = [&](std::byte *, std::size_t) -> std::size_t {
        ++calls;
        return 0;
    };
    try {
        session.upload(gigahost::from_reader(read), options);
        fail(__LINE__, "nothing was thrown");
    } catch (const custom &caught) {
        CHECK(caught.number() == 1 && calls == 1);
    }
}

TEST(r239_an_exception_of_the_last_event_comes_back_though_the_file_is_there) {
    const auto session = rapidgator();
    auto options = named("film.mp4");
    options.progress = [](const gigahost::progress &now) {
        if (now.stage() == gigahost::stage::done) throw custom(9);
    };
    try {
        session.upload(gigahost::from_bytes(fresh_bytes(5000)), options);
        fail(__LINE__, "nothing was thrown");
    } catch (const custom &caught) {
        CHECK(caught.number() == 9);
    }
    CHECK(session.list().size() == 1);
}

TEST(a_failing_stream_throws_what_it_is) {
    const auto session = rapidgator();
    std::istringstream broken("some text");
    broken.setstate(std::ios::badbit);
    try {
        session.upload(gigahost::from_stream(broken, 9), named("film.mp4"));
        fail(__LINE__, "nothing was thrown");
    } catch (const std::ios_base::failure &) {}
    const std::string file(uploaded(session).entry().id());
    std::ofstream full("/dev/full", std::ios::binary);
    try {
        session.download(file, gigahost::to_stream(full));
        fail(__LINE__, "nothing was thrown");
    } catch (const std::ios_base::failure &) {}
}

TEST(a_session_inside_its_own_callback_is_busy) {
    const auto session = rapidgator();
    auto options = named("film.mp4");
    options.progress = [&](const gigahost::progress &) { session.list(); };
    REFUSED(busy, session.upload(gigahost::from_bytes(fresh_bytes(100)), options));
    still_works(session);
}

TEST(a_callback_may_use_another_session) {
    const auto session = rapidgator();
    const auto other = session_at(gigahost::host::giga0);
    std::size_t seen = 99;
    auto options = named("film.mp4");
    options.progress = [&](const gigahost::progress &) { seen = other.list().size(); };
    session.upload(gigahost::from_bytes(fresh_bytes(100)), options);
    CHECK(seen == 0);
}
