//! Accounts, sessions, organisations' keys, permission, the journal and the vault as the rooms use them.
