use std::{path::Path, process::Command};

use crate::run;

/// Installs a package if this is Debian (or a child of it) and we are root; says whether it tried and managed.
pub fn install(package: &str) -> bool {
    if run::first_there(&["apt-get"]).is_none() || !is_root() {
        return false;
    }
    println!("installing {package}");
    let quiet = |words: &[&str]| {
        Command::new("apt-get")
            .args(words)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .status()
            .is_ok_and(|s| s.success())
    };
    let install = ["install", "-y", "-q", "--no-install-recommends", package];
    quiet(&install) || (quiet(&["update", "-q"]) && quiet(&install))
}

pub fn is_root() -> bool {
    run::output(Path::new("/"), "id", &["-u"]).is_ok_and(|id| id.trim() == "0")
}
