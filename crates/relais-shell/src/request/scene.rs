use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderValue, Method, header};
use relais_kernel::Lang;

use super::{cookie, language};
use crate::{Frame, Seal, Shell, Tone, Viewer, answer};

/// What is known of a request before its handler runs. Handlers see it as a [`Frame`].
#[derive(Debug, Clone)]
pub(crate) struct Scene {
    pub shell: Shell,
    pub lang: Lang,
    pub here: String,
    pub number: String,
    pub seal: Seal,
    pub viewer: Option<Viewer>,
    /// A form sent by script, whose page stays on the screen whatever comes back.
    pub keeps_its_page: bool,
    notice: Option<String>,
    json: bool,
}

/// The number of a request in the log and on error pages.
#[derive(Debug, Clone)]
pub(crate) struct RequestNumber(pub String);

impl Scene {
    fn of(request: &Request, shell: &Shell, seal: Seal) -> Self {
        let (headers, setting) = (request.headers(), shell.setting());
        let path = request.uri().path();
        let here = match (request.method(), request.uri().path_and_query()) {
            (&Method::GET, Some(whole)) => whole.as_str(),
            _ => page_of(headers).unwrap_or(path),
        };
        Self {
            shell: shell.clone(),
            lang: language::choose(headers, setting),
            here: answer::own_path(here).to_owned(),
            number: request
                .extensions()
                .get::<RequestNumber>()
                .map(|n| n.0.clone())
                .unwrap_or_default(),
            seal,
            viewer: None,
            keeps_its_page: headers.contains_key("hx-request"),
            notice: cookie::get(headers, setting, cookie::NOTICE).map(str::to_owned),
            json: path.starts_with("/api/") || path == "/hsds" || path.starts_with("/hsds/"),
        }
    }

    pub fn wants_json(&self) -> bool {
        self.json
    }

    pub fn frame(&self) -> Frame {
        let mut frame = Frame::sealed(&self.shell, self.lang, &self.here, self.seal.clone());
        frame.viewer.clone_from(&self.viewer);
        match &self.notice {
            Some(key) if self.shell.texts().knows(key) => {
                let words = frame.t(key);
                frame.noting(Tone::Good, words)
            }
            _ => frame,
        }
    }
}

/// The page of ours from which a form was sent: where one can return to, while the form's own address often
/// answers nothing but forms.
fn page_of(headers: &http::HeaderMap) -> Option<&str> {
    let referrer = headers.get(header::REFERER)?.to_str().ok()?;
    let host = headers.get(header::HOST)?.to_str().ok()?;
    let rest = referrer
        .strip_prefix("http://")
        .or_else(|| referrer.strip_prefix("https://"))?;
    rest.strip_prefix(host).filter(|page| page.starts_with('/'))
}

/// Knows the browser, sets the scene for the handler, and gives troubles their face on the way out.
pub(crate) async fn set_scene(State(shell): State<Shell>, mut request: Request, next: Next) -> Response {
    let setting = shell.setting();
    let known = cookie::get(request.headers(), setting, cookie::SEAL).and_then(Seal::of_cookie);
    let new = known.is_none();
    let seal = known.unwrap_or_else(|| Seal::new(shell.chance()));
    let mut scene = Scene::of(&request, &shell, seal);
    request.extensions_mut().insert(scene.clone());
    let answered = next.run(request).await;
    scene.viewer = answered.extensions().get::<Viewer>().cloned();
    let mut response = answer::show(answered, &scene);
    if is_page(&response) {
        let mut set = |cookie: Option<HeaderValue>| {
            if let Some(value) = cookie {
                response.headers_mut().append(header::SET_COOKIE, value);
            }
        };
        if new {
            set(cookie::set(
                setting,
                cookie::SEAL,
                &scene.seal.cookie(),
                cookie::Lasting::Session,
            ));
        }
        if scene.notice.is_some() {
            set(cookie::set(setting, cookie::NOTICE, "", cookie::Lasting::Gone));
        }
    }
    response
}

fn is_page(response: &Response) -> bool {
    response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("text/html"))
}
