//! Names the shared library as its users will load it.

fn main() {
    // The number is that of the ABI, not of the version: programs linked against one libgigahost.so.0
    // run with every other.
    let name = match std::env::var("CARGO_CFG_TARGET_OS").as_deref() {
        Ok("linux") => Some("-soname,libgigahost.so.0"),
        Ok("macos") => Some("-install_name,@rpath/libgigahost.0.dylib"),
        _ => None,
    };
    if let Some(name) = name {
        println!("cargo::rustc-cdylib-link-arg=-Wl,{name}");
    }
    println!("cargo::rerun-if-changed=build.rs");
}
