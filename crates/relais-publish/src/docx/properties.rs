use quick_xml::escape::escape;

use super::words;
use crate::Document;

/// The file's properties. docx-rs knows no title, and would name an unknown author.
pub(super) fn core(document: &Document) -> String {
    let title: Vec<_> = document
        .title
        .runs(document.languages)
        .into_iter()
        .map(|(_, words)| words::clean(words).replace('\n', " "))
        .collect();
    let title = title.join(" / ");
    let title = escape(&title);
    let language = words::tag(document.languages.first());
    // The mechanism's own time: a Z, because the format has no time without a zone.
    let made = document.made.at.strftime("%Y-%m-%dT%H:%M:%SZ");
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title><dc:creator>Relais</dc:creator><dc:language>{language}</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">{made}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">{made}</dcterms:modified></cp:coreProperties>"#
    )
}

/// How Word reads the file. docx-rs would ask for the line breaks and widths of East Asian texts.
pub(super) fn settings(document: &Document) -> String {
    let language = words::tag(document.languages.first());
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:zoom w:percent="100"/><w:defaultTabStop w:val="709"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="{language}"/></w:settings>"#
    )
}
