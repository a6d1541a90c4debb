//! `remote/*`: files that the host fetches by itself.

use super::types::{BatchResult, Job};
use super::{Rapidgator, table};
use crate::operation::Arguments;
use crate::{Answer, Error};

impl Rapidgator<'_> {
    /// `/remote/create`: one job for each link. A comma in a link is percent-encoded.
    pub fn remote_create(
        &self,
        urls: &[&str],
        folder_id: Option<&str>,
    ) -> Result<Answer<Vec<Job>>, Error> {
        let arguments = Arguments::new().list("url", urls).opt_text("folder_id", folder_id);
        self.session
            .ask_value(&table::REMOTE_CREATE, arguments, |json| Job::read_all(json.get("response")))
    }

    /// `/remote/info`: jobs; all of them if `job_ids` is empty.
    pub fn remote_info(&self, job_ids: &[&str]) -> Result<Answer<Vec<Job>>, Error> {
        let mut arguments = Arguments::new();
        if !job_ids.is_empty() {
            arguments = arguments.list("job_id", job_ids);
        }
        self.session
            .ask_value(&table::REMOTE_INFO, arguments, |json| Job::read_all(json.get("response")))
    }

    /// `/remote/delete`: cancels jobs and removes them from the list.
    pub fn remote_delete(&self, job_ids: &[&str]) -> Result<Answer<BatchResult>, Error> {
        self.batch(&table::REMOTE_DELETE, Arguments::new().list("job_id", job_ids))
    }
}
