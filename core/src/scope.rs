//! The call that runs on this thread: who may stop it, the clocks of its request, and who is told.
//!
//! This is the one place where the state of a call is not passed on, and nothing simpler serves. All work
//! of a call happens on the calling thread, deep inside an HTTP library that knows nothing of cancelling
//! or of progress. What comes out at its other end is our resolver and our connections, but it hands
//! them nothing of the call: a connection outlives its request in the pool, and is given to another call
//! later; the resolver and the connector are made once for a session, which many threads use at once.
//! Parameters would have to go through types of that library, and a place in the session would be one
//! that its threads share. A thread runs one call at a time, so the thread is the place.
//!
//! The calls stand on a stack, because a callback may start a call on *another* session. Whatever blocks
//! (connecting, sending, receiving, hashing, sleeping, polling) comes here at least every 50 ms with
//! [`tick`].

mod between;
mod budgets;
mod call;
mod clocks;
mod exchange;
mod helpers;
mod lent;
mod pace;
mod stop;
mod told;

pub(crate) use between::Lent;
pub(crate) use call::SLICE;
pub(crate) use clocks::{ExchangeClocks, Phase};
pub(crate) use exchange::{
    begin_exchange, early_answer, end_exchange, hold_head, locally, must_check_address,
    note_early_answer, note_repeated, note_unclean_end, phase, received, sent, set_phase,
    take_head, take_held_head, traffic, unclean_end, was_repeated,
};
pub(crate) use helpers::{Help, ask_for_help};
pub(crate) use lent::{
    hand_over, is_lendable, lend, offer_room, stream_is_wanted, take_lent, take_stream, want_stream,
};
pub(crate) use pace::{allowance, keep_to, piece, reserve};
pub(crate) use stop::{Entered, enter, sleep, tick, time_left};
pub(crate) use told::{
    add_url_secret, attach_reporter, callers_code, conclude, stage, update_progress, url_secrets,
};
