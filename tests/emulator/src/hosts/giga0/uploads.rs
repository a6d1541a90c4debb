//! `file_upload`.

use std::time::Duration;

use serde_json::{Value, json};

use super::answer::{Answer, Args, Refusal, told};
use super::desk::Giga0;
use super::folders::optional_folder;
use super::shapes::FREE_UPLOAD;
use super::state::{FREE, File, State};
use crate::call::Call;
use crate::params::{Broken, Field};
use crate::reply::Reply;

impl Giga0 {
    /// Takes the whole body before it judges anything, as the software does.
    pub(super) async fn file_upload(&self, call: &mut Call) -> Result<Reply, Broken> {
        let content_type = call.head.content_type();
        let multipart = content_type.to_ascii_lowercase().starts_with("multipart/form-data");
        let mut fields = Vec::new();
        let mut args = Args { operation: call.operation, given: Vec::new() };
        if multipart {
            fields = call.multipart().await?;
            let texts = fields.iter().filter(|field| field.filename.is_none());
            args.given = texts.map(|field| (field.name.clone(), field.blob.text())).collect();
        } else {
            args.given = call.inflow.params(&content_type).await?.form;
        }
        let announced = call.head.header("content-length").and_then(|text| text.parse().ok());
        let size: u64 =
            announced.unwrap_or_else(|| fields.iter().map(|field| field.blob.size()).sum());
        if self.ctx.switches.number("upload_limit").is_some_and(|limit| size > limit) {
            args.given.clear();
            fields.clear();
        }
        let part = fields.into_iter().find(|field| field.name == "upload_file");
        let answer = self.store_upload(&args, part);
        if let Some(wait) = self.ctx.switches.number("upload_wait") {
            tokio::time::sleep(Duration::from_millis(wait)).await;
        }
        Ok(self.envelope(answer))
    }

    fn store_upload(&self, args: &Args, part: Option<Field>) -> Answer {
        let mut state = self.state();
        let owner = self.caller(&mut state, args)?;
        let folder = optional_folder(&mut state, owner, args.get("folder_id"))?;
        let Some((name, part)) = part.and_then(|part| Some((part.filename.clone()?, part))) else {
            return Err(Refusal::bad("Did not receive uploaded file."));
        };
        if part.blob.size() == 0 {
            return Err(Refusal::bad("Filesize received was zero."));
        }
        restricted(&state, owner, part.blob.size())?;
        let switches = &self.ctx.switches;
        if switches.on("storage_silent") {
            let silent = format!("{}/core/page/ajax/file_upload_handler", self.ctx.api);
            let text = format!("Error uploading file. No response received from: {silent}");
            return Err(Refusal::bad(text));
        }
        let file = File {
            id: state.next_file(),
            owner,
            folder,
            name: self.shape().stored_name(&name),
            kind: part.content_type.unwrap_or_else(|| "application/octet-stream".into()),
            blob: part.blob,
            short: self.ctx.ids.mixed(6),
            created: self.ctx.clock.unix(),
            downloads: 0,
            trashed: false,
        };
        let item = if let Some(text) = switches.text("upload_item_error") {
            self.failed_item(&file, &text)
        } else {
            let item = self.shape().uploaded(&file, &self.ctx.ids.hex(32), &self.ctx.ids.hex(64));
            state.files.push(file);
            item
        };
        let data = if switches.on("upload_data_object") { item } else { json!([item]) };
        told("File uploaded", data)
    }

    fn failed_item(&self, file: &File, text: &str) -> Value {
        json!({
            "name": file.name,
            "size": self.shape().num(file.blob.size()),
            "type": file.kind,
            "error": text,
            "url": null,
            "short_url": null,
            "file_id": null,
        })
    }
}

/// The account's restrictions, in texts of the kind that the site's own uploader shows.
fn restricted(state: &State, owner: u64, size: u64) -> Result<(), Refusal> {
    let Some(member) = state.member(owner) else { return Ok(()) };
    if member.package == FREE && size > FREE_UPLOAD {
        return Err(Refusal::bad("File received is larger than permitted."));
    }
    let space = member.account.storage;
    if space > 0 && state.size_of(owner) + size > space {
        return Err(Refusal::bad("There is not enough space left in your account."));
    }
    Ok(())
}
