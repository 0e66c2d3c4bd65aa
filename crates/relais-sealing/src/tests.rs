mod keys;
mod locked;
mod names;
mod packages;
mod parts;
mod values;

use relais_kernel::SeededEntropy;

/// Repeatable chance for a test.
fn chance() -> SeededEntropy {
    SeededEntropy::new(20_261_120)
}
