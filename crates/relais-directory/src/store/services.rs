use relais_kernel::PublicRef;
use relais_platform::{Corrupt, Failure};
use relais_trust::{Apart, Note, Scene, Trust};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
    sea_query::NullOrdering,
};

use super::{
    history::keep_edition,
    hsds,
    tables::{service as row, service_need as need_row},
};
use uuid::Uuid;

use crate::{
    Code, OrganisationId, Prefilter, Service, ServiceId, Visibility, Whereabouts,
    history::{Edition, Hand},
    hsds::is_public,
};

/// Any area: the service has not said where it works.
pub(super) const ANYWHERE: &str = "*";

/// An entry as it lies in clear, with the version under which it may be changed.
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceRow {
    /// Of a hidden service the region and no more; [`Self::whole`] has the rest.
    pub service: Service,
    pub version: i64,
    sealed: Option<Vec<u8>>,
}

impl ServiceRow {
    /// The entry with where it is and how it is reached, for acts that need it: an import compares, a message leaves. No
    /// page asks for it but one that may tell (DP-35).
    ///
    /// # Errors
    /// [`Failure`] when it does not open.
    pub fn whole(self, trust: &Trust) -> Result<Service, Failure> {
        let Some(sealed) = &self.sealed else {
            return Ok(self.service);
        };
        let id = self.service.id.uuid();
        let text = trust.open_apart(apart(id), sealed)?;
        let apart = serde_json::from_str(&text).map_err(|_| Corrupt::at("service", "whereabouts", id))?;
        Ok(self.service.rejoined(apart))
    }
}

const fn apart(record: Uuid) -> Apart {
    Apart {
        table: "service",
        record,
        column: "whereabouts",
    }
}

pub(super) fn read(row: &row::Model) -> Result<ServiceRow, Failure> {
    let service = serde_json::from_str(&row.body).map_err(|_| Corrupt::at("service", "body", row.id))?;
    Ok(ServiceRow {
        service,
        version: row.version,
        sealed: row.whereabouts.clone(),
    })
}

/// # Errors
/// [`Failure::Missing`] when there is no such service.
pub async fn service_of<C: ConnectionTrait>(rows: &C, id: ServiceId) -> Result<ServiceRow, Failure> {
    read(
        &row::Entity::find_by_id(id.uuid())
            .one(rows)
            .await?
            .ok_or(Failure::Missing)?,
    )
}

/// # Errors
/// [`Failure::Missing`] when there is no such service.
pub async fn service_by_ref<C: ConnectionTrait>(
    rows: &C,
    public_ref: PublicRef,
) -> Result<ServiceRow, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::PublicRef.eq(public_ref.uuid()))
        .one(rows)
        .await?;
    read(&found.ok_or(Failure::Missing)?)
}

/// These services, those that are there.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn services_by_id<C: ConnectionTrait>(
    rows: &C,
    ids: &[ServiceId],
) -> Result<Vec<ServiceRow>, Failure> {
    let mut all = Vec::with_capacity(ids.len());
    for some in ids.chunks(1_000) {
        let found = row::Entity::find()
            .filter(row::Column::Id.is_in(some.iter().map(|id| id.uuid())))
            .order_by_asc(row::Column::Id)
            .all(rows)
            .await?;
        for row in &found {
            all.push(read(row)?);
        }
    }
    Ok(all)
}

/// The services of one organisation.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn services_of<C: ConnectionTrait>(
    rows: &C,
    organisation: OrganisationId,
) -> Result<Vec<ServiceRow>, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::OrganisationId.eq(organisation.uuid()))
        .order_by_asc(row::Column::Id)
        .all(rows)
        .await?;
    found.iter().map(read).collect()
}

/// Every service of the directory.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn all_services<C: ConnectionTrait>(rows: &C) -> Result<Vec<ServiceRow>, Failure> {
    let found = row::Entity::find()
        .order_by_asc(row::Column::Id)
        .all(rows)
        .await?;
    found.iter().map(read).collect()
}

/// The services that may answer a need in a place: what [`Prefilter::keeps`] would keep, asked of SQL.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn services_for<C: ConnectionTrait>(rows: &C, filter: &Prefilter) -> Result<Vec<Service>, Failure> {
    let mut asked = need_row::Entity::find()
        .select_only()
        .column(need_row::Column::ServiceId)
        .filter(need_row::Column::Need.is_in(filter.needs.iter().map(Code::as_str)));
    if let Some(region) = &filter.spot.region {
        // A department's code begins with its region's.
        let mut areas = Condition::any()
            .add(need_row::Column::Area.eq(ANYWHERE))
            .add(need_row::Column::Area.starts_with(region.as_str()));
        if let Some(department) = &filter.spot.department {
            areas = areas.add(need_row::Column::Area.eq(department.as_str()));
        }
        asked = asked.filter(areas);
    }
    let found = row::Entity::find()
        .filter(row::Column::Id.in_subquery(asked.into_query()))
        .all(rows)
        .await?;
    let mut kept = Vec::with_capacity(found.len());
    for row in &found {
        let service = read(row)?.service;
        if filter.keeps(&service) {
            kept.push(service);
        }
    }
    Ok(kept)
}

/// Saves a whole entry: a new one, or one over the version it was made from.
///
/// # Errors
/// [`Failure::Stale`] when somebody else changed it meanwhile.
pub async fn put_service(scene: &Scene<'_>, service: &Service, expected: Option<i64>) -> Result<(), Failure> {
    save(scene, service, expected, true).await
}

/// Saves an entry as [`ServiceRow`] has it: where a hidden service is stays sealed as it was.
///
/// # Errors
/// [`Failure::Stale`] when somebody else changed it meanwhile.
pub(crate) async fn keep_service(
    scene: &Scene<'_>,
    service: &Service,
    expected: Option<i64>,
) -> Result<(), Failure> {
    save(scene, service, expected, false).await
}

async fn save(
    scene: &Scene<'_>,
    service: &Service,
    expected: Option<i64>,
    whole: bool,
) -> Result<(), Failure> {
    let rows = scene.rows();
    let held = row::Entity::find_by_id(service.id.uuid()).one(rows).await?;
    let version = held.as_ref().map_or(1, |row| row.version + 1);
    if let (Some(held), Some(expected)) = (&held, expected)
        && held.version != expected
    {
        return Err(Failure::Stale {
            current: held.version,
        });
    }
    let (clear, hidden) = service.parted();
    let mut model = model(&clear, version)?;
    let sealed = held.as_ref().and_then(|row| row.whereabouts.as_ref());
    if whole || sealed.is_none() {
        model.whereabouts = Set(hidden
            .map(|hidden| seal(scene, service.id, &hidden))
            .transpose()?);
    }
    if held.is_some() {
        row::Entity::update(model).exec(rows).await?;
    } else {
        row::Entity::insert(model).exec_without_returning(rows).await?;
    }
    index_needs(scene, &clear).await?;
    let before = held.as_ref().map(read).transpose()?;
    let edition = Edition {
        version,
        made: Some(scene.now()),
        hand: Some(Hand::of(scene.actor(), service, whole)),
        service: clear,
    };
    keep_edition(scene, before.map(|row| (row.service, row.version)), &edition).await?;
    // What the public may no longer read is gone with the change itself; what it may is published after it.
    if held.as_ref().is_some_and(|row| row.published.is_some()) && !is_public(service) {
        hsds::withdraw(scene, service).await?;
    }
    if service.is_hidden() {
        hsds::conceal(rows, service.public_ref).await?;
    }
    let act = if held.is_some() {
        "ServiceChanged"
    } else {
        "ServiceAdded"
    };
    scene.note(
        Note::new(act)
            .on("service", service.id.uuid())
            .fact("organisation", service.organisation),
    );
    Ok(())
}

fn seal(scene: &Scene<'_>, service: ServiceId, hidden: &Whereabouts) -> Result<Vec<u8>, Failure> {
    let text = serde_json::to_string(hidden).map_err(|e| Failure::Fault(e.to_string()))?;
    scene.seal_apart(apart(service.uuid()), &text)
}

fn in_clear() -> Condition {
    Condition::all()
        .add(row::Column::Visibility.eq(Visibility::HiddenAddress.code()))
        .add(row::Column::Whereabouts.is_null())
}

/// Whether an earlier version left in clear where a hidden service is.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn whereabouts_left_in_clear<C: ConnectionTrait>(rows: &C) -> Result<bool, Failure> {
    Ok(row::Entity::find().filter(in_clear()).one(rows).await?.is_some())
}

/// Seals where hidden services are that an earlier version left in clear, some at a time; how many there were.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn seal_left_in_clear(scene: &Scene<'_>, limit: u64) -> Result<usize, Failure> {
    let found = row::Entity::find()
        .filter(in_clear())
        .order_by_asc(row::Column::Id)
        .limit(limit)
        .all(scene.rows())
        .await?;
    for row in &found {
        let (clear, hidden) = read(row)?.service.parted();
        let mut model = model(&clear, row.version)?;
        model.whereabouts = Set(hidden.map(|hidden| seal(scene, clear.id, &hidden)).transpose()?);
        row::Entity::update(model).exec(scene.rows()).await?;
        index_needs(scene, &clear).await?;
    }
    Ok(found.len())
}

async fn index_needs(scene: &Scene<'_>, service: &Service) -> Result<(), Failure> {
    need_row::Entity::delete_many()
        .filter(need_row::Column::ServiceId.eq(service.id.uuid()))
        .exec(scene.rows())
        .await?;
    let mut areas: Vec<&str> = service.coverage.iter().map(|area| area.as_str()).collect();
    if areas.is_empty() {
        areas.push(ANYWHERE);
    }
    let lines = service.needs.iter().flat_map(|need| {
        areas.iter().map(|area| need_row::ActiveModel {
            need: Set(need.as_str().to_owned()),
            area: Set((*area).to_owned()),
            service_id: Set(service.id.uuid()),
        })
    });
    let lines: Vec<_> = lines.collect();
    if !lines.is_empty() {
        need_row::Entity::insert_many(lines)
            .exec_without_returning(scene.rows())
            .await?;
    }
    Ok(())
}

fn model(service: &Service, version: i64) -> Result<row::ActiveModel, Failure> {
    Ok(row::ActiveModel {
        id: Set(service.id.uuid()),
        public_ref: Set(service.public_ref.uuid()),
        organisation_id: Set(service.organisation.uuid()),
        state: Set(service.entry.code().to_owned()),
        region: Set(service.place.spot.region.as_ref().map(|r| r.as_str().to_owned())),
        visibility: Set(service.visibility.code().to_owned()),
        emergency: Set(service.takes_emergencies()),
        assured_on: Set(service.assured_on().map(|day| day.to_string())),
        version: Set(version),
        body: Set(serde_json::to_string(service).map_err(|e| Failure::Fault(e.to_string()))?),
        whereabouts: NotSet,
        published: NotSet,
    })
}

/// An accepted referral takes a place (decisions §6).
///
/// # Errors
/// [`Failure`] of the store.
pub async fn take_place(scene: &Scene<'_>, service: ServiceId) -> Result<(), Failure> {
    change_capacity(scene, service, |capacity, now| capacity.take(now)).await
}

/// The end of a service, or a no-show, gives the place back (decisions §6).
///
/// # Errors
/// [`Failure`] of the store.
pub async fn give_back_place(scene: &Scene<'_>, service: ServiceId) -> Result<(), Failure> {
    change_capacity(scene, service, |capacity, now| capacity.give_back(now)).await
}

async fn change_capacity(
    scene: &Scene<'_>,
    service: ServiceId,
    change: impl FnOnce(crate::Capacity, relais_kernel::Timestamp) -> crate::Capacity,
) -> Result<(), Failure> {
    let mut held = service_of(scene.rows(), service).await?;
    // A provider that never said how many places it has is not counted for.
    let Some(capacity) = held.service.capacity.take() else {
        return Ok(());
    };
    held.service.capacity = Some(change(capacity, scene.now()));
    keep_service(scene, &held.service, Some(held.version)).await
}

/// Entries in use whose last verification is too old, or that were never verified; the oldest first.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn services_to_verify<C: ConnectionTrait>(
    rows: &C,
    emergency_before: jiff::civil::Date,
    before: jiff::civil::Date,
    limit: u64,
) -> Result<Vec<ServiceRow>, Failure> {
    let old = |emergency: bool, day: jiff::civil::Date| {
        Condition::all()
            .add(row::Column::Emergency.eq(emergency))
            .add(row::Column::AssuredOn.lt(day.to_string()))
    };
    let due = Condition::any()
        .add(row::Column::AssuredOn.is_null())
        .add(old(true, emergency_before))
        .add(old(false, before));
    let found = row::Entity::find()
        .filter(row::Column::State.is_in(["draft", "verified", "active", "temporarily_closed"]))
        .filter(due)
        .order_by_with_nulls(row::Column::AssuredOn, Order::Asc, NullOrdering::First)
        .order_by_asc(row::Column::Id)
        .limit(limit)
        .all(rows)
        .await?;
    found.iter().map(read).collect()
}
