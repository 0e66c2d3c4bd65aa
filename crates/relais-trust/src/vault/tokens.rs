use relais_sealing::{Key, Token, TokenKind, birth_year_token, layer, name_tokens};

/// The keys of an organisation's search tokens, the oldest first. A token lies under all of them, one over the other: so it
/// can be put under a new key by whoever does not know the name, and the keys of before do not lead to it.
pub(crate) struct SearchKeys {
    first: Key,
    above: Vec<Key>,
}

impl SearchKeys {
    pub fn of(earlier: impl IntoIterator<Item = Key>, newest: Key) -> Self {
        let mut earlier = earlier.into_iter();
        match earlier.next() {
            Some(first) => Self {
                first,
                above: earlier.chain([newest]).collect(),
            },
            None => Self {
                first: newest,
                above: Vec::new(),
            },
        }
    }

    /// Under how many keys a token lies that is written now, counted from 0.
    pub fn top(&self) -> i32 {
        i32::try_from(self.above.len()).unwrap_or(i32::MAX)
    }

    /// The tokens of a name as they are written now.
    pub fn name(&self, name: &str) -> Vec<(TokenKind, Token)> {
        let below = name_tokens(&self.first, name);
        let raise = |(kind, token)| (kind, self.raised(token, 0));
        below.into_iter().map(raise).collect()
    }

    /// The token of a year of birth as it is written now.
    pub fn birth_year(&self, year: i16) -> (TokenKind, Token) {
        let (kind, token) = birth_year_token(&self.first, year);
        (kind, self.raised(token, 0))
    }

    /// Every form in which a token of this name may lie there: not all are under the newest key yet.
    pub fn every_form(&self, name: &str) -> Vec<Token> {
        let mut forms: Vec<Token> = name_tokens(&self.first, name)
            .into_iter()
            .map(|(_, token)| token)
            .collect();
        let mut below = forms.clone();
        for key in &self.above {
            below.iter_mut().for_each(|token| *token = layer(key, token));
            forms.extend(&below);
        }
        forms
    }

    /// A token that lies under the keys up to `from`, under all.
    pub fn raised(&self, token: Token, from: usize) -> Token {
        let above = self.above.iter().skip(from);
        above.fold(token, |token, key| layer(key, &token))
    }
}

#[cfg(test)]
mod tests {
    use relais_kernel::SeededEntropy;

    use super::*;

    #[test]
    fn a_token_raised_step_by_step_is_the_one_that_is_written_now() {
        let chance = SeededEntropy::new(1);
        let [one, two, three] = [(); 3].map(|()| Key::new(&chance));
        let name = "Personne-Test";
        let before = SearchKeys::of([], one.clone()).name(name);
        let between = SearchKeys::of([one.clone()], two.clone()).name(name);
        let now = SearchKeys::of([one, two], three);
        let raised = |tokens: &[(TokenKind, Token)], from| -> Vec<_> {
            let raise = |(kind, token): &(TokenKind, Token)| (*kind, now.raised(*token, from));
            tokens.iter().map(raise).collect()
        };
        assert_eq!(raised(&before, 0), now.name(name));
        assert_eq!(raised(&between, 1), now.name(name));
        let forms = now.every_form(name);
        for (_, token) in [before, between, now.name(name)].concat() {
            assert!(forms.contains(&token));
        }
        assert_eq!(now.top(), 2);
    }
}
