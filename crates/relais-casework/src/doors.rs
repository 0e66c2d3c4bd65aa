use std::collections::BTreeMap;

use futures::future::BoxFuture;
use relais_kernel::{Id, PublicRef, ShortCode};
use relais_mechanism::{CaseStep, Definitions, Role, role_codes};
use relais_platform::Failure;
use relais_shell::accounts::{CaseDoor, CaseFace, OpenedCase, OwnCases};
use relais_trust::{Deed, Protected, RoleCode, Sight, journal::CaseSelection};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use crate::{
    CaseId,
    case::CaseState,
    room::Standing,
    store::{CaseRow, case_by_any_code, case_by_ref, case_file, case_of},
};

/// How the journal's pages reach cases: their owner and the protection officer read who saw them.
pub struct Doors(pub Definitions);

impl Doors {
    async fn reviewers(&self, sight: &Sight<'_>) -> Result<Vec<RoleCode>, Failure> {
        let standing = Standing::of(sight.rows(), sight.actor(), &self.0, sight.now()).await?;
        Ok(standing.roles_for(CaseStep::ReviewAccess))
    }

    async fn opened(&self, sight: &Sight<'_>, row: CaseRow) -> Result<OpenedCase, Failure> {
        let roles = self.reviewers(sight).await?;
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

    fn own<'a>(&'a self, sight: &'a Sight<'a>, managed: bool) -> BoxFuture<'a, Result<OwnCases, Failure>> {
        Box::pin(async move {
            let organisation = sight.actor().organisation.ok_or(Failure::Missing)?;
            let mechanism = sight.actor().mechanism.ok_or(Failure::Missing)?;
            let user = sight.actor().user.ok_or(Failure::Missing)?;
            let desk = Protected::desk(organisation.uuid(), organisation);
            let permit = sight.permit(Deed::ReadOwnAccesses, &self.reviewers(sight).await?, &desk)?;
            let mut ids = case_file::Entity::find()
                .select_only()
                .column(case_file::Column::Id)
                .filter(case_file::Column::OwnerId.eq(organisation.uuid()))
                .filter(case_file::Column::MechanismId.eq(mechanism.uuid()));
            if managed {
                ids = ids.filter(case_file::Column::ManagerId.eq(user.uuid()));
            }
            Ok(OwnCases {
                cases: CaseSelection(ids.into_query()),
                organisation,
                permit,
            })
        })
    }

    fn faces<'a>(
        &'a self,
        sight: &'a Sight<'a>,
        cases: &'a [CaseId],
    ) -> BoxFuture<'a, Result<BTreeMap<Id<relais_kernel::Case>, CaseFace>, Failure>> {
        Box::pin(async move {
            let officer = role_codes([Role::DATA_PROTECTION_OFFICER]);
            let all = sight.actor().has_any(&officer);
            let roles = self.reviewers(sight).await?;
            let mut faces = BTreeMap::new();
            for id in cases {
                if let Ok(row) = case_of(sight.rows(), *id).await
                    && !matches!(row.case.state, CaseState::Erased { .. })
                    && (all || sight.may(Deed::ReadAccesses, &roles, &row.protected()))
                {
                    faces.insert(
                        *id,
                        CaseFace {
                            public_ref: row.case.public_ref,
                            code: row.case.code,
                            owner: row.case.owner,
                        },
                    );
                }
            }
            Ok(faces)
        })
    }
}
