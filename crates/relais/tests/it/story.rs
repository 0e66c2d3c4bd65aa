//! A woman's way through the mechanism, with a word planted into every field that takes words.

use jiff::{ToSpan, tz::TimeZone};
use relais_kernel::{Clock, SystemClock};

use crate::visitor::{Visitor, boxed, boxes, option};

/// Every planted word has this in it, whatever the field.
pub const MARK: &str = "zqxplant";
/// The words of the protection annexes have this in them.
pub const SURVIVOR: &str = "zqxplantsurvivor";
/// To whom she consents to be referred.
pub const RECEIVER: &str = "Hôpital de district Nord";

/// The people, the addresses of what they made.
pub struct Story {
    pub case: String,
    pub need: String,
    pub referral: String,
    pub worker: Visitor,
    pub sender: Visitor,
    pub receiver: Visitor,
}

impl Story {
    /// Identified, in the care of its case manager, with annexes; a referral is ready to be sent.
    pub fn begin(address: std::net::SocketAddr) -> Self {
        let mut worker = Visitor::signed_in(address, "gestionnaire");
        let case = worker.take("/dossiers/nouveau", &identification());
        consent(&mut worker, &case, "case_management", &["identity", "contact"]);
        let also = ["identity", "contact", "need_service", "health"];
        consent(&mut worker, &case, "referral", &also);
        worker.take(
            &format!("{case}/etapes/register"),
            &[("words", "Zqxplantregister")],
        );
        worker.take(
            &format!("{case}/etapes/start_assessment"),
            &[("words", "Zqxplantassess")],
        );
        annexes(&mut worker, &case);
        mission(&mut worker, &case);
        let need = need(&mut worker, &case);
        worker.take(
            &format!("{case}/suivis"),
            &[("progress", "Zqxplantprogress"), ("consent_still_valid", "yes")],
        );
        let referral = prepared(&mut worker, &case, &need);
        Self {
            sender: Visitor::signed_in(address, "envoi"),
            receiver: Visitor::signed_in(address, "hopital"),
            case,
            need,
            referral,
            worker,
        }
    }

    /// Another need is taken down and its referral prepared; the story goes on with them.
    pub fn once_more(&mut self) {
        self.need = need(&mut self.worker, &self.case);
        self.referral = prepared(&mut self.worker, &self.case, &self.need);
    }

    /// Sent, and nothing else.
    pub fn just_send(&mut self) {
        let send = format!("{}/envoi", self.referral);
        self.sender
            .fill(&self.referral, &send, &[("channel", "app")])
            .led_to();
    }

    /// Sent; the receiver asks back and is answered.
    pub fn send(&mut self) {
        self.just_send();
        self.answer("request_information", &[("note", "Zqxplantquestion")]);
        let reply = format!("{}/etapes/complete_information", self.referral);
        self.worker.take(&reply, &[("note", "Zqxplantreply")]);
    }

    /// Everybody goes on after the server came back.
    pub fn moved_to(&mut self, address: std::net::SocketAddr) {
        for visitor in [&mut self.worker, &mut self.sender, &mut self.receiver] {
            visitor.moved_to(address);
        }
    }

    pub fn accept(&mut self) {
        let at = SystemClock.now() + 24.hours();
        let at = at.to_zoned(TimeZone::UTC).strftime("%Y-%m-%dT09:00").to_string();
        self.answer(
            "accept",
            &[("plan", "contact_by"), ("at", &at), ("note", "Zqxplantaccept")],
        );
    }

    /// Served, with the answer back and read.
    pub fn end(&mut self) {
        self.answer("start_service", &[]);
        self.answer(
            "record_outcome",
            &[("outcome", "fully"), ("note", "Zqxplantoutcome")],
        );
        self.answer("give_feedback", &[("next", "none"), ("note", "Zqxplantfeedback")]);
        self.sender
            .take(&format!("{}/etapes/read_feedback", self.referral), &[]);
    }

    pub fn answer(&mut self, step: &str, fields: &[(&str, &str)]) {
        self.receiver
            .take(&format!("{}/etapes/{step}", self.referral), fields);
    }

    /// Every address of what was made, linked or not.
    pub fn addresses(&self) -> Vec<String> {
        let (case, need, referral) = (&self.case, &self.need, &self.referral);
        let mut all = vec![referral.clone(), format!("{case}/besoins/{need}/services")];
        let parts = [
            "",
            "/identite",
            "/parcours",
            "/identification",
            "/besoins",
            "/annexes",
            "/plan",
            "/suivis",
            "/referencements",
            "/transmissions",
            "/consentements/nouveau",
            "/consentements/retrait",
            "/exceptions/nouvelle",
            "/etapes/request_closure",
            "/etapes/submit_assessment",
        ];
        all.extend(parts.map(|part| format!("{case}{part}")));
        let steps = [
            "accept",
            "decline",
            "waitlist",
            "withdraw",
            "record_outcome",
            "close",
        ];
        all.extend(steps.map(|step| format!("{referral}/etapes/{step}")));
        let key = case.rsplit('/').next().unwrap();
        all.push(format!("/journal/dossiers/{key}"));
        all.extend(["", "/needs", "/disclosures"].map(|part| format!("/api/v1/cases/{key}{part}")));
        all.push(format!(
            "/api/v1/referrals/{}",
            referral.rsplit('/').next().unwrap()
        ));
        all
    }
}

fn identification() -> Vec<(&'static str, &'static str)> {
    vec![
        ("name", "Zqxplantname Quintalou"),
        ("alias", "Zqxplantalias"),
        ("sex", "female"),
        ("age", "24"),
        ("nationality", "CMR"),
        ("status", "returnee_voluntary"),
        ("movement", "Zqxplantmovement"),
        ("urgent_signs", "none"),
        ("vulnerability_flags", "gbv_survivor"),
        ("target_groups", "gbv_survivors"),
        ("contact_channel", "phone"),
        ("contact_detail", "Zqxplantphone 600000077"),
        ("contact_hours", "Zqxplanthours"),
        ("may_leave_message", "no"),
        ("address", "Zqxplantaddress"),
        ("place", "Zqxplantplace"),
        ("immediate_action", "Zqxplantaction"),
        ("region", "CM002"),
        ("entry_point", "airport"),
        ("risk_level", "medium"),
        ("rights_explained", "yes"),
    ]
}

fn consent(worker: &mut Visitor, case: &str, purpose: &str, categories: &[&str]) {
    let to = format!("{case}/consentements/nouveau");
    let page = worker.get(&to).page();
    let receiver = boxed(&page, "recipients", RECEIVER);
    let explained = boxes(&page, "explained");
    let mut fields = vec![
        ("purpose", purpose),
        ("answer", "given"),
        ("given_by", "self"),
        ("assent", "not_applicable"),
        ("mode", "oral_witness"),
        ("witness", "Zqxplantwitness"),
        ("interpreter", "Zqxplantinterpreter"),
        ("contact_restrictions", "Zqxplantcontactwish"),
        ("withheld", "Zqxplantwithheld"),
        ("language", "fra"),
        ("copy_given", "yes"),
    ];
    if purpose == "referral" {
        fields.push(("recipients", &receiver));
    }
    fields.extend(categories.iter().map(|category| ("data_categories", *category)));
    fields.extend(explained.iter().map(|code| ("explained", code.as_str())));
    worker.take(&to, &fields);
}

fn prepared(worker: &mut Visitor, case: &str, need: &str) -> String {
    let services = format!("{case}/besoins/{need}/services");
    let page = worker.get(&services).page();
    let service = boxed(&page, "service", RECEIVER);
    let fields = [
        ("service", &*service),
        ("priority", "U"),
        ("disclosure", "identified"),
    ];
    worker.take(&services, &fields)
}

fn annexes(worker: &mut Visitor, case: &str) {
    let fields = [
        ("child_wishes", "Zqxplantsurvivorwishes"),
        ("best_interests", "Zqxplantsurvivorbest"),
        ("gbv_notes", "Zqxplantsurvivorgbv"),
        ("trafficking_notes", "Zqxplantsurvivortrafficking"),
        ("immigration_status", "Zqxplantsurvivorstay"),
    ];
    worker.take(&format!("{case}/annexes"), &fields);
}

/// Somebody drives her to the day after tomorrow's appointment.
fn mission(worker: &mut Visitor, case: &str) {
    let to = format!("{case}/missions");
    let page = worker.get(&to).page();
    let receiver = option(&page, "Chauffeur");
    let day = (SystemClock.now() + 48.hours()).to_zoned(TimeZone::UTC);
    let hour = |hour: &str| day.strftime(&format!("%Y-%m-%dT{hour}")).to_string();
    let (begins, ends) = (hour("09:00"), hour("11:00"));
    let fields = [
        ("kind", "driver"),
        ("receiver", &*receiver),
        ("begins", &*begins),
        ("ends", &*ends),
        ("place", "Zqxplantmeeting"),
        ("destination", "Zqxplantdestination"),
    ];
    worker.take(&to, &fields);
}

/// The path segment of the need taken down last.
fn need(worker: &mut Visitor, case: &str) -> String {
    let to = format!("{case}/besoins");
    let fields = [
        ("need_code", "health"),
        ("urgency", "U"),
        ("severity", "2"),
        ("person_wants_help", "yes"),
        ("rank", "1"),
        ("notes", "Zqxplantneednotes"),
    ];
    worker.take(&to, &fields);
    let page = worker.get(&to).page();
    let mark = format!("href=\"{to}/");
    let (_, found) = page.rsplit_once(&mark).unwrap();
    found.split('/').next().unwrap().to_owned()
}
