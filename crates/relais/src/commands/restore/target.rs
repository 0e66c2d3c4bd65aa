use std::{fs, path::PathBuf};

use relais_platform::{
    Database, Failure, UnitOfWork,
    sea_orm::{ConnectionTrait, DatabaseTransaction},
};

use relais_trust::accounts::Installation;

use crate::{
    dump::HALF_RESTORED,
    ground::{DataFolder, Presence},
    settings::Settings,
    stop::{Code, Stop},
};

/// An empty place to restore into, taken by us alone, and marked as half restored until all is there.
pub struct Target {
    pub database: Database,
    sqlite: Option<PathBuf>,
    _folder: DataFolder,
}

impl Target {
    /// # Errors
    /// [`Code::NotEmpty`].
    pub async fn empty(settings: &Settings) -> Result<Self, Stop> {
        let folder = DataFolder::take(&settings.data)?;
        let sqlite = settings.sqlite_file();
        let place = say_where(sqlite.as_ref());
        if sqlite.as_ref().is_some_and(|file| file.exists()) {
            return Err(taken(&Database::open(&settings.database_url()).await.ok(), &place).await);
        }
        let database = Database::open(&settings.database_url()).await?;
        if Presence::of(&database).await? != Presence::Blank {
            return Err(taken(&Some(database), &place).await);
        }
        let create = format!("CREATE TABLE {HALF_RESTORED} (id INTEGER PRIMARY KEY)");
        database.write(Change(create)).await?;
        Ok(Self {
            database,
            sqlite,
            _folder: folder,
        })
    }

    /// Everything is there: a server may start.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn done(&self) -> Result<(), Failure> {
        self.database
            .write(Change(format!("DROP TABLE {HALF_RESTORED}")))
            .await
    }

    /// Takes back what was begun. A PostgreSQL database keeps its mark, and no server starts on it.
    pub fn abandon(self) {
        drop(self.database);
        for end in ["", "-wal", "-shm"] {
            if let Some(file) = &self.sqlite {
                let mut name = file.as_os_str().to_owned();
                name.push(end);
                let _ = fs::remove_file(PathBuf::from(name));
            }
        }
    }
}

fn say_where(sqlite: Option<&PathBuf>) -> String {
    sqlite.map_or_else(|| "PostgreSQL".to_owned(), |file| file.display().to_string())
}

/// Why nothing is restored over what is there. A demonstration says what it is: people's data never come into it.
async fn taken(database: &Option<Database>, place: &str) -> Stop {
    let Some(database) = database else {
        return not_empty(place);
    };
    if Presence::of(database)
        .await
        .is_err_and(|stop| stop.code == Code::Backup)
    {
        return broken_off(place);
    }
    let found = Installation::read(database.reader()).await;
    if !found.ok().flatten().is_some_and(|found| found.demo) {
        return not_empty(place);
    }
    Stop::new(
        Code::NotEmpty,
        format!(
            "il y a ici une démonstration ({place}) : elle ne reçoit jamais les données d’autres personnes."
        ),
        format!("there is a demonstration here ({place}): it never takes in data of other people."),
    )
}

/// What a restore that was killed has left: neither an installation nor a demonstration.
fn broken_off(place: &str) -> Stop {
    Stop::new(
        Code::Backup,
        format!(
            "une restauration commencée ici n’est pas allée à son terme ({place}) : effacez ce fichier et ceux du même nom en -wal et -shm, ou videz la base, et recommencez."
        ),
        format!(
            "a restore that was begun here did not come to its end ({place}): remove this file and those of the same name in -wal and -shm, or empty the database, and begin anew."
        ),
    )
}

fn not_empty(place: &str) -> Stop {
    Stop::new(
        Code::NotEmpty,
        format!("il y a déjà une installation ({place}) : on ne restaure que dans un endroit vide."),
        format!("there is an installation already ({place}): one restores into an empty place only."),
    )
}

struct Change(String);

impl UnitOfWork for Change {
    type Output = ();

    async fn run(&self, rows: &DatabaseTransaction) -> Result<(), Failure> {
        rows.execute_unprepared(&self.0).await?;
        Ok(())
    }
}
