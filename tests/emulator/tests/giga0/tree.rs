//! Files and folders, listings and imports.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::common::get;
use crate::site::{HOST, Site, text};

const NO_TARGET: &str = "Could not find the destination folder id defined by ";

/// Names of folders and files in a listing.
fn names(site: &Site, folder: &str) -> (Vec<String>, Vec<String>) {
    let data = site.data("folder/listing", &[("parent_folder_id", folder)]);
    let of = |list: &str, key: &str| {
        data[list].as_array().unwrap().iter().map(|row| text(&row[key])).collect()
    };
    (of("folders", "folderName"), of("files", "filename"))
}

#[test]
fn a_listing_shows_one_level() {
    let site = Site::open();
    let outer = site.folder("Outer Box", &[("is_public", "1")]);
    let inner = site.folder("Inner", &[("parent_id", &outer)]);
    site.upload("root.bin");
    site.upload_form("deep.bin", b"12", &[("folder_id", &inner)]);
    assert_eq!(names(&site, ""), (vec!["Outer Box".into()], vec!["root.bin".into()]));
    assert_eq!(names(&site, &inner), (vec![], vec!["deep.bin".into()]));

    let row = &site.data("folder/listing", &[])["folders"][0];
    assert_eq!((&row["totalSize"], &row["isPublic"]), (&json!("2"), &json!("1")));
    assert_eq!((&row["child_folder_count"], &row["file_count"]), (&json!(1), &json!(0)));
    assert!(row.get("accessPassword").is_none());
    assert!(text(&row["url_folder"]).ends_with(&format!("/folder/{outer}/Outer_Box")));
    let unknown = site.refused("folder/listing", &[("parent_folder_id", "1")]);
    assert_eq!(unknown, "Could not find folder based on folder_id.");
}

#[test]
fn listings_change_with_their_switches() {
    let site = Site::open();
    site.set("empty_as_null", "null");
    let data = site.data("folder/listing", &[]);
    assert_eq!(data, json!({"folders": null, "files": null}));
    site.set("empty_as_null", "{}");
    assert_eq!(site.data("folder/listing", &[]), json!({"folders": {}, "files": {}}));

    site.folder("Box", &[]);
    site.upload("a.bin");
    site.set("alt_row_keys", true);
    let data = site.data("folder/listing", &[]);
    let (folder, file) = (&data["folders"][0], &data["files"][0]);
    assert_eq!((&folder["folder_name"], &folder["size"]), (&json!("Box"), &json!("0")));
    assert_eq!((&file["file_size"], file.get("fileSize")), (&json!("16"), None));
}

#[test]
fn folder_info_takes_either_name_unless_told_otherwise() {
    let site = Site::open();
    let id = site.folder("Box", &[("access_password", "0cc175b9c0f1b6a831c399e269772661")]);
    let found = |name: &str| site.call("folder/info", &[(name, &id)]).json()["data"].clone();
    assert_eq!(found("folder_id")["accessPassword"], json!("0cc175b9c0f1b6a831c399e269772661"));
    assert_eq!(found("parent_folder_id")["id"], json!(id));
    site.set("folder_param", "folder_id");
    assert_eq!((&found("parent_folder_id"), &found("folder_id")["id"]), (&Value::Null, &json!(id)));
    site.set("folder_param", "parent_folder_id");
    assert_eq!((&found("folder_id"), &found("parent_folder_id")["id"]), (&Value::Null, &json!(id)));
}

#[test]
fn folder_edit_keeps_what_is_blank() {
    let site = Site::open();
    let (outer, id) = (site.folder("Outer", &[]), site.folder("Box", &[("is_public", "2")]));
    let form = [("folder_id", &*id), ("folder_name", "New Box"), ("is_public", "")];
    let data = site.data("folder/edit", &form);
    assert_eq!((&data["folderName"], &data["isPublic"]), (&json!("New Box"), &json!("2")));
    assert!(data["date_updated"].is_string());
    let data = site.data("folder/edit", &[("folder_id", &id), ("parent_id", &outer)]);
    assert_eq!((&data["parentId"], &data["folderName"]), (&json!(outer), &json!("New Box")));
}

#[test]
fn a_deleted_folder_goes_with_all_that_is_in_it() {
    let site = Site::open();
    let outer = site.folder("Outer", &[]);
    let inner = site.folder("Inner", &[("parent_id", &outer)]);
    site.upload_form("deep.bin", b"12", &[("folder_id", &inner)]);
    let body = site.call("folder/delete", &[("folder_id", &outer)]).json();
    assert_eq!((&body["_status"], body.get("data")), (&json!("success"), None));
    let gone = "Could not find folder based on folder_id.";
    assert_eq!(site.refused("folder/info", &[("folder_id", &inner)]), gone);
    assert_eq!(site.emulator.files(HOST)[0].state, "trash");
}

#[test]
fn things_move_into_folders_and_to_the_root_by_the_word_null() {
    let site = Site::open();
    let (id, one, two) = (site.upload("a.bin"), site.folder("One", &[]), site.folder("Two", &[]));
    let file = |to: &str| [("file_id", id.clone()), ("new_parent_folder_id", to.to_owned())];
    let folder = |to: &str| [("folder_id", two.clone()), ("new_parent_folder_id", to.to_owned())];
    for (path, key, form) in [
        ("file/move", "folderId", &file as &dyn Fn(&str) -> [(&'static str, String); 2]),
        ("folder/move", "parentId", &folder),
    ] {
        let go = |to: &str| {
            let form = form(to);
            let form: Vec<(&str, &str)> = form.iter().map(|(k, v)| (*k, &**v)).collect();
            site.call(path, &form).json()
        };
        assert_eq!(go(&one)["data"][key], json!(one));
        assert_eq!(go("null")["data"][key], Value::Null);
        let missing = "Please provide the new_parent_folder_id param.";
        assert_eq!(go("")["response"], json!(missing));
        let unknown = format!("{NO_TARGET}new_parent_folder_id.");
        assert_eq!(go("1")["response"], json!(unknown));
        site.set("root_empty", true);
        go(&one);
        assert_eq!(go("")["data"][key], Value::Null);
        assert_eq!(go("null")["response"], json!(unknown));
        site.set("root_empty", false);
    }
}

#[test]
fn a_folder_does_not_move_into_itself() {
    let site = Site::open();
    let outer = site.folder("Outer", &[]);
    let inner = site.folder("Inner", &[("parent_id", &outer)]);
    for target in [&outer, &inner] {
        let form = [("folder_id", &*outer), ("new_parent_folder_id", target)];
        assert!(site.refused("folder/move", &form).starts_with(NO_TARGET));
        let form = [("folder_id", &*outer), ("parent_id", target)];
        assert!(site.refused("folder/edit", &form).starts_with(NO_TARGET));
    }
}

#[test]
fn a_copy_has_its_own_id_and_the_same_bytes() {
    let site = Site::open();
    let (id, folder) = (site.upload("a.bin"), site.folder("Box", &[]));
    let body = site.call("file/copy", &[("file_id", &id), ("copy_to_folder_id", &folder)]).json();
    assert!(body.get("data").is_none());
    let copy = &body["new_file"]["data"];
    assert_eq!(body["original_file"]["data"]["id"], json!(id));
    assert_eq!(copy["folderId"], json!(folder));
    assert_ne!(copy["id"], json!(id));
    let copied = get(&site.link(&text(&copy["id"])));
    assert_eq!(copied.body, get(&site.link(&id)).body);
    let unknown = site.refused("file/copy", &[("file_id", &id), ("copy_to_folder_id", "1")]);
    assert_eq!(unknown, format!("{NO_TARGET}copy_to_folder_id."));
}

#[test]
fn file_edit_keeps_what_is_blank() {
    let site = Site::open();
    let (id, folder) = (site.upload("a.bin"), site.folder("Box", &[]));
    let form = [("file_id", &*id), ("filename", "b.png"), ("fileType", ""), ("folder_id", "")];
    let data = site.data("file/edit", &form);
    assert_eq!((&data["filename"], &data["extension"]), (&json!("b.png"), &json!("png")));
    assert_eq!(data["fileType"], json!("application/octet-stream"));
    let form = [("file_id", &*id), ("fileType", "image/png"), ("folder_id", &folder)];
    let data = site.data("file/edit", &form);
    assert_eq!((&data["fileType"], &data["folderId"]), (&json!("image/png"), &json!(folder)));
    assert_eq!(data["filename"], json!("b.png"));
}

#[test]
fn a_trashed_file_leaves_the_listing_and_is_still_known() {
    let site = Site::open();
    let id = site.upload("a.bin");
    assert_eq!(site.data("file/delete", &[("file_id", &id)])["status"], json!("trash"));
    assert_eq!(names(&site, "").1, [""; 0]);
    assert_eq!(site.data("file/info", &[("file_id", &id)])["status"], json!("trash"));
    assert_eq!(site.data("file/delete", &[("file_id", &id)])["status"], json!("trash"));
    let gone = "Could not find file based on file_id.";
    assert_eq!(site.refused("file/download", &[("file_id", &id)]), gone);
    site.set("state_key", "file_status");
    let data = site.data("file/info", &[("file_id", &id)]);
    assert_eq!((&data["file_status"], data.get("status")), (&json!("trash"), None));
    site.set("trash_hidden", true);
    assert_eq!(site.refused("file/info", &[("file_id", &id)]), gone);
}

#[test]
fn names_can_come_back_changed() {
    let site = Site::open();
    site.set("names_changed", true);
    let id = site.upload("a.bin");
    site.folder("Box", &[]);
    assert_eq!(names(&site, ""), (vec!["Box (1)".into()], vec!["a (1).bin".into()]));
    let data = site.data("file/edit", &[("file_id", &id), ("filename", "b.bin")]);
    assert_eq!(data["filename"], json!("b (1).bin"));
}

/// Schedules an import and gives its status call.
fn import(site: &Site) -> impl Fn() -> Value {
    let url = STANDARD.encode("http://files.example.test/a/pic.png?x=1");
    let data = site.data("file/url_upload_add", &[("file_url_base64", &url)]);
    let id = data["scheduled_item_id"].as_u64().expect("an integer").to_string();
    move || site.data("file/url_upload_status", &[("scheduled_item_id", &id)])
}

#[test]
fn an_import_is_scheduled_runs_and_completes() {
    let site = Site::open();
    let status = import(&site);
    let first = status();
    assert_eq!((&first["status"], &first["started"]), (&json!("scheduled"), &Value::Null));
    assert_eq!(status()["status"], json!("running"));
    let done = status();
    assert_eq!(done["status"], json!("complete"));
    let file = &done["downloaded_file"];
    assert_eq!((&file["name"], &file["size"]), (&json!("pic.png"), &done["total_size"]));
    let id = file["file_id"].as_u64().unwrap().to_string();
    assert_eq!(site.data("file/info", &[("file_id", &id)])["filename"], json!("pic.png"));
    assert_eq!(status(), done);
    assert_eq!(site.emulator.files(HOST).len(), 1);
}

#[test]
fn an_import_can_fail_or_run_for_ever() {
    let site = Site::open();
    let status = import(&site);
    site.set("url_task", json!({"word": "failed", "steps": 0}));
    let failed = status();
    assert_eq!((&failed["status"], &failed["downloaded_file"]), (&json!("failed"), &Value::Null));
    let status = import(&site);
    site.set("url_task", json!({"word": "running", "steps": 1}));
    assert_eq!(status()["status"], json!("scheduled"));
    for _ in 0..5 {
        assert_eq!(status()["status"], json!("running"));
    }
    assert!(site.emulator.files(HOST).is_empty());
}

#[test]
fn an_import_wants_base64_and_a_known_task() {
    let site = Site::open();
    let refused = site.refused("file/url_upload_add", &[("file_url_base64", "http://plain")]);
    assert!(refused.starts_with("Could not parse the file_url_base64 parameter."));
    let missing = site.refused("file/url_upload_add", &[]);
    assert_eq!(missing, "Please provide the file_url_base64 param.");
    let missing = site.refused("file/url_upload_status", &[]);
    assert_eq!(missing, "Please provide the scheduled_item_id param.");
    site.refused("file/url_upload_status", &[("scheduled_item_id", "999")]);
}
