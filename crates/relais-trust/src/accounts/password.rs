use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use relais_kernel::{Refusal, Refusals};
use relais_platform::Failure;

use crate::Trust;

/// Refuses a password that is too short, known to lists, or made of words of the context (security requirement
/// 53): 12 characters or more, no composition rules, nothing cut, all offline.
///
/// # Errors
/// A refusal beside the field `password`.
pub fn check_new_password(password: &str, context: &[&str]) -> Result<(), Refusals> {
    let length = password.chars().count();
    if length < 12 {
        return Err(Refusal::new(
            "PasswordTooShort",
            "Choisissez au moins 12 caractères : plusieurs mots qui se suivent conviennent très bien.",
            "Choose at least 12 characters: several words in a row do very well.",
        )
        .at("password")
        .into());
    }
    if length > 256 {
        return Err(Refusal::new(
            "PasswordTooLong",
            "256 caractères au plus.",
            "256 characters at most.",
        )
        .at("password")
        .into());
    }
    let mut words = vec!["relais", "mnr", "migrant", "referencement"];
    words.extend_from_slice(context);
    // An address or a name is also guessed part by part.
    let parts = context
        .iter()
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
    words.extend(parts.filter(|part| part.chars().count() > 2));
    // The estimate looks at the first 100 characters; longer passwords are not weaker for it.
    let head: String = password.chars().take(100).collect();
    if zxcvbn::zxcvbn(&head, &words).score() < zxcvbn::Score::Three {
        return Err(Refusal::new(
            "PasswordGuessable",
            "Ce mot de passe est trop facile à deviner. Prenez quatre mots sans lien entre eux.",
            "This password is too easy to guess. Take four words that have nothing to do with each other.",
        )
        .at("password")
        .into());
    }
    Ok(())
}

impl Trust {
    /// Argon2id, 19 MiB, two passes (security requirement 52), off the async threads and at most two per core.
    ///
    /// # Errors
    /// [`Failure::Fault`] when hashing fails.
    pub async fn hash_password(&self, password: String) -> Result<String, Failure> {
        self.hashing_work(move || {
            argon2()
                .hash_password(password.as_bytes())
                .map(|hash| hash.to_string())
                .map_err(|e| fault(&e))
        })
        .await?
    }

    /// True when the password fits. Without a stored hash the same work is done for nothing, so that an unknown
    /// login takes as long (security requirement 54).
    pub(crate) async fn fits_password(
        &self,
        stored: Option<String>,
        password: String,
    ) -> Result<bool, Failure> {
        self.hashing_work(move || match stored {
            Some(stored) => PasswordHash::new(&stored)
                .is_ok_and(|hash| argon2().verify_password(password.as_bytes(), &hash).is_ok()),
            None => {
                let _spent = argon2().hash_password(password.as_bytes());
                false
            }
        })
        .await
    }

    async fn hashing_work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Failure> {
        self.hashing().take(work).await
    }
}

/// The stored hash asks for less work than today's parameters: it is made anew at the next sign-in.
pub(super) fn is_outdated(stored: &str) -> bool {
    let wanted = argon2();
    PasswordHash::new(stored).is_ok_and(|hash| {
        Params::try_from(&hash).map_or(true, |held| {
            held.m_cost() < wanted.params().m_cost() || held.t_cost() < wanted.params().t_cost()
        })
    })
}

fn argon2() -> Argon2<'static> {
    Argon2::new(
        Algorithm::Argon2id,
        Version::V0x13,
        Params::new(19 * 1024, 2, 1, None).unwrap_or_default(),
    )
}

fn fault(why: &dyn std::fmt::Display) -> Failure {
    Failure::Fault(format!("password: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sec_53_short_known_and_contextual_passwords_are_refused_and_long_phrases_pass() {
        assert!(check_new_password("court", &[]).is_err());
        assert!(check_new_password("password1234", &[]).is_err());
        assert!(check_new_password("relaisrelais", &[]).is_err());
        assert!(check_new_password("personne.test", &["Personne-Test", "p.test@structure.invalid"]).is_err());
        assert!(check_new_password("girafe tambour lagune ciment", &[]).is_ok());
        assert!(check_new_password(&"lagune ciment girafe ".repeat(5), &[]).is_ok());
    }
}
