use super::NotAForm;

/// More parts than any form of ours has.
const MOST_PARTS: usize = 100;
/// The longest head of a part, in bytes.
const LONGEST_HEAD: usize = 2 * 1024;
/// The longest boundary (RFC 2046).
const LONGEST_BOUNDARY: usize = 70;

/// A form that carries files, as browsers send it (RFC 7578), read whole.
#[derive(Default)]
pub struct Parts {
    /// What was typed, in order.
    pub typed: Vec<(String, String)>,
    /// The files by the names of their fields. What a file was called on its owner's computer may name a person: it is
    /// not kept.
    pub files: Vec<(String, Vec<u8>)>,
}

/// # Errors
/// [`NotAForm`] when the body is none, or larger than any form of ours.
pub fn parts(content_type: &str, body: &[u8]) -> Result<Parts, NotAForm> {
    let open = format!("--{}", boundary(content_type).ok_or(NotAForm)?);
    let close = format!("\r\n{open}");
    let mut rest = body.strip_prefix(open.as_bytes()).ok_or(NotAForm)?;
    let mut parts = Parts::default();
    for _ in 0..=MOST_PARTS {
        if matches!(rest, b"--" | b"--\r\n") {
            return Ok(parts);
        }
        rest = rest.strip_prefix(b"\r\n").ok_or(NotAForm)?;
        let (head, after) = cut(rest, b"\r\n\r\n").ok_or(NotAForm)?;
        let (content, after) = cut(after, close.as_bytes()).ok_or(NotAForm)?;
        parts.take(head, content)?;
        rest = after;
    }
    Err(NotAForm)
}

impl Parts {
    fn take(&mut self, head: &[u8], content: &[u8]) -> Result<(), NotAForm> {
        if head.len() > LONGEST_HEAD {
            return Err(NotAForm);
        }
        let head = std::str::from_utf8(head).map_err(|_| NotAForm)?;
        let said = head
            .split("\r\n")
            .filter_map(|line| line.split_once(':'))
            .find(|(name, _)| name.trim().eq_ignore_ascii_case("content-disposition"))
            .map(|(_, said)| said)
            .ok_or(NotAForm)?;
        let name = field(said).ok_or(NotAForm)?.to_owned();
        if said.contains("filename=") || said.contains("filename*=") {
            self.files.push((name, content.to_vec()));
        } else {
            let value = std::str::from_utf8(content).map_err(|_| NotAForm)?;
            self.typed.push((name, value.to_owned()));
        }
        Ok(())
    }
}

/// The name of a part's field; ours are plain.
fn field(said: &str) -> Option<&str> {
    let said = said
        .trim()
        .strip_prefix("form-data")?
        .trim_start()
        .strip_prefix(';')?;
    let (name, _) = said.trim_start().strip_prefix("name=\"")?.split_once('"')?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    (!name.is_empty() && name.chars().all(plain)).then_some(name)
}

fn boundary(content_type: &str) -> Option<&str> {
    let mut pieces = content_type.split(';').map(str::trim);
    if !pieces.next()?.eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let boundary = pieces.find_map(|piece| piece.strip_prefix("boundary="))?;
    let boundary = boundary.trim_matches('"');
    let plain = |b: u8| b.is_ascii_graphic() && b != b'"';
    let fits = (1..=LONGEST_BOUNDARY).contains(&boundary.len()) && boundary.bytes().all(plain);
    fits.then_some(boundary)
}

fn cut<'b>(bytes: &'b [u8], at: &[u8]) -> Option<(&'b [u8], &'b [u8])> {
    let start = bytes.windows(at.len()).position(|window| window == at)?;
    let (before, from) = bytes.split_at_checked(start)?;
    Some((before, from.get(at.len()..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KIND: &str = "multipart/form-data; boundary=----relais7";

    fn body(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut body = Vec::new();
        for (said, content) in parts {
            let head = format!("------relais7\r\nContent-Disposition: form-data; {said}\r\n\r\n");
            body.extend([head.as_bytes(), content, b"\r\n"].concat());
        }
        body.extend(b"------relais7--\r\n");
        body
    }

    #[test]
    fn a_form_with_a_file_is_read_and_the_files_name_forgotten() {
        let sent = body(&[
            ("name=\"once\"", b"a.b"),
            (
                "name=\"file\"; filename=\"x.xlsx\"\r\nContent-Type: application/zip",
                b"PK\r\n--\0\xff",
            ),
            ("name=\"sheet\"", "clé\r\n".as_bytes()),
        ]);
        let parts = parts(KIND, &sent).unwrap();
        let typed: Vec<_> = parts
            .typed
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect();
        assert_eq!(typed, [("once", "a.b"), ("sheet", "clé\r\n")]);
        assert_eq!(parts.files, [("file".to_owned(), b"PK\r\n--\0\xff".to_vec())]);
    }

    #[test]
    fn what_is_no_such_form_is_refused() {
        let whole = body(&[("name=\"a\"", b"x")]);
        for wrong in [
            &whole[..whole.len() - 6],
            b"",
            b"------relais7",
            b"a=b",
            &body(&[("filename=\"a\"", b"x")]),
            &body(&[("name=\"a b\"", b"x")]),
            &body(&[("name=\"a\"", b"\xff")]),
            &body(&vec![("name=\"a\"", b"x".as_slice()); 101]),
            &body(&[(&format!("name=\"a\"\r\nX: {}", "x".repeat(3_000)), b"x")]),
        ] {
            assert!(
                parts(KIND, wrong).is_err(),
                "{:?}",
                String::from_utf8_lossy(wrong)
            );
        }
        for kind in [
            "multipart/form-data",
            "multipart/mixed; boundary=a",
            "multipart/form-data; boundary=",
        ] {
            assert!(parts(kind, &whole).is_err(), "{kind}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
            let _ = parts(KIND, &bytes);
            let _ = parts(KIND, &[b"------relais7\r\n", bytes.as_slice()].concat());
        }

        #[test]
        fn a_file_comes_as_it_was_sent(bytes: Vec<u8>) {
            let sent = body(&[("name=\"file\"; filename=\"a\"", &bytes)]);
            if let Ok(parts) = parts(KIND, &sent) {
                proptest::prop_assert_eq!(&parts.files[0].1, &bytes);
            }
        }
    }
}
