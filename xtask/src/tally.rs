use std::time::Instant;

use anyhow::Result;

/// The steps of a long command, and what they add up to.
#[derive(Default)]
pub struct Tally {
    passed: u32,
    failed: u32,
    failures: Vec<String>,
}

/// What one step counted by itself; a step that counts nothing counts as one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    pub passed: u32,
    pub failed: u32,
}

impl Tally {
    /// A step that passes when it finds no fault.
    pub fn check(&mut self, name: &str, step: impl FnOnce() -> Result<Vec<String>>) {
        self.count(name, || {
            let faults = step()?;
            for fault in &faults {
                eprintln!("{fault}");
            }
            let failed = u32::try_from(faults.len()).unwrap_or(u32::MAX).min(1);
            Ok(Count {
                passed: 1 - failed,
                failed,
            })
        });
    }

    /// A step that passes when it does not fail.
    pub fn done(&mut self, name: &str, step: impl FnOnce() -> Result<()>) {
        self.count(name, || step().map(|()| Count { passed: 1, failed: 0 }));
    }

    /// A step that counts its own tests.
    pub fn count(&mut self, name: &str, step: impl FnOnce() -> Result<Count>) {
        println!("── {name}");
        let started = Instant::now();
        let count = step().unwrap_or_else(|error| {
            eprintln!("{error:#}");
            Count { passed: 0, failed: 1 }
        });
        self.passed += count.passed;
        self.failed += count.failed;
        let verdict = if count.failed == 0 { "ok" } else { "FAILED" };
        println!("── {name}: {verdict} ({:.1} s)", started.elapsed().as_secs_f32());
        if count.failed > 0 {
            self.failures.push(name.to_owned());
        }
    }

    /// Prints the sum; true when nothing failed.
    pub fn sum(self) -> bool {
        for name in &self.failures {
            println!("failed: {name}");
        }
        println!("{} passed, {} failed", self.passed, self.failed);
        self.failed == 0
    }
}
