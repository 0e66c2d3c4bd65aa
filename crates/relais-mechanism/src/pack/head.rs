use relais_kernel::Localised;

use super::{
    error::Report,
    node::Node,
    reader::{Fields, number, text},
};

/// What `pack.toml` says.
pub(super) struct Head {
    pub code: String,
    pub name: Localised,
    pub label: String,
    pub inherits: Option<String>,
    pub country: Option<String>,
    pub currency: String,
    pub cases_an_hour: Option<u32>,
    pub demo: bool,
}

/// `pack.toml`: code, name, version and parent are its own, country and currency may be inherited.
pub(super) fn head(root: &Node, own: &Node, report: &Report) -> Option<Head> {
    let folder = &root.spot.file;
    let own = Fields::of(own, report)?;
    let merged = Fields::of(root.get("pack")?, report)?;
    let code = own.text("code");
    if let (Some(code), Some(node)) = (&code, own.optional("code"))
        && code != folder
    {
        report.say(
            &node.spot,
            "CodeMismatch",
            format!("Le code « {code} » n’est pas le nom du dossier, « {folder} »."),
            format!("The code \"{code}\" is not the name of the folder, \"{folder}\"."),
        );
    }
    let (name, label, demo) = (own.localised("name"), own.text("version"), own.flag("demo"));
    let inherits = own.optional("inherits").and_then(|node| text(node, report));
    own.optional("country");
    own.optional("currency");
    own.optional("cases_an_hour");
    own.finish();
    let country = merged
        .optional("country")
        .map_or(Some(None), |node| letters(node, report).map(Some));
    let currency = merged.required("currency").and_then(|node| letters(node, report));
    let cases_an_hour = merged
        .optional("cases_an_hour")
        .map_or(Some(None), |node| cases(node, report).map(Some));
    Some(Head {
        code: code?,
        name: name?,
        label: label?,
        inherits,
        country: country?,
        currency: currency?,
        cases_an_hour: cases_an_hour?,
        demo: demo?,
    })
}

/// Between five, so that daily work goes on, and five hundred, so that it still says something.
fn cases(node: &Node, report: &Report) -> Option<u32> {
    let cases: u32 = number(node, report)?;
    if (5..=500).contains(&cases) {
        return Some(cases);
    }
    report.say(
        &node.spot,
        "OutOfRange",
        format!("« {cases} » n’est pas un nombre de dossiers entre 5 et 500."),
        format!("\"{cases}\" is not a number of cases between 5 and 500."),
    );
    None
}

/// Three capital letters: a country of ISO 3166-1 alpha-3, a currency of ISO 4217.
fn letters(node: &Node, report: &Report) -> Option<String> {
    let code = text(node, report)?;
    if code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()) {
        return Some(code);
    }
    report.say(
        &node.spot,
        "WrongForm",
        format!("« {code} » n’est pas un code ISO de trois lettres capitales."),
        format!("\"{code}\" is not an ISO code of three capital letters."),
    );
    None
}
