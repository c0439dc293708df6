//! `/charge-points/{id}/configuration`: what a station is set to as it was last seen, what it should be set to, and where
//! the two differ. `GET` shows both in pages (`?name=` shows some, `?drift=` those that are wanted and stand so),
//! `PUT` says what is wanted, `POST .../apply` sets what differs. `/configuration-drift` is the same over all stations of which something is wanted.

mod apply;
mod fleet;
mod view;

use std::collections::BTreeMap;

use actix_web::web;
use ocpp_schemas::Version;
use serde::Deserialize;
use utoipa::openapi::schema::{SchemaType, Type};
use utoipa::openapi::{Object, ObjectBuilder, Schema};

use self::view::{ConfigurationView, View};
use super::AppState;
use super::body::{Json, JsonWithText};
use super::page::{Limit, key};
use super::path::{ChargePointPath, Path};
use super::problem::{Problem, kinds};
use super::query::Query;
use super::revised::repeat;
use crate::admin::openapi::{Routes, Tag, op};
use crate::admin::send::SENDING;
use crate::clock;
use crate::frame::secrets::is_secret;
use crate::ocpp::inventory::drift::Drift;
use crate::ocpp::inventory::names::Name;
use crate::ocpp::inventory::values::{Text, inexact};
use crate::state::variables::folded;
use crate::state::wanted::put_back_wanted;

/// A station has some dozens of keys, and some thousands of variables.
const MOST_WANTED: usize = 1000;
/// As SetVariables has it, which takes the longer ones.
const LONGEST_VALUE: usize = 2500;
/// Twice what the names of 2.x can come to.
const LONGEST_NAME: usize = 500;

/// Declares the paths.
pub fn routes(api: &mut Routes) {
    api.at("/charge-points/{id}/configuration", Tag::CONFIGURATION)
        .get(
            op(
                "get_configuration",
                "What it is set to, what it should be, and where the two differ",
            ),
            read,
        )
        .put(
            op("put_configuration", "Say what it should be set to").fails(&[kinds::CONFLICT]),
            want,
        );
    api.at("/charge-points/{id}/configuration/apply", Tag::CONFIGURATION)
        .post(
            op("apply_configuration", "Set what differs")
                .answers(apply::nothing_differs())
                .fails(SENDING)
                .fails(&[kinds::CONFLICT]),
            apply::apply,
        );
    api.at("/configuration-drift", Tag::CONFIGURATION).get(
        op(
            "list_configuration_drift",
            "Charge points of which something is wanted, and what of it is not so",
        ),
        fleet::list,
    );
}

/// What the view takes.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
struct Filter {
    /// The `next` of the page before.
    after: Option<String>,
    /// How many; 1000 if absent.
    #[param(value_type = Option<usize>, minimum = 1, maximum = 1000)]
    limit: Option<Limit>,
    /// Names, with commas between them.
    name: Option<String>,
    /// Of what is wanted, that which stands so.
    #[param(inline)]
    drift: Option<Drift>,
}

/// What should be.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(examples(json!({"wanted": {"HeartbeatInterval": "120"}})))]
struct PutConfiguration {
    /// The values by their names; null: it is not wanted any more. What is not named stays.
    #[schema(schema_with = values)]
    wanted: BTreeMap<String, Option<Text>>,
}

/// Values by their names, or nothing.
fn values() -> Object {
    let types = [Type::String, Type::Number, Type::Boolean, Type::Null];
    let value = ObjectBuilder::new().schema_type(SchemaType::from_iter(types));
    ObjectBuilder::new()
        .description(Some(
            "The values by their names; null: it is not wanted any more. What is not named stays.",
        ))
        .additional_properties(Some(Schema::from(value)))
        .build()
}

async fn read(
    app: web::Data<AppState>,
    Path(path): Path<ChargePointPath>,
    filter: Query<Filter>,
) -> Result<Json<ConfigurationView>, Problem> {
    app.registered(&path.id)?;
    let view = View::open(app.state(), &path.id)?;
    let names = filter
        .name
        .as_deref()
        .map(|names| names.split(',').map(str::trim).collect::<Vec<_>>());
    let shown = match (names, filter.drift) {
        (Some(names), _) => view.named(&names)?,
        (None, Some(drift)) => view.wanted(drift)?,
        (None, None) => {
            let after = key(filter.after.as_deref())?;
            view.page(after.as_deref(), filter.limit.unwrap_or(Limit::MOST))?
        }
    };
    Ok(Json(shown))
}

async fn want(
    app: web::Data<AppState>,
    Path(path): Path<ChargePointPath>,
    JsonWithText(body, text): JsonWithText<PutConfiguration>,
) -> Result<Json<ConfigurationView>, Problem> {
    app.registered(&path.id)?;
    if let Some(reason) = text.as_str().ok().and_then(|text| inexact(text, "wanted")) {
        return Err(Problem::new(kinds::INVALID_REQUEST, format!("in the body: {reason}")));
    }
    let version = app.state().inventory(&path.id)?.ocpp_version();
    for (name, value) in &body.wanted {
        check(version, name, value.as_ref()).map_err(|reason| Problem::new(kinds::INVALID_REQUEST, reason))?;
    }
    repeat(app.state(), || {
        let mut wanted = app.state().wanted_at(&path.id)?;
        for (name, value) in &body.wanted {
            let same = identity(version, name);
            wanted.record.values.retain(|known, _| identity(version, known) != same);
            if let Some(Text(value)) = value {
                wanted.record.values.insert(name.clone(), value.clone());
            }
        }
        if wanted.record.values.len() > MOST_WANTED {
            let detail = format!("of one charge point at most {MOST_WANTED} values can be wanted");
            return Err(Problem::new(kinds::INVALID_REQUEST, detail));
        }
        wanted.record.changed_at = Some(clock::now());
        Ok((vec![put_back_wanted(&path.id, &wanted)?], ()))
    })
    .await?;
    tracing::info!(charge_point.id = %path.id, values = body.wanted.len(), "an operator said what a charge point should be set to");
    Ok(Json(View::open(app.state(), &path.id)?.page(None, Limit::MOST)?))
}

/// Two spellings of one name are one name.
fn identity(version: Option<Version>, name: &str) -> (String, &'static str) {
    let read = version.and_then(|version| Name::read(version, name).ok());
    read.map_or_else(
        || (folded(name), crate::state::variables::ACTUAL),
        |read| (folded(&read.kept_as()), read.attribute()),
    )
}

fn check(version: Option<Version>, name: &str, value: Option<&Text>) -> Result<(), String> {
    if value.is_none() {
        return Ok(());
    }
    if name.is_empty() || name.len() > LONGEST_NAME {
        return Err(format!("a name has 1 to {LONGEST_NAME} bytes"));
    }
    if value.is_some_and(|value| value.0.chars().count() > LONGEST_VALUE) {
        return Err(format!(
            "the value of `{name}` has more than {LONGEST_VALUE} characters"
        ));
    }
    if is_secret(name) {
        return Err(format!(
            "`{name}` is a secret: no station shows it, so it is not kept as wanted; send it with set-configuration"
        ));
    }
    version.map_or(Ok(()), |version| Name::read(version, name).map(drop))
}
