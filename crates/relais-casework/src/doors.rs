use std::collections::BTreeMap;

use futures::future::BoxFuture;
use relais_kernel::{Id, PublicRef, ShortCode};
use relais_mechanism::{CaseStep, Definitions, Role, role_codes};
use relais_platform::Failure;
use relais_shell::accounts::{CaseDoor, CaseFace, OpenedCase};
use relais_trust::{Deed, Sight};

use crate::{
    CaseId,
    room::Standing,
    store::{CaseRow, case_by_any_code, case_by_ref, case_of},
};

/// How the journal's pages reach cases: their owner and the protection officer read who saw them.
pub struct Doors(pub Definitions);

impl Doors {
    async fn opened(&self, sight: &Sight<'_>, row: CaseRow) -> Result<OpenedCase, Failure> {
        let standing = Standing::of(sight.rows(), sight.actor(), &self.0, sight.now()).await?;
        let roles = standing.roles_for(CaseStep::ReviewAccess);
        let permit = sight.permit(Deed::ReadAccesses, &roles, &row.protected())?;
        Ok(OpenedCase {
            id: row.case.id,
            code: row.case.code,
            permit,
        })
    }
}

impl CaseDoor for Doors {
    fn open<'a>(
        &'a self,
        sight: &'a Sight<'a>,
        case: PublicRef,
    ) -> BoxFuture<'a, Result<OpenedCase, Failure>> {
        Box::pin(async move { self.opened(sight, case_by_ref(sight.rows(), case).await?).await })
    }

    fn find<'a>(
        &'a self,
        sight: &'a Sight<'a>,
        code: ShortCode,
    ) -> BoxFuture<'a, Result<PublicRef, Failure>> {
        Box::pin(async move {
            let row = case_by_any_code(sight.rows(), code).await?;
            let public_ref = row.case.public_ref;
            self.opened(sight, row).await.map(|_| public_ref)
        })
    }

    fn faces<'a>(
        &'a self,
        sight: &'a Sight<'a>,
        cases: &'a [CaseId],
    ) -> BoxFuture<'a, Result<BTreeMap<Id<relais_kernel::Case>, CaseFace>, Failure>> {
        Box::pin(async move {
            let officer = role_codes([Role::DATA_PROTECTION_OFFICER]);
            if !sight.actor().has_any(&officer) {
                return Ok(BTreeMap::new());
            }
            let mut faces = BTreeMap::new();
            for id in cases {
                if let Ok(row) = case_of(sight.rows(), *id).await {
                    faces.insert(
                        *id,
                        CaseFace {
                            public_ref: row.case.public_ref,
                            code: row.case.code,
                        },
                    );
                }
            }
            Ok(faces)
        })
    }
}
