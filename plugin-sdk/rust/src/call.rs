//! What a handler is given: the typed request and where it came from.

use ocpp_schemas::types::OcppAction;

/// Where a CALL came from.
///
/// ```
/// use ocpp_plugin_sdk::Context;
///
/// let context = Context { charge_point: "CP-1".into(), version: "1.6".into(), ..Context::default() };
/// assert_eq!(context.attribute("site"), None);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    /// The charge point's identity.
    pub charge_point: String,
    /// The connection's OCPP version: `1.6`, `2.0.1` or `2.1`.
    pub version: String,
    /// From the last BootNotification, or empty.
    pub vendor: String,
    /// From the last BootNotification, or empty.
    pub model: String,
    /// The CALL's id.
    pub message_id: String,
    /// When the CALL arrived: RFC 3339, `Z`.
    pub received_at: String,
    /// What newer servers tell beside that.
    pub attributes: Vec<(String, String)>,
}

impl Context {
    /// An attribute by its name.
    ///
    /// ```
    /// let mut context = ocpp_plugin_sdk::Context::default();
    /// context.attributes.push(("site".into(), "north".into()));
    /// assert_eq!(context.attribute("site"), Some("north"));
    /// ```
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }
}

/// One CALL from a charge point.
///
/// ```
/// use ocpp_plugin_sdk::{Call, types::v16};
///
/// fn is_first_connector(call: &Call<v16::StartTransaction>) -> bool {
///     call.request.connector_id == 1
/// }
/// ```
pub struct Call<A: OcppAction> {
    /// Where it came from.
    pub context: Context,
    /// Its payload.
    pub request: A::Request,
}
