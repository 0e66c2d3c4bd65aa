use jiff::civil::Date;
use relais_kernel::{PublicRef, Refusal, Refusals, ShortCode};
use serde::{Deserialize, Serialize};

use super::EnquiryWords;
use crate::{
    code::Codes,
    enquiry::{EnquiryBasis, Ground},
    form::Reader,
};

/// A request as it was typed.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct EnquiryForm {
    /// The id of the organisation that is asked.
    pub to: String,
    /// About whom; sealed, as all words of it.
    pub whom: String,
    pub wanted: String,
    pub purpose: String,
    /// `order` or `consent`.
    pub basis: String,
    /// The reference of the order.
    pub order: String,
    /// The last day on which the answer may be read and kept.
    pub until: String,
}

pub(super) struct Wish {
    pub to: PublicRef,
    pub basis: EnquiryBasis,
    pub until: Date,
    pub words: EnquiryWords,
}

impl EnquiryForm {
    pub(super) fn read(&self, codes: &dyn Codes) -> Result<Wish, Refusals> {
        let mut reader = Reader::new(codes);
        let to = self.to.trim().parse::<PublicRef>().ok();
        let to = reader.required("to", to);
        let whom = reader.narrative("whom", &self.whom);
        let whom = reader.required("whom", whom);
        let wanted = reader.narrative("wanted", &self.wanted);
        let wanted = reader.required("wanted", wanted);
        let purpose = reader.narrative("purpose", &self.purpose);
        let purpose = reader.required("purpose", purpose);
        let basis = reader.known("basis", &self.basis, EnquiryBasis::of);
        let basis = reader.required("basis", basis);
        let order = reader.line("order", &self.order);
        if basis == Some(EnquiryBasis::Order) {
            reader.required("order", order.as_ref());
        }
        let until = reader.date("until", &self.until);
        let until = reader.required("until", until);
        let wish = (|| {
            Some(Wish {
                to: to?,
                basis: basis?,
                until: until?,
                words: EnquiryWords {
                    whom: whom?,
                    wanted: wanted?,
                    purpose: purpose?,
                    order: order.unwrap_or_default(),
                    ..EnquiryWords::default()
                },
            })
        })();
        reader.finish(wish)
    }
}
/// An answer as it was typed.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct EnquiryAnswerForm {
    /// `unknown`, `refused` or `tell`.
    pub answer: String,
    /// Of what is told: `consent` or `order`.
    pub ground: String,
    /// The code of the case that it is about.
    pub code: String,
    /// What is told, in the words that the asking body will read. Sealed.
    pub told: String,
    /// For the officer; sealed.
    pub reason: String,
}

pub(super) enum Wanted {
    Unknown,
    Refused,
    Tell { ground: Ground, code: ShortCode },
}

impl EnquiryAnswerForm {
    pub(super) fn read(&self, codes: &dyn Codes) -> Result<(Wanted, String, String), Refusals> {
        let mut reader = Reader::new(codes);
        let reason = reader.narrative("reason", &self.reason);
        let told = reader.narrative("told", &self.told);
        let wanted = match self.answer.trim() {
            "unknown" => Some(Wanted::Unknown),
            "refused" => {
                reader.required("reason", reason.as_ref());
                Some(Wanted::Refused)
            }
            "tell" => {
                let ground = reader.known("ground", &self.ground, Ground::of);
                let ground = reader.required("ground", ground);
                let code = self.code.trim().parse::<ShortCode>().ok();
                if code.is_none() {
                    reader.refuse("code", no_such_case());
                }
                reader.required("told", told.as_ref());
                reader.required("reason", reason.as_ref());
                (|| {
                    Some(Wanted::Tell {
                        ground: ground?,
                        code: code?,
                    })
                })()
            }
            _ => reader.required("answer", None),
        };
        let wanted = reader.finish(wanted)?;
        let told = match wanted {
            Wanted::Tell { .. } => told.unwrap_or_default(),
            Wanted::Unknown | Wanted::Refused => String::new(),
        };
        Ok((wanted, told, reason.unwrap_or_default()))
    }
}
pub(super) fn no_such_case() -> Refusal {
    Refusal::new(
        "NoSuchCase",
        "Recopiez le code d’un dossier de votre structure.",
        "Copy the code of a case of your organisation.",
    )
}
