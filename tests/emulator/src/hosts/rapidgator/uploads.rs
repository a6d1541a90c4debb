//! Uploads: the session, its polling, and the node that takes the bytes.

use serde_json::{Value, json};

use crate::blob::Blob;

use super::desk::{Desk, Outcome, refusal};
use super::model::{DONE, FAIL, File, PROCESSING, UPLOADING, Upload, show_uploaded};

const LABELS: [&str; 4] = ["Uploading", "Processing", "Done", "Fail"];

impl Desk<'_> {
    pub(super) fn file_upload(&mut self) -> Outcome {
        let (name, hash) = (self.required("name")?, self.required("hash")?.to_lowercase());
        self.required("size")?;
        let size = self.number("size")?.unwrap_or(0);
        if hash.len() != 32 || !hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(refusal(400, "Parameter hash is wrong"));
        }
        let folder = self.folder_or_root("folder_id", "Folder not found")?;
        if size > self.max_file_size() {
            return Err(refusal(400, "File is too large"));
        }
        let known = self.state.known(&hash, size).filter(|_| !self.on("instant_off"));
        if known.is_some() {
            self.need_copy(&hash)?;
        }
        self.need_room(size)?;
        let multipart = !matches!(self.param("multipart"), Some("0" | "false"));
        let mut upload = Upload {
            id: self.ctx.ids.mixed(32),
            uuid: self.ctx.ids.hex(32),
            url: None,
            owner: self.user,
            folder,
            name,
            hash,
            size,
            multipart,
            state: UPLOADING,
            polls: 0,
            file: None,
            error: None,
        };
        match (self.ctx.switches.number("upload_start_state"), known) {
            (Some(FAIL), _) => upload.fail("Unknown error"),
            (Some(PROCESSING), known) => {
                let blob = known.unwrap_or_else(|| Blob::claimed(&upload.hash, upload.size));
                self.store(&mut upload, blob);
            }
            (_, Some(known)) => {
                self.store(&mut upload, known);
                upload.state = DONE;
            }
            (_, None) => upload.url = Some(self.upload_url(&upload)),
        }
        let shown = self.show_upload(&upload);
        self.state.uploads.push(upload);
        Ok(json!({"upload": shown}))
    }

    fn upload_url(&self, upload: &Upload) -> String {
        let node = &self.ctx.node;
        if self.ctx.switches.is("upload_url_style", "old") {
            let token = self.param("token").unwrap_or_default();
            format!("{node}/?r=upload/api&uuid={}&sid={token}", upload.id)
        } else {
            format!("{node}/multipart-upload/{}", upload.uuid)
        }
    }

    /// Makes the bytes a file and sets the upload to work on it.
    fn store(&mut self, upload: &mut Upload, blob: Blob) {
        let file = File {
            id: self.ctx.ids.hex(32),
            owner: upload.owner,
            folder: upload.folder,
            name: upload.name.clone(),
            blob,
            mode: 0,
            created: self.now,
            downloads: 0,
            trashed: None,
        };
        upload.state = PROCESSING;
        upload.file = Some(file.id.clone());
        self.state.files.push(file);
    }

    fn show_upload(&self, upload: &Upload) -> Value {
        let index = usize::try_from(upload.state).unwrap_or(0);
        let mut shown = json!({
            "upload_id": upload.id,
            "url": if upload.state == UPLOADING { upload.url.clone() } else { None },
            "state": upload.state,
            "state_label": LABELS[index],
        });
        let ready = matches!(upload.state, DONE | FAIL);
        let file = upload.file.as_ref().filter(|_| ready).and_then(|id| self.state.file(id));
        match (file, self.ctx.switches.text("file_shape").as_deref()) {
            (Some(file), _) => shown["file"] = show_uploaded(file, &self.ctx.api),
            (None, Some("absent")) => {}
            (None, Some("null")) => shown["file"] = Value::Null,
            (None, _) => shown["file"] = json!([]),
        }
        if let Some(message) = upload.error {
            shown["error"] = json!({"code": 1, "message": message});
        }
        shown
    }

    pub(super) fn file_upload_info(&mut self) -> Outcome {
        if self.ctx.switches.spend("info_503") {
            return Err(refusal(503, "Service temporarily unavailable"));
        }
        if self.ctx.switches.spend("info_401") {
            return Err(self.dead_token());
        }
        let id = self.required("upload_id")?;
        let polls = self.ctx.switches.number("processing_polls").unwrap_or(2);
        let stuck = self.on("processing_stuck");
        let user = self.user;
        let own = |upload: &&mut Upload| upload.owner == user && upload.id == id;
        let upload = self.state.uploads.iter_mut().find(own);
        let upload = upload.ok_or_else(|| refusal(404, "Upload not found"))?;
        if upload.state == PROCESSING && !stuck {
            upload.polls += 1;
            if upload.polls > polls {
                upload.state = DONE;
            }
        }
        let found = self.state.uploads.iter().find(|upload| upload.id == id);
        Ok(json!({"upload": found.map(|upload| self.show_upload(upload))}))
    }

    /// The node has received a body: what becomes of it, and what the node says.
    pub(super) fn receive(&mut self, index: usize, blob: Blob) -> Outcome {
        let mut upload = self.state.uploads.remove(index);
        if upload.state == UPLOADING && !self.on("post_lost") {
            let failure = self.ctx.switches.text("upload_fail");
            if blob.md5() != upload.hash || blob.size() != upload.size {
                upload.fail("Hash or size of the file is wrong");
            } else {
                if failure.as_deref() != Some("without_file") {
                    self.store(&mut upload, blob);
                }
                if failure.is_some() {
                    upload.fail("Unknown error");
                }
            }
        }
        let shown = self.show_upload(&upload);
        self.state.uploads.insert(index, upload);
        if self.on("post_status_500_stored") {
            return Err(refusal(500, "Internal server error"));
        }
        Ok(json!({"upload": shown}))
    }
}
