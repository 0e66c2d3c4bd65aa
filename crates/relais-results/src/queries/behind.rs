use std::{collections::HashMap, sync::Arc};

use relais_kernel::{Id, Localised, Organisation};
use relais_mechanism::{Definition, Definitions};
use relais_platform::Failure;
use relais_referral::{
    partition::{Group, PartitionClass},
    queries::{Line, Slice, count_seen, lines_behind},
    store::figures::{Counted, Place, Reached, Sent},
};
use relais_trust::{
    Query, Sight,
    accounts::{organisation_by_code, organisation_names},
};

use super::everything_in;
use crate::{
    figures::{Cut, Figures, Line as Printed},
    kept::Kept,
    masking::Shown,
    period::{Grain, Period},
    room::Reach,
};

/// On which side the reader's own organisation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Received,
    Sent,
}

/// Which line a figure stands in. A provider and a region never together: between two such figures single referrals
/// would stand out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cutting {
    Overall,
    /// By the code of the organisation.
    Provider(String),
    Region(String),
    UnknownRegion,
    Own(Side),
}

/// The records behind one figure, as far as the reader may see them.
pub struct Behind {
    pub definitions: Definitions,
    pub period: Period,
    pub cutting: Cutting,
    pub counted: Counted,
    /// From 0.
    pub page: u64,
    pub kept: Kept,
}

/// The list.
pub struct Records {
    pub definition: Arc<Definition>,
    pub lines: Vec<Line>,
    /// How many the reader may see.
    pub seen: u64,
    /// How many there are; of a figure of everybody how many were printed, where it was.
    pub all: Option<u64>,
    /// The organisation whose line this is.
    pub provider: Option<Localised>,
    pub names: HashMap<Id<Organisation>, Localised>,
}

impl Behind {
    /// How many lines a page has.
    pub const PAGE: u64 = 50;
}

impl Query for Behind {
    type View = Records;

    async fn look(&self, sight: &Sight<'_>) -> Result<Records, Failure> {
        let (rows, now) = (sight.rows(), sight.now());
        let mechanism = sight.actor().mechanism.ok_or(Failure::Missing)?;
        let definition = self.definitions.current(rows, mechanism).await?;
        let reach = Reach::of(sight.trust().guard(), sight.actor(), &definition)?;
        let everything = everything_in(self.period, &definition, mechanism);
        let (sent, provider) = self.narrowed(sight, &everything, reach).await?;
        let seen = count_seen(rows, &sent, self.counted, now, reach.records).await?;
        let all = if let Cutting::Own(_) = self.cutting {
            Some(seen)
        } else {
            let year = Period::of(Grain::Year, self.period.since());
            let published = self.kept.published(rows, mechanism, year).await?;
            let found = published.iter().find(|(known, _)| *known == self.period);
            found.and_then(|(_, figures)| self.shown(figures, sent.to).plain())
        };
        let slice = Slice {
            page: self.page,
            size: Self::PAGE,
        };
        let lines = lines_behind(rows, &sent, self.counted, now, reach.records, slice).await?;
        let sides = lines.iter().flat_map(|line| [line.from, line.to]).collect();
        Ok(Records {
            names: organisation_names(rows, &sides).await?,
            definition,
            lines,
            seen,
            all,
            provider,
        })
    }
}

impl Behind {
    /// The referrals of the line, if the reader may read it.
    async fn narrowed(
        &self,
        sight: &Sight<'_>,
        everything: &Sent,
        reach: Reach,
    ) -> Result<(Sent, Option<Localised>), Failure> {
        let mut sent = everything.clone();
        let mut provider = None;
        match &self.cutting {
            Cutting::Own(Side::Received) => sent.to = Some(reach.received.ok_or(Failure::Missing)?),
            Cutting::Own(Side::Sent) => sent.from = Some(reach.sent.ok_or(Failure::Missing)?),
            _ if !reach.everything => return Err(Failure::Missing),
            Cutting::Overall => {}
            Cutting::Provider(code) => {
                let face = organisation_by_code(sight.rows(), code).await?;
                sent.to = Some(face.id);
                provider = Some(face.name);
            }
            Cutting::Region(code) => sent.place = Place::Region(code.clone()),
            Cutting::UnknownRegion => sent.place = Place::Unknown,
        }
        Ok((sent, provider))
    }

    /// The figure as it was printed. A line that is not there may be one of the others: nothing is said of it.
    fn shown(&self, figures: &Figures, provider: Option<Id<Organisation>>) -> Shown {
        let region = |wanted: Option<String>| {
            let wanted = Printed::Of(wanted);
            figures
                .regions
                .iter()
                .find(|(line, _)| *line == wanted)
                .map(|(_, cut)| cut)
        };
        let cut = match &self.cutting {
            Cutting::Own(_) => None,
            Cutting::Overall => match self.counted {
                Counted::Class(PartitionClass::Declined(reason)) => {
                    let found = figures.reasons.iter().find(|(given, _)| *given == reason);
                    return found.map_or(Shown::Plain(0), |(_, shown)| *shown);
                }
                Counted::Outside => return figures.outside,
                _ => Some(&figures.overall),
            },
            Cutting::Provider(_) => {
                let mut lines = figures.providers.iter();
                let found = lines.find(|(line, _)| provider.is_some_and(|id| *line == Printed::Of(id)));
                found.map(|(_, cut)| cut)
            }
            Cutting::Region(code) => region(Some(code.clone())),
            Cutting::UnknownRegion => region(None),
        };
        cut.map_or(Shown::Withheld, |cut| in_line(cut, self.counted))
    }
}

fn in_line(cut: &Cut, counted: Counted) -> Shown {
    match counted {
        Counted::Cohort => cut.groups.total,
        Counted::Declined => cut.of(Group::Declined),
        // By reason only overall: by provider too, the lines would give the small ones away.
        Counted::Class(PartitionClass::Declined(_)) | Counted::Outside => Shown::Withheld,
        Counted::Class(class) => cut.of(class.group()),
        Counted::Emergency(Reached::InTime) => cut.reached(),
        Counted::Emergency(Reached::Late) => cut.not_reached(),
        Counted::Emergency(Reached::Open) => Shown::Withheld,
    }
}
