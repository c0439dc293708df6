//! The error of a capability: a code from the contract and a text, the same for all of them.

/// Defines the error type of one capability.
macro_rules! refused {
    ($(#[$doc:meta])* $name:ident, $capability:literal, $codes:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name {
            #[doc = $codes]
            pub code: String,
            /// For people.
            pub message: String,
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                write!(f, concat!($capability, ": {} ({})"), self.message, self.code)
            }
        }

        impl ::std::error::Error for $name {}
    };
}
pub(crate) use refused;
