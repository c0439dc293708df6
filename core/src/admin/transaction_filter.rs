//! Which sessions are meant where they are listed and summed up.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use actix_web::rt::task::yield_now;
use serde::{Deserialize, Deserializer, de};
use utoipa::openapi::schema::Type;
use utoipa::openapi::{ObjectBuilder, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::AppState;
use super::problem::Problem;
use crate::clock::Time;
use crate::ids::ChargePointId;
use crate::state::attributes::Label;
use crate::state::selection::Selection;
use crate::state::transactions::{Doubt, Doubted, Wanted};

/// The word for sessions of which anything is in doubt.
const ANY: &str = "any";
/// So many charge points are looked at in one go; others have their turn then.
const STEP: usize = 500;

/// Whether a session runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = TransactionState)]
pub enum Standing {
    Open,
    Closed,
}

/// A word of the query: `any`, or one doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DoubtWord(Doubted);

fn words() -> impl Iterator<Item = &'static str> {
    [ANY].into_iter().chain(Doubt::ALL.iter().map(|(word, _)| *word))
}

impl<'de> Deserialize<'de> for DoubtWord {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let word = Cow::<str>::deserialize(from)?;
        if word == ANY {
            return Ok(Self(Doubted::Any));
        }
        let found = Doubt::ALL.iter().find(|(known, _)| *known == word);
        let unknown = || de::Error::custom(format!("`doubt` is one of {}", words().collect::<Vec<_>>().join(", ")));
        found.map(|(_, doubt)| Self(Doubted::Of(*doubt))).ok_or_else(unknown)
    }
}

impl PartialSchema for DoubtWord {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .enum_values(Some(words()))
            .into()
    }
}

impl ToSchema for DoubtWord {
    fn name() -> Cow<'static, str> {
        "DoubtFilter".into()
    }
}

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct Meant {
    pub charge_point: Option<ChargePointId>,
    pub site: Option<String>,
    /// All of them.
    pub labels: Vec<Label>,
    pub id_tag: Option<String>,
    pub open: Option<bool>,
    pub doubt: Option<DoubtWord>,
    pub from: Option<Time>,
    pub to: Option<Time>,
}

impl Meant {
    /// The same for whoever finds them. Which charge points are of a site or have labels is looked up now, once.
    ///
    /// # Errors
    /// The store's.
    pub async fn wanted(self, app: &AppState) -> Result<Wanted, Problem> {
        let stations = match self.site.is_some() || !self.labels.is_empty() {
            true => Some(Arc::new(self.stations(app).await?)),
            false => None,
        };
        Ok(Wanted {
            charge_point: self.charge_point,
            stations,
            id_tag: self.id_tag,
            doubt: self.doubt.map(|word| word.0),
            open: self.open,
            from: self.from,
            to: self.to,
            ..Wanted::default()
        })
    }

    async fn stations(&self, app: &AppState) -> Result<BTreeSet<ChargePointId>, Problem> {
        let selection = Selection {
            site: self.site.clone(),
            labels: self.labels.iter().cloned().collect(),
            ..Selection::default()
        };
        let (mut found, mut after) = (BTreeSet::new(), None);
        loop {
            let step = app.state().charge_points(after.as_ref(), STEP)?;
            let Some((last, _)) = step.last() else { return Ok(found) };
            after = Some(last.clone());
            for (id, record) in step {
                if app.state().is_selected(&selection, &id, &record)? {
                    found.insert(id);
                }
            }
            yield_now().await;
        }
    }
}
