//! Somebody with a browser without script: cookies, forms, and every byte of the answers.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    io::{self, Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

/// The password of the demonstration's accounts.
const PASSWORD: &str = "girafe-lagune-2026";

/// One browser.
pub struct Visitor {
    address: SocketAddr,
    cookies: BTreeMap<String, String>,
    /// Further heads that this browser sends, each with its line end.
    pub heads: String,
}

/// One answer, whole.
#[derive(Debug)]
pub struct Shown {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Shown {
    pub fn page(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    /// Where a form led to; it must have been accepted.
    #[track_caller]
    pub fn led_to(&self) -> String {
        assert_eq!(self.status, 303, "{}\n{}", self.head, self.told());
        self.header("location").unwrap().to_owned()
    }

    /// What a refused form says.
    pub fn told(&self) -> String {
        let page = self.page();
        let main = page.split("<main").nth(1).unwrap_or(&page);
        let mut said = String::new();
        for part in main.split('<').skip(1) {
            let text = part.split_once('>').map_or("", |(_, text)| text).trim();
            if !text.is_empty() {
                said.push_str(text);
                said.push('\n');
            }
        }
        said
    }
}

impl Visitor {
    pub fn at(address: SocketAddr) -> Self {
        Self {
            address,
            cookies: BTreeMap::new(),
            heads: String::new(),
        }
    }

    /// Somebody of the demonstration, signed in.
    #[track_caller]
    pub fn signed_in(address: SocketAddr, name: &str) -> Self {
        let mut visitor = Self::at(address);
        let login = format!("{name}@demo.relais.invalid");
        let fields = [("login", login.as_str()), ("password", PASSWORD)];
        visitor.fill("/connexion", "/connexion", &fields).led_to();
        visitor
    }

    /// Another browser with the same cookies: somebody copied them.
    pub fn copy(&self) -> Self {
        Self {
            address: self.address,
            cookies: self.cookies.clone(),
            heads: String::new(),
        }
    }

    /// The same browser after the server came back, perhaps at another port.
    pub fn moved_to(&mut self, address: SocketAddr) {
        self.address = address;
    }

    #[track_caller]
    pub fn get(&mut self, path: &str) -> Shown {
        self.ask("GET", path, "").unwrap()
    }

    /// Opens a page and sends the form on it that goes to `action`.
    #[track_caller]
    pub fn fill(&mut self, page: &str, action: &str, fields: &[(&str, &str)]) -> Shown {
        let shown = self.get(page);
        assert_eq!(shown.status, 200, "{page}: {}", shown.told());
        let page = shown.page();
        let form = form_of(&page, action);
        let mut all = given(form);
        all.retain(|(name, _)| *name != "once" && fields.iter().all(|(own, _)| own != name));
        all.extend(fields);
        self.send(action, &once_of(&page, action), &all).unwrap()
    }

    /// Takes a step whose page and form have the same address; it must be accepted.
    #[track_caller]
    pub fn take(&mut self, path: &str, fields: &[(&str, &str)]) -> String {
        self.fill(path, path, fields).led_to()
    }

    /// The once token of a form that this browser is given.
    pub fn once(&mut self, page: &str, action: &str) -> io::Result<String> {
        let shown = self.ask("GET", page, "")?;
        Ok(once_of(&shown.page(), action))
    }

    pub fn send(&mut self, action: &str, once: &str, fields: &[(&str, &str)]) -> io::Result<Shown> {
        let mut body = format!("once={once}");
        for (name, value) in fields {
            let _ = write!(body, "&{name}={}", encoded(value));
        }
        self.ask("POST", action, &body)
    }

    fn ask(&mut self, method: &str, path: &str, body: &str) -> io::Result<Shown> {
        let cookies: Vec<String> = self.cookies.iter().map(|(k, v)| format!("{k}={v}")).collect();
        let mut stream = TcpStream::connect(self.address)?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nConnection: close\r\n\
             Accept-Language: fr\r\n{}Cookie: {}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {}\r\n\r\n{body}",
            self.heads,
            cookies.join("; "),
            body.len()
        )?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        let shown = read(&answer).ok_or_else(|| io::Error::from(io::ErrorKind::UnexpectedEof))?;
        for line in shown.head.lines() {
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("set-cookie")
                && let Some((key, value)) = value
                    .split(';')
                    .next()
                    .and_then(|pair| pair.trim().split_once('='))
            {
                self.cookies.insert(key.to_owned(), value.to_owned());
            }
        }
        Ok(shown)
    }
}

/// A whole answer, or nothing: one that was cut off is no answer.
fn read(bytes: &[u8]) -> Option<Shown> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let mut shown = Shown {
        status,
        head,
        body: bytes[end + 4..].to_vec(),
    };
    if let Some(length) = shown.header("content-length") {
        (length.parse() == Ok(shown.body.len())).then_some(())?;
    } else if shown.header("transfer-encoding").is_some() {
        shown.body = unchunked(&shown.body)?;
    }
    Some(shown)
}

fn unchunked(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let end = rest.windows(2).position(|two| two == b"\r\n")?;
        let size = usize::from_str_radix(std::str::from_utf8(&rest[..end]).ok()?.trim(), 16).ok()?;
        if size == 0 {
            return Some(whole);
        }
        whole.extend(rest.get(end + 2..end + 2 + size)?);
        rest = rest.get(end + 4 + size..)?;
    }
}

/// The form that goes to this address.
#[track_caller]
fn form_of<'a>(page: &'a str, action: &str) -> &'a str {
    let form = page.split(&format!("action=\"{action}\"")).nth(1);
    let form = form.unwrap_or_else(|| panic!("no form leads to {action}"));
    form.split("</form>").next().unwrap()
}

/// What a form already carries: hidden fields, days and numbers.
fn given(form: &str) -> Vec<(&str, &str)> {
    let inputs = form
        .split("<input ")
        .skip(1)
        .map(|rest| rest.split('>').next().unwrap());
    inputs
        .filter(|input| {
            ["hidden", "date", "number"]
                .iter()
                .any(|kind| input.contains(&format!("type=\"{kind}\"")))
        })
        .filter_map(|input| Some((value_of(input, "name")?, value_of(input, "value")?)))
        .filter(|(_, value)| !value.is_empty())
        .collect()
}

/// What a hidden field of a form carries.
#[track_caller]
pub fn value(page: &str, action: &str, name: &str) -> String {
    let found = given(form_of(page, action))
        .into_iter()
        .find(|(held, _)| *held == name);
    found
        .unwrap_or_else(|| panic!("the form carries no {name}"))
        .1
        .to_owned()
}

fn value_of<'a>(input: &'a str, attribute: &str) -> Option<&'a str> {
    let rest = input.split(&format!("{attribute}=\"")).nth(1)?;
    rest.split('"').next()
}

/// The values of every box of this name on a page.
pub fn boxes(page: &str, name: &str) -> Vec<String> {
    let inputs = page
        .split("<input ")
        .skip(1)
        .map(|rest| rest.split('>').next().unwrap());
    let inputs = inputs.filter(|input| value_of(input, "name") == Some(name));
    inputs
        .filter_map(|input| value_of(input, "value").map(str::to_owned))
        .collect()
}

/// The value of the box beside these words.
#[track_caller]
pub fn boxed(page: &str, name: &str, words: &str) -> String {
    let found = labelled(page, name).find(|(_, label)| label.contains(words));
    found
        .unwrap_or_else(|| panic!("nothing called {words} among {name}"))
        .0
}

/// The value of the first choice of a select that has this text.
#[track_caller]
pub fn option(page: &str, words: &str) -> String {
    let found = page.split("<option value=\"").skip(1).find_map(|rest| {
        let (value, rest) = rest.split_once('"')?;
        let text = rest.split_once('>')?.1.split('<').next()?;
        text.contains(words).then(|| value.to_owned())
    });
    found.unwrap_or_else(|| panic!("nothing called {words} to choose"))
}

/// The value of the first box that is not called so.
#[track_caller]
pub fn boxed_without(page: &str, name: &str, words: &str) -> String {
    let found = labelled(page, name).find(|(_, label)| !label.contains(words));
    found
        .unwrap_or_else(|| panic!("everything is called {words} among {name}"))
        .0
}

/// The boxes of this name, each with what is written beside it.
fn labelled<'a>(page: &'a str, name: &str) -> impl Iterator<Item = (String, &'a str)> {
    let mark = format!("name=\"{name}\"");
    let parts: Vec<&str> = page.split(&*mark).skip(1).collect();
    parts.into_iter().filter_map(|after| {
        let label = after.split("</label>").next().unwrap_or(after);
        let tag = after.split('>').next()?;
        Some((value_of(tag, "value")?.to_owned(), label))
    })
}

#[track_caller]
fn once_of(page: &str, action: &str) -> String {
    let once = form_of(page, action)
        .split("name=\"once\" value=\"")
        .nth(1)
        .unwrap();
    once.split('"').next().unwrap().to_owned()
}

fn encoded(text: &str) -> String {
    let mut all = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            all.push(byte as char);
        } else {
            let _ = write!(all, "%{byte:02X}");
        }
    }
    all
}

/// An adult with what has to be asked, as the form F1 sends it.
pub fn person(name: &str) -> Vec<(&str, &str)> {
    vec![
        ("name", name),
        ("sex", "female"),
        ("age", "31"),
        ("age_estimated", "yes"),
        ("nationality", "CMR"),
        ("status", "returnee_voluntary"),
        ("urgent_signs", "none"),
        ("region", "CM005"),
        ("entry_point", "airport"),
        ("risk_level", "medium"),
        ("rights_explained", "yes"),
    ]
}
