use std::fs;

use super::{Finding, Health};

/// Whether this machine may write memory to its disk (security requirement 45).
pub fn look() -> Option<Finding> {
    // Elsewhere than on Linux nothing is said: there is no such file.
    fs::read_to_string("/proc/swaps")
        .ok()
        .and_then(|areas| finding(&areas))
}

/// From the list of swap areas as proc(5) gives it: one head line, then one line for each area.
fn finding(areas: &str) -> Option<Finding> {
    let kept = areas
        .lines()
        .skip(1)
        .all(|area| area.trim().is_empty() || in_memory(area));
    (!kept).then(|| {
        Finding::new(
            "swap",
            Health::Watch,
            "cette machine a un espace d’échange : des clés peuvent arriver sur son disque. Chiffrez-le, ou lancez le service avec \
             LimitMEMLOCK=infinity et MemorySwapMax=0, comme dans docs/operations/relais.service.",
            "this machine has a swap area: keys may reach its disk. Encrypt it, or run the service with LimitMEMLOCK=infinity and \
             MemorySwapMax=0, as in docs/operations/relais.service.",
        )
    })
}

/// Compressed in memory, and on no disk.
fn in_memory(area: &str) -> bool {
    area.starts_with("/dev/zram")
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n";

    #[test]
    fn sec_45_only_a_swap_area_on_a_disk_is_told() {
        let with = |area: &str| finding(&format!("{HEAD}{area}\n"));
        assert_eq!(finding(HEAD), None);
        assert_eq!(with("/dev/zram0 partition 1000 0 100"), None);
        assert!(with("/swapfile file 1000 0 -2").is_some());
    }
}
