use askama::Template;
use axum::extract::State;
use relais_kernel::Localised;
use relais_mechanism::{Register, RegisterEntry};
use relais_shell::{Answer, Frame, SignedIn, page};

use crate::{queries::ReadRegister, room::Casework};

#[derive(Template)]
#[template(path = "register/show.html")]
struct RegisterPage {
    frame: Frame,
    view: Register,
}

impl RegisterPage {
    fn names(&self, names: &[Localised]) -> String {
        let all: Vec<&str> = names.iter().map(|name| self.frame.l(name)).collect();
        all.join(", ")
    }

    /// How long a case is kept after it ended, as it is spoken.
    fn keep(&self, entry: &RegisterEntry) -> String {
        let days: u32 = entry
            .keep
            .split(' ')
            .next()
            .and_then(|days| days.parse().ok())
            .unwrap_or_default();
        self.frame.t1("register-days", "n", days)
    }
}

/// What is done with personal data, purpose by purpose.
pub async fn show(State(room): State<Casework>, SignedIn(actor): SignedIn, frame: Frame) -> Answer {
    let query = ReadRegister {
        definitions: room.desk.definitions.clone(),
    };
    let view = room.house.look(&actor, &query).await?;
    page(&RegisterPage { frame, view })
}
