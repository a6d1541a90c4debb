//! The file operations that move no bytes, and the trash.

use serde_json::{Value, json};

use super::desk::{Desk, Outcome, Refusal, refusal};
use super::model::{File, id_in_link, show_file};

const NO_FILE: &str = "File not found";

impl Desk<'_> {
    pub(super) fn shown_file(&self, id: &str) -> Value {
        self.state.file(id).map_or(Value::Null, |file| show_file(file, &self.ctx.api))
    }

    /// The file that `file_id` names, or the link in `url`, if the user may see it.
    pub(super) fn seen_file(&self) -> Result<File, Refusal> {
        let id = match (self.param("file_id"), self.param("url")) {
            (Some(id), _) => id.to_owned(),
            (None, Some(url)) => id_in_link(url).unwrap_or_default().to_owned(),
            (None, None) => self.required("file_id")?,
        };
        let file = self.state.visible_file(self.user, &id);
        file.cloned().ok_or_else(|| refusal(404, NO_FILE))
    }

    /// Stores a copy and gives its id.
    pub(super) fn copy_file(&mut self, source: &File, folder: u64) -> String {
        let id = self.ctx.ids.hex(32);
        let copy = File {
            id: id.clone(),
            owner: self.user,
            folder,
            created: self.now,
            downloads: 0,
            mode: 0,
            ..source.clone()
        };
        self.state.files.push(copy);
        id
    }

    pub(super) fn file_info(&mut self) -> Outcome {
        let id = self.required("file_id")?;
        let file = self.state.visible_file(self.user, &id);
        let file = file.ok_or_else(|| refusal(404, NO_FILE))?;
        Ok(json!({"file": show_file(file, &self.ctx.api)}))
    }

    pub(super) fn file_rename(&mut self) -> Outcome {
        let (id, name) = (self.required("file_id")?, self.required("name")?);
        let file = self.state.own_file(self.user, &id);
        file.ok_or_else(|| refusal(404, "Failed to rename file"))?.name = name;
        Ok(json!({"file": self.shown_file(&id)}))
    }

    pub(super) fn file_change_mode(&mut self) -> Outcome {
        let (id, mode) = (self.required("file_id")?, self.mode()?);
        let file = self.state.own_file(self.user, &id);
        file.ok_or_else(|| refusal(404, NO_FILE))?.mode = mode;
        Ok(json!({"file": self.shown_file(&id)}))
    }

    pub(super) fn file_copy(&mut self) -> Outcome {
        const FAILED: &str = "Failed to copy the file";
        let (ids, target) = (self.required_list("file_id")?, self.destination()?);
        Ok(self.batch(&ids, |desk, id| {
            let target = target.ok_or(FAILED)?;
            let source = desk.state.visible_file(desk.user, id).cloned().ok_or(FAILED)?;
            desk.need_copy(source.blob.md5()).map_err(|_| FAILED)?;
            desk.copy_file(&source, target);
            Ok(())
        }))
    }

    pub(super) fn file_move(&mut self) -> Outcome {
        const FAILED: &str = "Failed to move the file";
        let (ids, target) = (self.required_list("file_id")?, self.destination()?);
        Ok(self.batch(&ids, |desk, id| {
            let target = target.ok_or(FAILED)?;
            desk.state.own_file(desk.user, id).ok_or(FAILED)?.folder = target;
            Ok(())
        }))
    }

    pub(super) fn file_delete(&mut self) -> Outcome {
        let ids = self.required_list("file_id")?;
        Ok(self.batch(&ids, |desk, id| {
            let file = desk.state.own_file(desk.user, id).ok_or("Failed to delete the file")?;
            file.trashed = Some(desk.now);
            Ok(())
        }))
    }

    pub(super) fn file_xcopy(&mut self) -> Outcome {
        let source = self.seen_file()?;
        let target = self.plain_destination()?;
        self.need_copy(source.blob.md5())?;
        let id = self.copy_file(&source, target);
        Ok(json!({"file": self.shown_file(&id)}))
    }

    pub(super) fn file_hashcopy(&mut self) -> Outcome {
        let (hash, name) = (self.required("hash")?.to_lowercase(), self.required("name")?);
        let target = self.plain_destination()?;
        let known = self.state.files.iter().find(|file| file.blob.md5() == hash).cloned();
        let source = known.ok_or_else(|| refusal(404, NO_FILE))?;
        self.need_copy(&hash)?;
        let id = self.copy_file(&File { name, trashed: None, ..source }, target);
        Ok(json!({"file": self.shown_file(&id)}))
    }

    fn plain_destination(&self) -> Result<u64, Refusal> {
        self.required("folder_id_dest")?;
        self.folder_or_root("folder_id_dest", "Folder not found")
    }

    pub(super) fn trashcan_content(&mut self) -> Outcome {
        let own = |file: &&File| file.owner == self.user && file.trashed.is_some();
        let (rows, pager) = self.sorted_page(self.state.files.iter().filter(own).collect())?;
        Ok(json!({"files": rows, "pager": pager}))
    }

    /// The page that was asked for of these files, in the order that was asked for.
    pub(super) fn sorted_page(
        &self,
        mut files: Vec<&File>,
    ) -> Result<(Vec<Value>, Value), Refusal> {
        match self.param("sort_column").unwrap_or("name") {
            "created" => files.sort_by_key(|file| file.created),
            "size" => files.sort_by_key(|file| file.blob.size()),
            "delete_time" => files.sort_by(|a, b| (a.trashed, &a.name).cmp(&(b.trashed, &b.name))),
            "nb_downloads" => files.sort_by_key(|file| file.downloads),
            _ => files.sort_by(|a, b| a.name.cmp(&b.name)),
        }
        if self.param("sort_direction").is_some_and(|way| way.eq_ignore_ascii_case("DESC")) {
            files.reverse();
        }
        self.page(files.into_iter().map(|file| show_file(file, &self.ctx.api)).collect())
    }

    /// The ids that were named, or everything in the trash.
    fn trash_ids(&self) -> Vec<String> {
        self.list("file_id").unwrap_or_else(|| {
            let own = |file: &&File| file.owner == self.user && file.trashed.is_some();
            self.state.files.iter().filter(own).map(|file| file.id.clone()).collect()
        })
    }

    fn trashed(&self, id: &str) -> Option<usize> {
        let wanted =
            |file: &File| file.id == id && file.owner == self.user && file.trashed.is_some();
        self.state.files.iter().position(wanted)
    }

    pub(super) fn trashcan_restore(&mut self) -> Outcome {
        let (ids, root) = (self.trash_ids(), self.root());
        Ok(self.batch(&ids, |desk, id| {
            let index = desk.trashed(id).ok_or(NO_FILE)?;
            let file = &mut desk.state.files[index];
            (file.trashed, file.folder) = (None, root);
            Ok(())
        }))
    }

    pub(super) fn trashcan_empty(&mut self) -> Outcome {
        let ids = self.trash_ids();
        Ok(self.batch(&ids, |desk, id| {
            let index = desk.trashed(id).ok_or(NO_FILE)?;
            desk.state.files.remove(index);
            Ok(())
        }))
    }
}
