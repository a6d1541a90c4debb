//! Upload addresses and uploads.

use serde_json::{Map, Value, json};

use super::answer::{Answer, Refusal};
use super::desk::GigaGs;
use super::session::Holder;
use super::state::File;
use crate::call::Call;
use crate::params::{Broken, Field};

impl GigaGs {
    pub(super) fn get_upload_url(&self, call: &Call) -> Answer {
        let switches = &self.ctx.switches;
        self.holder(&self.state(), call.operation, call.head.query("token"))?;
        let (node, url) = (&self.ctx.node, format!("{}/upload", self.ctx.node));
        Ok(match switches.text("upload_url_form").as_deref() {
            Some("data") => self.success([("data", json!({ "url": url }))]),
            Some("string") => json!(url),
            Some("name") => self.success([("url", json!("s3"))]),
            Some("no_path") => self.success([("url", json!(node))]),
            _ => self.success([("url", json!(url))]),
        })
    }

    pub(super) async fn upload(&self, call: &mut Call) -> Result<Answer, Broken> {
        let multipart = call.head.content_type().to_ascii_lowercase();
        if !multipart.starts_with("multipart/form-data") {
            call.discard().await?;
            return Ok(Err(Refusal::new(400, "No file received")));
        }
        let fields = call.multipart().await?;
        Ok(self.store(call, fields))
    }

    /// The token of an upload, from where the host looks.
    fn upload_token(&self, call: &Call) -> Option<String> {
        let place = self.ctx.switches.text("token_where");
        let query = call.head.query("token").filter(|_| place.as_deref() != Some("header"));
        let header = call.head.header("token").filter(|_| place.as_deref() != Some("query"));
        query.map(String::from).or(header)
    }

    fn store(&self, call: &Call, fields: Vec<Field>) -> Answer {
        let switches = &self.ctx.switches;
        let mut state = self.state();
        let token = self.upload_token(call);
        let owner = match self.holder(&state, call.operation, token.as_deref())? {
            Holder::Account(login) => login,
            Holder::Public if switches.on("public_denied") => {
                return Err(Refusal::new(403, "Login needed, use a private token"));
            }
            Holder::Public => String::new(),
        };
        let wanted = switches.text("part_name").unwrap_or_else(|| "file".into());
        let part = fields.into_iter().find(|part| part.name == wanted);
        let Some((name, part)) = part.and_then(|part| Some((part.filename.clone()?, part))) else {
            return Err(Refusal::new(400, "No file received"));
        };
        if switches.on("mp4_only") && !is_mp4(&name, &part) {
            return Err(Refusal::new(415, "Only mp4 is allowed"));
        }
        if self.limit().is_some_and(|limit| part.blob.size() > limit) {
            return Err(Refusal::new(413, "File too large"));
        }
        let file = File {
            id: self.ctx.ids.mixed(16),
            owner,
            name,
            blob: part.blob,
            created: self.ctx.clock.unix(),
            archived: None,
        };
        let answer = self.uploaded(&file);
        state.files.push(file);
        Ok(answer)
    }

    fn uploaded(&self, file: &File) -> Value {
        let switches = &self.ctx.switches;
        let mut body = Map::new();
        body.insert("success".into(), self.flag(true));
        if !switches.on("upload_no_url") {
            body.insert("url".into(), json!(self.direct_url(file)));
        }
        if switches.on("upload_filehash") {
            body.insert("filehash".into(), json!(file.filehash()));
        } else {
            body.insert("id".into(), json!(file.id));
            if !switches.on("upload_no_hash") {
                body.insert("hash".into(), json!(file.blob.md5()));
            }
        }
        Value::Object(body)
    }

    /// The direct link of a file.
    pub(super) fn direct_url(&self, file: &File) -> String {
        let extension = file.name.rsplit_once('.').map_or("", |(_, extension)| extension);
        // The name's ending goes into a URL only where it needs no encoding.
        let plain = !extension.is_empty() && extension.bytes().all(|b| b.is_ascii_alphanumeric());
        let extension = if plain { extension } else { "bin" };
        format!("{}/v/{}.{extension}", self.ctx.node, file.id)
    }
}

fn is_mp4(name: &str, part: &Field) -> bool {
    let by_name = name.to_ascii_lowercase().rsplit_once('.').is_some_and(|(_, end)| end == "mp4");
    by_name || part.content_type.as_deref() == Some("video/mp4")
}
