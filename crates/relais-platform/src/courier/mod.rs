//! Messages that leave: an order is a row, written in the transaction of the command that wants the message. It holds
//! ids only. Who is written to and what is said is worked out by an [`Author`] when the message leaves, and never
//! kept. What cannot leave is tried again after growing waits, then given up and shown.

mod breaker;
mod folder;
mod gateway;
mod http;
pub mod inbox;
mod ledger;
mod letter;
mod order;
mod rounds;
mod smtp;

pub use folder::Folder;
pub use gateway::{Gateway, Posting, Trouble};
pub use http::{HttpGateway, HttpSetting};
pub use ledger::{
    Delivery, Narrow, Pile, Stand, Tally, again, count_as_told, deliveries, forget_sent, how_many, tally,
};
pub use letter::{Author, Letter, Written};
pub use order::{Order, order};
pub use rounds::{Courier, Gateways, Went};
pub use smtp::{Security, Smtp, SmtpSetting};

/// A closed list of codes, each with what people read.
macro_rules! told {
    ($($(#[$doc:meta])* $name:ident { $($variant:ident $code:literal $fr:literal $en:literal;)* })*) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($variant),* }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The code in columns and the JSON API.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            pub fn words(self) -> relais_kernel::Localised {
                match self { $(Self::$variant => relais_kernel::Localised::new($fr, $en)),* }
            }

            /// What stands in a column; unknown codes are refused.
            pub fn of_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|v| v.code() == code)
            }
        }
    )* };
}

told! {
    /// By which way a message leaves.
    Channel {
        Mail "mail" "courriel" "e-mail";
        Sms "sms" "SMS" "SMS";
    }
    /// Why a message did not leave.
    Why {
        NoContact "no_contact"
            "Aucune adresse ni aucun numéro n’est connu pour cette structure : téléphonez, puis complétez son contact."
            "No address and no number is known for this organisation: telephone, then add its contact.";
        NotConfigured "not_configured"
            "L’envoi de courriels ou de SMS n’est pas réglé dans cette installation : prévenez l’administration."
            "Sending e-mail or SMS is not set up in this installation: tell the administration.";
        LinkClosed "link_closed"
            "Le lien de réponse a été retiré ou a expiré : ouvrez-en un nouveau."
            "The answer link was taken back or has expired: open a new one.";
        Unreachable "unreachable"
            "Le serveur d’envoi ne répond pas."
            "The sending server does not answer.";
        Refused "refused"
            "Le serveur d’envoi refuse cette adresse ou ce numéro : vérifiez le contact de la structure."
            "The sending server refuses this address or number: check the organisation’s contact.";
        NotAccepted "not_accepted"
            "Le serveur d’envoi n’accepte pas les messages de Relais : prévenez l’administration."
            "The sending server does not accept messages of Relais: tell the administration.";
        FolderUnwritable "folder_unwritable"
            "Le dossier des messages ne peut pas être écrit (droits, disque plein)."
            "The folder of messages cannot be written (rights, full disk).";
        Interrupted "interrupted"
            "Le programme s’est arrêté plusieurs fois pendant cet envoi."
            "The program stopped several times while sending this.";
        Unwritten "unwritten"
            "Le message n’a pas pu être écrit : prévenez l’administration."
            "The message could not be written: tell the administration.";
    }
}
