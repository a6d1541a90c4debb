// Queues and budgets. native: valgrind
#include "support.hpp"

#include <map>
#include <sstream>
#include <thread>

using gigahost::host;
using gigahost::transfer_state;

TEST(a_queue_stores_every_file_and_gives_its_record) {
    const auto session = rapidgator();
    const gigahost::queue queue(gigahost::queue_options{2, 3});
    std::map<std::uint64_t, std::string> wanted;
    for (int n = 0; n < 6; ++n) {
        const auto path = temporary("film" + std::to_string(n) + ".mp4");
        std::ofstream(path, std::ios::binary) << fresh_bytes(1000 + static_cast<std::size_t>(n));
        wanted[queue.upload(session, path)] = path.filename().string();
    }
    std::size_t over = 0;
    queue.run([&](const gigahost::transfer &now) {
        CHECK(now.name() == wanted.at(now.id()) && now.host() == host::rapidgator);
        CHECK(now.direction() == gigahost::direction::up && !now.error());
        if (now.is_over()) {
            CHECK(now.state() == transfer_state::done && now.state_name() == "done");
            CHECK(now.progress().stage() == gigahost::stage::done && now.priority() == 0);
            ++over;
        }
    });
    CHECK(over == 6 && queue.wait(0ms) && !queue.next_event());
    const auto totals = queue.totals();
    CHECK(totals.done() == 6 && totals.failed() == 0 && totals.queued() == 0);
    CHECK(totals.active() == 0 && totals.processing() == 0 && totals.paused() == 0);
    CHECK(totals.bytes_done() == totals.bytes_total() && totals.bytes_total() > 6000);
    CHECK(queue.transfers().size() == 6 && queue.transfers().front().id() == 1);
    for (const auto &one : wanted) {
        const auto id = one.first; // C++17 captures no names of a structured binding
        const auto receipt = queue.take_receipt(id);
        CHECK(receipt.wanted_name() == one.second && receipt.url());
        REFUSED(not_found, queue.find(id));
    }
}

TEST(streams_readers_and_writers_are_used_by_the_workers) {
    const auto session = session_at(host::giga0);
    const gigahost::queue queue;
    const std::string bytes = fresh_bytes(100000);
    std::istringstream stream(bytes);
    const auto up = queue.upload(session, gigahost::from_stream(stream, 100000), named("a.bin"));
    CHECK(queue.wait());
    const auto receipt = queue.take_receipt(up);
    std::string got;
    const auto writer = gigahost::to_writer([&](const std::byte *more, std::size_t length) {
        got.append(reinterpret_cast<const char *>(more), length);
    });
    const auto down = queue.download(session, std::string(receipt.entry().id()), writer);
    CHECK(queue.wait());
    CHECK(queue.take_download(down).bytes() == bytes.size() && got == bytes);
}

TEST(one_source_goes_to_many_hosts_and_from_one_to_another) {
    const auto first = session_at(host::giga0), second = session_at(host::uploadgig);
    const std::string bytes = fresh_bytes(100000);
    const gigahost::shared_source source(bytes.data(), bytes.size());
    const gigahost::queue queue;
    const auto one = queue.upload(first, source, named("a.bin"));
    queue.upload(second, source, named("a.bin"));
    CHECK(queue.wait() && queue.totals().done() == 2);
    const auto receipt = queue.take_receipt(one);
    const auto there = first.source_of(receipt.entry());
    CHECK(second.upload(there, named("copy.bin")).bytes() == bytes.size());
    REFUSED(io, first.upload(gigahost::shared_source(std::filesystem::path("/no/such/file"))));
}

TEST(what_leaves_a_reader_is_thrown_when_the_outcome_is_taken) {
    const auto session = session_at(host::giga0);
    const gigahost::queue queue;
    const auto read = [](std::byte *, std::size_t) -> std::size_t {
        throw std::domain_error("mine");
    };
    const auto id = queue.upload(session, gigahost::from_reader(read, 10), named("a.bin"));
    CHECK(queue.wait());
    try {
        queue.take_receipt(id);
        fail(__LINE__, "nothing was thrown");
    } catch (const std::domain_error &error) {
        CHECK(std::string(error.what()) == "mine");
    }
}

TEST(a_listener_may_stop_and_may_throw) {
    const auto session = session_at(host::giga0);
    const gigahost::queue queue(gigahost::queue_options{1, 3});
    const std::string one = fresh_bytes(10), other = fresh_bytes(11);
    queue.upload(session, gigahost::from_bytes(one), named("a.bin"));
    queue.upload(session, gigahost::from_bytes(other), named("b.bin"));
    int told = 0;
    queue.run([&](const gigahost::transfer &) { return ++told < 1; });
    CHECK(told == 1);
    try {
        queue.run([](const gigahost::transfer &) { throw std::domain_error("mine"); });
        fail(__LINE__, "nothing was thrown");
    } catch (const std::domain_error &) {
    }
    CHECK(queue.wait());
}

TEST(transfers_are_paused_put_first_and_cancelled) {
    const auto session = session_at(host::giga0);
    const gigahost::queue queue;
    queue.pause_all();
    queue.set_cap(session, 1);
    const std::string bytes = fresh_bytes(100);
    const auto one = queue.upload(session, gigahost::from_bytes(bytes), named("a.bin"));
    const auto other = queue.upload(session, gigahost::from_bytes(bytes), named("b.bin"));
    CHECK(!queue.wait(20ms) && queue.totals().paused() == 2);
    REFUSED(not_ready, queue.take_receipt(one));
    queue.set_priority(other, 5);
    queue.pause(one);
    queue.resume_all();
    while (!queue.find(other).is_over()) queue.next_event(60s);
    CHECK(queue.find(one).state() == transfer_state::paused);
    queue.cancel(one);
    CHECK(queue.wait());
    CHECK(queue.find(one).error()->status() == gigahost::status::cancelled);
    REFUSED(cancelled, queue.take_receipt(one));
    REFUSED(argument, queue.take_download(other));
    CHECK(queue.find(other).priority() == 5 && queue.take_receipt(other).bytes() == 100);
    queue.set_cap(session, std::nullopt);
    REFUSED(not_found, queue.resume(one));
    queue.cancel_all();
    auto options = named("c.bin");
    options.progress = [](const gigahost::progress &) {};
    REFUSED(argument, queue.upload(session, gigahost::from_bytes(bytes), options));
    REFUSED(argument, gigahost::queue(gigahost::queue_options{65, 3}));
}

TEST(a_queue_with_a_state_is_continued_and_what_is_gone_is_sent_again) {
    const auto session = rapidgator();
    const auto path = temporary("kept.mp4");
    std::ofstream(path, std::ios::binary) << fresh_bytes(5000);
    const gigahost::receipt_log log(temporary("receipts.jsonl"));
    gigahost::queue_options options;
    options.state = temporary("state");
    options.receipts = &log;
    {
        const gigahost::queue queue(options);
        queue.pause_all();
        const auto id = queue.upload(session, path);
        CHECK(queue.upload(session, path) == id);
        REFUSED(argument, queue.upload(session, gigahost::from_bytes("abc", 3), named("a.bin")));
        REFUSED(argument, gigahost::queue(options));
    }
    const gigahost::queue queue(options);
    CHECK(queue.restore(session) == 1 && queue.restore(session) == 0 && queue.wait());
    const auto receipt = queue.take_receipt(1);
    CHECK(receipt.how() == gigahost::how::sent);
    const auto again = queue.upload(session, path);
    CHECK(queue.wait() && queue.take_receipt(again).how() == gigahost::how::earlier);
    const auto stored = log.verify(session);
    CHECK(stored.size() == 1 && *stored[0]["standing"].as_string() == "there");
    session.remove(receipt.entry());
    const auto gone = queue.repair(session, log);
    CHECK(*gone[0]["standing"].as_string() == "gone" && *gone[0]["transfer"].as_integer() == 3);
    CHECK(queue.wait() && queue.take_receipt(3).bytes() == 5000 && session.list().size() == 1);
}

TEST(the_destructor_joins_the_workers) {
    const auto session = session_at(host::giga0);
    const std::string bytes = fresh_bytes(5000000);
    {
        const gigahost::bandwidth slow;
        slow.set({1024, std::nullopt});
        const gigahost::session limited(config_at(host::giga0).bandwidth(slow));
        gigahost::queue queue;
        for (int n = 0; n < 4; ++n)
            queue.upload(limited, gigahost::from_bytes(bytes), named(std::to_string(n) + ".bin"));
        while (queue.totals().active() == 0) queue.next_event(60s);
        gigahost::queue moved = std::move(queue);
        CHECK(queue.c_handle() == nullptr && moved.c_handle() != nullptr);
        REFUSED(argument, queue.cancel_all());
    }
    CHECK(session.list().empty());
}

TEST(a_budget_tells_what_moved_and_refuses_what_is_too_much) {
    const gigahost::bandwidth budget;
    budget.set_per_day({15000, std::nullopt});
    const gigahost::session session(config_at(host::giga0).bandwidth(budget));
    const std::string bytes = fresh_bytes(10000);
    session.upload(gigahost::from_bytes(bytes), named("a.bin"));
    CHECK(budget.today().up >= 10000 && budget.today().down < 10000);
    REFUSED(quota, session.upload(gigahost::from_bytes(bytes), named("b.bin")));
    budget.set_per_day({});
    budget.add_today({1000000, 0});
    session.upload(gigahost::from_bytes(bytes), named("b.bin"));
    REFUSED(argument, budget.set({-5, std::nullopt}));
}
