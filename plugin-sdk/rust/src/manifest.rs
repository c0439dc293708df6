//! Writes the manifest while the plugin is compiled, so that it needs no step of its own and is
//! readable without running the component: a custom section named `ocpp-plugin-manifest`, JSON.

use ocpp_schemas::Version;

use crate::plugin::Plugin;

const CONTRACT: &str = "0.1.0";
const SDK: &str = concat!("rust ", env!("CARGO_PKG_VERSION"));
/// What a manifest may be long; a longer one fails the plugin's build.
const LONGEST: usize = 32 * 1024;

/// How many bytes the manifest has.
#[must_use]
pub const fn length(plugin: &Plugin) -> usize {
    render::<LONGEST>(plugin).length
}

/// The manifest; `N` is its [`length`].
#[must_use]
pub const fn bytes<const N: usize>(plugin: &Plugin) -> [u8; N] {
    render::<N>(plugin).bytes
}

const fn render<const N: usize>(plugin: &Plugin) -> Text<N> {
    check(plugin);
    let mut text = Text::<N> {
        bytes: [0; N],
        length: 0,
    };
    text.push("{\"name\":\"").push(plugin.name);
    text.push("\",\"version\":\"").push(plugin.version);
    text.push("\",\"sdk\":\"").push(SDK);
    text.push("\",\"contract\":\"").push(CONTRACT);
    text.push("\",\"actions\":{\"1.6\":");
    text.push_actions(plugin, Version::V16).push(",\"2.0.1\":");
    text.push_actions(plugin, Version::V201).push(",\"2.1\":");
    text.push_actions(plugin, Version::V21).push("},\"events\":");
    text.push_events(plugin).push(",\"schedules\":");
    text.push_schedules(plugin).push(",\"capabilities\":");
    text.push_list(plugin.capabilities);
    if let Some(schema) = plugin.settings_schema {
        text.push(",\"settingsSchema\":").push(schema);
    }
    text.push("}");
    text
}

/// What would make JSON that is not valid, or that no server accepts, fails the plugin's build.
#[expect(
    clippy::indexing_slicing,
    reason = "checked by the loops, and runs in the compiler alone"
)]
const fn check(plugin: &Plugin) {
    assert!(
        is_word(plugin.name, false) && plugin.name.len() <= 64,
        "a plugin's name has 1 to 64 lower-case letters, digits and hyphens"
    );
    assert!(
        !(plugin.routes.is_empty() && plugin.observers.is_empty() && plugin.schedules.is_empty())
            || plugin.endpoint.is_some(),
        "a plugin has handlers, events, schedules or http"
    );
    if let Some(schema) = plugin.settings_schema {
        assert!(is_object(schema), "a schema of settings is a JSON object");
    }
    let mut at = 0;
    while at < plugin.observers.len() {
        assert!(
            is_word(plugin.observers[at].kind, true),
            "a kind of event is made of lower-case letters, digits, hyphens and dots"
        );
        at += 1;
    }
    at = 0;
    while at < plugin.schedules.len() {
        assert!(
            is_word(plugin.schedules[at].name, false) && plugin.schedules[at].every > 0,
            "a schedule has a name of lower-case letters, digits and hyphens, and at least a second"
        );
        at += 1;
    }
}

#[expect(
    clippy::indexing_slicing,
    reason = "checked by the loop, and runs in the compiler alone"
)]
const fn is_word(text: &str, dots: bool) -> bool {
    let text = text.as_bytes();
    let mut at = 0;
    while at < text.len() {
        let good = matches!(text[at], b'a'..=b'z' | b'0'..=b'9' | b'-') || (dots && text[at] == b'.');
        if !good {
            return false;
        }
        at += 1;
    }
    at > 0
}

/// Whether a text begins and ends as a JSON object does. The server reads all of it when the component comes.
#[expect(
    clippy::indexing_slicing,
    reason = "checked by the loops, and runs in the compiler alone"
)]
const fn is_object(text: &str) -> bool {
    let text = text.as_bytes();
    let (mut begin, mut end) = (0, text.len());
    while begin < end && text[begin].is_ascii_whitespace() {
        begin += 1;
    }
    while end > begin && text[end - 1].is_ascii_whitespace() {
        end -= 1;
    }
    end > begin + 1 && text[begin] == b'{' && text[end - 1] == b'}'
}

struct Text<const N: usize> {
    bytes: [u8; N],
    length: usize,
}

#[expect(
    clippy::indexing_slicing,
    reason = "a const fn has no other way; it runs in the compiler alone"
)]
impl<const N: usize> Text<N> {
    const fn push(&mut self, part: &str) -> &mut Self {
        let part = part.as_bytes();
        let mut at = 0;
        while at < part.len() {
            self.bytes[self.length] = part[at];
            self.length += 1;
            at += 1;
        }
        self
    }

    const fn push_list(&mut self, items: &[&str]) -> &mut Self {
        self.push("[");
        let mut at = 0;
        while at < items.len() {
            self.push(if at == 0 { "\"" } else { ",\"" }).push(items[at]).push("\"");
            at += 1;
        }
        self.push("]")
    }

    const fn push_actions(&mut self, plugin: &Plugin, version: Version) -> &mut Self {
        self.push("[");
        let mut first = true;
        let mut at = 0;
        while at < plugin.routes.len() {
            let route = &plugin.routes[at];
            if route.version as u8 == version as u8 {
                self.push(if first { "\"" } else { ",\"" })
                    .push(route.action)
                    .push("\"");
                first = false;
            }
            at += 1;
        }
        self.push("]")
    }

    const fn push_events(&mut self, plugin: &Plugin) -> &mut Self {
        self.push("[");
        let mut at = 0;
        while at < plugin.observers.len() {
            self.push(if at == 0 { "\"" } else { ",\"" })
                .push(plugin.observers[at].kind)
                .push("\"");
            at += 1;
        }
        self.push("]")
    }

    const fn push_schedules(&mut self, plugin: &Plugin) -> &mut Self {
        self.push("[");
        let mut at = 0;
        while at < plugin.schedules.len() {
            let schedule = &plugin.schedules[at];
            self.push(if at == 0 { "{\"name\":\"" } else { ",{\"name\":\"" })
                .push(schedule.name)
                .push("\",\"everySeconds\":")
                .push_number(schedule.every)
                .push("}");
            at += 1;
        }
        self.push("]")
    }

    const fn push_number(&mut self, number: u32) -> &mut Self {
        if number >= 10 {
            self.push_number(number / 10);
        }
        let digit = b'0' + (number % 10) as u8;
        self.bytes[self.length] = digit;
        self.length += 1;
        self
    }
}
