use std::collections::BTreeSet;

use relais_casework::{
    actions::{categories_held, hold_for_transfer},
    consent::{Asked, Cover, Receiver as Recipient},
    store::{CaseRow, case_by_ref, exceptions_of, ledger_of},
};
use relais_kernel::{Id, Lang, PublicRef, Referral, Refusal, Refusals};
use relais_mechanism::{DataCategory, Definition, Definitions, OrganisationKey, Purpose, TransferStep};
use relais_platform::{Corrupt, Failure};
use relais_trust::{Command, Deed, Scene, accounts};
use serde::{Deserialize, Serialize};

use super::{managers_of, note, roles_for};
use crate::{
    actions::announce::announce_transfer,
    messages::MessageKind,
    referral::{Side, Words},
    room::{by, standing},
    sending::{Exception, Lawful},
    store::{
        referrals_of_case,
        transfers::{AboutTransfer, TransferRow, TransferWords, add_transfer},
    },
    transfer::{
        Readiness, Transfer, TransferCommand, TransferContext, TransferEvent, TransferRules, TransferState,
    },
};

/// What is written for the organisation that is to take over.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct HandoverForm {
    pub reason: String,
    pub summary: String,
    pub handover: String,
}

/// Asks another organisation to take a case over (F12). Nothing moves before it accepts.
#[derive(Clone)]
pub struct RequestTransfer {
    pub definitions: Definitions,
    pub case: PublicRef,
    pub to: PublicRef,
    pub form: HandoverForm,
    /// The open referrals as the page listed them.
    pub listed: BTreeSet<PublicRef>,
}

impl Command for RequestTransfer {
    type Outcome = PublicRef;
    const NAME: &'static str = "RequestTransfer";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let standing = standing(scene, &self.definitions).await?;
        let definition = &*standing.definition;
        let case = case_by_ref(scene.rows(), self.case).await?;
        let roles = roles_for(definition, TransferStep::Request);
        let permit = scene.permit(Deed::RequestTransfer, &roles, &case.protected())?;
        let to = accounts::organisation_by_ref(scene.rows(), self.to)
            .await
            .map_err(|_| unknown_receiver())?;
        let categories = categories_held(scene, definition, &case).await?;
        let mut held = self.missing_words();
        if let Err(refusal) = flow(definition, &to.code, &categories, standing.today)? {
            held.push(refusal);
        }
        let readiness = self.readiness(scene, &case, &to, &categories, &standing).await?;
        if let Some(refusal) = gaps(&readiness.cover, definition) {
            held.push(refusal);
        }
        let draft = Transfer {
            id: Id::new(scene.now(), scene.chance()),
            public_ref: PublicRef::new(scene.chance()),
            mechanism: case.case.mechanism,
            case: case.case.id,
            from_org: case.case.owner,
            to_org: to.id,
            definition: definition.version.clone(),
            state: TransferState::Draft,
            open_referrals: BTreeSet::new(),
            handover: None,
            rejection: None,
            changed_at: scene.now(),
        };
        let context = TransferContext {
            now: scene.now(),
            by: by(scene.actor()),
            side: Side::Sender,
            rules: TransferRules::from(definition),
        };
        let applied = draft.apply(TransferCommand::Request(readiness), &context);
        let (transfer, events) = match applied {
            Ok(applied) if held.is_empty() => applied,
            Ok(_) => return Err(held.into()),
            Err(more) => return Err(all(held, more).into()),
        };
        hold_for_transfer(scene, &permit, definition, &case, to.id).await?;
        let excepted = events.iter().any(|event| {
            matches!(
                event,
                TransferEvent::TransferRequested {
                    lawful: Lawful::Exception { .. },
                    ..
                }
            )
        });
        let row = TransferRow {
            transfer,
            version: 1,
            about: AboutTransfer {
                case_code: case.case.code.to_string(),
                categories,
                excepted,
                summary: None,
            },
        };
        add_transfer(scene, &row).await?;
        self.seal(scene, &row).await?;
        announce_transfer(scene, &row.transfer, MessageKind::TransferAsked, to.id).await?;
        for event in &events {
            scene.note(note(&row, event));
        }
        Ok(row.transfer.public_ref)
    }
}

impl RequestTransfer {
    fn missing_words(&self) -> Refusals {
        let mut held = Refusals::default();
        if self.form.reason.trim().is_empty() {
            let (fr, en) = (
                "Dites pourquoi le dossier est transféré.",
                "Say why the case is transferred.",
            );
            held.push(Refusal::new("ReasonMissing", fr, en).at("reason"));
        }
        for (field, text) in [("reason", &self.form.reason), ("summary", &self.form.summary)] {
            if let Err(refusal) = Words::new(text) {
                held.push(refusal.at(field));
            }
        }
        held
    }

    async fn readiness(
        &self,
        scene: &Scene<'_>,
        case: &CaseRow,
        to: &accounts::OrganisationFace,
        categories: &BTreeSet<DataCategory>,
        standing: &relais_casework::room::Standing,
    ) -> Result<Readiness, Failure> {
        let asked = Asked {
            receiver: Recipient::organisation(to.id),
            purpose: Purpose::TRANSFER,
            categories: categories.clone(),
        };
        let exceptions = exceptions_of(scene.rows(), case.case.id).await?;
        let exception = exceptions
            .iter()
            .filter(|e| e.receiver() == to.id && *e.purpose() == Purpose::TRANSFER)
            .max_by_key(|e| e.in_force())
            .map(Exception::from);
        let referrals = referrals_of_case(scene.rows(), case.case.id).await?;
        let open = || {
            referrals
                .iter()
                .map(|row| &row.referral)
                .filter(|r| r.kind().is_underway())
        };
        let listed = |r: &&crate::referral::Referral| self.listed.contains(&r.public_ref);
        Ok(Readiness {
            cover: ledger_of(scene.rows(), case.case.id)
                .await?
                .cover(&asked, standing.today),
            exception,
            minor: case
                .case
                .facts
                .age_band
                .is_some_and(relais_kernel::AgeBand::is_minor),
            receiver_may_own: to.active
                && !to.firewall
                && !managers_of(scene.rows(), to.id).await?.is_empty(),
            handover: Words::new(&self.form.handover).map_err(|refusal| refusal.at("handover"))?,
            listed: self.unknown(open().filter(listed).map(|r| r.id).collect()),
            open: open().map(|r| r.id).collect(),
        })
    }

    /// A listed referral that is no longer open makes the lists differ.
    fn unknown(&self, mut listed: BTreeSet<Id<Referral>>) -> BTreeSet<Id<Referral>> {
        if listed.len() != self.listed.len() {
            listed.insert(Id::from_uuid(uuid::Uuid::nil()));
        }
        listed
    }

    async fn seal(&self, scene: &Scene<'_>, row: &TransferRow) -> Result<(), Failure> {
        let words = TransferWords {
            reason: self.form.reason.trim().to_owned(),
            summary: self.form.summary.trim().to_owned(),
            handover: self.form.handover.trim().to_owned(),
            rejection: String::new(),
        };
        let text = serde_json::to_string(&words).map_err(|e| Failure::Fault(e.to_string()))?;
        let sides = [row.transfer.from_org, row.transfer.to_org];
        scene.share_words(row.place(), &sides, &text).await
    }
}

/// Personal data leave an organisation only under a flow rule (decisions §14): there is no transfer without identity.
fn flow(
    definition: &Definition,
    code: &str,
    categories: &BTreeSet<DataCategory>,
    today: relais_kernel::Date,
) -> Result<Result<(), Refusal>, Failure> {
    let key = OrganisationKey::new(code.to_owned()).map_err(|_| Corrupt::at("organisation", "code", code))?;
    if let Some(processing) = &definition.processing
        && let Err(refusal) = processing.may_receive(&key, &Purpose::TRANSFER, today)
    {
        return Ok(Err(refusal.at("to")));
    }
    let covers = definition
        .flow_rules
        .covers(&key, &Purpose::TRANSFER, categories, today);
    Ok(covers.map_err(|_| {
        Refusal::new(
            "FlowRuleMissing",
            "Aucun accord de partage en cours ne permet de transférer ce dossier à cette structure.",
            "No sharing agreement in force allows this case to be transferred to this organisation.",
        )
        .at("to")
    }))
}

/// Which parts of the case the person has not agreed to pass on, in words.
fn gaps(cover: &Cover, definition: &Definition) -> Option<Refusal> {
    let Cover::Missing { gaps } = cover else {
        return None;
    };
    let rules = &definition.consent.categories;
    let names = |lang| {
        let missing = rules.iter().filter(|rule| gaps.contains_key(&rule.code));
        missing
            .map(|rule| rule.name.get(lang))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let (fr, en) = (names(Lang::Fr), names(Lang::En));
    (!fr.is_empty()).then(|| {
        Refusal::new(
            "CategoriesNotConsented",
            format!("Il manque l’accord de la personne pour : {fr}."),
            format!("The person has not agreed to: {en}."),
        )
        .at("to")
    })
}

fn all(mut first: Refusals, more: Refusals) -> Refusals {
    for refusal in more.0 {
        first.push(refusal);
    }
    first
}

fn unknown_receiver() -> Refusal {
    let (fr, en) = (
        "Choisissez une structure de la liste.",
        "Choose an organisation from the list.",
    );
    Refusal::new("UnknownReceiver", fr, en).at("to")
}
