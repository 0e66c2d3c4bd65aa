use relais_kernel::PublicRef;
use relais_mechanism::Definitions;
use relais_platform::Failure;
use relais_trust::{Deed, Note, Query, Sight};

use crate::{
    actions::{Confidant, confidants, desk_of, letter_words, mechanism_at_the_door},
    report::{AnonymousReport, Letter, ReportKind, ReportState},
    room::Standing,
    store::{report_by_ref, reports_to, reports_waiting},
};

/// How many a list shows.
const MOST: u64 = 200;

/// To whom somebody without an account can tell something.
pub struct ReportDoor {
    pub definitions: Definitions,
}

impl Query for ReportDoor {
    type View = Vec<Confidant>;

    async fn look(&self, sight: &Sight<'_>) -> Result<Vec<Confidant>, Failure> {
        let mechanism = mechanism_at_the_door(sight.rows()).await?;
        let definition = self.definitions.current(sight.rows(), mechanism).await?;
        confidants(sight.rows(), (mechanism, &definition)).await
    }
}

/// The reports that were made to the reader's organisation.
pub struct ListReports {
    pub definitions: Definitions,
}

impl Query for ListReports {
    type View = Vec<AnonymousReport>;

    async fn look(&self, sight: &Sight<'_>) -> Result<Vec<AnonymousReport>, Failure> {
        let (standing, kinds) = reads(sight, &self.definitions).await?;
        let mechanism = sight.actor().mechanism.ok_or(Failure::Missing)?;
        let to = (mechanism, standing.organisation);
        let mut all = reports_to(sight.rows(), to, &kinds, MOST).await?;
        all.sort_by_key(|report| report.state);
        Ok(all)
    }
}

/// How many reports wait for an answer of the reader's organisation; none for who reads none.
pub struct ReportsWaiting {
    pub definitions: Definitions,
}

impl Query for ReportsWaiting {
    type View = u64;

    async fn look(&self, sight: &Sight<'_>) -> Result<u64, Failure> {
        let Ok((standing, kinds)) = reads(sight, &self.definitions).await else {
            return Ok(0);
        };
        let mechanism = sight.actor().mechanism.ok_or(Failure::Missing)?;
        reports_waiting(sight.rows(), (mechanism, standing.organisation), &kinds).await
    }
}

/// The kinds that the reader's roles read.
async fn reads(
    sight: &Sight<'_>,
    definitions: &Definitions,
) -> Result<(Standing, Vec<&'static str>), Failure> {
    let standing = Standing::of(sight.rows(), sight.actor(), definitions, sight.now()).await?;
    let mut kinds = Vec::new();
    for kind in ReportKind::ALL {
        let roles = standing.roles_for(kind.step());
        if sight.may(Deed::AnswerReports, &roles, &desk_of(standing.organisation)) {
            kinds.push(kind.code());
        }
    }
    match kinds.is_empty() {
        true => Err(Failure::Missing),
        false => Ok((standing, kinds)),
    }
}

/// One report with its letters.
pub struct ReadReport {
    pub definitions: Definitions,
    pub report: PublicRef,
}

/// The page.
#[derive(Clone)]
pub struct ReportView {
    pub report: AnonymousReport,
    pub letters: Vec<(Letter, String)>,
}

impl ReportView {
    pub fn is_open(&self) -> bool {
        self.report.state != ReportState::Closed
    }
}

impl Query for ReadReport {
    type View = ReportView;

    async fn look(&self, sight: &Sight<'_>) -> Result<ReportView, Failure> {
        let standing = Standing::of(sight.rows(), sight.actor(), &self.definitions, sight.now()).await?;
        let mechanism = sight.actor().mechanism.ok_or(Failure::Missing)?;
        let report = report_by_ref(sight.rows(), (mechanism, standing.organisation), self.report).await?;
        let roles = standing.roles_for(report.kind.step());
        sight.permit(Deed::AnswerReports, &roles, &desk_of(standing.organisation))?;
        sight.note(
            Note::new("ReportRead")
                .on("report", report.public_ref.uuid())
                .fact("kind", report.kind.code()),
        );
        let mut letters = Vec::new();
        for letter in &report.letters {
            let words = sight.shared_words(letter_words(letter)).await?;
            letters.push((*letter, words.unwrap_or_default()));
        }
        Ok(ReportView { report, letters })
    }
}
