use relais_geography::{Point, distance_km};
use relais_kernel::Localised;
use serde::{Deserialize, Serialize};

use crate::{PCode, PlaceId};

/// Where a service is given. HSDS: `location` with its `address`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Place {
    pub id: PlaceId,
    pub spot: Spot,
    pub address: Option<String>,
}

/// As much as is known of where something or someone is: a region, perhaps a department, a town, a point.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Spot {
    /// P-code of level 1.
    pub region: Option<PCode>,
    /// P-code of level 2.
    pub department: Option<PCode>,
    pub town: Option<String>,
    pub point: Option<Point>,
}

/// Who may see the entry, and how much of its place (domain §3 F13).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Anyone, in the open-data copy too.
    Public,
    /// Members of the mechanism.
    Members,
    /// Members, without address, town, department or distance: a shelter. Its address is seen on an accepted
    /// referral only (DP-35).
    #[serde(rename = "hidden")]
    HiddenAddress,
}

impl Visibility {
    pub const ALL: [Self; 3] = [Self::Public, Self::Members, Self::HiddenAddress];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Members => "members",
            Self::HiddenAddress => "hidden",
        }
    }

    pub fn label(self) -> Localised {
        match self {
            Self::Public => Localised::new("publique", "public"),
            Self::Members => Localised::new("membres", "members"),
            Self::HiddenAddress => Localised::new("adresse cachée", "hidden address"),
        }
    }
}

/// A place as a reader may see it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ShownPlace<'s> {
    Full(&'s Place),
    /// A hidden address: the region and nothing finer (DP-35).
    RegionOnly(Option<&'s PCode>),
}

impl Place {
    /// What somebody without an accepted referral sees of this place.
    pub fn shown(&self, visibility: Visibility) -> ShownPlace<'_> {
        match visibility {
            Visibility::HiddenAddress => ShownPlace::RegionOnly(self.spot.region.as_ref()),
            Visibility::Public | Visibility::Members => ShownPlace::Full(self),
        }
    }
}

/// How far apart two spots are: as the crow flies between town centres (decisions §24), or by a better measure.
pub trait Distances {
    /// In metres; `None` when it cannot be told, which is shown as such and never taken for zero.
    fn metres(&self, from: &Spot, to: &Spot) -> Option<u32>;
}

/// Distances between points alone, as the crow flies; nothing is guessed for a spot without a point.
#[derive(Debug, Clone, Copy, Default)]
pub struct CrowFlies;

impl Distances for CrowFlies {
    fn metres(&self, from: &Spot, to: &Spot) -> Option<u32> {
        let metres = distance_km(from.point?, to.point?) * 1000.0;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "at most half the Earth, 20,016,000 m"
        )]
        metres.is_finite().then(|| metres.round() as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn at(lat: f64, lon: f64) -> Spot {
        Spot {
            point: Point::new(lat, lon),
            ..Spot::default()
        }
    }

    #[test]
    fn douala_lies_two_hundred_kilometres_from_yaounde() {
        let metres = CrowFlies
            .metres(&at(4.0483, 9.7043), &at(3.8667, 11.5167))
            .unwrap();
        assert!((200_000..205_000).contains(&metres), "{metres}");
    }

    #[test]
    fn without_a_point_no_distance_is_guessed() {
        assert_eq!(CrowFlies.metres(&at(4.0, 9.7), &Spot::default()), None);
    }

    #[test]
    fn dp_35_a_hidden_address_shows_its_region_only() {
        let place = Place {
            id: PlaceId::from_uuid(Uuid::nil()),
            spot: Spot {
                region: "CM005".parse().ok(),
                town: Some("Ville-Test".into()),
                ..at(4.0, 9.7)
            },
            address: Some("Rue-Test 1".into()),
        };
        let shown = serde_json::to_string(&place.shown(Visibility::HiddenAddress)).unwrap();
        assert_eq!(shown, r#"{"region_only":"CM005"}"#);
        assert!(
            serde_json::to_string(&place.shown(Visibility::Members))
                .unwrap()
                .contains("Ville-Test")
        );
    }
}
