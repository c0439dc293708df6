//! From what was typed to [`Settings`]: reads everything, and collects every problem on the way.
//!
//! Order of precedence: defaults < file < environment < flags. Nothing here touches the disk.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::contradictions::{self, Places};
use super::environment::Override;
use super::keys::KEYS;
use super::plugin_keys::PLUGIN_KEYS;
use super::problem::{Problem, What};
use super::reader::{PLUGIN, Reader, Scope};
use super::settings::{PluginConfig, Settings};
use super::typed::Typed;

/// What came out of the reading.
pub struct Checked {
    /// The settings; what could not be read has its default.
    pub settings: Settings,
    /// Where each key was typed.
    pub places: Places,
    /// What is wrong with them, in no order.
    pub problems: Vec<Problem>,
}

/// Reads the file's text, then the overrides in their order. The plugins are those of the file alone.
#[must_use]
pub fn check(text: &str, overrides: &[Override]) -> Checked {
    let (document, faults) = DeTable::parse_recoverable(text);
    let mut reader = Reader::new(text);
    let mut settings = Settings::default();
    settings.plugins.chain.clear();
    reader.section(KEYS, &mut settings, &Scope::default(), document.get_ref());
    for one in overrides {
        reader.set_text(&mut settings, one);
    }
    if let Some((_, typed)) = document.get_ref().get_key_value(PLUGIN) {
        plugins(&mut reader, &mut settings, typed);
    }
    let Reader {
        places, mut problems, ..
    } = if faults.is_empty() {
        reader
    } else {
        reader.with_faults(&faults)
    };
    if faults.is_empty() {
        problems.extend(contradictions::find(&settings, &places, &problems));
    }
    Checked {
        settings,
        places,
        problems,
    }
}

/// Reads the `[[plugin]]` sections. It comes last, because the limits of `[plugins.limits]` are theirs
/// where they are silent.
fn plugins(reader: &mut Reader<'_>, settings: &mut Settings, typed: &Spanned<DeValue<'_>>) {
    let Some(list) = typed.get_ref().as_array() else {
        let wrong = Typed::Toml(typed).wrong::<()>("sections that begin with [[plugin]]");
        return reader.take(PLUGIN, &reader.place(typed.span().start), wrong);
    };
    for (index, item) in list.iter().enumerate() {
        let (name, place) = (format!("{PLUGIN}[{index}]"), reader.place(item.span().start));
        let Some(table) = item.get_ref().as_table() else {
            let wrong = Typed::Toml(item).wrong::<()>("a section that begins with [[plugin]]");
            reader.take(&name, &place, wrong);
            continue;
        };
        let mut plugin = PluginConfig::named("", settings.plugins.limits.clone());
        reader.section(PLUGIN_KEYS, &mut plugin, &Scope::of(&name), table);
        if let Some(reason) = misnamed(&plugin, table, &settings.plugins.chain) {
            let key = format!("{name}.name");
            let place = reader.places.get(&key).cloned().unwrap_or(place);
            reader.problems.push(Problem {
                place,
                key,
                what: What::Refused(reason),
            });
        }
        settings.plugins.chain.push(plugin);
    }
}

/// Why a plugin's name cannot be its name beside those before it.
fn misnamed(plugin: &PluginConfig, table: &DeTable<'_>, before: &[PluginConfig]) -> Option<String> {
    if !table.contains_key("name") {
        return Some("is missing: every [[plugin]] has a name".to_owned());
    }
    let twin = before
        .iter()
        .position(|other| other.name == plugin.name && !plugin.name.is_empty())?;
    Some(format!("{:?} is the name of {PLUGIN}[{twin}] already", plugin.name))
}
