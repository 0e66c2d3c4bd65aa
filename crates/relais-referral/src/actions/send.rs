use std::collections::{BTreeMap, BTreeSet};

use relais_casework::{
    actions::open_fields,
    consent::{Assent, Giver, Ledger, Receiver as Recipient},
    room::Standing,
    store::{CaseRow, case_of, exceptions_of, ledger_of},
};
use relais_directory::{CapacityState, Entry, store::service_of};
use relais_kernel::{Id, PublicRef, Timestamp};
use relais_mechanism::{DataCategory, Definition, Definitions, OrganisationKey, ReferralStep};
use relais_platform::Failure;
use relais_trust::{Command, Deed, PackageDraft, PackageKind, Scene, accounts};

use super::{Carried, announce_link, carry};
use crate::{
    packages::{Field, FieldSet, Minimum, Value, decision_package, release_package},
    referral::{Channel, Command as ReferralCommand, Disclosure, Side, StateKind},
    room::{by, roles_for, standing},
    sending::{Clearance, Exception, Lawful, Minor, Receiver, Situation, clear},
    store::{ReferralRow, links, referral_by_ref},
};

/// Sends a referral: the only way past the sending guard, and the moment at which both packages are fixed
/// (decisions §13–14, DP-05).
#[derive(Clone)]
pub struct SendReferral {
    pub definitions: Definitions,
    pub referral: PublicRef,
    pub channel: Channel,
}

impl Command for SendReferral {
    type Outcome = PublicRef;
    const NAME: &'static str = "SendReferral";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let standing = standing(scene, &self.definitions).await?;
        let definition = standing.definition.clone();
        let mut row = referral_by_ref(scene.rows(), self.referral).await?;
        let protected = row.protected(&definition, scene.now());
        scene.permit(
            Deed::ChangeSentReferral,
            &roles_for(&definition, ReferralStep::Send),
            &protected,
        )?;
        // What is sent is sent under the definition in force today, whatever the draft was begun under.
        row.referral.definition = definition.version.clone();
        if row.referral.kind() == StateKind::Draft {
            let it = Carried {
                row,
                by: by(scene.actor()),
                side: Side::Sender,
                definition: &definition,
            };
            row = carry(scene, it, ReferralCommand::MakeReady).await?;
            row.version += 1;
        }
        let case = case_of(scene.rows(), row.referral.case).await?;
        let fields = fields(scene, &row, &case, &standing).await?;
        let clearance = self.clearance(scene, &row, &case, &standing, &fields).await?;
        pack(scene, &row, &case, &clearance, &fields).await?;
        let it = Carried {
            row,
            by: by(scene.actor()),
            side: Side::Sender,
            definition: &definition,
        };
        let command = ReferralCommand::Send {
            channel: self.channel,
            clearance: Box::new(clearance),
        };
        let sent = carry(scene, it, command).await?;
        let r = &sent.referral;
        scene
            .release_package(r.id, PackageKind::Decision, r.to_org, None)
            .await?;
        let link = links::open(scene, &sent, &minimum(&sent, &case)).await?;
        announce_link(scene, &sent, link.id).await?;
        Ok(self.referral)
    }
}

impl SendReferral {
    async fn clearance(
        &self,
        scene: &Scene<'_>,
        row: &ReferralRow,
        case: &CaseRow,
        standing: &Standing,
        fields: &FieldSet,
    ) -> Result<Clearance, Failure> {
        let r = &row.referral;
        let ledger = ledger_of(scene.rows(), r.case).await?;
        let exceptions = exceptions_of(scene.rows(), r.case).await?;
        let exception = exceptions
            .iter()
            .filter(|e| e.receiver() == r.to_org && *e.purpose() == r.purpose)
            .max_by_key(|e| (e.in_force(), e.order_reviewed_by().is_some()))
            .map(Exception::from);
        let receiver = receiver(scene, row).await?;
        let minor = minor(&ledger, row, case);
        let actor = scene.actor();
        let situation = Situation {
            today: standing.today,
            sender: standing.user,
            sender_firewall: actor.firewall,
            fields: &fields.classes(),
            ledger: &ledger,
            exception,
            flow_rules: &standing.definition.flow_rules,
            processing: standing.definition.processing.as_ref(),
            receiver: &receiver,
            minor: minor.as_ref(),
        };
        Ok(clear(r, &situation, scene.now())?)
    }
}

/// What the directory says about the receiver now.
async fn receiver(scene: &Scene<'_>, row: &ReferralRow) -> Result<Receiver, Failure> {
    let service = service_of(scene.rows(), row.referral.service).await?.service;
    let organisations = accounts::organisations(scene.rows()).await?;
    let organisation = organisations
        .into_iter()
        .find(|o| o.id == row.referral.to_org)
        .ok_or(Failure::Missing)?;
    let key = OrganisationKey::new(organisation.code.clone())
        .map_err(|_| relais_platform::Corrupt::at("organisation", "code", &organisation.code))?;
    Ok(Receiver {
        key,
        active: organisation.active && matches!(service.entry, Entry::Active { .. }),
        capacity_closed: service
            .capacity
            .as_ref()
            .is_some_and(|c| c.state == CapacityState::Closed),
        ineligible: Vec::new(),
        firewall: organisation.firewall,
    })
}

/// What protects a child, from the consents that reach this receiver (DP-10).
fn minor(ledger: &Ledger, row: &ReferralRow, case: &CaseRow) -> Option<Minor> {
    if !case
        .case
        .facts
        .age_band
        .is_some_and(relais_kernel::AgeBand::is_minor)
    {
        return None;
    }
    let recipient = Recipient::organisation(row.referral.to_org).for_need(row.referral.need);
    let reaching = || {
        ledger
            .records()
            .iter()
            .filter(|c| c.stands() && c.reaches(&recipient))
    };
    let guardian_consents = reaching().any(|c| {
        matches!(
            c.terms().giver,
            Giver::Caregiver | Giver::Guardian | Giver::Authority
        )
    });
    let assent = reaching()
        .map(|c| c.terms().assent)
        .next()
        .unwrap_or(Assent::NotApplicable);
    let best_interests = reaching()
        .filter_map(|c| match &c.terms().giver {
            Giver::BestInterests { deciders } => Some(deciders.iter().map(|d| (d.user, d.role))),
            _ => None,
        })
        .flatten()
        .collect();
    Some(Minor {
        guardian_consents,
        assent,
        best_interests,
    })
}

/// The fields that are to be sent: without identity, those that stand in clear anyway; with identity, those whose
/// category the person's consent opens to this receiver.
async fn fields(
    scene: &Scene<'_>,
    row: &ReferralRow,
    case: &CaseRow,
    standing: &Standing,
) -> Result<FieldSet, Failure> {
    let definition = &*standing.definition;
    let mut set = clear_fields(case, definition);
    if row.referral.disclosure == Disclosure::Pseudonymous {
        return Ok(set);
    }
    let ledger = ledger_of(scene.rows(), case.case.id).await?;
    let recipient = Recipient::organisation(row.referral.to_org).for_need(row.referral.need);
    let mut open: BTreeSet<DataCategory> = BTreeSet::new();
    for opening in ledger.openings(&recipient, &row.referral.purpose, standing.today) {
        open.extend(opening.categories);
    }
    // Nothing is consented: identity is asked for all the same, so that the guard says what is missing.
    if open.is_empty() {
        open.insert(DataCategory::IDENTITY);
    }
    let confided = open_fields(
        scene,
        ("case_file", case.case.id, case.case.id.uuid()),
        standing.organisation,
    )
    .await?;
    for (key, text) in confided {
        let Some((form, field)) = key.split_once('.') else {
            continue;
        };
        let Some(rule) = definition.fields.get(form, field) else {
            continue;
        };
        let Some(category) = rule.category.clone().filter(|category| open.contains(category)) else {
            continue;
        };
        let value = Field {
            value: Value::new(text),
            category: Some(category),
            sensitivity: rule.sensitivity,
        };
        set.0.insert(key, value);
    }
    Ok(set)
}

/// What stands in clear of a case (decisions §10), as fields of the table.
fn clear_fields(case: &CaseRow, definition: &Definition) -> FieldSet {
    let facts = &case.case.facts;
    let mut texts: BTreeMap<&str, String> = BTreeMap::new();
    texts.insert("case_code", case.case.code.to_string());
    texts.insert("region", facts.region.as_str().to_owned());
    if let Some(band) = facts.age_band {
        texts.insert("age_band", band.code().to_owned());
    }
    if let Some(sex) = facts.sex.given() {
        texts.insert("sex", sex.code().to_owned());
    }
    let fields = texts.into_iter().filter_map(|(field, text)| {
        let rule = definition.fields.get("F1", field)?;
        let value = Field {
            value: Value::new(text),
            category: rule.category.clone(),
            sensitivity: rule.sensitivity,
        };
        Some((format!("F1.{field}"), value))
    });
    FieldSet(fields.collect())
}

pub(crate) fn minimum(row: &ReferralRow, case: &CaseRow) -> Minimum {
    let facts = &case.case.facts;
    Minimum {
        age_band: facts.age_band,
        sex: facts.sex.given().copied(),
        need: row.need_shown.clone(),
        area: row.region.clone(),
        priority: row.referral.priority,
        special_needs: facts
            .special_needs
            .iter()
            .map(|c| c.as_str().to_owned())
            .collect(),
    }
}

/// Fixes, signs and seals both packages; later edits do not flow (security requirement 18).
async fn pack(
    scene: &Scene<'_>,
    row: &ReferralRow,
    case: &CaseRow,
    clearance: &Clearance,
    fields: &FieldSet,
) -> Result<(), Failure> {
    let minimum = minimum(row, case);
    let decision = decision_package(&row.referral, clearance, minimum.clone(), fields);
    let release = release_package(clearance, minimum, fields);
    let json = |value: Result<serde_json::Value, serde_json::Error>| {
        value.map_err(|e| Failure::Fault(format!("package: {e}")))
    };
    for (kind, content) in [
        (PackageKind::Decision, json(serde_json::to_value(&decision))?),
        (PackageKind::Release, json(serde_json::to_value(&release))?),
    ] {
        scene
            .make_package(draft(row, clearance, kind, content, scene.now()))
            .await?;
    }
    Ok(())
}

fn draft(
    row: &ReferralRow,
    clearance: &Clearance,
    kind: PackageKind,
    content: serde_json::Value,
    now: Timestamp,
) -> PackageDraft {
    let consents = match clearance.lawful() {
        Lawful::Consent { consents } => consents.iter().copied().collect(),
        Lawful::Exception { .. } => Vec::<Id<relais_kernel::Consent>>::new(),
    };
    let r = &row.referral;
    let year = jiff::SignedDuration::from_hours(24 * 365);
    PackageDraft {
        referral: r.id,
        case: r.case,
        kind,
        sender: r.from_org,
        purpose: r.purpose.as_str().to_owned(),
        consents,
        expires: now.checked_add(year).unwrap_or(Timestamp::MAX),
        content,
    }
}
