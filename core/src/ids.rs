//! The identifiers, one newtype each, so that two cannot be swapped.

pub mod identity;
mod message_id;

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use message_id::MessageId;

/// Text identifiers: cheap to clone, ordered and shown as their text.
macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
        #[serde(transparent)]
        #[schema(value_type = String)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Takes the text as it is.
            #[must_use]
            pub fn new(text: &str) -> Self {
                Self(Arc::from(text))
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", &self.0)
            }
        }
    };
}

text_id! {
    /// A charge point's identity: the last segment of its URL, percent-decoded (OCPP-J 3.1.1).
    ChargePointId
}
text_id! {
    /// A transaction of one charge point: in 1.6 the number that we gave, as text; from 2.0.1 on
    /// the station's own text. Unique only together with the [`ChargePointId`].
    TransactionId
}
text_id! {
    /// A campaign. New ones are in the order of their time.
    CampaignId
}
text_id! {
    /// A file that charge points fetch or bring. Those made later come later in their order.
    FileId
}
text_id! {
    /// The name of a plugin.
    PluginName
}

/// One WebSocket connection since the process started. A larger number is a newer session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct SessionId(pub u64);

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
