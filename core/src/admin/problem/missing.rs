//! What a path or a body names and there is not: a stable word in the member `missing`, so that no program reads sentences.

/// A thing that does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing {
    /// Lower-case words with hyphens; stable.
    pub name: &'static str,
    /// The same in a sentence.
    pub words: &'static str,
}

macro_rules! missing {
    ($($constant:ident: $name:literal, $words:literal;)*) => {
        impl Missing {
            $(
                #[doc = concat!("No ", $words, " of the name.")]
                pub const $constant: Self = Self { name: $name, words: $words };
            )*
            /// All of them, in their order.
            pub const ALL: &[Self] = &[$(Self::$constant),*];
        }
    };
}

missing! {
    CHARGE_POINT: "charge-point", "charge point";
    TRANSACTION: "transaction", "transaction";
    MESSAGE: "message", "message";
    COMMAND: "command", "command";
    CAMPAIGN: "campaign", "campaign";
    RESERVATION: "reservation", "reservation";
    ID_TAG: "id-tag", "id tag";
    TOKEN: "token", "token";
    PLUGIN: "plugin", "plugin";
    EVENT_SET_ASIDE: "event-set-aside", "event that was set aside";
    WEBHOOK: "webhook", "webhook";
    DEAD_LETTER: "dead-letter", "dead letter";
    FIRMWARE: "firmware", "firmware";
    FILE: "file", "file";
    CERTIFICATE_REQUEST: "certificate-request", "certificate request";
    ISSUED_CERTIFICATE: "issued-certificate", "issued certificate";
    CERTIFICATE_AUTHORITY: "certificate-authority", "certificate authority";
    SIMULATED: "simulated-charge-point", "simulated charge point";
    ACTION: "action", "action";
    VERB: "verb", "verb";
}
