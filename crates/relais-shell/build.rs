//! The folder of the built front end must exist for `rust-embed`, even before `npm run build`.

fn main() {
    let here = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    let dist = std::path::Path::new(&here).join("../../web/dist");
    if !dist.exists() {
        let _ = std::fs::create_dir_all(&dist);
    }
    println!("cargo::rerun-if-changed={}", dist.display());
}
