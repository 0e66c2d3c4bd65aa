//! How a figure is named in an address: codes of what is counted, of a provider or a region. Nothing about a person.

use relais_referral::{
    partition::PartitionClass,
    referral::DeclineReason,
    store::figures::{Counted, Reached},
};
use relais_shell::Trouble;

use crate::{
    period::Period,
    queries::{Cutting, Side},
};

/// The code of what a figure counts.
pub fn code(counted: Counted) -> String {
    match counted {
        Counted::Cohort => "all".into(),
        Counted::Declined => "declined".into(),
        Counted::Outside => "outside".into(),
        Counted::Class(PartitionClass::Declined(reason)) => format!("declined.{}", reason.code()),
        Counted::Class(class) => class.group().code().into(),
        Counted::Emergency(Reached::InTime) => "emergency.reached".into(),
        Counted::Emergency(Reached::Late) => "emergency.late".into(),
        Counted::Emergency(Reached::Open) => "emergency.open".into(),
    }
}

/// What a code counts.
///
/// # Errors
/// [`Trouble::Missing`] for an unknown code.
pub fn counted_of(code: &str) -> Result<Counted, Trouble> {
    Ok(match code {
        "all" => Counted::Cohort,
        "declined" => Counted::Declined,
        "outside" => Counted::Outside,
        "accepted" => Counted::Class(PartitionClass::Accepted),
        "acknowledged_only" => Counted::Class(PartitionClass::AcknowledgedOnly),
        "no_response" => Counted::Class(PartitionClass::NoResponse),
        "pending" => Counted::Class(PartitionClass::Pending),
        "emergency.reached" => Counted::Emergency(Reached::InTime),
        "emergency.late" => Counted::Emergency(Reached::Late),
        other => {
            let reason = other.strip_prefix("declined.").ok_or(Trouble::Missing)?;
            let reason: DeclineReason = reason.parse().map_err(|_| Trouble::Missing)?;
            Counted::Class(PartitionClass::Declined(reason))
        }
    })
}

/// The name and value of the line a figure stands in; nothing for the line of everything.
fn line(cutting: &Cutting) -> Option<(&'static str, &str)> {
    match cutting {
        Cutting::Overall => None,
        Cutting::Provider(code) => Some(("prestataire", code)),
        Cutting::Region(code) => Some(("region", code)),
        Cutting::UnknownRegion => Some(("region", "inconnue")),
        Cutting::Own(Side::Received) => Some(("cote", "recus")),
        Cutting::Own(Side::Sent) => Some(("cote", "envoyes")),
    }
}

/// The line that an address names.
///
/// # Errors
/// [`Trouble::Missing`] for two at once or an unknown one.
pub fn cutting_of(provider: &str, region: &str, side: &str) -> Result<Cutting, Trouble> {
    match (provider, region, side) {
        ("", "", "") => Ok(Cutting::Overall),
        (code, "", "") => Ok(Cutting::Provider(code.to_owned())),
        ("", "inconnue", "") => Ok(Cutting::UnknownRegion),
        ("", code, "") => Ok(Cutting::Region(code.to_owned())),
        ("", "", "recus") => Ok(Cutting::Own(Side::Received)),
        ("", "", "envoyes") => Ok(Cutting::Own(Side::Sent)),
        _ => Err(Trouble::Missing),
    }
}

/// The address of the records behind a figure.
pub fn behind(period: Period, cutting: &Cutting, counted: Counted, page: u64) -> String {
    let mut address = format!("/resultats/liste?periode={period}&quoi={}", code(counted));
    if let Some((name, value)) = line(cutting) {
        address.push_str(&format!("&{name}={value}"));
    }
    if page > 0 {
        address.push_str(&format!("&page={page}"));
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_counts_what_it_was_made_of() {
        let mut all = vec![
            Counted::Cohort,
            Counted::Declined,
            Counted::Outside,
            Counted::Class(PartitionClass::Accepted),
            Counted::Class(PartitionClass::AcknowledgedOnly),
            Counted::Class(PartitionClass::NoResponse),
            Counted::Class(PartitionClass::Pending),
            Counted::Emergency(Reached::InTime),
            Counted::Emergency(Reached::Late),
        ];
        let reasons = DeclineReason::ALL.iter();
        all.extend(reasons.map(|reason| Counted::Class(PartitionClass::Declined(*reason))));
        for counted in all {
            assert_eq!(counted_of(&code(counted)).unwrap(), counted);
        }
        assert!(counted_of("declined.maybe").is_err());
    }

    #[test]
    fn a_provider_and_a_region_are_never_asked_together() {
        assert!(cutting_of("P03", "CM002", "").is_err());
        assert_eq!(
            cutting_of("", "CM002", "").unwrap(),
            Cutting::Region("CM002".into())
        );
    }
}
