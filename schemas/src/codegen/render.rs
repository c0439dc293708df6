//! Writes shapes and actions as Rust text.

use super::model::{CodegenError, Enumeration, Field, Leaf, Shape, Struct};
use super::names;
use crate::{Action, Catalogue, Kind, Version};

/// Appends formatted text.
macro_rules! put {
    ($text:expr, $($format:tt)+) => { $text.push_str(&format!($($format)+)) };
}

/// Appends formatted text and a line's end.
macro_rules! put_line {
    ($text:expr, $($format:tt)+) => { put!($text, "{}\n", format_args!($($format)+)) };
}

const ORIGIN: &str = "Generated from the data by `generate-types`; change the data, not this file.";
const DERIVES: &str = "Debug, Clone, PartialEq, Serialize, Deserialize";

/// `mod.rs` of a version, with a macro that lists the actions.
pub(crate) fn module(catalogue: &Catalogue) -> String {
    let version = catalogue.version();
    let custom_data = if version == Version::V16 {
        ""
    } else {
        "pub use crate::types::CustomData;\n"
    };
    let mut text = format!(
        "//! The types of OCPP {version}. {ORIGIN}\n#![allow(clippy::too_many_arguments, reason = \"as many as \
         the message has required properties\")]\n\nmod actions;\nmod datatypes;\nmod enumerations;\n\n\
         {custom_data}pub use actions::*;\npub use datatypes::*;\npub use enumerations::*;\n"
    );
    put!(
        text,
        "\n/// Calls the given macro with the markers of all actions of OCPP {version}, separated by commas.\n\
         #[macro_export]\nmacro_rules! {}_actions {{\n    ($with:ident) => {{\n        $with! {{\n",
        names::module(version)
    );
    for action in catalogue.actions() {
        put_line!(text, "            {},", action.name());
    }
    text + "        }\n    };\n}\n"
}

/// The file of the given datatypes.
pub(crate) fn shapes(title: &str, version: Version, shapes: &[&Shape]) -> String {
    let mut items = String::new();
    shapes.iter().for_each(|shape| push_shape(&mut items, shape));
    with_header(title, version, &items)
}

/// The file of the actions: a marker each, with its request and response.
pub(crate) fn actions(catalogue: &Catalogue) -> Result<String, CodegenError> {
    let mut items = String::new();
    for action in catalogue.actions() {
        push_marker(&mut items, action);
        for kind in Kind::ALL
            .into_iter()
            .filter(|kind| *kind == Kind::Request || action.confirmed())
        {
            let name = format!("{}{}", action.name(), names::suffix(kind));
            let doc = match kind {
                Kind::Request => format!("The request of [`{}`].", action.name()),
                Kind::Response => format!("The response of [`{}`].", action.name()),
            };
            push_shape(&mut items, &Shape::read(catalogue, (name, doc), action.schema(kind))?);
        }
    }
    Ok(with_header(
        "The actions and their payloads",
        catalogue.version(),
        &items,
    ))
}

/// The imports are those that the items use, so that no file has an unused one.
fn with_header(title: &str, version: Version, items: &str) -> String {
    let mut text = format!("//! {title} of OCPP {version}. {ORIGIN}\n\n");
    let imports = [
        ("crate::Version", "Version::V"),
        ("crate::types::DateTime", ": DateTime,"),
        ("crate::types::NoResponse", "= NoResponse;"),
        ("crate::types::OcppAction", "impl OcppAction"),
        ("crate::types::enumeration::enumeration", "enumeration! {"),
        ("rust_decimal::Decimal", ": Decimal,"),
        ("serde::{Deserialize, Serialize}", "Deserialize)]"),
        ("serde_json::Value", "<Value>"),
        ("super::*", "pub struct"),
    ];
    // A type may also stand in an Option or a Vec.
    let within = |sign: &str| sign.replace(": ", "<").replace(',', ">");
    for (path, sign) in imports {
        if items.contains(sign) || items.contains(&within(sign)) {
            put_line!(text, "use {path};");
        }
    }
    text + items
}

fn push_marker(text: &mut String, action: &Action) {
    let (name, module) = (action.name(), names::module(action.version()).to_uppercase());
    let response = if action.confirmed() {
        format!("{name}Response")
    } else {
        "NoResponse".to_owned()
    };
    put!(
        text,
        "\n/// {}\n#[derive(Debug, Clone, Copy)]\npub struct {name};\n\nimpl OcppAction for {name} {{\n    \
         const NAME: &'static str = \"{name}\";\n    const VERSION: Version = Version::{module};\n    \
         type Request = {name}Request;\n    type Response = {response};\n}}\n",
        action.summary()
    );
}

fn push_shape(text: &mut String, shape: &Shape) {
    match shape {
        Shape::Enumeration(item) => push_enumeration(text, item),
        Shape::Struct(item) => push_struct(text, item),
    }
}

fn push_enumeration(text: &mut String, item: &Enumeration) {
    let Enumeration { name, doc, values } = item;
    put_line!(text, "\nenumeration! {{\n    /// {doc}\n    {name} {{");
    for value in values {
        put_line!(
            text,
            "        /// `{value}`.\n        {} = \"{value}\",",
            names::variant(value)
        );
    }
    text.push_str("    }\n}\n");
}

fn push_struct(text: &mut String, item: &Struct) {
    let Struct { name, doc, fields } = item;
    let default = if fields.iter().any(|field| field.required) {
        ""
    } else {
        ", Default"
    };
    put_line!(text, "\n/// {doc}\n#[derive({DERIVES}{default})]");
    if fields.is_empty() {
        put_line!(text, "pub struct {name} {{}}");
        return;
    }
    put_line!(text, "#[serde(rename_all = \"camelCase\")]\npub struct {name} {{");
    fields.iter().for_each(|field| push_field(text, field));
    text.push_str("}\n");
    if default.is_empty() {
        push_constructor(text, item);
    }
}

fn push_field(text: &mut String, field: &Field) {
    let Field {
        property,
        required,
        rust,
        limits,
    } = field;
    let name = names::field(property);
    let limits = if limits.is_empty() {
        String::new()
    } else {
        format!(": {limits}")
    };
    put_line!(text, "    /// `{property}`{limits}.");
    let mut serde = Vec::new();
    if names::camel_case(&name) != *property {
        serde.push(format!("rename = \"{property}\""));
    }
    let reader = match rust.leaf {
        Leaf::Integer => Some("deserialize_with = \"crate::types::integer::deserialize\""),
        Leaf::Decimal => Some("with = \"crate::types::decimal\""),
        Leaf::Any => Some("deserialize_with = \"crate::types::present\""),
        Leaf::Text | Leaf::Other => None,
    };
    if !required {
        serde.extend(reader.map(|_| "default".to_owned()));
        serde.push("skip_serializing_if = \"Option::is_none\"".to_owned());
    }
    serde.extend(
        reader
            .filter(|_| *required || rust.leaf != Leaf::Other)
            .map(str::to_owned),
    );
    if !serde.is_empty() {
        put_line!(text, "    #[serde({})]", serde.join(", "));
    }
    let full = if *required {
        rust.name.clone()
    } else {
        format!("Option<{}>", rust.name)
    };
    put_line!(text, "    pub {name}: {full},");
}

fn push_constructor(text: &mut String, item: &Struct) {
    let mut arguments = Vec::new();
    let mut body = String::new();
    for field in &item.fields {
        let name = names::field(&field.property);
        let value = match (field.required, field.rust.leaf) {
            (true, Leaf::Text) => {
                arguments.push(format!("{name}: impl Into<String>"));
                format!("{name}: {name}.into()")
            }
            (true, _) => {
                arguments.push(format!("{name}: {}", field.rust.name));
                name
            }
            (false, _) => format!("{name}: None"),
        };
        put_line!(body, "            {value},");
    }
    put!(
        text,
        "\nimpl {} {{\n    /// With what is required, and nothing else.\n    #[must_use]\n    \
         pub fn new({}) -> Self {{\n        Self {{\n{body}        }}\n    }}\n}}\n",
        item.name,
        arguments.join(", ")
    );
}
