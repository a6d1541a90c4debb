// Documents. native: valgrind
#include "support.hpp"

#include <algorithm>

using gigahost::value;
using gigahost::value_kind;

static value folder() {
    const auto session = rapidgator();
    session.make_folder("box");
    uploaded(session);
    return session.rapidgator().folder_content();
}

TEST(parts_are_reached_by_names_places_and_paths) {
    const value document = folder();
    CHECK(document.kind() == value_kind::object && document);
    CHECK(document["folder"]["files"][0]["name"].as_string() == "film.mp4");
    CHECK(document["folder.files.0.name"].get<std::string>() == "film.mp4");
    CHECK(document.get<std::string_view>("folder.folders.0.name") == "box");
    CHECK(document["folder"]["files"][0]["size"].as_integer() == 1000);
    CHECK(document["folder"]["files"].kind() == value_kind::list);
    CHECK(document["pager"]["current"].as_number() == 1.0);
    CHECK(document.contains("folder.files") && !document.contains("folder.flies"));
    const std::size_t place = 0;
    CHECK(document["folder"]["files"][place].name() == std::nullopt);
    CHECK(document["folder"].name() == "folder" && !document.name());
}

TEST(what_is_not_there_is_absent_all_the_way_down) {
    const value document = folder();
    const value none = document["no"]["such"][3]["thing"];
    CHECK(!none && none.kind() == value_kind::nothing && none.size() == 0 && none.empty());
    CHECK(!none.as_string() && !none.as_integer() && !none.as_number() && !none.as_boolean());
    CHECK(!none.name() && !none.host_json() && none.json() == "null" && none.c_handle() == nullptr);
    CHECK(none.begin() == none.end() && !none.get<value>() && !value().get<int>("a.b"));
    CHECK(!document["folder"]["files"][99] && !document["folder"]["files"][-1]);
    CHECK(!document["folder"]["name"].as_integer() && !document["folder"].as_string());
    CHECK(!document["folder"]["name"].as_boolean() && !document["folder"]["name"].as_number());
}

TEST(numbers_are_given_as_what_they_fit_into) {
    const auto size = folder()["folder"]["files"][0]["size"];
    CHECK(size.get<std::int64_t>() == 1000 && size.get<unsigned short>() == 1000);
    CHECK(!size.get<signed char>() && !size.get<unsigned char>());
    CHECK(size.get<double>() == 1000.0 && size.as_string() == "1000");
    const auto account = rapidgator().rapidgator().user_info();
    CHECK(account["is_premium"].as_boolean() == true && account.get<bool>("is_premium") == true);
    CHECK(!account["is_premium"].as_integer());
    CHECK(folder()["folder"]["mode"].as_integer() == 0);
}

TEST(lists_and_objects_are_ranges) {
    const value document = folder();
    std::vector<std::string> names;
    for (const auto &member : document["folder"])
        names.emplace_back(member.name().value());
    CHECK(std::find(names.begin(), names.end(), "folder_id") != names.end());
    CHECK(names.size() == document["folder"].size());
    const auto files = document["folder"]["files"];
    const auto found = std::find_if(files.begin(), files.end(), [](const value &file) {
        return file["name"].as_string() == "film.mp4";
    });
    CHECK(found != files.end() && found->get<int>("size") == 1000);
    CHECK(std::distance(files.begin(), files.end()) == 1);
}

TEST(parts_outlive_the_document) {
    auto document = std::make_unique<value>(folder());
    const value part = (*document)["folder"]["files"][0];
    const std::string_view name = part["name"].as_string().value();
    document.reset();
    CHECK(name == "film.mp4" && part["size"].as_integer() == 1000);
}

TEST(a_moved_value_leaves_nothing) {
    value first = folder();
    const value second = std::move(first);
    CHECK(!first && second["folder"]);
}

TEST(the_host_s_own_answer_is_there_as_it_came) {
    const value document = folder();
    CHECK(document.host_json()["status"].as_integer() == 200);
    CHECK(document.host_json()["response"]["folder"]["folders"][0]["name"].as_string() == "box");
    CHECK(document.json().front() == '{' && document.json().back() == '}');
    CHECK(!document["folder"].host_json());
}
