use serde::{Deserialize, Serialize};

/// How much harm a field can do in the wrong hands (domain §3). S2 and above is sealed; S4 has a key of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Sensitivity {
    /// Public.
    S0,
    /// Internal: states, dates, codes that give nothing away.
    S1,
    /// Identity: names, contact, exact birth date.
    S2,
    /// Protected: needs, notes, health.
    S3,
    /// Survivor-critical: child protection, gender-based violence, trafficking annexes.
    S4,
}
