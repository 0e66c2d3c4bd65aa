use std::str::FromStr;

use relais_kernel::{Localised, PublicRef};
use serde::{Deserialize, Serialize};

use crate::OrganisationId;

/// What the directory says of a member body (domain §3 F13, first block). It belongs to the installation and may
/// be a member of several mechanisms (decisions §18). HSDS: `organization`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    pub id: OrganisationId,
    pub public_ref: PublicRef,
    pub name: Localised,
    pub acronym: Option<String>,
    pub kind: OrganisationType,
    /// What it is charged with, in its own words.
    pub mandate: Option<String>,
    /// It has a code of conduct against sexual exploitation and abuse; `None` when nobody asked (SV-07).
    pub psea_code: Option<bool>,
    /// It has written data-protection measures; `None` when nobody asked (SV-07).
    pub data_measures: Option<bool>,
}

macro_rules! organisation_types {
    ($($name:ident $code:literal $fr:literal $en:literal,)*) => {
        /// The types of organisations of domain §1. A closed list, because the firewall hangs on it: a type that
        /// this program does not know could be a police force that it does not recognise.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum OrganisationType { $( #[serde(rename = $code)] $name ),* }

        impl OrganisationType {
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }

            pub fn label(self) -> Localised {
                match self { $(Self::$name => Localised::new($fr, $en)),* }
            }
        }
    };
}

organisation_types! {
    Ministry "ministry" "ministère" "ministry",
    DecentralisedService "decentralised_service" "service déconcentré" "decentralised service",
    LocalAuthority "local_authority" "collectivité locale" "local authority",
    PublicAgency "public_agency" "organisme public" "public agency",
    Police "police" "police ou gendarmerie" "police or gendarmerie",
    Border "border" "police des frontières" "border guard",
    Immigration "immigration" "service de l'immigration" "immigration service",
    Prosecution "prosecution" "parquet" "prosecution service",
    Judiciary "judiciary" "juridiction" "court",
    Embassy "embassy" "ambassade ou consulat" "embassy or consulate",
    RegionalOrganisation "regional_organisation" "organisation régionale" "regional organisation",
    UnitedNations "un" "organisation des Nations unies" "United Nations agency",
    InternationalNgo "ingo" "ONG internationale" "international NGO",
    NationalNgo "ngo" "ONG nationale" "national NGO",
    Association "association" "association" "association",
    MigrantAssociation "migrant_association" "association de migrants" "migrant association",
    FaithBased "faith_based" "organisation confessionnelle" "faith-based organisation",
    Company "company" "entreprise" "company",
    EmployersBody "employers_body" "organisation patronale" "employers' body",
    Chamber "chamber" "chambre consulaire" "chamber of commerce or trades",
    Microfinance "microfinance" "banque ou microfinance" "bank or microfinance",
    TrainingCentre "training_centre" "centre de formation ou école" "training centre or school",
    HealthFacility "health_facility" "formation sanitaire" "health facility",
    SocialCentre "social_centre" "centre social ou d'hébergement" "social centre or shelter",
    Academia "academia" "université ou recherche" "academia",
    Media "media" "média" "media",
    Donor "donor" "partenaire technique et financier" "donor",
}

impl OrganisationType {
    /// Behind the firewall: hands over in writing only, never searches nor lists people (decisions §15).
    pub const fn is_firewalled(self) -> bool {
        matches!(
            self,
            Self::Police | Self::Border | Self::Immigration | Self::Prosecution
        )
    }
}

impl FromStr for OrganisationType {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.iter().copied().find(|t| t.code() == text).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn police_border_immigration_and_prosecution_stand_behind_the_firewall() {
        let firewalled: Vec<_> = OrganisationType::ALL
            .iter()
            .filter(|t| t.is_firewalled())
            .map(|t| t.code())
            .collect();
        assert_eq!(firewalled, ["police", "border", "immigration", "prosecution"]);
    }

    #[test]
    fn every_type_is_read_back_from_its_code_and_an_unknown_one_is_refused() {
        assert!(OrganisationType::ALL.iter().all(|&t| t.code().parse() == Ok(t)));
        assert!("gendarmes".parse::<OrganisationType>().is_err());
    }
}
