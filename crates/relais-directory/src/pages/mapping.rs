use askama::Template;
use axum::extract::{RawQuery, State};
use relais_geography::Gazetteer;
use relais_kernel::Lang;
use relais_mechanism::Definition;
use relais_shell::{Answer, Choice, Drawing, Form, Frame, SignedIn, Trouble, Typed, page};

use super::{
    chart::{Spot, chart},
    words,
};
use crate::{
    Code, List, OrganisationId, PCode, Vocabulary,
    mapping::{Alone, Cell, Coverage, Doubled, Ending, NeedCoverage},
    queries::{MappingView, Oversight, Papers, ReadMapping},
    room::Directory,
};

/// A need that somebody should take up.
struct Gap {
    need: String,
    regions: String,
    /// Departments of the other regions, where somebody serves the region and not them.
    departments: String,
}

/// One row of the table of needs by regions.
struct Line {
    need: String,
    cells: Vec<Figure>,
}

struct Figure {
    region: String,
    /// The entries behind it; nothing to open where there is none.
    href: String,
    services: usize,
    class: &'static str,
}

/// A group of providers, or one whose funding ends.
struct Told {
    title: String,
    href: String,
    words: Vec<String>,
}

#[derive(Template)]
#[template(path = "directory/mapping.html")]
struct MappingPage {
    frame: Frame,
    form: Form,
    needs: Vec<Choice>,
    /// The map, as SVG; none of a country whose outline is not known.
    map: Option<Drawing>,
    regions: Vec<String>,
    gaps: Vec<Gap>,
    lines: Vec<Line>,
    everywhere: usize,
    unsaid: usize,
    oversight: Option<Overview>,
}

struct Overview {
    doubled: Vec<Told>,
    ending: Vec<Told>,
    papers: Papers,
}

struct Speaker<'f> {
    frame: &'f Frame,
    words: Vocabulary,
}

impl Speaker<'_> {
    const fn lang(&self) -> Lang {
        self.frame.lang
    }

    fn need(&self, need: &Code) -> String {
        self.words.label(List::Need, need).get(self.lang()).to_owned()
    }

    fn gap(&self, need: &NeedCoverage) -> Option<Gap> {
        let bare: Vec<PCode> = need.bare_regions().cloned().collect();
        let within = |department: &&PCode| !bare.iter().any(|region| is_in(department, region));
        let departments: Vec<PCode> = need.bare_departments.iter().filter(within).cloned().collect();
        (!bare.is_empty() || !departments.is_empty()).then(|| Gap {
            need: self.need(&need.need),
            regions: words::areas(&bare, self.lang()),
            departments: words::areas(&departments, self.lang()),
        })
    }

    /// A bubble for each region, a small ring where there is nobody.
    fn map(&self, definition: &Definition, need: Option<&Code>, cells: &[Cell]) -> Option<Drawing> {
        let spot = |cell: &Cell| {
            let asked = need.map(|need| format!("need={need}&")).unwrap_or_default();
            Some(Spot {
                at: Gazetteer::embedded().region(cell.region.as_str())?.centre?,
                count: cell.services,
                name: words::area(&cell.region, self.lang()),
                href: Some(format!("/annuaire?{asked}region={}", cell.region).replace('+', "%2B"))
                    .filter(|_| cell.services > 0),
            })
        };
        let spots: Vec<Spot> = cells.iter().filter_map(spot).collect();
        let title = match need {
            Some(need) => self.frame.t1("mapping-map-of", "need", self.need(need)),
            None => self.frame.t("mapping-map-of-all"),
        };
        chart(definition, &title, &self.frame.t("mapping-map-key"), &spots)
    }

    fn line(&self, need: &NeedCoverage) -> Line {
        let figure = |cell: &Cell| Figure {
            region: words::area(&cell.region, self.lang()),
            href: match cell.services {
                0 => String::new(),
                // Codes need no escaping but the plus.
                _ => format!("/annuaire?need={}&region={}", need.need, cell.region).replace('+', "%2B"),
            },
            services: cell.services,
            class: match cell.organisations.len() {
                0 => "bare",
                1 => "single",
                _ => "several",
            },
        };
        Line {
            need: self.need(&need.need),
            cells: need.cells.iter().map(figure).collect(),
        }
    }

    fn oversight(&self, seen: &Oversight) -> Overview {
        Overview {
            doubled: seen
                .doubled
                .iter()
                .map(|group| self.doubled(group, seen))
                .collect(),
            ending: seen.ending.iter().map(|one| self.ending(one, seen)).collect(),
            papers: seen.papers,
        }
    }

    fn name(&self, of: OrganisationId, seen: &Oversight) -> String {
        let named = seen.names.get(&of);
        named.map_or_else(String::new, |(_, name)| name.get(self.lang()).to_owned())
    }

    fn doubled(&self, group: &Doubled, seen: &Oversight) -> Told {
        let names: Vec<_> = group
            .organisations
            .iter()
            .map(|of| self.name(*of, seen))
            .collect();
        let used = match group.used {
            #[expect(clippy::cast_possible_truncation, reason = "a share of a hundred")]
            Some(share) => self
                .frame
                .t1("mapping-used", "share", (share * 100.0).round() as i64),
            None => self.frame.t("mapping-use-unknown"),
        };
        let region = group.department.as_str().get(..5).unwrap_or_default();
        Told {
            title: format!(
                "{} · {}",
                self.need(&group.need),
                words::area(&group.department, self.lang())
            ),
            href: format!("/annuaire?need={}&region={region}", group.need).replace('+', "%2B"),
            words: vec![names.join(", "), used],
        }
    }

    fn ending(&self, one: &Ending, seen: &Oversight) -> Told {
        let organisation = seen
            .names
            .get(&one.organisation)
            .map(|(reference, _)| reference.to_string());
        let alone = |alone: &Alone| {
            let (need, regions) = (self.need(&alone.need), words::areas(&alone.regions, self.lang()));
            self.frame.t2("mapping-alone", "need", need, "regions", regions)
        };
        let mut words = vec![self.frame.t1("mapping-ends", "day", self.frame.date(one.until))];
        match one.alone.is_empty() {
            true => words.push(self.frame.t("mapping-others-serve")),
            false => words.extend(one.alone.iter().map(alone)),
        }
        Told {
            title: self.name(one.organisation, seen),
            href: format!("/annuaire/organisations/{}", organisation.unwrap_or_default()),
            words,
        }
    }
}

fn is_in(department: &PCode, region: &PCode) -> bool {
    Gazetteer::embedded()
        .department(department.as_str())
        .is_some_and(|department| department.region == region.as_str())
}

/// The regions of one need, or of all; `None` for a need that is not the mechanism's.
fn cells<'c>(coverage: &'c Coverage, need: Option<&Code>) -> Option<&'c [Cell]> {
    let Some(need) = need else {
        return Some(&coverage.all);
    };
    let found = coverage.needs.iter().find(|of| of.need == *need)?;
    Some(&found.cells)
}

/// Where each need is served, and where nobody does.
pub async fn show(
    State(room): State<Directory>,
    SignedIn(actor): SignedIn,
    RawQuery(asked): RawQuery,
    frame: Frame,
) -> Answer {
    let asked = Typed::parse(asked.unwrap_or_default().as_bytes())?;
    let mut read = asked.read();
    let need: Option<Code> = read.may("need");
    read.done().map_err(|_| Trouble::Unreadable)?;
    let query = ReadMapping {
        definitions: room.definitions.clone(),
    };
    let MappingView {
        definition,
        regions,
        coverage,
        oversight,
    } = room.house.look(&actor, &query).await?;
    let speaker = Speaker {
        frame: &frame,
        words: Vocabulary::from(&*definition),
    };
    let gaps: Vec<_> = coverage
        .needs
        .iter()
        .filter_map(|need| speaker.gap(need))
        .collect();
    let cells = cells(&coverage, need.as_ref()).ok_or(Trouble::Missing)?;
    page(&MappingPage {
        form: frame.form(asked),
        needs: words::choices(&definition, List::Need, frame.lang),
        map: speaker.map(&definition, need.as_ref(), cells),
        regions: regions
            .iter()
            .map(|region| words::area(region, frame.lang))
            .collect(),
        everywhere: coverage.needs.len() - gaps.len(),
        gaps,
        lines: coverage.needs.iter().map(|need| speaker.line(need)).collect(),
        unsaid: coverage.unsaid,
        oversight: oversight.as_ref().map(|seen| speaker.oversight(seen)),
        frame: frame.clone(),
    })
}
