use relais_geography::Gazetteer;
use relais_mechanism::Definition;
use relais_shell::{Frame, Trouble, Typed};

use crate::hsds::{Condition, Region, Wanted, need_term};

/// Services on a page of the search.
pub const PER_PAGE: usize = 20;

/// What somebody asked of the public directory.
pub struct Question {
    pub wanted: Wanted,
    pub page: usize,
    /// More than words, need and region was asked.
    pub narrowed: bool,
}

impl Question {
    /// # Errors
    /// [`Trouble::Unreadable`] for what the form cannot have sent.
    pub fn read(typed: &Typed, definition: Option<&Definition>, frame: &Frame) -> Result<Self, Trouble> {
        let mut wanted = Wanted {
            in_use: true,
            search: Some(typed.get("words").trim().to_owned()).filter(|words| !words.is_empty()),
            ..Wanted::default()
        };
        let need = typed.get("need");
        if let (false, Some(definition)) = (need.is_empty(), definition) {
            wanted.terms.push(need_term(&definition.code, need));
        }
        wanted.region = region(typed.get("region"))?;
        let language = typed.get("language");
        wanted.language = Some(language.to_lowercase()).filter(|code| !code.is_empty());
        for code in typed.all("conditions") {
            let found = Condition::ALL
                .into_iter()
                .find(|condition| condition.code() == code);
            wanted.terms.push(found.ok_or(Trouble::Unreadable)?.term());
        }
        if typed.is_ticked("open") {
            open_now(&mut wanted, frame);
        }
        let narrowed =
            wanted.language.is_some() || wanted.day.is_some() || typed.all("conditions").next().is_some();
        let page = typed.get("page").parse().unwrap_or(1).clamp(1, 100_000);
        Ok(Self {
            wanted,
            page,
            narrowed,
        })
    }
}

fn region(code: &str) -> Result<Option<Region>, Trouble> {
    if code.is_empty() {
        return Ok(None);
    }
    let found = Gazetteer::embedded().region(code).ok_or(Trouble::Unreadable)?;
    Ok(Some(Region {
        code: relais_search::fold(&found.pcode),
        name: relais_search::fold(&found.name.fr),
    }))
}

/// Open at this hour, by the clock of the mechanism.
fn open_now(wanted: &mut Wanted, frame: &Frame) {
    const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
    let now = frame.local(frame.now);
    let day = usize::try_from(now.date().weekday().to_monday_zero_offset()).unwrap_or(0);
    let time = format!("{:02}:{:02}", now.hour(), now.minute());
    wanted.day = DAYS.get(day).map(|day| (*day).to_owned());
    wanted.start_time = Some(time.clone());
    wanted.end_time = Some(time);
}
