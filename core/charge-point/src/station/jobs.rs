//! What takes time: firmware that is fetched and installed, logs that are brought. Each step is told as the version
//! has it.

use std::time::Duration;

use serde_json::{Value, json};

use super::Station;
use super::notice::{Output, Transfer, Upload};
use crate::clock::{Time, after};

/// How long an installation takes.
const INSTALLING: Duration = Duration::from_secs(2);

/// What is done.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// New firmware; `signed` says that 1.6 asked for it by SignedUpdateFirmware.
    Firmware {
        /// By SignedUpdateFirmware.
        signed: bool,
    },
    /// 1.6's GetDiagnostics.
    Diagnostics {
        /// The name of the file.
        name: String,
    },
    /// GetLog.
    Log {
        /// The name of the file.
        name: String,
    },
}

/// Where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Begin,
    Under,
    Install,
}

/// One piece of work.
#[derive(Debug, Clone, PartialEq)]
struct Job {
    number: u64,
    kind: Kind,
    url: String,
    request: Option<i64>,
    step: Step,
    due: Option<Time>,
}

/// What a piece of work is made of.
#[derive(Debug)]
pub struct Order {
    /// What is done.
    pub kind: Kind,
    /// From where, or to where.
    pub url: String,
    /// The number of the server's request.
    pub request: Option<i64>,
    /// Not before.
    pub at: Time,
}

/// All work.
#[derive(Debug, Default)]
pub struct Jobs {
    running: Vec<Job>,
    made: u64,
    /// Firmware was installed, and that is told after the boot.
    installed: Option<(Kind, Option<i64>)>,
}

impl Jobs {
    /// When a piece of work goes on.
    #[must_use]
    pub fn wakes_at(&self) -> Option<Time> {
        self.running.iter().filter_map(|job| job.due).min()
    }

    fn is_of(kind: &Kind, other: &Kind) -> bool {
        matches!(
            (kind, other),
            (Kind::Firmware { .. }, Kind::Firmware { .. })
                | (
                    Kind::Diagnostics { .. } | Kind::Log { .. },
                    Kind::Diagnostics { .. } | Kind::Log { .. }
                )
        )
    }
}

impl Station {
    /// Begins a piece of work. True if another one of its kind was given up for it.
    pub(super) fn begin(&mut self, order: Order) -> bool {
        let before = self.jobs.running.len();
        self.jobs.running.retain(|job| !Jobs::is_of(&job.kind, &order.kind));
        let replaced = self.jobs.running.len() < before;
        self.jobs.made += 1;
        self.jobs.running.push(Job {
            number: self.jobs.made,
            kind: order.kind,
            url: order.url,
            request: order.request,
            step: Step::Begin,
            due: Some(order.at.max(self.now)),
        });
        replaced
    }

    /// Goes on with what is due.
    pub(super) fn work(&mut self) {
        let now = self.now;
        while let Some(place) = self
            .jobs
            .running
            .iter()
            .position(|job| job.due.is_some_and(|due| due <= now))
        {
            let Some(job) = self.jobs.running.get_mut(place) else {
                return;
            };
            job.due = None;
            let current = job.clone();
            if job.step == Step::Install {
                self.jobs.running.remove(place);
                self.jobs.installed = Some((current.kind, current.request));
                self.stop_all(super::connector::StopReason::SoftReset);
                self.restart("FirmwareUpdate", super::PATIENCE);
                continue;
            }
            job.step = Step::Under;
            self.transfer(current);
        }
    }

    fn transfer(&mut self, job: Job) {
        let (word, upload) = match &job.kind {
            Kind::Firmware { .. } => ("Downloading", None),
            Kind::Diagnostics { name } | Kind::Log { name } => {
                let content = self.log();
                let name = name.clone();
                ("Uploading", Some(Upload { name, content }))
            }
        };
        self.tell_job(&job.kind, job.request, word);
        self.outputs.push(Output::Transfer(Transfer {
            job: job.number,
            url: job.url,
            upload,
        }));
    }

    /// A file was fetched or brought, or was not.
    pub(super) fn transferred(&mut self, number: u64, result: Result<(), String>) {
        let Some(place) = self.jobs.running.iter().position(|job| job.number == number) else {
            return;
        };
        let Some(job) = self.jobs.running.get(place).cloned() else {
            return;
        };
        let installs = matches!(job.kind, Kind::Firmware { .. }) && result.is_ok();
        if let Err(why) = &result {
            self.say(format!("{} came to nothing: {why}", job.url));
        }
        if !installs {
            self.jobs.running.remove(place);
            let word = match (&job.kind, result.is_ok()) {
                (Kind::Firmware { .. }, _) => "DownloadFailed",
                (_, true) => "Uploaded",
                (Kind::Diagnostics { .. }, false) => "UploadFailed",
                (Kind::Log { .. }, false) => "UploadFailure",
            };
            self.tell_job(&job.kind, job.request, word);
            return;
        }
        for word in ["Downloaded", "Installing"] {
            self.tell_job(&job.kind, job.request, word);
        }
        if let Some(job) = self.jobs.running.get_mut(place) {
            job.step = Step::Install;
            job.due = Some(after(self.now, INSTALLING));
        }
    }

    /// After the boot it is told that the new firmware is there.
    pub(super) fn installed_firmware(&mut self) {
        if let Some((kind, request)) = self.jobs.installed.take() {
            self.options.firmware = next_version(&self.options.firmware);
            self.tell_job(&kind, request, "Installed");
        }
    }

    /// The version that the next boot tells: the new one, where one was installed.
    pub(super) fn firmware(&self) -> String {
        if self.jobs.installed.is_some() {
            next_version(&self.options.firmware)
        } else {
            self.options.firmware.clone()
        }
    }

    /// Tells a state of no work at all.
    pub(super) fn tell_idle(&mut self, action: &str) {
        self.outbox
            .push_early(action, json!({"status": "Idle"}), super::Purpose::Report);
    }

    fn tell_job(&mut self, kind: &Kind, request: Option<i64>, word: &str) {
        let action = match (kind, self.options.version) {
            (Kind::Firmware { signed: true }, ocpp_schemas::Version::V16) => "SignedFirmwareStatusNotification",
            (Kind::Firmware { .. }, _) => "FirmwareStatusNotification",
            (Kind::Diagnostics { .. }, _) => "DiagnosticsStatusNotification",
            (Kind::Log { .. }, _) => "LogStatusNotification",
        };
        let numbered = match action {
            "DiagnosticsStatusNotification" => false,
            "FirmwareStatusNotification" => self.options.version != ocpp_schemas::Version::V16,
            _ => true,
        };
        let mut payload: Value = json!({"status": word});
        crate::json::add(&mut payload, "requestId", request.filter(|_| numbered));
        self.outbox.push_early(action, payload, super::Purpose::Report);
    }

    /// What a log has in it.
    fn log(&self) -> String {
        format!("{}\n{}\n", crate::clock::text(self.now), self.view())
    }
}

/// The last number is one more.
fn next_version(version: &str) -> String {
    let (head, last) = version.rsplit_once('.').unwrap_or(("", version));
    let next = last
        .parse::<u64>()
        .map_or_else(|_| format!("{last}-new"), |last| (last + 1).to_string());
    if head.is_empty() {
        next
    } else {
        format!("{head}.{next}")
    }
}
