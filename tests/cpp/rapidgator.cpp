// Every operation of rapidgator answers.
#include "support.hpp"

static constexpr auto HERE = gigahost::host::rapidgator;

TEST(the_operations_of_users_and_folders_answer) {
    const auto session = rapidgator();
    const auto api = session.rapidgator();
    CHECK(text(api.user_login(LOGIN, PASSWORD), "token").size() == 26);
    CHECK(text(api.user_info(), "email") == LOGIN);
    const auto root = text(api.folder_info(), "folder_id");
    const auto one = text(api.folder_create(std::nullopt, "one"), "folder_id");
    const auto two = text(api.folder_create(one, "two"), "folder_id");
    CHECK(text(api.folder_rename(two, "zwei"), "name") == "zwei");
    CHECK(api.folder_change_mode(two, 2).get<int>("mode") == 2);
    CHECK(api.folder_copy({two}, root).get<int>("success") == 1);
    CHECK(api.folder_move({two}, root).get<int>("success") == 1);
    CHECK(text(api.folder_delete({two}), "success_ids.0") == two);
    CHECK(api.folder_delete({"99999999"}).get<int>("fail") == 1);
    CHECK(api.folder_content(one, 1, 10, "size", "DESC").get<int>("pager.current") == 1);
    check_called(__LINE__, HERE,
                 {"user_login", "user_info", "folder_info", "folder_create", "folder_rename",
                  "folder_change_mode", "folder_copy", "folder_move", "folder_delete",
                  "folder_content"});
}

TEST(the_operations_of_files_and_the_trash_answer) {
    const auto session = rapidgator();
    const auto api = session.rapidgator();
    const auto box = text(api.folder_create(std::nullopt, "box"), "folder_id");
    const auto receipt = uploaded(session);
    const std::string file(receipt.entry().id()), md5(receipt.md5().value());
    CHECK(text(api.file_info(file), "hash") == md5);
    CHECK(text(api.file_rename(file, "b.mp4"), "name") == "b.mp4");
    CHECK(api.file_change_mode(file, 3).get<int>("mode") == 3);
    CHECK(api.file_copy({file}, box).get<int>("success") == 1);
    CHECK(api.file_move({file}, box).get<int>("success") == 1);

    const auto url = text(api.file_info(file), "url");
    const auto links =
        api.file_check_link({url, "http://rapidgator.net/file/" + std::string(32, '0')});
    CHECK(text(links, "0.status") == "ACCESS" && text(links, "1.status") == "NO ACCESS");
    const auto made = api.file_onetimelink_create(file, "https://example.test/called", true);
    CHECK(api.file_onetimelink_info({text(made, "link_id")}).get<bool>("0.notify") == true);
    CHECK(api.file_onetimelink_create(file)["link_id"] && api.file_onetimelink_info().size() == 2);
    CHECK(text(api.file_xcopy(file, box), "file_id") != file);
    CHECK(text(api.file_xcopy_url(url, box), "file_id") != file);
    CHECK(text(api.file_hashcopy(md5, "by-hash.mp4", box), "name") == "by-hash.mp4");

    CHECK(api.file_delete({file}).get<int>("success") == 1);
    CHECK(api.trashcan_content(1, 10, "name", "ASC")["files"].size() == 1);
    CHECK(api.trashcan_restore({file}).get<int>("success") == 1);
    api.file_delete({file});
    CHECK(api.trashcan_restore_all().get<int>("fail") == 0);
    api.file_delete({file});
    CHECK(api.trashcan_empty({file}).get<int>("success") == 1);
    CHECK(api.trashcan_empty_all().get<int>("fail") == 0);
    CHECK(api.trashcan_content()["files"].empty());
    check_called(__LINE__, HERE,
                 {"file_info", "file_rename", "file_change_mode", "file_copy", "file_move",
                  "file_check_link", "file_onetimelink_create", "file_onetimelink_info",
                  "file_xcopy", "file_hashcopy", "file_delete", "trashcan_content",
                  "trashcan_restore", "trashcan_empty"});
}

TEST(the_operations_of_bytes_and_jobs_answer) {
    const auto session = rapidgator();
    const auto api = session.rapidgator();
    const auto announced = api.file_upload("a.mp4", "0cc175b9c0f1b6a831c399e269772661", 1);
    api.upload_bytes(text(announced, "url"), gigahost::from_bytes(std::string_view("a")),
                     named("a.mp4"));
    auto state = api.file_upload_info(text(announced, "upload_id"));
    while (!state["file"])
        state = api.file_upload_info(text(announced, "upload_id"));
    const auto link = api.file_download(text(state, "file.file_id"));
    std::ostringstream back;
    CHECK(api.download_bytes(text(link, "download_url"), gigahost::to_stream(back)).bytes() == 1);
    CHECK(back.str() == "a");

    const auto job = text(api.remote_create({"https://example.test/a,b.iso"}), "0.job_id");
    CHECK(api.remote_info({job}).size() == 1 && api.remote_info().size() == 1);
    CHECK(api.remote_delete({job}).get<int>("success") == 1);
    check_called(__LINE__, HERE,
                 {"file_upload", "upload_bytes", "file_upload_info", "file_download",
                  "download_bytes", "remote_create", "remote_info", "remote_delete"});
}

TEST(the_operations_of_another_host_are_refused) {
    const auto session = rapidgator();
    const auto error =
        refused(__LINE__, gigahost::status::argument, [&] { session.giga0().account_info(); });
    CHECK(error.parameter() == "session");
}
