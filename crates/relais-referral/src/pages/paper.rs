//! What stands on a printed slip, and in which words.

use relais_geography::Gazetteer;
use relais_kernel::{Lang, Localised, Timestamp};
use relais_publish::{Field, Languages, Made, Paper, Slip, Text, in_words};
use relais_shell::{FluentValue, Frame};
use relais_trust::Trust;

use crate::{
    clocks::deadline,
    queries::SlipSheet,
    referral::{ContactPlan, ReferralState, Rules, Side},
    store::links,
};

/// The sheet: the minimum to decide, how to answer, and room to write by hand. `here` is the address by which we
/// are reached.
pub fn slip(frame: &Frame, trust: &Trust, here: &str, sheet: &SlipSheet, languages: Languages) -> Slip {
    let words = Words { frame, sheet };
    let code = links::code(trust, sheet.link.id).to_string();
    let to = match &sheet.service {
        None => sheet.to.clone(),
        Some(service) => Localised::new(
            format!("{}\n{}", sheet.to.fr, service.fr),
            format!("{}\n{}", sheet.to.en, service.en),
        ),
    };
    Slip {
        languages,
        paper: Paper::A4,
        title: words.say("slip-title"),
        from: sheet.from.clone().into(),
        to: to.into(),
        fields: words.fields(),
        instructions: vec![
            words.say_with("slip-how-open", "address", &format!("{}/reponse", bare(here))),
            words.say("slip-how-pin"),
            words.say("slip-how-answer"),
            words.say("slip-how-lost"),
        ],
        qr_url: format!("{here}/r/{}", links::token(trust, sheet.link.id)),
        made: Made {
            from: words
                .say_with("slip-made-from", "code", &sheet.row.case_code)
                .into(),
            version: sheet.row.referral.definition.label.clone(),
            at: frame.local(frame.now),
        },
        code,
    }
}

/// As people type it.
fn bare(address: &str) -> &str {
    address.split_once("://").map_or(address, |(_, rest)| rest)
}

struct Words<'a> {
    frame: &'a Frame,
    sheet: &'a SlipSheet,
}

impl Words<'_> {
    fn say(&self, key: &str) -> Localised {
        let texts = self.frame.shell().texts();
        Localised::new(texts.say(Lang::Fr, key, &[]), texts.say(Lang::En, key, &[]))
    }

    fn say_with(&self, key: &str, name: &str, value: &str) -> Localised {
        let texts = self.frame.shell().texts();
        let said = |lang| texts.say(lang, key, &[(name, FluentValue::from(value))]);
        Localised::new(said(Lang::Fr), said(Lang::En))
    }

    fn label(&self, list: &str, code: &str) -> Localised {
        let item = self.sheet.definition.item(list, code);
        item.map_or_else(|_| Localised::new(code, code), |item| item.label.clone())
    }

    fn moment(&self, at: Timestamp) -> Localised {
        let there = self.frame.local(at);
        Localised::new(in_words(there, Lang::Fr), in_words(there, Lang::En))
    }

    fn fields(&self) -> Vec<Field> {
        let (minimum, referral) = (&self.sheet.minimum, &self.sheet.row.referral);
        let mut all = vec![self.field("slip-case", self.sheet.row.case_code.as_str())];
        if let Some(name) = &self.sheet.name {
            all.push(self.field("slip-name", plain(name.reveal())));
        }
        all.push(self.field("slip-need", self.label("need", &minimum.need)));
        all.push(self.field("slip-priority", self.label("priority", minimum.priority.letter())));
        if let Some(band) = minimum.age_band {
            all.push(self.field("slip-age", self.label("age_band", band.code())));
        }
        if let Some(sex) = minimum.sex {
            all.push(self.field("slip-sex", self.label("sex", sex.code())));
        }
        if let Some(area) = &minimum.area {
            let region = Gazetteer::embedded().region(area);
            let name = region.map_or_else(|| Localised::new(area, area), |r| r.name.clone());
            all.push(self.field("slip-area", name));
        }
        for need in &minimum.special_needs {
            all.push(self.field("slip-special", self.label("special_need", need)));
        }
        if let Some(at) = referral.milestones.sent_at {
            all.push(self.field("slip-sent", self.moment(at)));
        }
        let owed = deadline(referral, &Rules::from(&*self.sheet.definition));
        if let Some(owed) = owed.filter(|owed| owed.owed_by == Side::Receiver) {
            all.push(self.field("slip-due", self.moment(owed.due)));
        }
        all.push(match referral.state {
            ReferralState::Accepted {
                plan: ContactPlan::Appointment { at },
                ..
            } => self.field("slip-appointment", self.moment(at)),
            _ => Field::blank(self.say("slip-appointment")),
        });
        all.push(Field::blank(self.say("slip-stamp")));
        all
    }

    fn field(&self, label: &str, value: impl Into<Text>) -> Field {
        Field::new(self.say(label), value)
    }
}

/// Sealed texts are JSON: the words of it.
fn plain(sealed: &str) -> String {
    serde_json::from_str(sealed).unwrap_or_else(|_| sealed.to_owned())
}
