use std::{collections::BTreeMap, fmt, time::Duration};

use futures::{FutureExt, future::BoxFuture};
use ureq::http::{Uri, header::CONTENT_TYPE};

use super::{Gateway, Letter, Posting, Trouble, Why};

/// How the SMS gateway of a telephone company is asked, because each has its own names for the same things.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpSetting {
    pub url: String,
    /// Sent as `Authorization: Bearer`.
    pub token: Option<String>,
    /// The field of the number, and that of the text.
    pub to: String,
    pub text: String,
    /// The field of our own number of the message, where the gateway knows repeated ones by it.
    pub id: Option<String>,
    /// What the gateway wants besides: the sender's name, an account.
    pub fields: BTreeMap<String, String>,
    /// As JSON instead of a form.
    pub json: bool,
    pub timeout: Duration,
}

impl fmt::Debug for HttpSetting {
    /// Fields may hold passwords.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpSetting").finish_non_exhaustive()
    }
}

/// An SMS gateway that is asked by HTTP. It follows no redirect: the number and the token go to the address of the
/// settings and nowhere else.
pub struct HttpGateway {
    setting: HttpSetting,
    agent: ureq::Agent,
}

impl HttpGateway {
    /// `None` when the address is no `http://` or `https://` address.
    pub fn new(setting: HttpSetting) -> Option<Self> {
        let uri: Uri = setting.url.parse().ok()?;
        uri.host()?;
        if !matches!(uri.scheme_str(), Some("http" | "https")) {
            return None;
        }
        let agent = ureq::Agent::config_builder()
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .timeout_global(Some(setting.timeout))
            .max_response_header_size(16 * 1024)
            .build()
            .new_agent();
        Some(Self { setting, agent })
    }

    fn fields(&self, posting: &Posting<'_>) -> Option<BTreeMap<String, String>> {
        let Letter::Sms { to, text } = posting.letter else {
            return None;
        };
        let mut fields = self.setting.fields.clone();
        fields.insert(self.setting.to.clone(), to.clone());
        fields.insert(self.setting.text.clone(), text.clone());
        if let Some(id) = &self.setting.id {
            fields.insert(id.clone(), posting.id.to_string());
        }
        Some(fields)
    }
}

impl Gateway for HttpGateway {
    fn post<'a>(&'a self, posting: Posting<'a>) -> BoxFuture<'a, Result<(), Trouble>> {
        async move {
            let fields = self.fields(&posting).ok_or(Trouble::Never(Why::Unwritten))?;
            let (agent, setting) = (self.agent.clone(), self.setting.clone());
            let asked = tokio::task::spawn_blocking(move || ask(&agent, &setting, &fields)).await;
            asked.unwrap_or(Err(Trouble::Later(Why::Unreachable)))
        }
        .boxed()
    }
}

fn ask(agent: &ureq::Agent, setting: &HttpSetting, fields: &BTreeMap<String, String>) -> Result<(), Trouble> {
    let mut request = agent.post(&setting.url);
    if let Some(token) = &setting.token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let answer = if setting.json {
        let body = serde_json::to_string(fields).map_err(|_| Trouble::Never(Why::Unwritten))?;
        request.header(CONTENT_TYPE, "application/json").send(&body)
    } else {
        request.send_form(fields)
    };
    // What the gateway says besides is not read: it may repeat the number.
    match answer.map(|answer| answer.status().as_u16()) {
        Ok(200..=299) => Ok(()),
        Ok(400 | 422) => Err(Trouble::Never(Why::Refused)),
        Ok(408 | 429) => Err(Trouble::Later(Why::Unreachable)),
        Ok(500..) => Err(Trouble::Down(Why::Unreachable)),
        Ok(_) => Err(Trouble::Later(Why::NotAccepted)),
        Err(_) => Err(Trouble::Down(Why::Unreachable)),
    }
}
