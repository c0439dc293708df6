//! The kinds of problems: a stable name, a title and the HTTP status of each.

use actix_web::http::StatusCode;

/// One kind. Its name is the end of the document's `type`.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// Lower-case words with hyphens; stable.
    pub name: &'static str,
    /// The same for every problem of the kind.
    pub title: &'static str,
    /// The answer's status.
    pub status: StatusCode,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $constant:ident: $status:ident, $name:literal, $title:literal;)*) => {
        $($(#[$doc])* pub const $constant: &Kind =
            &Kind { name: $name, title: $title, status: StatusCode::$status };)*
        /// All of them, in their order.
        pub const ALL: &[&Kind] = &[$($constant),*];
    };
}

kinds! {
    /// The path's identity, the query or the body cannot be used.
    INVALID_REQUEST: BAD_REQUEST, "invalid-request", "The request is not valid";
    /// The payload breaks the action's schema: `pointer`, `code`, `rule`.
    INVALID_PAYLOAD: BAD_REQUEST, "invalid-payload", "The payload is not valid";
    /// The station's version has no such action.
    UNKNOWN_ACTION: BAD_REQUEST, "unknown-action", "There is no such action";
    /// Only charge points send this action.
    WRONG_DIRECTION: BAD_REQUEST, "wrong-direction", "The action goes the other way";
    /// The upload is no WebAssembly component.
    NO_COMPONENT: BAD_REQUEST, "no-component", "The body is no WebAssembly component";
    /// A fixture that the upload brings does not come out as it says.
    FIXTURE_FAILED: BAD_REQUEST, "fixture-failed", "The plugin fails its own fixtures";
    /// No token, or a wrong one.
    UNAUTHORIZED: UNAUTHORIZED, "unauthorized", "A valid token is needed";
    /// An open listener was asked by a page in a browser or under a foreign name.
    FORBIDDEN: FORBIDDEN, "forbidden", "The request comes from elsewhere";
    /// A token would be said where others can read it.
    LOGIN_IN_CLEAR: FORBIDDEN, "login-in-clear", "A token is not taken over a network without TLS";
    /// The token may do less than this takes: `needed`, `role`.
    ROLE_TOO_SMALL: FORBIDDEN, "role-too-small", "The token may not do this";
    /// The thing, or the path, does not exist.
    NOT_FOUND: NOT_FOUND, "not-found", "There is no such thing";
    /// The path exists, the method does not.
    METHOD_NOT_ALLOWED: METHOD_NOT_ALLOWED, "method-not-allowed", "The path does not take this method";
    /// A version cannot be tried in this way, or none is.
    NO_TRIAL: CONFLICT, "no-trial", "The version cannot be tried";
    /// A certificate, a key or a revocation list cannot be used; those of before stay in force.
    CERTIFICATES_UNUSABLE: CONFLICT, "certificates-unusable", "The certificates cannot be used";
    /// There is no earlier version of the plugin.
    NO_EARLIER_VERSION: CONFLICT, "no-earlier-version", "There is no earlier version";
    /// No other settings of the plugin were in force before.
    NO_EARLIER_SETTINGS: CONFLICT, "no-earlier-settings", "There are no earlier settings";
    /// The session is over, or the message was settled before.
    SETTLED_ALREADY: CONFLICT, "settled-already", "It is settled already";
    /// The command has left, or is over.
    COMMAND_LEFT: CONFLICT, "command-left", "The command has left already";
    /// A token of this name was made before.
    TOKEN_EXISTS: CONFLICT, "token-exists", "There is a token of this name";
    /// Nobody could change tokens any more.
    LAST_ADMIN_TOKEN: CONFLICT, "last-admin-token", "No administrator's token would be left";
    /// The configuration's token is not changed by the API.
    CONFIGURED_TOKEN: CONFLICT, "configured-token", "The token is the configuration's";
    /// The key stands for another request.
    KEY_USED: UNPROCESSABLE_ENTITY, "key-used", "The idempotency key was used for something else";
    /// The campaign is not in a state in which this can be done.
    CAMPAIGN_STATE: CONFLICT, "campaign-state", "The campaign is in another state";
    /// One run of the retention goes on at a time.
    RETENTION_RUNNING: CONFLICT, "retention-running", "The retention is running";
    /// One backup is taken at a time.
    BACKUP_RUNNING: CONFLICT, "backup-running", "A backup is being taken";
    /// The tag runs sessions, or is on its way to charge points: `sessions`, `campaigns`.
    TAG_IN_USE: CONFLICT, "tag-in-use", "The id tag is in use";
    /// There is one of the name.
    WEBHOOK_EXISTS: CONFLICT, "webhook-exists", "There is a webhook of this name";
    /// A charge point of the name runs already, or is a real one.
    SIMULATED_EXISTS: CONFLICT, "simulated-exists", "There is a charge point of this name";
    /// As many simulated charge points run as may.
    TOO_MANY_SIMULATED: CONFLICT, "too-many-simulated", "Too many simulated charge points run";
    /// Others changed the same thing all the while.
    CONFLICT: CONFLICT, "conflict", "Others change it at the same time";
    /// A part of a file that it does not have.
    NO_SUCH_RANGE: RANGE_NOT_SATISFIABLE, "no-such-range", "The file has no such part";
    /// The body is larger than the limit.
    TOO_LARGE: PAYLOAD_TOO_LARGE, "too-large", "The body is too large";
    /// A body that did not come to its end.
    BODY_TOO_SLOW: REQUEST_TIMEOUT, "body-too-slow", "The body did not come in time";
    /// Others are being uploaded.
    TOO_MANY_UPLOADS: SERVICE_UNAVAILABLE, "too-many-uploads", "Too many uploads are in progress";
    /// Rows of a table cannot be used: `rows`, `refused`, `errors` (each with `line`, `column`, `problem`); `rowsDone`,
    /// where others changed something after the table was looked at.
    IMPORT_REFUSED: UNPROCESSABLE_ENTITY, "import-refused", "The table cannot be used";
    /// The component is none that this server can run.
    INVALID_PLUGIN: UNPROCESSABLE_ENTITY, "invalid-plugin", "The plugin was not taken";
    /// The component is signed by nobody whom the configuration trusts.
    UNTRUSTED_PLUGIN: UNPROCESSABLE_ENTITY, "untrusted-plugin", "The plugin is not signed as it must be";
    /// The plugin cannot work with these settings: `pointer` and `errors` (`pointer`, `detail`) where they break its schema.
    SETTINGS_REFUSED: UNPROCESSABLE_ENTITY, "settings-refused", "The plugin refuses the settings";
    /// As many listen to events as may.
    TOO_MANY_LISTENERS: SERVICE_UNAVAILABLE, "too-many-listeners", "Too many listen to events";
    /// Something of ours failed.
    INTERNAL: INTERNAL_SERVER_ERROR, "internal-error", "The server failed";
    /// One record of the state is damaged: `collection`, `key`. Everything else goes on.
    UNREADABLE_RECORD: INTERNAL_SERVER_ERROR, "unreadable-record", "A record cannot be read";
    /// The station answered CALLERROR: `error`.
    CALL_ERROR: BAD_GATEWAY, "call-error", "The charge point answered with an error";
    /// A plugin's endpoint failed.
    PLUGIN_FAILED: BAD_GATEWAY, "plugin-failed", "The plugin did not answer";
    /// The station's CALLRESULT breaks the schema: `pointer`, `code`, `rule`, `response`.
    INVALID_ANSWER: BAD_GATEWAY, "invalid-answer", "The charge point's answer is not valid";
    /// The station has no connection.
    NOT_CONNECTED: SERVICE_UNAVAILABLE, "not-connected", "The charge point is not connected";
    /// The connection ended before the answer.
    CONNECTION_LOST: SERVICE_UNAVAILABLE, "connection-lost", "The connection to the charge point was lost";
    /// Too many commands wait for the station.
    QUEUE_FULL: SERVICE_UNAVAILABLE, "queue-full", "Too many commands wait for the charge point";
    /// The store does not take writes or cannot be read.
    STORE_UNAVAILABLE: SERVICE_UNAVAILABLE, "store-unavailable", "The state is not available";
    /// What the retention removes cannot be written down first, so it stays: `path`.
    EXPORT_FAILED: SERVICE_UNAVAILABLE, "export-failed", "What is too old cannot be exported";
    /// The plugin is being compiled.
    PLUGIN_NOT_READY: SERVICE_UNAVAILABLE, "plugin-not-ready", "The plugin is not ready yet";
    /// The disk is full, or what files may take.
    NO_ROOM: INSUFFICIENT_STORAGE, "no-room", "There is no room for the file";
    /// The server stops.
    STOPPING: SERVICE_UNAVAILABLE, "stopping", "The server stops";
    /// The station did not answer in time.
    TIMED_OUT: GATEWAY_TIMEOUT, "timed-out", "The charge point did not answer in time";
}
