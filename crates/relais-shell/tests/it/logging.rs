use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

use tracing_subscriber::fmt::MakeWriter;

use crate::site::Site;

/// A log that the test reads.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn sec71_the_log_names_the_route_and_never_the_record() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_writer(log.clone())
        .with_ansi(false)
        .finish();
    let site = Site::new();
    let number = {
        let _listening = tracing::subscriber::set_default(subscriber);
        site.get("/nothing/Personne-Test-5").await;
        site.get("/cases/MNR-7K2P?name=Personne-Test-6")
            .await
            .header("x-request-id")
            .to_owned()
    };
    let written = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(
        written.contains("/cases/{code}") && written.contains("status=404") && written.contains(&number),
        "{written}"
    );
    assert!(
        !written.contains("Personne") && !written.contains("MNR"),
        "{written}"
    );
}
