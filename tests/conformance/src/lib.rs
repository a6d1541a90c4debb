//! The conformance suite: one set of named checks, run over all five hosts against the emulator.
//!
//! A check is a function of a [`Subject`]; the macro [`conformance!`] makes a test of each for one
//! host, so that a line of the runner reads `rapidgator: a_lost_answer_makes_no_second_file`. Where a
//! host lacks what a check is about, the check says why it does not apply, and the reason is printed.

// A check fails by panicking: that is what it is for.
#![allow(clippy::missing_panics_doc)]

// Floors (held by tests/floors.py): a module imports only from lines below its own; modules on one
// line do not know each other. This file defines what all of them share.
//
//   answers, folders, losses, names, tokens, transfers, verbs   one promise each, at every host
//   subject   a host at the emulator, and a session there
pub mod answers;
pub mod folders;
pub mod losses;
pub mod names;
pub mod subject;
pub mod tokens;
pub mod transfers;
pub mod verbs;

pub use gigahost::Host;
pub use subject::Subject;

/// What a check came to, if it did not fail.
pub enum Verdict {
    /// The promise holds.
    Held,
    /// The host has nothing that the promise is about.
    DoesNotApply(&'static str),
}

/// Runs a check on a fresh emulator.
pub fn run(name: &str, host: Host, check: fn(&Subject) -> Verdict) {
    let subject = Subject::open(host);
    if let Verdict::DoesNotApply(why) = check(&subject) {
        println!("does not apply: {host} {name}: {why}");
    }
}

/// Makes the tests of one host, one for each check.
#[macro_export]
macro_rules! conformance {
    ($host:ident) => {
        $crate::conformance! { @ $host
            transfers {
                an_empty_file, a_file_of_1_byte, a_file_of_127_bytes, a_file_of_128_kib_less_1,
                a_file_of_128_kib, a_file_of_128_kib_and_1, a_file_of_1_mib, a_reader_without_length,
                progress_begins_ends_and_adds_up, a_cancel_is_heard_in_every_stage,
                a_file_that_is_too_large_is_refused_before_a_byte, a_changed_source_is_never_stored,
            }
            names { every_name_arrives_as_it_is_or_is_refused, }
            folders {
                what_was_uploaded_is_listed_once, an_entry_can_be_looked_at, a_file_is_renamed,
                a_file_is_moved, a_file_is_copied, a_file_is_deleted, a_folder_is_made_and_removed,
                the_account_has_its_figures, many_files_are_listed_page_by_page,
            }
            losses {
                a_lost_answer_makes_no_second_file, an_upload_cut_at_any_sixteenth_makes_no_second_file,
                a_download_cut_at_any_sixteenth_is_completed, a_stalled_upload_ends,
                a_stalled_answer_ends, a_stalled_download_ends_and_leaves_nothing,
                a_page_is_never_saved_as_the_file,
            }
            answers {
                a_passing_failure_of_a_read_is_repeated, a_retry_after_is_honoured,
                a_page_in_place_of_json_is_a_bad_answer, cut_off_json_is_a_bad_answer,
                an_empty_answer_is_a_bad_answer, odd_numbers_and_unknown_keys_change_nothing,
                a_redirected_call_is_refused,
            }
            tokens {
                a_refused_password_is_sent_once, a_dead_token_is_renewed_once,
                sixteen_threads_log_in_once, no_secret_shows_in_any_error,
            }
            verbs { what_a_host_lacks_is_refused_without_a_request, every_operation_refuses_unknown_arguments, }
        }
        $crate::conformance! { @slow $host transfers { a_sparse_file_of_6_gib, } }
    };
    (@ $host:ident $($module:ident { $($check:ident,)+ })+) => {
        $($(
            #[test]
            fn $check() {
                $crate::run(stringify!($check), $crate::Host::$host, $crate::$module::$check);
            }
        )+)+
    };
    (@slow $host:ident $($module:ident { $($check:ident,)+ })+) => {
        $($(
            #[test]
            #[ignore = "slow: run by tests/run --full"]
            fn $check() {
                $crate::run(stringify!($check), $crate::Host::$host, $crate::$module::$check);
            }
        )+)+
    };
}
