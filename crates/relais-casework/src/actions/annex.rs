use jiff::civil::Date;
use relais_kernel::{PublicRef, Refusal};
use relais_mechanism::CaseStep;
use relais_platform::Failure;
use relais_trust::{Command, Deed, Note, Scene, accounts};

use crate::{
    UserId,
    annex::{AnnexForm, Holders},
    code::Codes,
    room::{Desk, Standing, for_case},
    store::{AnnexRecord, CaseRow, add_holder, annexes_of, case_by_ref, keep_annexes, remove_holder},
};

/// Writes the protection annexes (F4). Only somebody named on the case may (DP-12).
#[derive(Clone)]
pub struct WriteAnnex {
    pub desk: Desk,
    pub case: PublicRef,
    /// The version that the writer had before them.
    pub expected: u64,
    pub form: AnnexForm,
}

impl Command for WriteAnnex {
    type Outcome = PublicRef;
    const NAME: &'static str = "WriteAnnex";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let (standing, row) = opened_by(scene, &self.desk, self.case).await?;
        let held = annexes_of(scene, row.case.id, standing.organisation).await?;
        expect(&held, self.expected)?;
        let annexes = self.form.read(&held.annexes, &*standing.definition)?;
        let record = AnnexRecord {
            annexes,
            version: held.version + 1,
        };
        keep_annexes(scene, row.case.id, standing.organisation, &record).await?;
        scene.note(told("AnnexWritten", &row));
        Ok(self.case)
    }
}

/// Records what a competent body decided on a possible victim of trafficking. Assistance does not depend on it, and
/// nothing of the case changes (DP-16).
#[derive(Clone)]
pub struct DecideTrafficking {
    pub desk: Desk,
    pub case: PublicRef,
    pub expected: u64,
    pub victim: bool,
    /// A code of the list `decided_by`.
    pub decided_by: String,
    pub on: Date,
}

impl Command for DecideTrafficking {
    type Outcome = PublicRef;
    const NAME: &'static str = "DecideTrafficking";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let (standing, row) = opened_by(scene, &self.desk, self.case).await?;
        let mut record = annexes_of(scene, row.case.id, standing.organisation).await?;
        expect(&record, self.expected)?;
        let body = Codes::read(&*standing.definition, "decided_by", &self.decided_by)
            .map_err(|refusal| refusal.at("decided_by"))?;
        record.annexes.trafficking =
            record
                .annexes
                .trafficking
                .decide(self.victim, body, self.on, standing.today)?;
        record.version += 1;
        keep_annexes(scene, row.case.id, standing.organisation, &record).await?;
        scene.note(told("AnnexWritten", &row));
        Ok(self.case)
    }
}

/// Somebody named on the annexes names a colleague.
#[derive(Clone)]
pub struct NameAnnexHolder {
    pub desk: Desk,
    pub case: PublicRef,
    pub colleague: PublicRef,
}

impl Command for NameAnnexHolder {
    type Outcome = PublicRef;
    const NAME: &'static str = "NameAnnexHolder";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let (standing, row) = opened_by(scene, &self.desk, self.case).await?;
        let colleague = colleague(scene, &row, self.colleague).await?;
        let roles = standing.roles_for(CaseStep::ReadAnnex);
        if !colleague.active || !colleague.roles.iter().any(|role| roles.contains(role)) {
            return Err(may_not_hold().into());
        }
        holders(&row).name(colleague.id, &standing.by())?;
        add_holder(scene, row.case.id, colleague.id).await?;
        scene.note(told("AnnexHolderNamed", &row).fact("user", colleague.id));
        Ok(self.case)
    }
}

/// Somebody named on the annexes takes a name off; one has to remain.
#[derive(Clone)]
pub struct RemoveAnnexHolder {
    pub desk: Desk,
    pub case: PublicRef,
    pub colleague: PublicRef,
}

impl Command for RemoveAnnexHolder {
    type Outcome = PublicRef;
    const NAME: &'static str = "RemoveAnnexHolder";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let (standing, row) = opened_by(scene, &self.desk, self.case).await?;
        let colleague = colleague(scene, &row, self.colleague).await?;
        holders(&row).strike(colleague.id, &standing.by())?;
        remove_holder(scene, row.case.id, colleague.id).await?;
        scene.note(told("AnnexHolderRemoved", &row).fact("user", colleague.id));
        Ok(self.case)
    }
}

/// The case, for somebody named on its annexes; for everybody else it does not exist.
async fn opened_by(scene: &Scene<'_>, desk: &Desk, case: PublicRef) -> Result<(Standing, CaseRow), Failure> {
    let standing = Standing::of(scene.rows(), scene.actor(), &desk.definitions, scene.now()).await?;
    let row = case_by_ref(scene.rows(), case).await?;
    for_case(scene.permit(Deed::WriteAnnex, &[], &row.protected())?, &row)?;
    Ok((standing, row))
}

async fn colleague(
    scene: &Scene<'_>,
    row: &CaseRow,
    named: PublicRef,
) -> Result<accounts::AccountFace, Failure> {
    let all = accounts::accounts_of(scene.rows(), Some(row.case.owner)).await?;
    let found = all.into_iter().find(|account| account.public_ref == named);
    found.ok_or_else(|| may_not_hold().into())
}

fn holders(row: &CaseRow) -> Holders {
    Holders {
        case: row.case.id,
        named: row
            .holders
            .iter()
            .copied()
            .collect::<std::collections::BTreeSet<UserId>>(),
    }
}

fn told(act: &str, row: &CaseRow) -> Note {
    Note::new(act)
        .on("case_annex", row.case.id.uuid())
        .case(row.case.id)
}

fn expect(held: &AnnexRecord, expected: u64) -> Result<(), Failure> {
    if held.version == expected {
        return Ok(());
    }
    let current = i64::try_from(held.version).map_err(|_| Failure::Fault("version".into()))?;
    Err(Failure::Stale { current })
}

fn may_not_hold() -> Refusal {
    Refusal::new(
        "MayNotHoldAnnex",
        "Choisissez un gestionnaire de cas actif de votre structure.",
        "Choose an active case manager of your organisation.",
    )
    .at("colleague")
}
