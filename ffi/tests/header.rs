//! include/gigahost.h is what the sources say. `GIGAHOST_BLESS=1` rewrites it.

use std::fs;
use std::path::Path;

#[test]
fn r242_the_header_is_what_the_sources_say() {
    let crate_dir = Path::new(env!("CARGO_MANIFEST_DIR"));
    let config = cbindgen::Config::from_file(crate_dir.join("cbindgen.toml")).unwrap();
    let mut raw = Vec::new();
    let builder = cbindgen::Builder::new().with_crate(crate_dir).with_config(config);
    builder.generate().unwrap().write(&mut raw);
    let text = String::from_utf8(raw).unwrap();
    let path = crate_dir.join("../include/gigahost.h");
    if std::env::var_os("GIGAHOST_BLESS").is_some() {
        fs::write(&path, &text).unwrap();
    }
    assert!(
        fs::read_to_string(&path).unwrap_or_default() == text,
        "run GIGAHOST_BLESS=1 cargo test -p gigahost-ffi --test header"
    );
}
