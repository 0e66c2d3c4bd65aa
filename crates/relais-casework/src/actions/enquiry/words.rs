use relais_kernel::{PublicRef, Refusal};
use relais_platform::{Corrupt, Failure};
use relais_trust::{Scene, SharedWords};
use serde::{Deserialize, Serialize};

use crate::{
    actions::{notes::of_enquiry, order::officers_and},
    enquiry::{Enquiry, EnquiryState, Proposal},
    room::Standing,
    store::{EnquiryRow, save_enquiry},
};

/// Copies are of whole blocks, so that their length does not say whether something would be told.
const BLOCK: usize = 4096;

/// What was asked and answered. The asked organisation and the officers' hold all of it, the asking body its own words
/// and, once two people agreed, what it is told.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EnquiryWords {
    pub whom: String,
    pub wanted: String,
    pub purpose: String,
    /// The reference of the order.
    pub order: String,
    pub proposal: Option<Proposal>,
    /// The code of the case that it tells of.
    pub code: String,
    pub told: String,
    /// For the officer.
    pub reason: String,
    /// Of the officer.
    pub review: String,
}

impl std::fmt::Debug for EnquiryWords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("EnquiryWords (not shown)")
    }
}

impl EnquiryWords {
    /// Where they are kept. They go with the case once it was told of.
    pub const fn place(enquiry: &Enquiry) -> SharedWords {
        SharedWords {
            table: "data_enquiry",
            record: enquiry.id.uuid(),
            case: match enquiry.state {
                EnquiryState::Told { case, .. } => Some(case),
                _ => None,
            },
        }
    }

    /// # Errors
    /// [`Corrupt`] when they cannot be read.
    pub fn read(enquiry: &Enquiry, text: &str) -> Result<Self, Corrupt> {
        serde_json::from_str(text).map_err(|_| Corrupt::at("sealed_copy", "value", enquiry.id))
    }

    fn of_the_asking(&self, enquiry: &Enquiry) -> Self {
        let told = matches!(enquiry.state, EnquiryState::Told { .. });
        Self {
            whom: self.whom.clone(),
            wanted: self.wanted.clone(),
            purpose: self.purpose.clone(),
            order: self.order.clone(),
            told: if told { self.told.clone() } else { String::new() },
            ..Self::default()
        }
    }

    fn written(&self) -> Result<String, Failure> {
        let mut text = serde_json::to_string(self).map_err(|e| Failure::Fault(e.to_string()))?;
        let whole = text.len().div_ceil(BLOCK) * BLOCK;
        text.extend(std::iter::repeat_n(' ', whole - text.len()));
        Ok(text)
    }
}

/// The words as the acting organisation holds them.
pub(super) async fn held(
    scene: &Scene<'_>,
    standing: &Standing,
    enquiry: &Enquiry,
) -> Result<EnquiryWords, Failure> {
    let text = scene
        .shared_words(EnquiryWords::place(enquiry), standing.organisation)
        .await?;
    let text = text.ok_or_else(not_shared)?;
    Ok(EnquiryWords::read(enquiry, &text)?)
}

/// Saves the enquiry and seals to each side what is its own to read. The asking body's copy is written each time, so
/// that when it was written tells nothing.
pub(super) async fn save(
    scene: &Scene<'_>,
    it: &EnquiryRow,
    words: &EnquiryWords,
) -> Result<PublicRef, Failure> {
    let enquiry = &it.enquiry;
    keep(scene, it).await?;
    let place = EnquiryWords::place(enquiry);
    let inside = officers_and(scene, enquiry.mechanism, enquiry.to).await?;
    scene.share_words(place, &inside, &words.written()?).await?;
    let asking = words.of_the_asking(enquiry).written()?;
    scene.share_words(place, &[enquiry.from], &asking).await?;
    Ok(it.public_ref)
}

/// Saves the enquiry and notes what became of it.
pub(super) async fn keep(scene: &Scene<'_>, it: &EnquiryRow) -> Result<(), Failure> {
    save_enquiry(scene, it).await?;
    scene.note(of_enquiry(&it.enquiry));
    Ok(())
}

fn not_shared() -> Refusal {
    Refusal::new(
        "EnquiryNotShared",
        "Le texte de cette requête n’a pas été confié à votre structure.",
        "The text of this request was not shared with your organisation.",
    )
}
