use std::sync::Arc;

use relais_directory::store::service_of;
use relais_kernel::{Localised, PublicRef, Refusal};
use relais_mechanism::{Definition, Definitions, ReferralStep};
use relais_platform::{Corrupt, Failure};
use relais_trust::{Deed, Note, PackageKind, Permit, Query, Sight, accounts};

use super::outside::{identity_may_leave, tells};
use crate::{
    answer::AnswerLink,
    packages::{Minimum, ReleasePackage, Value},
    room::{roles_for, ruling},
    store::{ReferralRow, links, referral_by_ref},
};

/// The field of a package that holds the person's name.
const NAME: &str = "F1.name";

/// Before a slip is made: whether this reader may, and whether it could show the name.
pub struct AskSlip {
    pub definitions: Definitions,
    pub referral: PublicRef,
}

/// What can be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlipChoice {
    pub case_code: String,
    /// The person consented to this receiver knowing who they are, and the paper would give nothing else away.
    pub may_show_name: bool,
    /// A slip is out already: a new one takes its place.
    pub replaces: bool,
    /// Otherwise there is nothing to answer, and no slip to make.
    pub under_way: bool,
}

impl Query for AskSlip {
    type View = SlipChoice;

    async fn look(&self, sight: &Sight<'_>) -> Result<SlipChoice, Failure> {
        let held = Held::of(sight, &self.definitions, self.referral).await?;
        Ok(SlipChoice {
            may_show_name: held.may_show_name,
            replaces: held.slip(sight).await?.is_some(),
            under_way: held.row.referral.kind().is_underway(),
            case_code: held.row.case_code,
        })
    }
}

/// Prints the slip that is out. Reading it changes nothing, and stands in the journal before the sheet leaves.
pub struct PrintSlip {
    pub definitions: Definitions,
    pub referral: PublicRef,
    /// The sender asks for it (domain §3 F5, `show_name`, no by default).
    pub show_name: bool,
}

/// What stands on the sheet.
#[derive(Debug, Clone)]
pub struct SlipSheet {
    pub link: AnswerLink,
    pub row: ReferralRow,
    pub definition: Arc<Definition>,
    pub minimum: Minimum,
    pub from: Localised,
    pub to: Localised,
    /// `None`: what the service is called would tell too much to whoever finds the sheet.
    pub service: Option<Localised>,
    pub name: Option<Value>,
}

impl Query for PrintSlip {
    /// `None`: no slip is out.
    type View = Option<SlipSheet>;

    async fn look(&self, sight: &Sight<'_>) -> Result<Option<SlipSheet>, Failure> {
        let held = Held::of(sight, &self.definitions, self.referral).await?;
        let Some(slip) = held.slip(sight).await? else {
            return Ok(None);
        };
        if self.show_name && !held.may_show_name {
            return Err(name_not_covered().into());
        }
        let name = match self.show_name {
            true => held.name(sight).await?,
            false => None,
        };
        let names = accounts::organisations(sight.rows()).await?;
        let named = |id| names.iter().find(|o| o.id == id).map(|o| o.name.clone());
        let r = &held.row.referral;
        sight.note(
            Note::new("SlipPrinted")
                .on("referral", r.id.uuid())
                .case(r.case)
                .purpose(r.purpose.as_str())
                .fact("link", slip.link.id)
                .fact("name_shown", name.is_some()),
        );
        Ok(Some(SlipSheet {
            link: slip.link,
            minimum: slip.minimum,
            from: named(r.from_org).ok_or(Failure::Missing)?,
            to: named(r.to_org).ok_or(Failure::Missing)?,
            service: held.service.filter(|_| !held.tells),
            name,
            row: held.row,
            definition: held.definition,
        }))
    }
}

/// A referral whose sender prints.
struct Held {
    row: ReferralRow,
    definition: Arc<Definition>,
    permit: Permit,
    service: Option<Localised>,
    /// The need or the service would tell what must not be told on paper.
    tells: bool,
    may_show_name: bool,
}

impl Held {
    async fn of(sight: &Sight<'_>, definitions: &Definitions, referral: PublicRef) -> Result<Self, Failure> {
        let row = referral_by_ref(sight.rows(), referral).await?;
        let definition = ruling(sight.rows(), definitions, &row.referral).await?;
        let protected = row.protected(&definition, sight.now());
        let roles = roles_for(&definition, ReferralStep::Send);
        let permit = sight.permit(Deed::ChangeSentReferral, &roles, &protected)?;
        let service = service_of(sight.rows(), row.referral.service).await?.service;
        Ok(Self {
            tells: tells(&row, &service, &definition),
            may_show_name: identity_may_leave(sight.rows(), sight.now(), &row, &service, &definition).await?,
            service: Some(service.name),
            row,
            definition,
            permit,
        })
    }

    /// The slip that is out, while an answer is awaited.
    async fn slip(&self, sight: &Sight<'_>) -> Result<Option<links::LinkRow>, Failure> {
        let all = links::links_of(sight.rows(), self.row.referral.id).await?;
        let open = |held: &links::LinkRow| held.link.slip && held.link.check(sight.now()).is_ok();
        Ok(all
            .into_iter()
            .find(open)
            .filter(|_| self.row.referral.kind().is_underway()))
    }

    /// As it was fixed at sending, among what was consented to; nobody's name when the person gave none.
    async fn name(&self, sight: &Sight<'_>) -> Result<Option<Value>, Failure> {
        let id = self.row.referral.id;
        let opened = sight.open_package(&self.permit, id, PackageKind::Release).await?;
        let package: ReleasePackage =
            serde_json::from_value(opened.content).map_err(|_| Corrupt::at("package", "content", id))?;
        Ok(package.fields.0.get(NAME).map(|field| field.value.clone()))
    }
}

fn name_not_covered() -> Refusal {
    Refusal::new(
        "NameNotCovered",
        "Le nom ne peut pas figurer sur cette fiche : le consentement ne le couvre pas, ou le service est protégé.",
        "The name cannot stand on this slip: consent does not cover it, or the service is protected.",
    )
}
