use std::collections::BTreeSet;

/// A place in a template or in Rust that names a text.
pub struct Use {
    pub line: usize,
    pub key: String,
    /// The names of the values given.
    pub given: BTreeSet<String>,
    /// The values can be compared; not so where they are made elsewhere.
    pub checked: bool,
}

/// The calls that name a text, and at which argument its key and the names of its values stand.
const CALLS: [(&str, usize, &[usize], bool); 5] = [
    (".t(", 0, &[], true),
    (".t1(", 0, &[1], true),
    (".t2(", 0, &[1, 3], true),
    (".say(", 1, &[], false),
    (".done(", 0, &[], true),
];

/// Every call that names a text by a literal key.
pub fn uses(text: &str) -> Vec<Use> {
    let mut found = Vec::new();
    for (call, key_at, names_at, checked) in CALLS {
        for (at, _) in text.match_indices(call) {
            let arguments = arguments(&text[at + call.len()..]);
            let literal = |n: usize| arguments.get(n).and_then(|argument| literal(argument));
            let Some(key) = literal(key_at).filter(|key| is_key(key)) else {
                continue;
            };
            let given = names_at
                .iter()
                .filter_map(|n| literal(*n))
                .map(str::to_owned)
                .collect();
            let line = text[..at].matches('\n').count() + 1;
            found.push(Use {
                line,
                key: key.to_owned(),
                given,
                checked,
            });
        }
    }
    found.sort_by_key(|found| found.line);
    found
}

/// The text of a template or Rust source without its comments and its tests; every line keeps its number.
pub fn without_comments(text: &str) -> String {
    let text = text.split("\n#[cfg(test)]\nmod ").next().unwrap_or(text);
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{#") {
        let (comment, after) = after.split_once("#}").unwrap_or((after, ""));
        plain.push_str(before);
        plain.extend(comment.matches('\n'));
        rest = after;
    }
    plain.push_str(rest);
    plain
        .lines()
        .map(|line| {
            if line.trim_start().starts_with("//") {
                ""
            } else {
                line
            }
        })
        .collect::<Vec<_>>()
        .join("\n")
}

fn is_key(text: &str) -> bool {
    text.contains('-')
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// The content of a string literal that is a whole argument.
fn literal(argument: &str) -> Option<&str> {
    let inside = argument.trim().strip_prefix('"')?.strip_suffix('"')?;
    (!inside.contains('"')).then_some(inside)
}

/// The arguments of a call, from after its opening bracket.
fn arguments(text: &str) -> Vec<&str> {
    let mut arguments = Vec::new();
    let (mut depth, mut quoted, mut begin, mut before) = (0u32, false, 0, ' ');
    for (at, c) in text.char_indices() {
        match c {
            '"' if before != '\\' => quoted = !quoted,
            _ if quoted => {}
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth > 0 => depth -= 1,
            ')' => {
                arguments.push(&text[begin..at]);
                return arguments;
            }
            ',' if depth == 0 => {
                arguments.push(&text[begin..at]);
                begin = at + 1;
            }
            ']' | '}' => return Vec::new(),
            _ => {}
        }
        before = c;
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_are_calls_themselves_do_not_confuse() {
        let found =
            uses(r#"frame.t2("a-b", "who", name(x, "é, )"), "n", list[f(1, 2)]) frame.t(key) x.t("nokey")"#);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].given, ["n".to_owned(), "who".to_owned()].into());
    }

    #[test]
    fn comments_and_tests_name_no_texts() {
        let text = "{# frame.t(\"a-b\")\n #}x.t(\"c-d\")\n/// x.t(\"e-f\")\n#[cfg(test)]\nmod tests { x.t(\"g-h\") }";
        let found = uses(&without_comments(text));
        assert_eq!(
            found.iter().map(|u| (u.line, u.key.as_str())).collect::<Vec<_>>(),
            [(2, "c-d")]
        );
    }

    #[test]
    fn what_is_not_closed_is_left_alone() {
        assert!(uses(r#"frame.t("a-b""#).is_empty());
    }
}
