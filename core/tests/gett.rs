//! ge.tt by the library, against the emulator, over TLS.

mod gett {
    mod flows;
    mod live;
    mod operations;
    mod site;
    mod tokens;
}
mod support;
