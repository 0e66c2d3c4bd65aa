use relais_kernel::{Localised, PublicRef};
use serde::{Deserialize, Serialize};

use crate::{Code, Mapping, OrganisationId};

/// What the directory says of a member body (domain §3 F13, first block). It belongs to the installation and may
/// be a member of several mechanisms (decisions §18). HSDS: `organization`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    pub id: OrganisationId,
    pub public_ref: PublicRef,
    /// The key of packs and sheets, such as `P06`.
    pub code: Code,
    pub name: Localised,
    pub acronym: Option<String>,
    pub kind: OrganisationKind,
    /// What it is charged with, in its own words.
    pub mandate: Option<String>,
    /// It has a code of conduct against sexual exploitation and abuse; `None` when nobody asked (SV-07).
    pub psea_code: Option<bool>,
    /// It has written data-protection measures; `None` when nobody asked (SV-07).
    pub data_measures: Option<bool>,
    pub mapping: Mapping,
}

impl Organisation {
    /// An organisation of which no more is known than who it is.
    pub fn new(
        id: OrganisationId,
        public_ref: PublicRef,
        code: Code,
        name: Localised,
        kind: OrganisationKind,
    ) -> Self {
        Self {
            id,
            public_ref,
            code,
            name,
            acronym: None,
            kind,
            mandate: None,
            psea_code: None,
            data_measures: None,
            mapping: Mapping::default(),
        }
    }
}

/// The type of an organisation (domain §1), with what follows from it. A new one is made by
/// [`crate::Vocabulary::kind`], so that a police force cannot be written down without its firewall.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisationKind {
    code: Code,
    firewalled: bool,
}

impl OrganisationKind {
    /// As it was recorded.
    pub fn recorded(code: Code, firewalled: bool) -> Self {
        Self { code, firewalled }
    }

    /// The code in the mechanism's list of organisation types.
    pub fn code(&self) -> &Code {
        &self.code
    }

    /// Police, border, immigration, prosecution: hands over in writing only, never searches nor lists people
    /// (decisions §15).
    pub fn is_firewalled(&self) -> bool {
        self.firewalled
    }
}
