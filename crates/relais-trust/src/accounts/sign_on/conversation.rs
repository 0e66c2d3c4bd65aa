use std::{collections::BTreeSet, time::Duration};

use openidconnect::{
    AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet, EndpointSet,
    HttpRequest, HttpResponse, IssuerUrl, Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl,
    TokenResponse,
    core::{CoreAuthenticationFlow, CoreClient, CoreJwsSigningAlgorithm, CoreProviderMetadata},
};
use relais_kernel::Timestamp;
use relais_platform::Failure;
use serde::{Deserialize, Serialize};

use super::SignOnSetting;

/// Longer answers are cut off.
const LONGEST: u64 = 1024 * 1024;
const PATIENCE: Duration = Duration::from_secs(10);

/// What a service says of itself, with its keys.
pub(super) type Known = CoreProviderMetadata;
type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// What was given along on the way to the service, and must come back from it.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Along {
    pub state: String,
    pub nonce: String,
    /// Of which only the hash went along.
    pub verifier: String,
}

/// What the service says of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    pub subject: String,
    /// They gave a second factor there, as far as the settings believe it.
    pub strong: bool,
}

/// How the service is spoken to: at its own address only, without redirects, for ten seconds at most.
pub(super) struct Conversation {
    issuer: IssuerUrl,
    client: ClientId,
    secret: ClientSecret,
    back: RedirectUrl,
    strong: BTreeSet<String>,
    agent: ureq::Agent,
}

impl Conversation {
    pub fn new(setting: &SignOnSetting) -> Result<Self, &'static str> {
        let agent = ureq::Agent::config_builder()
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .timeout_global(Some(PATIENCE))
            .build()
            .new_agent();
        Ok(Self {
            issuer: IssuerUrl::new(setting.issuer.clone()).map_err(|_| "oidc.issuer")?,
            client: ClientId::new(setting.client.clone()),
            secret: ClientSecret::new(setting.secret.clone()),
            back: RedirectUrl::new(setting.back.clone()).map_err(|_| "public_url")?,
            strong: setting.strong.clone(),
            agent,
        })
    }

    pub async fn discover(&self) -> Result<Known, Failure> {
        let (agent, issuer) = (self.agent.clone(), self.issuer.clone());
        let asked = apart(move || Known::discover(&issuer, &|request| ask(&agent, request))).await?;
        asked.map_err(|why| silent(&why))
    }

    /// Where the browser goes.
    pub fn way(&self, known: Known, along: &Along) -> Result<String, Failure> {
        let verifier = PkceCodeVerifier::new(along.verifier.clone());
        let (state, nonce) = (along.state.clone(), along.nonce.clone());
        let (way, ..) = self
            .client(known)
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                || CsrfToken::new(state),
                || Nonce::new(nonce),
            )
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .url();
        Ok(way.into())
    }

    /// Takes the code to the service, and checks what it says: by its keys, for us, now, and for this way.
    pub async fn exchange(
        &self,
        known: Known,
        along: Along,
        code: String,
        now: Timestamp,
    ) -> Result<Option<Said>, Failure> {
        let (client, agent) = (self.client(known), self.agent.clone());
        let strong = self.strong.clone();
        apart(move || {
            let verifier = PkceCodeVerifier::new(along.verifier);
            let request = client
                .exchange_code(AuthorizationCode::new(code))
                .map_err(|why| silent(&why))?
                .set_pkce_verifier(verifier);
            let answer = match request.request(&|request| ask(&agent, request)) {
                Ok(answer) => answer,
                Err(openidconnect::RequestTokenError::Request(why)) => return Err(silent(&why)),
                Err(_) => return Ok(None),
            };
            let at = chrono::DateTime::from_timestamp_millis(now.as_millisecond()).unwrap_or_default();
            let check = client
                .id_token_verifier()
                .set_allowed_algs(SIGNED)
                .set_time_fn(move || at);
            let claims = answer
                .id_token()
                .and_then(|token| token.claims(&check, &Nonce::new(along.nonce)).ok());
            Ok(claims.map(|claims| Said {
                subject: claims.subject().to_string(),
                strong: claims
                    .auth_context_ref()
                    .is_some_and(|acr| strong.contains(acr.as_str()))
                    || claims
                        .auth_method_refs()
                        .is_some_and(|amr| amr.iter().any(|one| strong.contains(one.as_str()))),
            }))
        })
        .await?
    }

    fn client(&self, known: Known) -> Client {
        CoreClient::from_provider_metadata(known, self.client.clone(), Some(self.secret.clone()))
            .set_redirect_uri(self.back.clone())
    }
}

/// Only what the service alone can sign, whatever it announces.
const SIGNED: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

fn ask(agent: &ureq::Agent, request: HttpRequest) -> Result<HttpResponse, ureq::Error> {
    let mut answer = agent.run(request)?;
    let body = answer.body_mut().with_config().limit(LONGEST).read_to_vec()?;
    let (parts, _) = answer.into_parts();
    Ok(HttpResponse::from_parts(parts, body))
}

/// Off the async threads.
async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Failure> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|why| silent(&why))
}

fn silent(why: &dyn std::fmt::Display) -> Failure {
    Failure::Unavailable(format!("sign-on service: {why}"))
}
