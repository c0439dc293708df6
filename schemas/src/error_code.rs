//! The codes of a CALLERROR and their spelling per version (OCPP-J 1.6 section 4.2.3; 2.x Part 4 section 4.3).

use crate::Version;
use std::fmt;

/// Why a message was refused. One code for all versions; [`ErrorCode::spelling`] gives the word on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    /// The action is not known.
    NotImplemented,
    /// The action is known, and not supported here.
    NotSupported,
    /// The receiver failed inside.
    InternalError,
    /// The payload is incomplete, or no conformant message.
    ProtocolError,
    /// A security rule was broken, or the message came before acceptance.
    SecurityError,
    /// The payload is syntactically wrong.
    FormatViolation,
    /// A value breaks a constraint.
    PropertyConstraintViolation,
    /// Something is missing, or occurs too often.
    OccurrenceConstraintViolation,
    /// A value has the wrong data type.
    TypeConstraintViolation,
    /// Anything else.
    GenericError,
    /// The frame is no valid RPC frame. 1.6 has no such code.
    RpcFrameworkError,
    /// The message type number is not known. 1.6 has no such code.
    MessageTypeNotSupported,
}

impl ErrorCode {
    /// All codes.
    pub const ALL: [Self; 12] = [
        Self::NotImplemented,
        Self::NotSupported,
        Self::InternalError,
        Self::ProtocolError,
        Self::SecurityError,
        Self::FormatViolation,
        Self::PropertyConstraintViolation,
        Self::OccurrenceConstraintViolation,
        Self::TypeConstraintViolation,
        Self::GenericError,
        Self::RpcFrameworkError,
        Self::MessageTypeNotSupported,
    ];

    /// The word that a frame of `version` carries.
    ///
    /// 1.6 writes `FormationViolation` and `OccurenceConstraintViolation` (with one r: the typing error was never
    /// corrected). It lacks two codes, so the nearest that it has stand in: `FormationViolation` for
    /// [`ErrorCode::RpcFrameworkError`], because the syntax is what is wrong, and `GenericError` for
    /// [`ErrorCode::MessageTypeNotSupported`], because 1.6's `NotSupported` speaks of actions.
    #[must_use]
    pub const fn spelling(self, version: Version) -> &'static str {
        match (self, version) {
            (Self::FormatViolation | Self::RpcFrameworkError, Version::V16) => "FormationViolation",
            (Self::OccurrenceConstraintViolation, Version::V16) => "OccurenceConstraintViolation",
            (Self::MessageTypeNotSupported, Version::V16) => "GenericError",
            (code, _) => code.name(),
        }
    }

    /// The code that a peer meant. All versions' spellings are accepted whatever the peer's version, because
    /// charge points mix them. `None` for a word that no version knows.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "FormationViolation" => Some(Self::FormatViolation),
            "OccurenceConstraintViolation" => Some(Self::OccurrenceConstraintViolation),
            _ => Self::ALL
                .into_iter()
                .find(|code| code.name().eq_ignore_ascii_case(word)),
        }
    }

    /// The name in 2.x, which is also the name of the variant.
    const fn name(self) -> &'static str {
        match self {
            Self::NotImplemented => "NotImplemented",
            Self::NotSupported => "NotSupported",
            Self::InternalError => "InternalError",
            Self::ProtocolError => "ProtocolError",
            Self::SecurityError => "SecurityError",
            Self::FormatViolation => "FormatViolation",
            Self::PropertyConstraintViolation => "PropertyConstraintViolation",
            Self::OccurrenceConstraintViolation => "OccurrenceConstraintViolation",
            Self::TypeConstraintViolation => "TypeConstraintViolation",
            Self::GenericError => "GenericError",
            Self::RpcFrameworkError => "RpcFrameworkError",
            Self::MessageTypeNotSupported => "MessageTypeNotSupported",
        }
    }
}

/// The 2.x spelling.
impl fmt::Display for ErrorCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_a_code_that_the_version_has_parses_back() {
        for code in ErrorCode::ALL {
            assert_eq!(ErrorCode::parse(code.spelling(Version::V201)), Some(code));
            assert_eq!(ErrorCode::parse(code.spelling(Version::V21)), Some(code));
            let lacking = matches!(code, ErrorCode::RpcFrameworkError | ErrorCode::MessageTypeNotSupported);
            assert_eq!(ErrorCode::parse(code.spelling(Version::V16)) == Some(code), !lacking);
        }
    }

    #[test]
    fn the_two_words_of_1_6_are_spelled_as_1_6_spells_them() {
        assert_eq!(ErrorCode::FormatViolation.spelling(Version::V16), "FormationViolation");
        assert_eq!(
            ErrorCode::OccurrenceConstraintViolation.spelling(Version::V16),
            "OccurenceConstraintViolation"
        );
        assert_eq!(
            ErrorCode::OccurrenceConstraintViolation.spelling(Version::V21),
            "OccurrenceConstraintViolation"
        );
    }

    #[test]
    fn an_unknown_word_is_no_code() {
        assert_eq!(ErrorCode::parse("SomethingElse"), None);
        assert_eq!(
            ErrorCode::parse("RPCFrameworkError"),
            Some(ErrorCode::RpcFrameworkError)
        );
    }
}
