use super::*;

fn ways(toml: &str) -> Result<Ways, Stop> {
    #[derive(Deserialize)]
    struct Parts {
        mail: Option<Mail>,
        sms: Option<Sms>,
    }
    use figment::{
        Figment,
        providers::{Format as _, Toml},
    };
    let parts: Parts = Figment::from(Toml::string(toml)).extract().unwrap();
    Ways::of(parts.mail.as_ref(), parts.sms.as_ref(), Path::new("/nowhere"))
}

#[test]
fn nothing_set_is_nothing_configured_and_a_demonstration_writes_to_folders() {
    let none = ways("").unwrap();
    assert!(none.gateways.mail.is_none() && none.gateways.sms.is_none() && none.door.is_none());
    let demo = none.for_demonstration(Path::new("/nowhere"));
    assert!(demo.gateways.mail.is_some() && demo.gateways.sms.is_some());
    assert_eq!(demo.inbox, Some(PathBuf::from("/nowhere/inbox")));
}

#[test]
fn a_mail_server_and_a_gateway_are_set_with_few_words() {
    let set = ways(
        "[mail]\nby = \"smtp\"\nhost = \"smtp.example\"\nfrom = \"Relais <relais@mnr.example>\"\n\
         [sms]\nby = \"http\"\nurl = \"https://sms.example/send\"\n\
         [sms.incoming]\nsecret = \"0123456789abcdef\"\n",
    )
    .unwrap();
    assert!(set.gateways.mail.is_some() && set.gateways.sms.is_some());
    let door = set.door.unwrap();
    assert_eq!((&*door.from, &*door.text, &*door.id), ("from", "text", "id"));
    assert_eq!(set.inbox, None);
}

#[test]
fn what_cannot_be_used_is_named_in_one_sentence() {
    for (toml, named) in [
        ("[mail]\nby = \"smtp\"\nfrom = \"a@b.example\"", "mail.host"),
        ("[mail]\nby = \"smtp\"\nhost = \"smtp.example\"", "mail.from"),
        ("[mail]\nby = \"http\"", "mail.by"),
        (
            "[mail]\nby = \"smtp\"\nhost = \"smtp.example\"\nfrom = \"no address\"",
            "mail.from",
        ),
        (
            "[mail]\nby = \"smtp\"\nhost = \"smtp.example\"\nfrom = \"a@b.example\"\nsecurity = \"none\"",
            "mail.security",
        ),
        (
            "[mail]\nby = \"smtp\"\nhost = \"smtp.example\"\nfrom = \"a@b.example\"\nuser = \"relais\"",
            "mail.user",
        ),
        (
            "[sms]\nby = \"http\"\nurl = \"http://sms.example/send\"",
            "sms.url",
        ),
        ("[sms]\nby = \"http\"\nurl = \"sms.example\"", "sms.url"),
        (
            "[sms]\nby = \"http\"\nurl = \"https://sms.example\"\ntimeout = 900",
            "sms.timeout",
        ),
        (
            "[sms]\nby = \"file\"\n[sms.incoming]\nsecret = \"short\"",
            "sms.incoming",
        ),
        (
            "[sms]\nby = \"http\"\nurl = \"https://sms.example\"\ntoken_file = \"/nowhere/token\"",
            "sms.token_file",
        ),
    ] {
        let Err(stop) = ways(toml) else {
            panic!("taken: {toml}")
        };
        assert_eq!(stop.code, crate::stop::Code::Input);
        assert!(
            stop.sentence.en.contains(named) && stop.sentence.fr.contains(named),
            "{stop:?}"
        );
    }
}

#[test]
fn a_secret_is_never_printed() {
    assert_eq!(format!("{:?}", Secret("jeton-test".into())), "Secret");
}
