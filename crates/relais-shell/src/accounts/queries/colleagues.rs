use relais_trust::{Failure, Query, Sight, accounts::AccountFace};

/// The people of the reader's own organisation, whom they can protect.
pub(in super::super) struct ListColleagues;

impl Query for ListColleagues {
    type View = Vec<AccountFace>;

    async fn look(&self, sight: &Sight<'_>) -> Result<Vec<AccountFace>, Failure> {
        sight.colleagues().await
    }
}
