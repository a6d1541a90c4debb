//! Remote uploads. Nothing is fetched: a finished job's file holds its source URL.

use serde_json::{Value, json};

use crate::blob::Blob;

use super::desk::{Desk, Outcome};
use super::model::{File, Job, show_uploaded};

const WAITING: &str = "Waiting";
const DOWNLOADING: &str = "Downloading";
const DONE: &str = "Done";
const FAIL: &str = "Fail";

fn number(label: &str) -> u64 {
    match label {
        DOWNLOADING => 2,
        DONE => 3,
        FAIL => 4,
        _ => 0,
    }
}

impl Desk<'_> {
    pub(super) fn remote_create(&mut self) -> Outcome {
        let urls = self.required_list("url")?;
        let folder = self.folder_or_root("folder_id", "Folder not found")?;
        self.need_room(1)?;
        let mut shown = Vec::new();
        for url in urls {
            let job = Job {
                id: self.state.number(),
                owner: self.user,
                folder,
                url,
                created: self.now,
                updated: self.now,
                polls: 0,
                label: WAITING,
                file: None,
                error: None,
            };
            shown.push(self.show_job(&job));
            self.state.jobs.push(job);
        }
        Ok(json!({"jobs": shown}))
    }

    fn show_job(&self, job: &Job) -> Value {
        let file = job.file.as_ref().and_then(|id| self.state.file(id));
        let size = file.map(|file| file.blob.size());
        json!({
            "job_id": job.id,
            "type": 0,
            "type_label": "Free",
            "folder_id": job.folder.to_string(),
            "url": job.url,
            "name": file.map(|file| &file.name),
            "size": size,
            "state": number(job.label),
            "state_label": job.label,
            "file": file.map_or(json!([]), |file| show_uploaded(file, &self.ctx.api)),
            "dl_size": size.unwrap_or(0),
            "speed": 0,
            "created": job.created,
            "updated": job.updated,
            "error": job.error,
        })
    }

    pub(super) fn remote_info(&mut self) -> Outcome {
        let wanted = self.list("job_id");
        let mut shown = Vec::new();
        for index in 0..self.state.jobs.len() {
            let job = &self.state.jobs[index];
            let id = job.id.to_string();
            let named = wanted.as_ref().is_none_or(|ids| ids.contains(&id));
            if job.owner == self.user && named {
                self.step(index);
                shown.push(self.show_job(&self.state.jobs[index]));
            }
        }
        let bare = shown.is_empty() && self.on("remote_info_bare");
        Ok(if bare { json!([]) } else { json!({"jobs": shown}) })
    }

    /// Each look at a job takes it one step further.
    fn step(&mut self, index: usize) {
        let steps = self.ctx.switches.number("remote_steps").unwrap_or(2);
        let failure = self.ctx.switches.text("remote_fail");
        let job = &mut self.state.jobs[index];
        if matches!(job.label, DONE | FAIL) {
            return;
        }
        job.polls += 1;
        job.updated = self.now;
        job.label = DOWNLOADING;
        if job.polls < steps {
            return;
        }
        if failure.is_some() {
            (job.label, job.error) = (FAIL, failure);
            return;
        }
        let name = job.url.split(['?', '#']).next().unwrap_or_default().rsplit('/').next();
        let file = File {
            id: self.ctx.ids.hex(32),
            owner: job.owner,
            folder: job.folder,
            name: name.filter(|name| !name.is_empty()).unwrap_or("file").into(),
            blob: Blob::of(job.url.as_bytes()),
            mode: 0,
            created: self.now,
            downloads: 0,
            trashed: None,
        };
        (job.label, job.file) = (DONE, Some(file.id.clone()));
        self.state.files.push(file);
    }

    pub(super) fn remote_delete(&mut self) -> Outcome {
        let ids = self.required_list("job_id")?;
        Ok(self.batch(&ids, |desk, id| {
            let wanted = |job: &Job| job.owner == desk.user && job.id.to_string() == id;
            let index = desk.state.jobs.iter().position(wanted).ok_or("Job not found")?;
            desk.state.jobs.remove(index);
            Ok(())
        }))
    }
}
