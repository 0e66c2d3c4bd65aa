use fast_qr::{
    ECL, QRBuilder,
    convert::{Builder, Shape, svg::SvgBuilder},
};

/// The text is longer than a QR code can hold (about 1 600 bytes).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the text is longer than a QR code can hold")]
pub struct TooLongForQr;

/// A QR code as an SVG element, black on white with its quiet zone, that still reads with a quarter of it smudged
/// (error correction level Q). The same text gives the same bytes.
pub fn qr_svg(text: &str) -> Result<String, TooLongForQr> {
    let code = QRBuilder::new(text)
        .ecl(ECL::Q)
        .build()
        .map_err(|_| TooLongForQr)?;
    Ok(SvgBuilder::default().shape(Shape::Square).margin(4).to_str(&code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_text_too_long_for_a_code_is_refused() {
        assert_eq!(qr_svg(&"x".repeat(4_000)), Err(TooLongForQr));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]
        #[test]
        fn no_text_gets_out_of_its_code(text in "\\PC{0,60}") {
            let svg = qr_svg(&text).unwrap();
            prop_assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>"));
            prop_assert!(svg.chars().all(|c| c.is_ascii_graphic() || c == ' '));
            prop_assert!(!svg.contains("script") && !svg.contains("style"));
            prop_assert_eq!(qr_svg(&text), Ok(svg));
        }
    }
}
