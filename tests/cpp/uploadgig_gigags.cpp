// Every operation of uploadgig and giga.gs answers.
#include "support.hpp"

TEST(the_operations_of_uploadgig_answer) {
    const auto session = session_at(gigahost::host::uploadgig);
    const auto api = session.uploadgig();
    const auto action = api.get_upload_action();
    const auto stored = api.upload_bytes(
        text(action, "action"), gigahost::from_bytes(std::string_view("hello")), named("a.bin"));
    CHECK(stored.get<int>("size") == 5 && text(stored, "file_name") == "a.bin");
    check_called(__LINE__, gigahost::host::uploadgig, {"get_upload_action", "upload_bytes"});
}

TEST(the_operations_of_gigags_answer) {
    const auto session = session_at(gigahost::host::gigags);
    const auto api = session.gigags();
    const auto token = api.create_token(LOGIN, PASSWORD).get<std::string>().value();
    CHECK(token.size() == 32 && api.session_token(token).get<bool>("private") == true);
    CHECK(api.session_login(LOGIN, PASSWORD).get<bool>("private") == true);
    CHECK(text(api.session_public(), "max_file_size_text") == "2048MB");
    const auto address = api.get_upload_url().get<std::string>().value();
    const auto stored =
        api.upload(address, gigahost::from_bytes(std::string_view("hello")), named("a.mp4"));
    const auto files = api.get_files();
    CHECK(files.get<int>("count") == 1);
    CHECK(text(files, "files.0.filehash") == text(stored, "filehash"));
    CHECK(api.get_files(2, 10)["files"].empty());
    api.archive(text(stored, "filehash"));
    CHECK(api.get_files().get<bool>("files.0.archived") == true);
    check_called(__LINE__, gigahost::host::gigags,
                 {"create_token", "session_token", "session_login", "session_public",
                  "get_upload_url", "upload", "get_files", "archive"});
}
