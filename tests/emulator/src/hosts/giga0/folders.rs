//! Folder calls.

use serde_json::json;

use super::answer::{Answer, Args, Refusal, data, just, told};
use super::desk::Giga0;
use super::files::no_target;
use super::state::{Folder, State};

impl Giga0 {
    pub(super) fn folder_create(&self, args: &Args) -> Answer {
        let mut state = self.state();
        let owner = self.caller(&mut state, args)?;
        let name = args.need("folder_name")?;
        let parent = optional_folder(&mut state, owner, args.get("parent_id"))?;
        let (visibility, password) = (args.get("is_public"), args.get("access_password"));
        let folder = Folder {
            id: state.next_folder(),
            owner,
            parent,
            name: self.shape().stored_name(name),
            visibility: if visibility.is_empty() { "0" } else { visibility }.into(),
            password: (!password.is_empty()).then(|| password.into()),
            created: self.ctx.clock.unix(),
            updated: None,
            trashed: false,
        };
        let answer = self.shape().folder(&state, &folder);
        state.folders.push(folder);
        told("Folder successfully created.", answer)
    }

    pub(super) fn folder_listing(&self, args: &Args) -> Answer {
        let mut state = self.state();
        let owner = self.caller(&mut state, args)?;
        let parent = optional_folder(&mut state, owner, args.get("parent_folder_id"))?;
        let shape = self.shape();
        let folders = state.folders_in(owner, parent);
        let folders = folders.map(|folder| shape.row(shape.folder(&state, folder))).collect();
        let files = state.files_in(owner, parent);
        let files = files.map(|file| shape.row(shape.file(file))).collect();
        data(json!({"folders": shape.rows(folders), "files": shape.rows(files)}))
    }

    pub(super) fn folder_info(&self, args: &Args) -> Answer {
        let mut state = self.state();
        let owner = self.caller(&mut state, args)?;
        let id = match self.ctx.switches.text("folder_param") {
            Some(only) => args.get(&only),
            None if args.get("parent_folder_id").is_empty() => args.get("folder_id"),
            None => args.get("parent_folder_id"),
        };
        let id = state.folder(owner, id).ok_or_else(Refusal::no_folder)?.id;
        data(self.folder_object(&state, id))
    }

    pub(super) fn folder_edit(&self, args: &Args) -> Answer {
        let mut state = self.state();
        let owner = self.caller(&mut state, args)?;
        let id = args.need("folder_id")?;
        let own = state.folder(owner, id).ok_or_else(Refusal::no_folder)?.id;
        let parent = optional_folder(&mut state, owner, args.get("parent_id"))?;
        if state.is_within(parent, own) {
            return Err(no_target("parent_id"));
        }
        let now = self.ctx.clock.unix();
        let folder = state.folder(owner, id).ok_or_else(Refusal::no_folder)?;
        // Blank keeps, as in `file_edit`.
        if !args.get("folder_name").is_empty() {
            folder.name = self.shape().stored_name(args.get("folder_name"));
        }
        if !args.get("is_public").is_empty() {
            folder.visibility = args.get("is_public").into();
        }
        if !args.get("access_password").is_empty() {
            folder.password = Some(args.get("access_password").into());
        }
        if parent.is_some() {
            folder.parent = parent;
        }
        folder.updated = Some(now);
        told("Folder successfully updated.", self.folder_object(&state, own))
    }

    pub(super) fn folder_delete(&self, args: &Args) -> Answer {
        let mut state = self.state();
        let owner = self.caller(&mut state, args)?;
        let id = args.need("folder_id")?;
        let top = state.folder(owner, id).ok_or_else(Refusal::no_folder)?.id;
        let inside: Vec<u64> = state
            .folders
            .iter()
            .map(|folder| folder.id)
            .filter(|&id| state.is_within(Some(id), top))
            .collect();
        for folder in state.folders.iter_mut().filter(|folder| inside.contains(&folder.id)) {
            folder.trashed = true;
        }
        let within = |folder: Option<u64>| folder.is_some_and(|id| inside.contains(&id));
        for file in state.files.iter_mut().filter(|file| within(file.folder)) {
            file.trashed = true;
        }
        just("Folder successfully set as deleted.")
    }

    pub(super) fn folder_move(&self, args: &Args) -> Answer {
        let mut state = self.state();
        let owner = self.caller(&mut state, args)?;
        let id = args.need("folder_id")?;
        let own = state.folder(owner, id).ok_or_else(Refusal::no_folder)?.id;
        let target = self.target(&mut state, owner, args, "new_parent_folder_id")?;
        if state.is_within(target, own) {
            return Err(no_target("new_parent_folder_id"));
        }
        let now = self.ctx.clock.unix();
        let folder = state.folder(owner, id).ok_or_else(Refusal::no_folder)?;
        folder.parent = target;
        folder.updated = Some(now);
        told("Folder successfully moved.", self.folder_object(&state, own))
    }

    fn folder_object(&self, state: &State, id: u64) -> serde_json::Value {
        let folder = state.folders.iter().find(|folder| folder.id == id);
        folder.map(|folder| self.shape().folder(state, folder)).into()
    }
}

/// A folder that may be left out, or blank, for the root.
pub(super) fn optional_folder(
    state: &mut State,
    owner: u64,
    id: &str,
) -> Result<Option<u64>, Refusal> {
    if id.is_empty() {
        return Ok(None);
    }
    state.folder(owner, id).map(|folder| Some(folder.id)).ok_or_else(Refusal::no_folder)
}
