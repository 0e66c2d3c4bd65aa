use relais_kernel::Localised;

use crate::{
    Role, RoleRule, Roles,
    pack::{
        known::Known,
        node::{Node, Value},
        reader::{Fields, ROLE, all, coded_text, wrong_type},
    },
};

/// `roles.toml`.
pub fn roles(node: &Node, known: &Known<'_>) -> Option<Roles> {
    let read = node.entries().iter().map(|entry| {
        let role: Option<Role> = coded_text(&entry.key, &entry.spot, ROLE, known.report);
        Some((role?, rule(role?, &entry.node, known)?))
    });
    let roles = Roles(all(read)?.into_iter().collect());
    let missing: Vec<_> = Role::well_known()
        .filter(|role| roles.get(*role).is_none())
        .collect();
    for role in &missing {
        known.report.say(
            &node.spot,
            "MissingRole",
            format!("Il manque le rôle {role}, dont le programme a besoin."),
            format!("The role {role}, which the program needs, is missing."),
        );
    }
    missing.is_empty().then_some(roles)
}

fn rule(role: Role, node: &Node, known: &Known<'_>) -> Option<RoleRule> {
    let fields = Fields::of(node, known.report)?;
    let texts: [Option<Localised>; 3] = ["name", "does", "sees"].map(|key| fields.localised(key));
    let account = match fields.optional("account").map(|node| (&node.value, &node.spot)) {
        None => Some(true),
        Some((Value::Flag(flag), _)) => Some(*flag),
        Some((_, spot)) => wrong_type(spot, "true ou false", "true or false", known.report),
    };
    let alone = fields.flag("alone");
    if alone == Some(true) && role.opens_by_itself() {
        known.report.say(
            &node.spot,
            "RoleGivenAlone",
            format!("Le rôle {role} ouvre des dossiers ou donne des droits : une deuxième personne le confirme toujours."),
            format!("The role {role} opens cases or gives rights: a second person always confirms it."),
        );
        return None;
    }
    let retired = fields.flag("retired");
    fields.finish();
    let [name, does, sees] = texts;
    Some(RoleRule {
        name: name?,
        does: does?,
        sees: sees?,
        account: account?,
        alone: alone?,
        retired: retired?,
    })
}
