use relais_kernel::{Case, Consent, Id, Organisation, Package, Referral, Timestamp};
use relais_platform::{Corrupt, Failure, stamp};
use relais_sealing::{
    Context, Key, KeyId, OrganisationPublic, Sealed, Signature, canonical, open, package as signing, seal,
    send_key,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr,
};
use serde_json::Value;

use super::{
    entity::{package as row, package_key as key_row},
    former,
    organisation::LOOKS,
};
use crate::{Deed, Note, Permit, Scene, Sight, Trust};

/// The two packages of a referral (decisions §13).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PackageKind {
    /// The minimum to decide, without identity.
    Decision,
    /// The consented fields; its key is granted on acceptance.
    Release,
}

impl PackageKind {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Decision => "decision",
            Self::Release => "release",
        }
    }
}

/// What goes into a package, fixed at sending (security requirement 18).
#[derive(Debug, Clone, PartialEq)]
pub struct PackageDraft {
    pub referral: Id<Referral>,
    pub case: Id<Case>,
    pub kind: PackageKind,
    pub sender: Id<Organisation>,
    pub purpose: String,
    pub consents: Vec<Id<Consent>>,
    pub expires: Timestamp,
    pub content: Value,
}

/// A package as its reader sees it; the sender's signature was checked.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenedPackage {
    pub kind: String,
    pub content: Value,
    pub made_at: Timestamp,
}

const TABLE: &str = "package";

impl Scene<'_> {
    /// Seals and signs a package. Only its sender can open it until [`Scene::release_package`].
    ///
    /// # Errors
    /// [`Failure`] of the store, or a content that has no canonical form.
    pub async fn make_package(&self, draft: PackageDraft) -> Result<Id<Package>, Failure> {
        let id = Id::<Package>::new(self.now(), self.chance());
        let keys = self.trust.keys_of(self.rows, draft.sender).await?;
        let bytes =
            canonical::to_bytes(&draft.content).map_err(|e| Failure::Fault(format!("package: {e}")))?;
        let signature = signing::sign(&keys.current.pair, &bytes);
        let (key, key_id) = (Key::new(self.chance()), KeyId::new(self.chance()));
        let content = seal(
            &key,
            key_id,
            &context(draft.case, id, draft.kind.code()),
            &bytes,
            self.chance(),
        );
        let consents: Vec<String> = draft.consents.iter().map(ToString::to_string).collect();
        let model = row::ActiveModel {
            id: Set(id.uuid()),
            referral_id: Set(draft.referral.uuid()),
            case_id: Set(draft.case.uuid()),
            kind: Set(draft.kind.code().to_owned()),
            sender_id: Set(draft.sender.uuid()),
            key_id: Set(key_id.uuid()),
            content: Set(content.into_bytes()),
            signature: Set(signature.to_bytes().to_vec()),
            purpose: Set(draft.purpose),
            consents: Set(consents.join(" ")),
            made_at: Set(stamp::to_column(self.now())),
            expires_at: Set(stamp::to_column(draft.expires)),
            signed_by: Set(Some(keys.id().uuid())),
        };
        row::Entity::insert(model)
            .exec_without_returning(self.rows)
            .await?;
        let own = keys.wrap(&label(id), &key, self.chance());
        self.put_package_key(id, draft.sender, false, own, None).await?;
        Ok(id)
    }

    /// Sends the key of a referral's package to the receiver, until a date if one is given.
    ///
    /// # Errors
    /// [`Failure::Missing`] when there is no such package.
    pub async fn release_package(
        &self,
        referral: Id<Referral>,
        kind: PackageKind,
        to: Id<Organisation>,
        until: Option<Timestamp>,
    ) -> Result<(), Failure> {
        let package = row::Entity::find()
            .filter(row::Column::ReferralId.eq(referral.uuid()))
            .filter(row::Column::Kind.eq(kind.code()))
            .one(self.rows)
            .await?
            .ok_or(Failure::Missing)?;
        let (id, sender) = (
            Id::<Package>::from_uuid(package.id),
            Id::from_uuid(package.sender_id),
        );
        let own = key_row::Entity::find_by_id((package.id, package.sender_id))
            .one(self.rows)
            .await?
            .ok_or(Failure::Missing)?;
        let keys = self.trust.keys_of(self.rows, sender).await?;
        let key = keys
            .take(&label(id), &own.wrapped)
            .map_err(|_| Corrupt::at("keystore_package", "wrapped", package.id))?;
        let public = self.trust.public_of(self.rows, to).await?;
        let sent = send_key(&public, &key, &label(id), self.chance())
            .map_err(|e| Failure::Fault(format!("package: {e}")))?;
        self.put_package_key(id, to, true, sent, until).await?;
        self.note(
            Note::new("PackageReleased")
                .on("referral", referral.uuid())
                .case(Id::from_uuid(package.case_id))
                .purpose(package.purpose)
                .fact("package", kind.code())
                .fact("to", to),
        );
        Ok(())
    }

    /// Ends every receiver's access to a referral's packages, at once or at `until`. The sender keeps its own.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn end_package_access(
        &self,
        referral: Id<Referral>,
        until: Option<Timestamp>,
    ) -> Result<(), Failure> {
        let packages: Vec<uuid::Uuid> = row::Entity::find()
            .select_only()
            .column(row::Column::Id)
            .filter(row::Column::ReferralId.eq(referral.uuid()))
            .into_tuple()
            .all(self.rows)
            .await?;
        let update = key_row::Entity::update_many();
        let update = match until {
            Some(until) => update.col_expr(key_row::Column::Until, Expr::value(stamp::to_column(until))),
            None => update.col_expr(
                key_row::Column::EndedAt,
                Expr::value(stamp::to_column(self.now())),
            ),
        };
        update
            .filter(key_row::Column::PackageId.is_in(packages))
            .filter(key_row::Column::Sent.eq(true))
            .filter(key_row::Column::EndedAt.is_null())
            .exec(self.rows)
            .await?;
        Ok(())
    }

    async fn put_package_key(
        &self,
        package: Id<Package>,
        organisation: Id<Organisation>,
        sent: bool,
        wrapped: Vec<u8>,
        until: Option<Timestamp>,
    ) -> Result<(), Failure> {
        key_row::Entity::delete_by_id((package.uuid(), organisation.uuid()))
            .exec(self.rows)
            .await?;
        let model = key_row::ActiveModel {
            package_id: Set(package.uuid()),
            organisation_id: Set(organisation.uuid()),
            sent: Set(sent),
            wrapped: Set(wrapped),
            until: Set(until.map(stamp::to_column)),
            ended_at: Set(None),
        };
        key_row::Entity::insert(model)
            .exec_without_returning(self.rows)
            .await?;
        Ok(())
    }
}

impl Sight<'_> {
    /// Opens a referral's package for its receiver (or its sender); the reading is in the journal.
    ///
    /// # Errors
    /// [`Failure::Missing`] without a permit for this package, or when its key was not sent, has ended or expired.
    pub async fn open_package(
        &self,
        permit: &Permit,
        referral: Id<Referral>,
        kind: PackageKind,
    ) -> Result<OpenedPackage, Failure> {
        let fits = match kind {
            PackageKind::Decision => {
                matches!(
                    permit.deed(),
                    Deed::ReadDecisionPackage | Deed::ReadReleasePackage | Deed::ChangeSentReferral
                )
            }
            PackageKind::Release => {
                matches!(
                    permit.deed(),
                    Deed::ReadReleasePackage | Deed::ReadReleaseByPin | Deed::ChangeSentReferral
                )
            }
        };
        if !fits || !permit.covers(referral.uuid()) {
            return Err(Failure::Missing);
        }
        let package = row::Entity::find()
            .filter(row::Column::ReferralId.eq(referral.uuid()))
            .filter(row::Column::Kind.eq(kind.code()))
            .one(self.rows())
            .await?
            .ok_or(Failure::Missing)?;
        let content = self.package_content(&package).await?;
        self.note(
            Note::new("PackageRead")
                .on("referral", referral.uuid())
                .case(Id::from_uuid(package.case_id))
                .purpose(package.purpose.clone())
                .fact("package", kind.code()),
        );
        let made_at = stamp::from_column(package.made_at, "package", "made_at", package.id)?;
        Ok(OpenedPackage {
            kind: package.kind,
            content,
            made_at,
        })
    }

    async fn package_content(&self, package: &row::Model) -> Result<Value, Failure> {
        let reader = self.actor.organisation.ok_or(Failure::Missing)?;
        let bytes = self.trust.package_bytes(self.rows(), package, reader).await?;
        Ok(canonical::from_bytes(&bytes).map_err(|_| Corrupt::at("package", "content", package.id))?)
    }
}

impl Trust {
    /// The content of a package for an organisation that holds a live key of it; the sender's signature is checked.
    pub(super) async fn package_bytes<C: ConnectionTrait>(
        &self,
        rows: &C,
        package: &row::Model,
        reader: Id<Organisation>,
    ) -> Result<Vec<u8>, Failure> {
        let mut opened = self.opened_package(rows, package, reader).await;
        for _ in 1..LOOKS {
            if !matches!(opened, Err(Failure::Corrupt(_))) {
                break;
            }
            // Its key may have been wrapped anew, and its signature made anew, between two looks.
            let again = row::Entity::find_by_id(package.id).one(rows).await?;
            opened = self
                .opened_package(rows, &again.ok_or(Failure::Missing)?, reader)
                .await;
        }
        opened
    }

    async fn opened_package<C: ConnectionTrait>(
        &self,
        rows: &C,
        package: &row::Model,
        reader: Id<Organisation>,
    ) -> Result<Vec<u8>, Failure> {
        let now = stamp::to_column(self.now());
        let held = key_row::Entity::find_by_id((package.id, reader.uuid()))
            .one(rows)
            .await?
            .filter(|key| key.ended_at.is_none() && key.until.is_none_or(|until| until > now))
            .ok_or(Failure::Missing)?;
        let id = Id::<Package>::from_uuid(package.id);
        let keys = self.keys_of(rows, reader).await?;
        let damaged = |column| Corrupt::at("package", column, package.id);
        let key = keys
            .take(&label(id), &held.wrapped)
            .map_err(|_| Corrupt::at("keystore_package", "wrapped", package.id))?;
        let sealed = Sealed::from_bytes(package.content.clone()).map_err(|_| damaged("content"))?;
        let place = context(Id::from_uuid(package.case_id), id, &package.kind);
        let bytes = open(&key, &sealed, &place).map_err(|_| damaged("content"))?;
        let signature = Signature::from_bytes(&package.signature).map_err(|_| damaged("signature"))?;
        let sender = Id::from_uuid(package.sender_id);
        if !self.has_signed(rows, sender, &bytes, &signature).await? {
            return Err(damaged("signature").into());
        }
        Ok(bytes.to_vec())
    }

    async fn has_signed<C: ConnectionTrait>(
        &self,
        rows: &C,
        sender: Id<Organisation>,
        bytes: &[u8],
        signature: &Signature,
    ) -> Result<bool, Failure> {
        let signed = |public: &OrganisationPublic| signing::verify(public, bytes, signature).is_ok();
        if signed(&self.public_of(rows, sender).await?) {
            return Ok(true);
        }
        Ok(former::signers(rows, sender).await?.iter().any(signed))
    }
}

fn context(case: Id<Case>, package: Id<Package>, kind: &str) -> Context<'_> {
    Context {
        table: TABLE,
        case: case.uuid(),
        record: package.uuid(),
        field: kind,
        version: 1,
    }
}

pub(super) fn label(package: Id<Package>) -> String {
    format!("package {package}")
}
