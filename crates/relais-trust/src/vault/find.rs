use std::collections::{BTreeMap, BTreeSet};

use relais_kernel::{Case, Id, Organisation};
use relais_platform::Failure;
use relais_sealing::{Token, TokenKind};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::OnConflict};

use super::entity::person_token as row;
use crate::{Note, Scene, Sight};

impl Scene<'_> {
    /// Makes a case findable by the acting organisation: keyed tokens of its names and birth year, never text
    /// (decisions §11). What was there for this case is replaced.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn index_person(
        &self,
        case: Id<Case>,
        names: &[&str],
        birth_year: Option<i16>,
    ) -> Result<(), Failure> {
        let organisation = self.actor.organisation.ok_or(Failure::Missing)?;
        self.index_person_for(organisation, case, names, birth_year).await
    }

    /// The same for the organisation that owns the case, where somebody else takes the person down for it.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn index_person_for(
        &self,
        organisation: Id<Organisation>,
        case: Id<Case>,
        names: &[&str],
        birth_year: Option<i16>,
    ) -> Result<(), Failure> {
        let keys = self.trust.keys_of(self.rows, organisation).await?.search();
        row::Entity::delete_many()
            .filter(row::Column::OrganisationId.eq(organisation.uuid()))
            .filter(row::Column::CaseId.eq(case.uuid()))
            .exec(self.rows)
            .await?;
        let mut tokens: BTreeMap<Vec<u8>, TokenKind> = BTreeMap::new();
        for name in names {
            let written = keys.name(name);
            tokens.extend(written.into_iter().map(|(kind, token)| (bytes(&token), kind)));
        }
        if let Some(year) = birth_year {
            let (kind, token) = keys.birth_year(year);
            tokens.insert(bytes(&token), kind);
        }
        if tokens.is_empty() {
            return Ok(());
        }
        let models = tokens.into_iter().map(|(token, kind)| row::ActiveModel {
            organisation_id: Set(organisation.uuid()),
            token: Set(token),
            case_id: Set(case.uuid()),
            kind: Set(kind.code().to_owned()),
            layer: Set(keys.top()),
        });
        row::Entity::insert_many(models)
            .on_conflict(
                OnConflict::columns([
                    row::Column::OrganisationId,
                    row::Column::Token,
                    row::Column::CaseId,
                ])
                .do_nothing()
                .to_owned(),
            )
            .exec_without_returning(self.rows)
            .await?;
        Ok(())
    }
}

impl Scene<'_> {
    /// A case is no longer found by an organisation that does not own it any more.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn forget_person(&self, case: Id<Case>, organisation: Id<Organisation>) -> Result<(), Failure> {
        row::Entity::delete_many()
            .filter(row::Column::OrganisationId.eq(organisation.uuid()))
            .filter(row::Column::CaseId.eq(case.uuid()))
            .exec(self.rows)
            .await?;
        Ok(())
    }
}

impl Sight<'_> {
    /// Cases of the reader's own organisation whose names sound like `name`, at most `limit`. The search is in
    /// the journal; what was typed is not.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn candidates(&self, name: &str, limit: usize) -> Result<Vec<Id<Case>>, Failure> {
        let organisation = self.actor.organisation.ok_or(Failure::Missing)?;
        let found = self.tokens_of(organisation, name).await?;
        let mut hits: BTreeMap<Id<Case>, usize> = BTreeMap::new();
        for row in found {
            *hits.entry(Id::from_uuid(row.case_id)).or_default() += 1;
        }
        let mut ranked: BTreeSet<(std::cmp::Reverse<usize>, Id<Case>)> = BTreeSet::new();
        ranked.extend(
            hits.into_iter()
                .map(|(case, count)| (std::cmp::Reverse(count), case)),
        );
        let cases: Vec<Id<Case>> = ranked.into_iter().take(limit).map(|(_, case)| case).collect();
        self.note(Note::new("PersonsSearched").fact("candidates", cases.len()));
        Ok(cases)
    }
}

impl Sight<'_> {
    /// What lies there under this name. When new keys came between two looks, tokens may have been raised under them.
    async fn tokens_of(
        &self,
        organisation: Id<Organisation>,
        name: &str,
    ) -> Result<Vec<row::Model>, Failure> {
        let mut keys = self.trust.keys_of(self.rows(), organisation).await?;
        loop {
            let forms = keys.search().every_form(name);
            let found = row::Entity::find()
                .filter(row::Column::OrganisationId.eq(organisation.uuid()))
                .filter(row::Column::Token.is_in(forms.iter().map(bytes)))
                .all(self.rows())
                .await?;
            let now = self.trust.keys_of(self.rows(), organisation).await?;
            if now.id() == keys.id() {
                return Ok(found);
            }
            keys = now;
        }
    }
}

fn bytes(token: &Token) -> Vec<u8> {
    token.to_vec()
}
