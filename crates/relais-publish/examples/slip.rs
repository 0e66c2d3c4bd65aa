//! Writes a referral slip as PDF to the file named on the command line (or `slip.pdf`).
use relais_kernel::{Lang, Localised, jiff::civil::date};
use relais_publish::{Field, Languages, Made, Paper, Slip, pdf};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let slip = Slip {
        languages: Languages::Both(Lang::Fr),
        paper: Paper::A4,
        title: Localised::new("Fiche de référencement", "Referral slip"),
        code: "K7M2-P9QX".to_owned(),
        from: "Centre d’accueil du Littoral (démo)".into(),
        to: "Hôpital de district de Deïdo (démo), consultation".into(),
        fields: vec![
            Field::new(
                Localised::new("Priorité", "Priority"),
                Localised::new("Urgent : décision sous 72 h", "Urgent: decision within 72 h"),
            ),
            Field::new(
                Localised::new("Service demandé", "Service requested"),
                Localised::new("Soins de santé primaires", "Primary health care"),
            ),
            Field::new(
                Localised::new("Envoyé le", "Sent on"),
                Localised::new("12 mars 2026 à 9 h 40", "12 March 2026 at 9:40"),
            ),
            Field::new(
                Localised::new("Répondre avant le", "Answer before"),
                Localised::new("15 mars 2026 à 9 h 40", "15 March 2026 at 9:40"),
            ),
            Field::blank(Localised::new(
                "Rendez-vous (date, heure)",
                "Appointment (date, time)",
            )),
            Field::blank(Localised::new(
                "Nom et cachet du service",
                "Name and stamp of the service",
            )),
        ],
        instructions: vec![
            Localised::new(
                "Scannez le code QR, ou ouvrez r.example.org et tapez le code.",
                "Scan the QR code, or open r.example.org and type the code.",
            ),
            Localised::new(
                "Tapez le code PIN convenu avec votre point focal.",
                "Type the PIN agreed with your focal point.",
            ),
            Localised::new(
                "Répondez : accepté, liste d’attente, question ou refus avec le motif.",
                "Answer: accepted, waiting list, question, or declined with the reason.",
            ),
            Localised::new(
                "Sans Internet, envoyez par SMS « OUI K7M2P9QX » ou « NON K7M2P9QX » au 8000.",
                "Without Internet, text “OUI K7M2P9QX” or “NON K7M2P9QX” to 8000.",
            ),
        ],
        qr_url: "https://r.example.org/a/K7M2P9QX".to_owned(),
        made: Made {
            from: Localised::new("référencement K7M2-P9QX", "referral K7M2-P9QX").into(),
            version: "MNR-CM 3".to_owned(),
            at: date(2026, 3, 12).at(9, 41, 0, 0),
        },
    };
    let path = std::env::args().nth(1).unwrap_or_else(|| "slip.pdf".to_owned());
    let made = pdf(&slip.document())?;
    println!(
        "{path}: {} page, {} bytes, {:?}",
        made.pages,
        made.bytes.len(),
        made.standard
    );
    Ok(std::fs::write(path, made.bytes)?)
}
