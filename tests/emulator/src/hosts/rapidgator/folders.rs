//! The folder operations.

use serde_json::{Value, json};

use super::desk::{Desk, Outcome, Refusal, refusal};
use super::model::File;

const NO_FOLDER: &str = "Folder not found";

impl Desk<'_> {
    fn shown_folder(&self, id: u64) -> Value {
        let folder = self.state.folders.get(&id);
        folder.map_or(Value::Null, |folder| self.state.show_folder(folder, &self.ctx.api))
    }

    /// A folder of one's own that is not the root.
    fn named_folder(&self) -> Result<u64, Refusal> {
        let text = self.required("folder_id")?;
        self.own_folder(&text).ok_or_else(|| refusal(404, NO_FOLDER))
    }

    fn own_folder(&self, id: &str) -> Option<u64> {
        let folder = self.state.own_folder(self.user, id.parse().ok()?)?;
        folder.parent.map(|_| folder.id)
    }

    pub(super) fn folder_create(&mut self) -> Outcome {
        let name = self.required("name")?;
        let (one, other) = (self.param("folder_id"), self.param("parent_folder_id"));
        if one.is_some() && other.is_some() && one != other {
            return Err(refusal(400, "Parameters folder_id and parent_folder_id differ"));
        }
        let key = if one.is_some() { "folder_id" } else { "parent_folder_id" };
        let parent = self.folder_or_root(key, "Parent folder not found")?;
        let twin = self.state.subfolders(parent).iter().find(|row| row.name == name).map(|f| f.id);
        let policy = self.ctx.switches.text("folder_duplicate").unwrap_or_default();
        let id = match twin {
            Some(_) if policy == "409" => {
                return Err(refusal(409, "Folder with the same name already exists"));
            }
            Some(twin) if policy != "new" => twin,
            _ => self.state.add_folder(self.user, Some(parent), &name, self.now),
        };
        Ok(json!({"folder": self.shown_folder(id)}))
    }

    pub(super) fn folder_info(&mut self) -> Outcome {
        let id = self.folder_or_root("folder_id", NO_FOLDER)?;
        Ok(json!({"folder": self.shown_folder(id)}))
    }

    pub(super) fn folder_content(&mut self) -> Outcome {
        let id = self.folder_or_root("folder_id", NO_FOLDER)?;
        let (rows, pager) = self.sorted_page(self.state.files_in(id))?;
        let mut folder = self.shown_folder(id);
        folder["files"] = rows.into();
        Ok(json!({"folder": folder, "pager": pager}))
    }

    pub(super) fn folder_rename(&mut self) -> Outcome {
        let (id, name) = (self.named_folder()?, self.required("name")?);
        if let Some(folder) = self.state.folders.get_mut(&id) {
            folder.name = name;
        }
        Ok(json!({"folder": self.shown_folder(id)}))
    }

    pub(super) fn folder_change_mode(&mut self) -> Outcome {
        let (id, mode) = (self.named_folder()?, self.mode()?);
        if let Some(folder) = self.state.folders.get_mut(&id) {
            folder.mode = mode;
        }
        Ok(json!({"folder": self.shown_folder(id)}))
    }

    /// The destination of a batch; a missing one fails each item, not the call.
    pub(super) fn destination(&self) -> Result<Option<u64>, Refusal> {
        self.required("folder_id_dest")?;
        Ok(self.folder_or_root("folder_id_dest", NO_FOLDER).ok())
    }

    pub(super) fn folder_copy(&mut self) -> Outcome {
        let (ids, target) = (self.required_list("folder_id")?, self.destination()?);
        Ok(self.batch(&ids, |desk, id| {
            let target = target.ok_or(NO_FOLDER)?;
            let id = id.parse().map_err(|_| NO_FOLDER)?;
            let source = desk.state.folders.get(&id).ok_or(NO_FOLDER)?;
            if source.owner != desk.user && source.mode == 2 {
                return Err(NO_FOLDER);
            }
            if desk.state.tree(id).contains(&target) {
                return Err("Failed to copy the folder");
            }
            desk.copy_tree(id, target);
            Ok(())
        }))
    }

    fn copy_tree(&mut self, from: u64, target: u64) {
        let Some(name) = self.state.folders.get(&from).map(|folder| folder.name.clone()) else {
            return;
        };
        let copy = self.state.add_folder(self.user, Some(target), &name, self.now);
        let files: Vec<File> = self.state.files_in(from).into_iter().cloned().collect();
        for file in files {
            self.copy_file(&file, copy);
        }
        let inner: Vec<u64> = self.state.subfolders(from).iter().map(|folder| folder.id).collect();
        for folder in inner {
            self.copy_tree(folder, copy);
        }
    }

    pub(super) fn folder_move(&mut self) -> Outcome {
        let (ids, target) = (self.required_list("folder_id")?, self.destination()?);
        Ok(self.batch(&ids, |desk, id| {
            let (target, id) = (target.ok_or(NO_FOLDER)?, desk.own_folder(id).ok_or(NO_FOLDER)?);
            if desk.state.tree(id).contains(&target) {
                return Err("Failed to move the folder");
            }
            if let Some(folder) = desk.state.folders.get_mut(&id) {
                folder.parent = Some(target);
            }
            Ok(())
        }))
    }

    pub(super) fn folder_delete(&mut self) -> Outcome {
        let ids = self.required_list("folder_id")?;
        Ok(self.batch(&ids, |desk, id| {
            let id = desk.own_folder(id).ok_or(NO_FOLDER)?;
            let doomed = desk.state.tree(id);
            for file in &mut desk.state.files {
                if doomed.contains(&file.folder) && file.trashed.is_none() {
                    file.trashed = Some(desk.now);
                }
            }
            desk.state.folders.retain(|id, _| !doomed.contains(id));
            Ok(())
        }))
    }
}
