//! Imports from URLs. Nothing is fetched: the imported file holds the text of its URL.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::answer::{Answer, Args, Refusal, told};
use super::desk::Giga0;
use super::folders::optional_folder;
use super::state::{File, State, Task};
use crate::blob::Blob;

impl Giga0 {
    pub(super) fn file_url_upload_add(&self, args: &Args) -> Answer {
        let mut state = self.state();
        let owner = self.caller(&mut state, args)?;
        let decoded = STANDARD.decode(args.need("file_url_base64")?).ok();
        let url = decoded.and_then(|bytes| String::from_utf8(bytes).ok());
        let Some(url) = url.filter(|url| url.contains("://")) else {
            let text = "Could not parse the file_url_base64 parameter. Ensure it's base64 encoded.";
            return Err(Refusal::bad(text));
        };
        let folder = optional_folder(&mut state, owner, args.get("folder_id"))?;
        let id = 61 + state.tasks.len() as u64;
        let answer = json!({"scheduled_item_id": id, "url": url});
        let created = self.ctx.clock.unix();
        let (started, finished, file) = (None, None, None);
        let task = Task { id, owner, url, folder, polls: 0, created, started, finished, file };
        state.tasks.push(task);
        told("File download from URL scheduled", answer)
    }

    pub(super) fn file_url_upload_status(&self, args: &Args) -> Answer {
        let mut state = self.state();
        let owner = self.caller(&mut state, args)?;
        let id = args.need("scheduled_item_id")?;
        let wanted = |task: &Task| task.id.to_string() == id && task.owner == owner;
        let Some(index) = state.tasks.iter().position(wanted) else {
            return Err(Refusal::missing("Could not find scheduled item."));
        };
        let word = self.advance(&mut state, index);
        let task = &state.tasks[index];
        let file = state.files.iter().find(|file| Some(file.id) == task.file);
        told("Scheduled URL file download found", self.shape().task(task, &word, file))
    }

    /// A task moves on by being looked at, so that tests need no clock.
    fn advance(&self, state: &mut State, index: usize) -> String {
        let switches = &self.ctx.switches;
        let steps = switches.field_number("url_task", "steps").unwrap_or(2);
        let last = switches.field("url_task", "word");
        let last = last.as_ref().and_then(Value::as_str).unwrap_or("complete");
        let now = self.ctx.clock.unix();

        let task = &mut state.tasks[index];
        task.polls += 1;
        if task.polls <= steps && task.finished.is_none() {
            if task.polls == 1 {
                return "scheduled".into();
            }
            task.started.get_or_insert(now);
            return "running".into();
        }
        task.started.get_or_insert(now);
        let ended =
            ["complete", "fail", "error", "cancel"].iter().any(|word| last.starts_with(word));
        if ended && task.finished.is_none() {
            task.finished = Some(now);
            if last.starts_with("complete") {
                self.import(state, index);
            }
        }
        last.into()
    }

    fn import(&self, state: &mut State, index: usize) {
        let id = state.next_file();
        let task = &mut state.tasks[index];
        task.file = Some(id);
        let path = task.url.split(['?', '#']).next().unwrap_or_default();
        let name = path.rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or("download");
        let file = File {
            id,
            owner: task.owner,
            folder: task.folder,
            name: self.shape().stored_name(name),
            kind: "application/octet-stream".into(),
            blob: Blob::of(task.url.as_bytes()),
            short: self.ctx.ids.mixed(6),
            created: self.ctx.clock.unix(),
            downloads: 0,
            trashed: false,
        };
        state.files.push(file);
    }
}
