use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;
use relais_kernel::{Localised, PublicRef, Timestamp};
use relais_mechanism::{CaseStep, Definition, Definitions};
use relais_platform::Failure;
use relais_trust::{Deed, Note, Protected, Query, Sight, accounts};

use crate::{
    OrganisationId,
    actions::{EnquiryWords, enquiry_officers, of_the_asked, of_the_asking, takers},
    enquiry::{Enquiry, Reading},
    room::Standing,
    store::{EnquiriesOf, EnquiryRow, enquiries_in, enquiry_by_ref},
};

/// How many a list shows.
const MOST: u64 = 200;

/// A request as the asking body sees it: whom it asked, until when, and what it may know. It holds nothing that
/// depends on an answer which is not told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnEnquiry {
    pub public_ref: PublicRef,
    pub to: Localised,
    pub asked_at: Timestamp,
    pub due: Date,
    pub until: Date,
    pub reading: Reading,
}

/// A request as those see it who answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnquiryLine {
    pub public_ref: PublicRef,
    pub enquiry: Enquiry,
    pub from: Localised,
    pub to: Localised,
    pub late: bool,
}

/// The requests of the reader's own body, or those that its organisation was asked, or all of the mechanism for the
/// protection officer.
pub struct ListEnquiries {
    pub definitions: Definitions,
}

/// The list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EnquiryList {
    /// Newest first.
    Own(Vec<OwnEnquiry>),
    Asked {
        /// Those due first before the others.
        open: Vec<EnquiryLine>,
        ended: Vec<EnquiryLine>,
    },
}

impl Query for ListEnquiries {
    type View = EnquiryList;

    async fn look(&self, sight: &Sight<'_>) -> Result<EnquiryList, Failure> {
        let standing = Standing::of(sight.rows(), sight.actor(), &self.definitions, sight.now()).await?;
        let mechanism = sight.actor().mechanism.ok_or(Failure::Missing)?;
        if sight.actor().firewall {
            may_ask(sight, &standing)?;
            let of = (mechanism, EnquiriesOf::Asking(standing.organisation));
            let found = enquiries_in(sight.rows(), of, None, MOST).await?;
            let names = names(sight, &found).await?;
            let own = found.iter().map(|it| own(it, &names, standing.today));
            return Ok(EnquiryList::Own(own.collect()));
        }
        let of = (mechanism, scope(sight, &standing)?);
        let open = enquiries_in(sight.rows(), of, Some(true), MOST).await?;
        let ended = enquiries_in(sight.rows(), of, Some(false), MOST / 4).await?;
        Ok(EnquiryList::Asked {
            open: lines(sight, open, standing.today).await?,
            ended: lines(sight, ended, standing.today).await?,
        })
    }
}

/// Whom a body behind the firewall can ask.
pub struct EnquiryAsking {
    pub definitions: Definitions,
}

/// What the form offers: names of organisations, and never one of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskingView {
    pub organisations: Vec<(PublicRef, Localised)>,
    /// The last day before the asking body reads what came of it.
    pub due: Date,
}

impl Query for EnquiryAsking {
    type View = AskingView;

    async fn look(&self, sight: &Sight<'_>) -> Result<AskingView, Failure> {
        let standing = Standing::of(sight.rows(), sight.actor(), &self.definitions, sight.now()).await?;
        may_ask(sight, &standing)?;
        let all = takers(sight.rows(), standing.organisation).await?;
        let definition = &standing.definition;
        let within = definition.case.deadlines.enquiry;
        let end = within.after(sight.now(), &definition.calendar);
        Ok(AskingView {
            organisations: all.into_iter().map(|o| (o.public_ref, o.name)).collect(),
            due: definition.calendar.date_of(end),
        })
    }
}

/// One request.
pub struct ReadEnquiry {
    pub definitions: Definitions,
    pub enquiry: PublicRef,
}

/// Its page, from either side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EnquiryView {
    Own(Box<OwnView>),
    Asked(Box<AskedView>),
}

/// What the asking body reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnView {
    pub line: OwnEnquiry,
    /// Nothing where they went with the case that was told of.
    pub words: Option<EnquiryWords>,
    pub may_take_back: bool,
}

/// What those read who answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedView {
    pub line: EnquiryLine,
    /// Nothing where they were not shared with the reader's organisation, or went with the case.
    pub words: Option<EnquiryWords>,
    pub may_answer: bool,
    pub may_review: bool,
}

impl Query for ReadEnquiry {
    type View = EnquiryView;

    async fn look(&self, sight: &Sight<'_>) -> Result<EnquiryView, Failure> {
        let standing = Standing::of(sight.rows(), sight.actor(), &self.definitions, sight.now()).await?;
        let mechanism = sight.actor().mechanism.ok_or(Failure::Missing)?;
        let it = enquiry_by_ref(sight.rows(), mechanism, self.enquiry).await?;
        let view = if sight.actor().firewall {
            EnquiryView::Own(Box::new(asking_side(sight, &standing, &it).await?))
        } else {
            EnquiryView::Asked(Box::new(asked_side(sight, &standing, &it).await?))
        };
        let note = Note::new("EnquiryRead").on("enquiry", it.enquiry.id.uuid());
        sight.note(match it.enquiry.told_of() {
            Some(case) => note.case(case),
            None => note,
        });
        Ok(view)
    }
}

async fn asking_side(sight: &Sight<'_>, standing: &Standing, it: &EnquiryRow) -> Result<OwnView, Failure> {
    let roles = standing.roles_for(CaseStep::AskForData);
    sight.permit(Deed::AskForData, &roles, &of_the_asking(&it.enquiry))?;
    let names = names(sight, std::slice::from_ref(it)).await?;
    let line = own(it, &names, standing.today);
    let mut words = words(sight, &it.enquiry).await?;
    if line.reading != Reading::Told
        && let Some(words) = &mut words
    {
        words.told.clear();
    }
    Ok(OwnView {
        may_take_back: line.reading == Reading::Waiting,
        line,
        words,
    })
}

async fn asked_side(sight: &Sight<'_>, standing: &Standing, it: &EnquiryRow) -> Result<AskedView, Failure> {
    let enquiry = &it.enquiry;
    let (asked, roles) = (of_the_asked(enquiry), standing.roles_for(CaseStep::AnswerEnquiry));
    let answers = sight.may(Deed::AnswerEnquiry, &roles, &asked);
    let mechanism = Protected::mechanism(enquiry.mechanism);
    let reviews = sight.may(Deed::ApproveEnquiry, &enquiry_officers(), &mechanism);
    if !answers && !reviews {
        // Tells the journal what was tried, and answers as if there were none.
        sight.permit(Deed::AnswerEnquiry, &roles, &asked)?;
    }
    let words = words(sight, enquiry).await?;
    let proposer = match enquiry.state {
        crate::enquiry::EnquiryState::Proposed { act } => Some(act.by),
        _ => None,
    };
    let line = lines(sight, vec![it.clone()], standing.today).await?.pop();
    Ok(AskedView {
        may_answer: answers && enquiry.state.awaits_answer() && words.is_some(),
        may_review: reviews && proposer.is_some_and(|by| by != standing.user) && words.is_some(),
        line: line.ok_or(Failure::Missing)?,
        words,
    })
}

/// What somebody has to do about a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EnquiryDuty {
    Answer,
    Agree,
    /// The organisation that was asked is late: for the officer.
    Chase,
}

/// One thing to do about one request, without a word of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnquiryTask {
    pub public_ref: PublicRef,
    pub duty: EnquiryDuty,
    pub from: Localised,
    pub to: Localised,
    /// The end of its last day.
    pub due: Timestamp,
}

/// The requests that wait for the reader, late ones first.
pub struct EnquiryTasks {
    pub definitions: Definitions,
    pub size: u64,
}

impl Query for EnquiryTasks {
    type View = Vec<EnquiryTask>;

    async fn look(&self, sight: &Sight<'_>) -> Result<Vec<EnquiryTask>, Failure> {
        let standing = Standing::of(sight.rows(), sight.actor(), &self.definitions, sight.now()).await?;
        let mechanism = sight.actor().mechanism.ok_or(Failure::Missing)?;
        let Ok(of) = scope(sight, &standing) else {
            return Ok(Vec::new());
        };
        let answers = answers(sight, &standing);
        let officer = of == EnquiriesOf::All;
        let found = enquiries_in(sight.rows(), (mechanism, of), Some(true), MOST).await?;
        let mut tasks = Vec::new();
        for line in lines(sight, found, standing.today).await? {
            let enquiry = &line.enquiry;
            let duty = if answers && enquiry.to == standing.organisation && enquiry.state.awaits_answer() {
                EnquiryDuty::Answer
            } else if officer && enquiry.state.awaits_officer() {
                EnquiryDuty::Agree
            } else if officer && line.late {
                EnquiryDuty::Chase
            } else {
                continue;
            };
            tasks.push(EnquiryTask {
                public_ref: line.public_ref,
                duty,
                due: end_of(enquiry.due, &standing.definition),
                from: line.from,
                to: line.to,
            });
        }
        tasks.truncate(usize::try_from(self.size).unwrap_or(usize::MAX));
        Ok(tasks)
    }
}

fn end_of(day: Date, definition: &Definition) -> Timestamp {
    let next = day.tomorrow().unwrap_or(day);
    let start = next.to_zoned(definition.calendar.zone());
    start.map_or(Timestamp::MAX, |start| start.timestamp())
}

fn may_ask(sight: &Sight<'_>, standing: &Standing) -> Result<(), Failure> {
    let own = Protected::desk(standing.organisation.uuid(), standing.organisation);
    let roles = standing.roles_for(CaseStep::AskForData);
    sight.permit(Deed::AskForData, &roles, &own)?;
    Ok(())
}

fn answers(sight: &Sight<'_>, standing: &Standing) -> bool {
    let own = Protected::desk(standing.organisation.uuid(), standing.organisation);
    let roles = standing.roles_for(CaseStep::AnswerEnquiry);
    sight.may(Deed::AnswerEnquiry, &roles, &own)
}

/// The officer follows those of the mechanism, everybody else those that their organisation was asked.
fn scope(sight: &Sight<'_>, standing: &Standing) -> Result<EnquiriesOf, Failure> {
    let mechanism = Protected::mechanism(sight.actor().mechanism.ok_or(Failure::Missing)?);
    if sight.may(Deed::ApproveEnquiry, &enquiry_officers(), &mechanism) {
        return Ok(EnquiriesOf::All);
    }
    if !answers(sight, standing) {
        return Err(Failure::Missing);
    }
    Ok(EnquiriesOf::Asked(standing.organisation))
}

async fn words(sight: &Sight<'_>, enquiry: &Enquiry) -> Result<Option<EnquiryWords>, Failure> {
    let held = sight.shared_words(EnquiryWords::place(enquiry)).await?;
    Ok(held.map(|text| EnquiryWords::read(enquiry, &text)).transpose()?)
}

type Names = HashMap<OrganisationId, Localised>;

async fn names(sight: &Sight<'_>, found: &[EnquiryRow]) -> Result<Names, Failure> {
    let sides: BTreeSet<_> = found
        .iter()
        .flat_map(|it| [it.enquiry.from, it.enquiry.to])
        .collect();
    accounts::organisation_names(sight.rows(), &sides).await
}

fn named(names: &Names, of: OrganisationId) -> Localised {
    let known = names.get(&of).cloned();
    known.unwrap_or_else(|| Localised::new("—", "—"))
}

fn own(it: &EnquiryRow, names: &Names, today: Date) -> OwnEnquiry {
    OwnEnquiry {
        public_ref: it.public_ref,
        to: named(names, it.enquiry.to),
        asked_at: it.enquiry.asked.at,
        due: it.enquiry.due,
        until: it.enquiry.until,
        reading: it.enquiry.reading(today),
    }
}

async fn lines(sight: &Sight<'_>, found: Vec<EnquiryRow>, today: Date) -> Result<Vec<EnquiryLine>, Failure> {
    let names = names(sight, &found).await?;
    let line = |it: EnquiryRow| EnquiryLine {
        public_ref: it.public_ref,
        late: it.enquiry.is_late(today),
        from: named(&names, it.enquiry.from),
        to: named(&names, it.enquiry.to),
        enquiry: it.enquiry,
    };
    Ok(found.into_iter().map(line).collect())
}
