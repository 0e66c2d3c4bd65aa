//! Without any network but the machine itself (security requirement 93).

use std::{collections::BTreeSet, fs, net::UdpSocket, os::fd::AsFd, process::Command};

use rustix::thread::{LinkNameSpaceType, move_into_link_name_space};

use crate::{
    console::{Folder, Server, ask},
    secrecy::walk,
    story::Story,
    visitor::Visitor,
};

/// The program in a network of its own in which only the loopback is up, and this thread beside it. Nothing where this
/// machine lets nobody do so: the test says so.
fn cut_off(folder: &Folder) -> Option<Server> {
    let program = folder.relais(&["demo", "serve", "--bare", "--listen", "127.0.0.1:0"]);
    let alone = "ip link set lo up && exec \"$0\" \"$@\"";
    let mut unshare = Command::new("unshare");
    unshare.args(["--net", "sh", "-c"]);
    let may = unshare.arg("ip link set lo up").output();
    if !may.is_ok_and(|said| said.status.success()) {
        eprintln!("skipped: no network of one's own can be made here (unshare --net, as root)");
        return None;
    }
    let mut command = Command::new("unshare");
    command.args(["--net", "sh", "-c", alone]);
    command.arg(program.get_program()).args(program.get_args());
    for (name, value) in program.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    let server = Server::start(command);
    let network = fs::File::open(format!("/proc/{}/ns/net", server.process())).unwrap();
    move_into_link_name_space(network.as_fd(), Some(LinkNameSpaceType::Network)).unwrap();
    Some(server)
}

/// How often somebody in this network looked for a way out of it, as the kernel counts.
fn ways_looked_for() -> u64 {
    let counters = fs::read_to_string("/proc/thread-self/net/snmp").unwrap();
    let mut lines = counters.lines().filter_map(|line| line.strip_prefix("Ip: "));
    let (names, values) = (lines.next().unwrap(), lines.next().unwrap());
    let mut pairs = names.split(' ').zip(values.split(' '));
    pairs
        .find(|(name, _)| *name == "OutNoRoutes")
        .unwrap()
        .1
        .parse()
        .unwrap()
}

#[test]
fn sec_93_everything_works_without_a_network_and_nothing_looks_for_one() {
    let folder = Folder::new();
    let Some(server) = cut_off(&folder) else { return };
    let mut story = Story::begin(server.address);
    story.send();
    story.accept();
    story.end();
    let mut seeds: BTreeSet<String> = story.addresses().into_iter().collect();
    for who in [
        "gestionnaire",
        "hopital",
        "coordination",
        "administration",
        "donnees",
    ] {
        let mut visitor = Visitor::signed_in(server.address, who);
        seeds.extend(walk(&mut visitor, who, &seeds).addresses);
    }
    folder.run(&["doctor"]).done();
    assert!(folder.run(&["journal", "verify"]).done().contains("sound"));
    assert_eq!(server.terminate(), 0);
    let sent = ask(&folder.url(), "SELECT CAST(COUNT(*) AS TEXT) AS it FROM outbox");
    assert_ne!(sent, "0", "there were messages to be sent");
    assert_eq!(ways_looked_for(), 0);
    // The counter counts: whoever looks for a way out is seen.
    let outside = UdpSocket::bind("0.0.0.0:0").unwrap();
    assert!(outside.connect("192.0.2.1:9").is_err());
    assert_ne!(ways_looked_for(), 0);
}
