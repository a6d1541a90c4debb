// Every operation of giga0 answers.
#include "support.hpp"

static constexpr auto HERE = gigahost::host::giga0;

TEST(the_operations_of_the_account_answer) {
    const auto session = session_at(HERE);
    const auto api = session.giga0();
    const auto authorized = api.authorize_keys(KEY1, KEY2);
    CHECK(text(authorized, "access_token").size() == 128);
    CHECK(text(api.account_info(), "id") == text(authorized, "account_id"));
    CHECK(api.account_package().get<int>("concurrent_uploads") == 5);
    REFUSED(auth, api.authorize_password("nobody", "wrong password"));
    CHECK(api.disable_access_token().host_json()["_status"].as_string() == "success");
    check_called(__LINE__, HERE,
                 {"authorize", "account_info", "account_package", "disable_access_token"});
}

TEST(the_operations_of_folders_answer) {
    const auto session = session_at(HERE);
    const auto api = session.giga0();
    const auto one = text(api.folder_create("one", std::nullopt, 1, "open sesame"), "id");
    const auto two = text(api.folder_create("two", one), "id");
    CHECK(text(api.folder_info(two), "parent_id") == one);
    const auto edited = api.folder_edit(two, "zwei", std::nullopt, 2);
    CHECK(text(edited, "folder_name") == "zwei" && edited.get<int>("is_public") == 2);
    CHECK(!api.folder_move(two)["parent_id"]);
    CHECK(api.folder_listing()["folders"].size() == 2);
    CHECK(api.folder_delete(one).host_json()["_status"].as_string() == "success");
    check_called(__LINE__, HERE,
                 {"folder_create", "folder_info", "folder_edit", "folder_move", "folder_listing",
                  "folder_delete"});
}

TEST(the_operations_of_files_answer) {
    const auto session = session_at(HERE);
    const auto api = session.giga0();
    const auto box = text(api.folder_create("box"), "id");
    auto options = named("a.txt");
    options.folder = box;
    const auto uploaded = api.file_upload(gigahost::from_bytes(std::string_view("hello")), options);
    const auto file = text(uploaded, "file_id");
    CHECK(uploaded.get<int>("size") == 5 && text(api.file_info(file), "filename") == "a.txt");
    CHECK(text(api.file_edit(file, "b.txt", "text/x-b"), "file_type") == "text/x-b");
    CHECK(!api.file_move(file)["folder_id"]);
    CHECK(text(api.file_copy(file, box), "original_file.id") == file);
    const auto link = api.file_download(file);
    CHECK(text(link, "filename") == "b.txt");
    CHECK(text(api.file_download_short(text(uploaded, "short_url")), "file_id") == file);
    std::ostringstream back;
    api.download_bytes(text(link, "download_url"), gigahost::to_stream(back));
    CHECK(back.str() == "hello");
    const auto task = api.file_url_upload_add("https://example.test/a+b?c.iso", box);
    CHECK(text(api.file_url_upload_status(text(task, "scheduled_item_id")), "status") ==
          "scheduled");
    CHECK(text(api.file_delete(file), "status") == "trash");
    check_called(__LINE__, HERE,
                 {"file_upload", "file_info", "file_edit", "file_move", "file_copy",
                  "file_download", "download_bytes", "file_url_upload_add",
                  "file_url_upload_status", "file_delete"});
}

/// The value of a key of the emulator's administrator.
static std::string of_root(const std::string &key) {
    const std::string hosts = control("GET", "/hosts");
    const auto account = hosts.rfind('{', hosts.find("\"root@example.test\""));
    const auto start = hosts.find("\"" + key + "\":\"", account) + key.size() + 4;
    return hosts.substr(start, hosts.find('"', start) - start);
}

TEST(the_operations_of_administrators_answer) {
    const gigahost::session session(bare_config(HERE).keys(of_root("key1"), of_root("key2")));
    const auto api = session.giga0();
    const auto package = api.package_listing().get<std::int64_t>("0.id").value_or(
        std::stoll(text(api.package_listing(), "0.id")));
    gigahost::account_details details;
    details.title = "Dr";
    details.status = "active";
    details.firstname = "C";
    details.lastname = "Y";
    details.paid_expiry_date = "2030-01-02 03:04:05";
    const auto made = api.account_create("cy", "long-enough", "cy@example.test", package, details);
    CHECK(text(made, "username") == "cy" && text(made, "title") == "Dr");
    gigahost::account_details changes;
    changes.firstname = "Cyd";
    changes.password = "longer-still";
    changes.email = "cyd@example.test";
    changes.package_id = package;
    const auto edited = api.account_edit(text(made, "id"), changes);
    CHECK(text(edited, "firstname") == "Cyd" && text(edited, "lastname") == "Y");
    CHECK(text(edited, "email") == "cyd@example.test");
    const auto plain = api.account_create("dee", "long-enough", "dee@example.test", package);
    CHECK(api.account_delete(text(plain, "id")).host_json()["_status"].as_string() == "success");
    details.status = "asleep";
    REFUSED(argument, api.account_edit(text(made, "id"), details));
    check_called(__LINE__, HERE,
                 {"package_listing", "account_create", "account_edit", "account_delete"});
}
