//! Certificates of which somebody knows whether they were revoked: a real responder (`openssl ocsp`), and lists.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use openssl::asn1::{Asn1Integer, Asn1Object, Asn1OctetString};
use openssl::bn::BigNum;
use openssl::hash::{MessageDigest, hash};
use openssl::pkey::{PKey, Private};
use openssl::x509::extension::{AuthorityKeyIdentifier, BasicConstraints, KeyUsage};
use openssl::x509::{CrlNumber, X509, X509Builder, X509CrlBuilder, X509Extension, X509Name, X509RevokedBuilder};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::pki::{ec_key, in_days};

/// A certificate with its key.
pub struct Known {
    /// The certificate.
    pub certificate: X509,
    /// Its key.
    pub key: PKey<Private>,
}

/// What a certificate is to say.
#[derive(Debug, Clone, Copy)]
pub struct Made<'a> {
    /// Its common name.
    pub name: &'a str,
    /// Its serial number.
    pub serial: u32,
    /// It may issue others.
    pub is_authority: bool,
    /// Valid from so many days from now on to so many.
    pub days: (i64, i64),
    /// The URL of who knows of it.
    pub responder: Option<&'a str>,
    /// The URL of the list on which it may stand.
    pub list: Option<&'a str>,
}

impl<'a> Made<'a> {
    /// One of which nobody knows anything.
    #[must_use]
    pub const fn named(name: &'a str, serial: u32) -> Self {
        Self {
            name,
            serial,
            is_authority: false,
            days: (-1, 10),
            responder: None,
            list: None,
        }
    }

    /// The same of an authority.
    #[must_use]
    pub const fn authority(name: &'a str, serial: u32) -> Self {
        Self {
            is_authority: true,
            ..Self::named(name, serial)
        }
    }
}

fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u8::try_from(content.len()).expect("a short one");
    assert!(length < 0x80, "a short one");
    [&[tag, length], content].concat()
}

fn extension(object: &str, critical: bool, der: &[u8]) -> X509Extension {
    let object = Asn1Object::from_str(object).expect("an object");
    let octets = Asn1OctetString::new_from_bytes(der).expect("bytes");
    X509Extension::new_from_der(&object, critical, &octets).expect("an extension")
}

fn add_sources(builder: &mut X509Builder, made: &Made<'_>) {
    if let Some(url) = made.responder {
        let ocsp = element(0x06, &[0x2b, 6, 1, 5, 5, 7, 0x30, 1]);
        let access = element(0x30, &[ocsp, element(0x86, url.as_bytes())].concat());
        let access = extension("1.3.6.1.5.5.7.1.1", false, &element(0x30, &access));
        builder.append_extension(access).expect("an extension");
    }
    if let Some(url) = made.list {
        let full = element(0xa0, &element(0xa0, &element(0x86, url.as_bytes())));
        let points = extension("2.5.29.31", false, &element(0x30, &element(0x30, &full)));
        builder.append_extension(points).expect("an extension");
    }
}

/// A certificate of this issuer; none: its own.
///
/// # Panics
/// If OpenSSL refuses.
#[must_use]
pub fn issue(made: &Made<'_>, issuer: Option<&Known>) -> Known {
    let key = ec_key();
    let mut subject = X509Name::builder().expect("a builder");
    subject.append_entry_by_text("CN", made.name).expect("an entry");
    let subject = subject.build();
    let serial = BigNum::from_u32(made.serial).expect("a number");
    let serial = Asn1Integer::from_bn(&serial).expect("a number");
    let mut builder = X509::builder().expect("a builder");
    builder.set_version(2).expect("version 3");
    builder.set_serial_number(&serial).expect("a number");
    builder.set_not_before(&in_days(made.days.0)).expect("a time");
    builder.set_not_after(&in_days(made.days.1)).expect("a time");
    builder.set_subject_name(&subject).expect("a name");
    let named = issuer.map_or(&*subject, |issuer| issuer.certificate.subject_name());
    builder.set_issuer_name(named).expect("a name");
    builder.set_pubkey(&key).expect("a key");
    if made.is_authority {
        let constraints = BasicConstraints::new().critical().ca().build().expect("an extension");
        builder.append_extension(constraints).expect("an extension");
        let usage = KeyUsage::new()
            .critical()
            .key_cert_sign()
            .crl_sign()
            .digital_signature()
            .build();
        builder
            .append_extension(usage.expect("an extension"))
            .expect("an extension");
    }
    add_sources(&mut builder, made);
    let signer = issuer.map_or(&key, |issuer| &issuer.key);
    builder.sign(signer, MessageDigest::sha256()).expect("a signature");
    Known {
        certificate: builder.build(),
        key,
    }
}

/// What a list is to be.
#[derive(Debug, Clone, Copy)]
pub struct Listed<'a> {
    /// Who stands on it.
    pub revoked: &'a [u32],
    /// Of so many days ago, and good for so many days from now on.
    pub days: (i64, i64),
    /// It is of a part alone.
    pub is_partial: bool,
}

impl Default for Listed<'_> {
    fn default() -> Self {
        Self {
            revoked: &[],
            days: (-1, 1),
            is_partial: false,
        }
    }
}

impl Known {
    /// It in PEM.
    ///
    /// # Panics
    /// If OpenSSL refuses.
    #[must_use]
    pub fn pem(&self) -> String {
        String::from_utf8(self.certificate.to_pem().expect("PEM")).expect("PEM is text")
    }

    /// How OCPP names the certificate of this serial number that it issued.
    ///
    /// # Panics
    /// If OpenSSL refuses.
    #[must_use]
    pub fn named(&self, serial: u32) -> Value {
        let digest = |bytes: &[u8]| -> String {
            let bytes = hash(MessageDigest::sha256(), bytes).expect("a hash");
            bytes.iter().map(|byte| format!("{byte:02x}")).collect()
        };
        let public = self.certificate.public_key().expect("a key");
        let info = public.public_key_to_der().expect("its info");
        // A point of 65 bytes stands at the end of a P-256 key's info.
        let key = &info[info.len() - 65..];
        json!({
            "hashAlgorithm": "SHA256",
            "issuerNameHash": digest(&self.certificate.subject_name().to_der().expect("a name")),
            "issuerKeyHash": digest(key),
            "serialNumber": format!("{serial:x}"),
        })
    }

    /// What it has revoked, in PEM.
    ///
    /// # Panics
    /// If OpenSSL refuses.
    #[must_use]
    pub fn list(&self, listed: &Listed<'_>) -> String {
        let mut list = X509CrlBuilder::new().expect("a builder");
        list.set_issuer_name(self.certificate.subject_name()).expect("a name");
        list.set_last_update(&in_days(listed.days.0)).expect("a time");
        list.set_next_update(&in_days(listed.days.1)).expect("a time");
        let dummy = X509::builder().expect("a builder");
        let context = dummy.x509v3_context(Some(&self.certificate), None);
        let authority = AuthorityKeyIdentifier::new().issuer(true).build(&context);
        list.append_extension(authority.expect("an extension"))
            .expect("an extension");
        let number = CrlNumber::new(BigNum::from_u32(1).expect("a number")).and_then(CrlNumber::build);
        list.append_extension(number.expect("a number")).expect("an extension");
        for serial in listed.revoked {
            let serial = BigNum::from_u32(*serial).expect("a number");
            let mut entry = X509RevokedBuilder::new().expect("a builder");
            let serial = Asn1Integer::from_bn(&serial).expect("a number");
            entry.set_serial_number(&serial).expect("a number");
            entry.set_revocation_date(&in_days(-1)).expect("a time");
            list.add_revoked(entry.build()).expect("an entry");
        }
        if listed.is_partial {
            // Of certificates of users alone.
            let part = extension("2.5.29.28", true, &element(0x30, &element(0x81, &[0xff])));
            list.append_extension(part).expect("an extension");
        }
        list.sign(&self.key, MessageDigest::sha256()).expect("a signature");
        let pem = list.build().expect("a list").to_pem().expect("PEM");
        String::from_utf8(pem).expect("PEM is text")
    }
}

/// Who answers for an authority: each serial number with whether it was revoked. It is ended when it is dropped.
pub struct Responder {
    _folder: TempDir,
    child: Child,
    port: u16,
}

impl Drop for Responder {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

impl Responder {
    /// Begins one.
    ///
    /// # Panics
    /// If there is no `openssl`.
    #[must_use]
    pub fn start(authority: &Known, known: &[(u32, bool)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).expect("a file");
        write("root.pem", authority.pem().as_bytes());
        write("root.key", &authority.key.private_key_to_pem_pkcs8().expect("PEM"));
        let line = |(serial, is_revoked): &(u32, bool)| match is_revoked {
            false => format!("V\t491231235959Z\t\t{serial:X}\tunknown\t/CN=good\n"),
            true => format!("R\t491231235959Z\t260101000000Z\t{serial:X}\tunknown\t/CN=revoked\n"),
        };
        write("index.txt", known.iter().map(line).collect::<String>().as_bytes());
        let (child, port) = serve(folder.path());
        Self {
            _folder: folder,
            child,
            port,
        }
    }

    /// Where it is.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    /// Its port on the loopback address.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// It answers no more.
    ///
    /// # Panics
    /// If it has ended before.
    pub fn stop(&mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("its end");
    }
}

fn serve(folder: &Path) -> (Child, u16) {
    let mut child = Command::new("openssl")
        .args(["ocsp", "-index", "index.txt", "-port", "0", "-CA", "root.pem"])
        .args(["-rsigner", "root.pem", "-rkey", "root.key", "-nmin", "10"])
        .current_dir(folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("`openssl` is there");
    let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    // ACCEPT [::]:40153 PID=3009
    let port = lines.by_ref().map_while(Result::ok).find_map(|line| {
        let address = line.strip_prefix("ACCEPT ")?.split(' ').next()?;
        address.rsplit_once(':')?.1.parse().ok()
    });
    // It goes on writing.
    std::thread::spawn(move || lines.for_each(drop));
    (child, port.expect("its port"))
}
