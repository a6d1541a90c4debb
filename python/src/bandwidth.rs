//! `Bandwidth`: a budget for the bytes of files.

use pyo3::prelude::*;
use pyo3::types::PyType;

use crate::arguments::Whole;

/// A budget for the bytes of files: how fast they may move, and how many a day. Sessions that are
/// opened with the same one, by the keyword `bandwidth`, share it.
///
/// `up` and `down` are the most bytes per second to hosts and from them, `up_per_day` and
/// `down_per_day` the most bytes of a day, which begins at midnight UTC; None is no limit. The limits
/// may be changed at any time, also while transfers run. Calls of the API are not counted. The average
/// over a few seconds stays within 5 % of the limit. A file that does not fit into what is left of the
/// day raises `Quota` before a byte is moved.
#[pyclass(frozen, module = "gigahost", weakref)]
pub(crate) struct Bandwidth {
    pub(crate) budget: gigahost::Bandwidth,
}

type Limit = Option<Whole<u64>>;

fn number(limit: Limit) -> Option<u64> {
    limit.map(|limit| limit.0)
}

#[pymethods]
impl Bandwidth {
    #[new]
    #[pyo3(signature = (*, up=None, down=None, up_per_day=None, down_per_day=None))]
    fn new(up: Limit, down: Limit, up_per_day: Limit, down_per_day: Limit) -> Self {
        let budget = gigahost::Bandwidth::new();
        budget.set_up(number(up));
        budget.set_down(number(down));
        budget.set_up_per_day(number(up_per_day));
        budget.set_down_per_day(number(down_per_day));
        Self { budget }
    }

    /// The most bytes per second that go to hosts; None for no limit. At least 1024.
    #[getter]
    fn up(&self) -> Option<u64> {
        self.budget.up()
    }

    #[setter]
    fn set_up(&self, limit: Limit) {
        self.budget.set_up(number(limit));
    }

    /// The most bytes per second that come from hosts; None for no limit. At least 1024.
    #[getter]
    fn down(&self) -> Option<u64> {
        self.budget.down()
    }

    #[setter]
    fn set_down(&self, limit: Limit) {
        self.budget.set_down(number(limit));
    }

    /// The most bytes that go to hosts in a day; None for no limit.
    #[getter]
    fn up_per_day(&self) -> Option<u64> {
        self.budget.up_per_day()
    }

    #[setter]
    fn set_up_per_day(&self, limit: Limit) {
        self.budget.set_up_per_day(number(limit));
    }

    /// The most bytes that come from hosts in a day; None for no limit.
    #[getter]
    fn down_per_day(&self) -> Option<u64> {
        self.budget.down_per_day()
    }

    #[setter]
    fn set_down_per_day(&self, limit: Limit) {
        self.budget.set_down_per_day(number(limit));
    }

    /// Bytes that went to hosts since midnight UTC, through this budget.
    #[getter]
    fn up_today(&self) -> u64 {
        self.budget.up_today()
    }

    /// Bytes that came from hosts since midnight UTC, through this budget.
    #[getter]
    fn down_today(&self) -> u64 {
        self.budget.down_today()
    }

    /// Adds bytes to what moved today: what an earlier run of the program has used up.
    #[pyo3(signature = (*, up=None, down=None))]
    fn add_today(&self, up: Limit, down: Limit) {
        self.budget.add_today(number(up).unwrap_or(0), number(down).unwrap_or(0));
    }

    fn __repr__(&self) -> String {
        let limits = [
            ("up", self.up()),
            ("down", self.down()),
            ("up_per_day", self.up_per_day()),
            ("down_per_day", self.down_per_day()),
        ];
        let set = limits.iter().filter_map(|(name, limit)| Some(format!("{name}={}", (*limit)?)));
        format!("Bandwidth({})", set.collect::<Vec<_>>().join(", "))
    }

    /// A copy in another process has the same limits, and a budget of its own.
    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, Limits)> {
        let this = slf.get();
        let limits = (this.up(), this.down(), this.up_per_day(), this.down_per_day());
        Ok((slf.get_type().getattr("_with")?, limits))
    }

    #[classmethod]
    fn _with(
        _class: &Bound<'_, PyType>,
        up: Limit,
        down: Limit,
        up_per_day: Limit,
        down_per_day: Limit,
    ) -> Self {
        Self::new(up, down, up_per_day, down_per_day)
    }
}

type Limits = (Option<u64>, Option<u64>, Option<u64>, Option<u64>);
