use relais_kernel::ShortCode;
use relais_sealing::names::words;

/// Whether what was typed as a place names the person of the case, or its code. Of a name of several words two have to stand
/// there: a hospital may bear one of them.
pub fn betrays(typed: &str, names: &[&str], code: ShortCode) -> bool {
    let typed_words = words(typed);
    let named = |name: &&str| {
        let name: Vec<String> = words(name)
            .into_iter()
            .filter(|word| word.chars().count() > 2)
            .collect();
        let found = name.iter().filter(|word| typed_words.contains(word)).count();
        found > 0 && found >= name.len().min(2)
    };
    names.iter().any(named) || squeezed(typed).contains(&code.compact())
}

/// Without what stands between the letters, as a code is read.
fn squeezed(text: &str) -> String {
    let letters = text.chars().filter(char::is_ascii_alphanumeric);
    letters
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect()
}
