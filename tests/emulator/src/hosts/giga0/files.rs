//! File calls without bytes.

use serde_json::json;

use super::answer::{Answer, Args, Refusal, data, told};
use super::desk::Giga0;
use super::state::{Link, State};

/// Where a move or a copy leads: a folder or the root.
pub(super) type Target = Option<u64>;

impl Giga0 {
    pub(super) fn file_info(&self, args: &Args) -> Answer {
        let mut state = self.state();
        let owner = self.caller(&mut state, args)?;
        let id = args.need("file_id")?;
        let hidden = self.ctx.switches.on("trash_hidden");
        let file = state.file(owner, id).filter(|file| !(hidden && file.trashed));
        data(self.shape().file(file.ok_or_else(Refusal::no_file)?))
    }

    pub(super) fn file_download(&self, args: &Args) -> Answer {
        let mut state = self.state();
        let owner = self.caller(&mut state, args)?;
        let short = args.get("short_url");
        let by_short = !short.is_empty() && !self.ctx.switches.is("generation", "old");
        let file = if args.get("file_id").is_empty() && by_short {
            state.files.iter().find(|file| file.short == short && file.owner == owner)
        } else {
            state.file(owner, args.need("file_id")?).map(|file| &*file)
        };
        let file = file.filter(|file| !file.trashed).ok_or_else(Refusal::no_file)?;
        let (id, token) = (file.id, self.ctx.ids.hex(64));
        let shape = self.shape();
        let answer = json!({
            "file_id": shape.num(id),
            "filename": file.name,
            "download_url": format!("{}?download_token={token}", shape.url(&file.short)),
        });
        state.links.push(Link { token, file: id, spent: false });
        data(answer)
    }

    pub(super) fn file_edit(&self, args: &Args) -> Answer {
        let mut state = self.state();
        let owner = self.caller(&mut state, args)?;
        let id = args.need("file_id")?;
        state.file(owner, id).ok_or_else(Refusal::no_file)?;
        let folder = args.get("folder_id");
        let folder = match folder {
            "" => None,
            _ => Some(state.folder(owner, folder).ok_or_else(Refusal::no_folder)?.id),
        };
        let file = state.file(owner, id).ok_or_else(Refusal::no_file)?;
        // Blank keeps, so nothing can be cleared.
        if !args.get("filename").is_empty() {
            file.name = self.shape().stored_name(args.get("filename"));
        }
        if !args.get("fileType").is_empty() {
            file.kind = args.get("fileType").into();
        }
        if folder.is_some() {
            file.folder = folder;
        }
        told("File successfully updated.", self.shape().file(file))
    }

    pub(super) fn file_delete(&self, args: &Args) -> Answer {
        let mut state = self.state();
        let owner = self.caller(&mut state, args)?;
        let file = state.file(owner, args.need("file_id")?).ok_or_else(Refusal::no_file)?;
        file.trashed = true;
        told("File successfully set as deleted.", self.shape().file(file))
    }

    pub(super) fn file_move(&self, args: &Args) -> Answer {
        let mut state = self.state();
        let owner = self.caller(&mut state, args)?;
        let id = args.need("file_id")?;
        active(&mut state, owner, id)?;
        let target = self.target(&mut state, owner, args, "new_parent_folder_id")?;
        let file = state.file(owner, id).ok_or_else(Refusal::no_file)?;
        file.folder = target;
        told("File successfully moved.", self.shape().file(file))
    }

    pub(super) fn file_copy(&self, args: &Args) -> Answer {
        let mut state = self.state();
        let owner = self.caller(&mut state, args)?;
        let id = args.need("file_id")?;
        active(&mut state, owner, id)?;
        let folder = self.target(&mut state, owner, args, "copy_to_folder_id")?;
        let original = state.file(owner, id).ok_or_else(Refusal::no_file)?.clone();
        let mut copy = original.clone();
        copy.id = state.next_file();
        copy.folder = folder;
        copy.short = self.ctx.ids.mixed(6);
        copy.created = self.ctx.clock.unix();
        copy.downloads = 0;
        let shape = self.shape();
        let answer = json!({
            "response": "File successfully copyied.",
            "original_file": {"data": shape.file(&original)},
            "new_file": {"data": shape.file(&copy)},
        });
        state.files.push(copy);
        Ok(answer)
    }

    /// Reads the target of a move or a copy.
    pub(super) fn target(
        &self,
        state: &mut State,
        owner: u64,
        args: &Args,
        name: &str,
    ) -> Result<Target, Refusal> {
        let root = if self.ctx.switches.on("root_empty") { "" } else { "null" };
        let value = args.get(name);
        if value == root && args.has(name) {
            return Ok(None);
        }
        let value = args.need(name)?;
        let folder = state.folder(owner, value).map(|folder| folder.id);
        folder.map(Some).ok_or_else(|| no_target(name))
    }
}

/// Makes sure that a file is there and not in the trash.
fn active(state: &mut State, owner: u64, id: &str) -> Result<(), Refusal> {
    let file = state.file(owner, id).filter(|file| !file.trashed);
    file.map(|_| ()).ok_or_else(Refusal::no_file)
}

/// The destination of a move or a copy is unknown.
pub(super) fn no_target(name: &str) -> Refusal {
    Refusal::missing(format!("Could not find the destination folder id defined by {name}."))
}
