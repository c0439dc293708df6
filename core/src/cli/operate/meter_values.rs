//! `meter-values`: the last values of a charge point that belong to no session.

use std::io::Write;

use serde_json::{Value, json};

use super::words::encoded;
use crate::cli::Exit;
use crate::cli::failed::Failed;
use crate::cli::server::Server;
use crate::cli::show::form::Form;
use crate::cli::show::table::{Column, column};

const COLUMNS: [Column; 7] = [
    column("EVSE", &["/evse"]),
    column("CONNECTOR", &["/connector"]),
    column("TIME", &["/timestamp"]).time(),
    column("MEASURAND", &["/measurand"]),
    column("PHASE", &["/phase"]),
    column("VALUE", &["/value"]),
    column("UNIT", &["/unit", "/unitOfMeasure/unit"]),
];

/// What `meter-values` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The charge point
    charge_point: String,
    #[command(flatten)]
    form: Form,
    #[command(flatten)]
    server: Server,
}

impl Arguments {
    /// Asks the server.
    ///
    /// # Errors
    /// The server's.
    pub fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        let path = format!("/charge-points/{}/meter-values", encoded(&self.charge_point));
        let found = self.server.get(&path)?;
        let items = found
            .get("items")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        let items = if self.form.is_json() {
            items
        } else {
            items.iter().flat_map(values).collect()
        };
        self.form.items(output, &COLUMNS, items)?;
        Ok(Exit::Done)
    }
}

/// Each sampled value of one place by itself.
fn values(of: &Value) -> Vec<Value> {
    let sampled = of.pointer("/meterValue/sampledValue").and_then(Value::as_array);
    let one = |value: &Value| {
        let mut value = value.clone();
        if let Some(members) = value.as_object_mut() {
            for name in ["evse", "connector"] {
                members.insert(name.to_owned(), of.get(name).cloned().unwrap_or_default());
            }
            let time = of.pointer("/meterValue/timestamp").cloned().unwrap_or_default();
            members.insert("timestamp".to_owned(), time);
            // What a value without one is, in all versions.
            members
                .entry("measurand")
                .or_insert_with(|| json!("Energy.Active.Import.Register"));
        }
        value
    };
    sampled.into_iter().flatten().map(one).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::values;

    #[test]
    fn each_value_has_its_place_and_time() {
        let of = json!({
            "evse": 1, "connector": null,
            "meterValue": {"timestamp": "T", "sampledValue": [{"value": 1}, {"value": "2", "measurand": "Voltage"}]}
        });
        assert_eq!(
            values(&of),
            [
                json!({
                    "evse": 1, "connector": null, "timestamp": "T", "value": 1,
                    "measurand": "Energy.Active.Import.Register"
                }),
                json!({"evse": 1, "connector": null, "timestamp": "T", "value": "2", "measurand": "Voltage"}),
            ]
        );
    }
}
