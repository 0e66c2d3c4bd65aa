use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::{
    ast::{CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement},
    parser,
};

/// Each key with the names of its variables.
pub type Messages = BTreeMap<String, BTreeSet<String>>;

/// The messages of a file, and what is wrong with it.
pub fn read(text: &str) -> (Messages, Vec<String>) {
    let (resource, mut faults) = match parser::parse(text) {
        Ok(resource) => (resource, Vec::new()),
        Err((resource, errors)) => (resource, errors.iter().map(ToString::to_string).collect()),
    };
    let mut messages = Messages::new();
    for entry in &resource.body {
        let Entry::Message(message) = entry else { continue };
        let key = message.id.name.to_owned();
        let mut variables = BTreeSet::new();
        match &message.value {
            Some(pattern) => of_pattern(pattern, &mut variables),
            None => faults.push(format!("`{key}` says nothing")),
        }
        if messages.insert(key.clone(), variables).is_some() {
            faults.push(format!("`{key}` stands twice"));
        }
    }
    (messages, faults)
}

fn of_pattern(pattern: &Pattern<&str>, found: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            of_expression(expression, found);
        }
    }
}

fn of_expression(expression: &Expression<&str>, found: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => of_inline(inline, found),
        Expression::Select { selector, variants } => {
            of_inline(selector, found);
            variants
                .iter()
                .for_each(|variant| of_pattern(&variant.value, found));
        }
    }
}

fn of_inline(inline: &InlineExpression<&str>, found: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            found.insert(id.name.to_owned());
        }
        InlineExpression::FunctionReference { arguments, .. } => of_arguments(arguments, found),
        InlineExpression::TermReference {
            arguments: Some(arguments),
            ..
        } => of_arguments(arguments, found),
        InlineExpression::Placeable { expression } => of_expression(expression, found),
        _ => {}
    }
}

fn of_arguments(arguments: &CallArguments<&str>, found: &mut BTreeSet<String>) {
    arguments
        .positional
        .iter()
        .for_each(|inline| of_inline(inline, found));
    arguments
        .named
        .iter()
        .for_each(|named| of_inline(&named.value, found));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locales::messages;

    #[test]
    fn variables_are_found_wherever_they_stand() {
        let text =
            "a-one = { $who } { NUMBER($n) }\na-two = { $n ->\n    [one] un { $what }\n   *[other] des\n }\n";
        let (read, faults) = read(text);
        assert_eq!(
            read,
            messages(&[("a-one", &["n", "who"]), ("a-two", &["n", "what"])])
        );
        assert!(faults.is_empty());
    }

    #[test]
    fn a_key_that_stands_twice_is_a_fault() {
        assert_eq!(read("a = 1\na = 2\n").1, ["`a` stands twice"]);
    }
}
