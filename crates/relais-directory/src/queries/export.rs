use relais_kernel::Refusal;
use relais_mechanism::Definitions;
use relais_platform::Failure;
use relais_trust::{Note, Query, Sight};

use super::{BrowseServices, ServiceList, Wanted};

/// A directory of a country has some hundred services; this many pages are another thing.
const MOST_PAGES: u64 = 200;

/// Everything of the directory that a reader finds with a question, to be taken away as a file: what they could read
/// page by page, and of a hidden address no more than there (DP-35). That it left is in the journal.
pub struct ExportServices {
    pub definitions: Definitions,
    pub wanted: Wanted,
    /// `csv` or `xlsx`, for the journal.
    pub form: &'static str,
}

impl Query for ExportServices {
    type View = ServiceList;

    async fn look(&self, sight: &Sight<'_>) -> Result<ServiceList, Failure> {
        let mut found = self.page(sight, 0).await?;
        let mut at = 0;
        while found.more {
            at += 1;
            if at >= MOST_PAGES {
                return Err(too_much().into());
            }
            let next = self.page(sight, at).await?;
            found.services.extend(next.services);
            found.more = next.more;
        }
        let mechanism = sight.actor().mechanism.ok_or(Failure::Missing)?;
        sight.note(
            Note::new("DirectoryExported")
                .on("mechanism", mechanism.uuid())
                .under(&found.definition.version.hash)
                .fact("services", found.services.len())
                .fact("form", self.form),
        );
        Ok(found)
    }
}

impl ExportServices {
    async fn page(&self, sight: &Sight<'_>, page: u64) -> Result<ServiceList, Failure> {
        let browse = BrowseServices {
            definitions: self.definitions.clone(),
            wanted: Wanted {
                page,
                ..self.wanted.clone()
            },
        };
        browse.look(sight).await
    }
}

fn too_much() -> Refusal {
    Refusal::new(
        "ExportTooLarge",
        "Il y a trop de services pour un seul fichier : choisissez un besoin ou une région.",
        "There are too many services for one file: choose a need or a region.",
    )
}
