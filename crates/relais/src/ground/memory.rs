//! What lies in memory stays in memory: keys and names reach neither a core file nor the swap area (security requirement
//! 45).

/// Switches core files off and, where the system lets us, the swapping out of our pages.
#[cfg(unix)]
pub fn keep_to_ourselves() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    if let Err(error) = setrlimit(Resource::Core, none) {
        tracing::warn!(%error, "core files cannot be switched off");
    }
    #[cfg(target_os = "linux")]
    stay_out_of_swap();
}

#[cfg(not(unix))]
pub fn keep_to_ourselves() {}

/// Pages are locked as they are first touched, so that what is never used takes no room.
#[cfg(target_os = "linux")]
fn stay_out_of_swap() {
    use rustix::mm::{MlockAllFlags, mlockall};
    if !may_lock_all() {
        tracing::info!("the memory of this process may be swapped out: LimitMEMLOCK=infinity prevents it");
        return;
    }
    if let Err(error) = mlockall(MlockAllFlags::CURRENT | MlockAllFlags::FUTURE | MlockAllFlags::ONFAULT) {
        tracing::info!(%error, "the memory of this process may be swapped out");
    }
}

/// Under a limit, the page that goes beyond it later would be refused in the middle of the work.
#[cfg(target_os = "linux")]
fn may_lock_all() -> bool {
    use rustix::process::{Resource, geteuid, getrlimit};
    geteuid().is_root() || getrlimit(Resource::Memlock).current.is_none()
}
