use std::{collections::BTreeMap, fmt, str::FromStr};

use relais_kernel::{Lang, Localised};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::NotACode;

/// A role of domain §1, written `R04`. Packs may add roles up to `R99`; the program relies on the named ones.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Role(u8);

impl Role {
    pub const PERSON: Self = Self(1);
    pub const GUARDIAN: Self = Self(2);
    pub const FIRST_LINE: Self = Self(3);
    pub const CASE_MANAGER: Self = Self(4);
    pub const SUPERVISOR: Self = Self(5);
    pub const SENDING_FOCAL_POINT: Self = Self(6);
    pub const RECEIVING_FOCAL_POINT: Self = Self(7);
    pub const SERVICE_WORKER: Self = Self(8);
    pub const PROTECTION_PANEL: Self = Self(9);
    pub const COORDINATOR: Self = Self(10);
    pub const STEERING_MEMBER: Self = Self(11);
    pub const WORKING_GROUP_MEMBER: Self = Self(12);
    pub const DIRECTORY_MANAGER: Self = Self(13);
    pub const MONITORING_OFFICER: Self = Self(14);
    pub const DATA_PROTECTION_OFFICER: Self = Self(15);
    pub const COMPLAINTS_FOCAL_POINT: Self = Self(16);
    pub const TRANSNATIONAL_FOCAL_POINT: Self = Self(17);
    pub const ADMINISTRATOR: Self = Self(18);
    pub const OBSERVER: Self = Self(19);
    pub const ASSESSOR: Self = Self(20);
    pub const FACILITATOR: Self = Self(21);
    pub const RESPONDENT: Self = Self(22);
    pub const REGIONAL_ANALYST: Self = Self(23);

    /// Roles to which the program itself opens cases, referrals, complaints or the journal, or the rights of others,
    /// whatever the pack says: they are never given by one person alone.
    pub fn opens_by_itself(self) -> bool {
        let above = [
            Self::DIRECTORY_MANAGER,
            Self::DATA_PROTECTION_OFFICER,
            Self::COMPLAINTS_FOCAL_POINT,
            Self::TRANSNATIONAL_FOCAL_POINT,
            Self::ADMINISTRATOR,
        ];
        (Self::FIRST_LINE..=Self::COORDINATOR).contains(&self) || above.contains(&self)
    }

    /// Every role that a complete pack must define (domain §1).
    pub fn well_known() -> impl Iterator<Item = Self> {
        (Self::PERSON.0..=Self::REGIONAL_ANALYST.0).map(Self)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "R{:02}", self.0)
    }
}

impl fmt::Debug for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for Role {
    type Err = NotACode;

    fn from_str(text: &str) -> Result<Self, NotACode> {
        let digits = text
            .strip_prefix('R')
            .filter(|d| d.len() == 2 && d.bytes().all(|b| b.is_ascii_digit()));
        let number = digits.and_then(|d| d.parse().ok()).filter(|n| *n > 0);
        number.map(Self).ok_or_else(|| NotACode(text.to_owned()))
    }
}

impl Serialize for Role {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Role {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// What a mechanism says about a role (domain §1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleRule {
    pub name: Localised,
    /// What people in this role do.
    pub does: Localised,
    /// What they see when nothing else is granted.
    pub sees: Localised,
    /// A user account may carry the role; a person of concern has none.
    pub account: bool,
    /// An administrator gives it alone: it opens no case and no referral, and gives nobody rights. Every other role
    /// counts once a second person has confirmed it (security requirement 6).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub alone: bool,
    #[serde(default)]
    pub retired: bool,
}

/// The roles of a mechanism.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Roles(pub BTreeMap<Role, RoleRule>);

impl Roles {
    pub fn get(&self, role: Role) -> Option<&RoleRule> {
        self.0.get(&role)
    }

    /// The name of a role, if the mechanism has it.
    pub fn name(&self, role: Role, lang: Lang) -> Option<&str> {
        self.get(role).map(|rule| rule.name.get(lang))
    }

    /// The roles that one person gives to another alone.
    pub fn given_alone(&self) -> impl Iterator<Item = Role> {
        self.0
            .iter()
            .filter(|(_, rule)| rule.alone)
            .map(|(role, _)| *role)
    }

    /// The roles that accounts may be given today.
    pub fn for_accounts(&self) -> impl Iterator<Item = (Role, &RoleRule)> {
        self.0
            .iter()
            .filter(|(_, rule)| rule.account && !rule.retired)
            .map(|(role, rule)| (*role, rule))
    }
}
