//! A page of metrics, and its two forms as text.

use std::fmt;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, MetricEncoder, NoLabelSet, prometheus_text, text};
use prometheus_client::metrics::MetricType;
use prometheus_client::registry::{Registry, Unit};

use crate::counters::Distribution;

/// The form of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Prometheus' own, version 0.0.4.
    Prometheus,
    /// OpenMetrics, version 1.0.0.
    OpenMetrics,
}

impl Format {
    /// The one that a client asks for: OpenMetrics if it names that, else the older one, which all can read.
    #[must_use]
    pub fn asked_for(accept: &str) -> Self {
        if accept.contains("application/openmetrics-text") {
            Self::OpenMetrics
        } else {
            Self::Prometheus
        }
    }

    /// Its media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Prometheus => prometheus_text::CONTENT_TYPE,
            Self::OpenMetrics => "application/openmetrics-text; version=1.0.0; charset=utf-8",
        }
    }
}

/// What a family is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Counter,
    Gauge,
    Histogram,
}

/// The metrics of one name.
#[derive(Debug)]
pub(super) struct Family {
    name: &'static str,
    help: &'static str,
    unit: Option<Unit>,
    kind: Kind,
    samples: Vec<Sample>,
}

/// One of them.
#[derive(Debug)]
struct Sample {
    labels: Vec<(&'static str, String)>,
    value: Value,
}

/// A figure.
#[derive(Debug)]
pub(super) enum Value {
    Whole(u64),
    Real(f64),
    Distribution(Box<Distribution>),
}

impl From<u64> for Value {
    fn from(value: u64) -> Self {
        Self::Whole(value)
    }
}

impl From<usize> for Value {
    fn from(value: usize) -> Self {
        Self::Whole(u64::try_from(value).unwrap_or(u64::MAX))
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Whole(value.into())
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Real(value)
    }
}

impl From<Distribution> for Value {
    fn from(value: Distribution) -> Self {
        Self::Distribution(Box::new(value))
    }
}

impl Family {
    const fn new(kind: Kind, name: &'static str, help: &'static str) -> Self {
        Self {
            name,
            help,
            unit: None,
            kind,
            samples: Vec::new(),
        }
    }

    /// What only grows; `_total` is added to the name.
    pub(super) const fn counter(name: &'static str, help: &'static str) -> Self {
        Self::new(Kind::Counter, name, help)
    }

    /// What goes up and down.
    pub(super) const fn gauge(name: &'static str, help: &'static str) -> Self {
        Self::new(Kind::Gauge, name, help)
    }

    /// How often something was how large.
    pub(super) const fn histogram(name: &'static str, help: &'static str) -> Self {
        Self::new(Kind::Histogram, name, help)
    }

    /// In seconds, which is added to the name.
    pub(super) fn seconds(mut self) -> Self {
        self.unit = Some(Unit::Seconds);
        self
    }

    /// In bytes, which is added to the name.
    pub(super) fn bytes(mut self) -> Self {
        self.unit = Some(Unit::Bytes);
        self
    }

    /// With its only figure.
    pub(super) fn of(mut self, value: impl Into<Value>) -> Self {
        self.add([], value);
        self
    }

    /// One more, by its labels.
    pub(super) fn add<const LABELS: usize>(&mut self, labels: [(&'static str, &str); LABELS], value: impl Into<Value>) {
        self.samples.push(Sample {
            labels: labels.map(|(name, value)| (name, value.to_owned())).into(),
            value: value.into(),
        });
    }

    fn encode(&self, encoder: &mut DescriptorEncoder<'_>) -> fmt::Result {
        let kind = match self.kind {
            Kind::Counter => MetricType::Counter,
            Kind::Gauge => MetricType::Gauge,
            Kind::Histogram => MetricType::Histogram,
        };
        let mut metric = encoder.encode_descriptor(self.name, self.help, self.unit.as_ref(), kind)?;
        for Sample { labels, value } in &self.samples {
            if labels.is_empty() {
                self.encode_value(value, &mut metric)?;
            } else {
                self.encode_value(value, &mut metric.encode_family(labels)?)?;
            }
        }
        Ok(())
    }

    fn encode_value(&self, value: &Value, encoder: &mut MetricEncoder<'_>) -> fmt::Result {
        match (self.kind, value) {
            (Kind::Counter, Value::Whole(value)) => encoder.encode_counter::<NoLabelSet, _, f64>(value, None),
            (Kind::Counter, Value::Real(value)) => encoder.encode_counter::<NoLabelSet, _, f64>(value, None),
            (_, Value::Whole(value)) => encoder.encode_gauge(value),
            (_, Value::Real(value)) => encoder.encode_gauge(value),
            (_, Value::Distribution(found)) => {
                encoder.encode_histogram::<NoLabelSet>(found.sum(), found.count(), &found.buckets(), None)
            }
        }
    }
}

/// All families.
#[derive(Debug)]
pub(super) struct Page(pub(super) Vec<Family>);

impl Collector for Page {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|family| family.encode(&mut encoder))
    }
}

impl Page {
    /// As text.
    ///
    /// # Errors
    /// Those of a writer, which a string has none of.
    pub(super) fn text(self, format: Format) -> Result<String, fmt::Error> {
        let mut registry = Registry::default();
        registry.register_collector(Box::new(self));
        let mut page = String::new();
        match format {
            Format::Prometheus => prometheus_text::encode(&mut page, &registry)?,
            Format::OpenMetrics => text::encode(&mut page, &registry)?,
        }
        Ok(page)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::counters::{Histogram, SIZES};

    fn page() -> Page {
        let mut messages = Family::counter("ocpp_messages", "Messages");
        messages.add([("version", "1.6"), ("action", "a \"b\"\\\n")], 3_u64);
        let sizes = Histogram::new(&SIZES);
        sizes.add(3);
        Page(vec![
            messages,
            Family::gauge("ocpp_disk_free", "Free").bytes().of(0.5),
            Family::histogram("ocpp_group_lists", "Lists").of(sizes.now()),
        ])
    }

    #[test]
    fn both_forms_have_the_same_samples() {
        let forms = [Format::Prometheus, Format::OpenMetrics].map(|format| page().text(format).unwrap());
        for text in &forms {
            for line in [
                "ocpp_messages_total{version=\"1.6\",action=\"a \\\"b\\\"\\\\\\n\"} 3\n",
                "ocpp_disk_free_bytes 0.5\n",
                "ocpp_group_lists_bucket{le=\"+Inf\"} 1\n",
                "ocpp_group_lists_sum 3.0\n",
                "ocpp_group_lists_count 1\n",
            ] {
                let same = |text: &str| text.replace("_sum 3\n", "_sum 3.0\n");
                assert!(same(text).contains(line), "{line} is not in\n{text}");
            }
        }
        let [prometheus, open_metrics] = forms;
        assert!(
            prometheus.contains("# TYPE ocpp_messages_total counter\n"),
            "{prometheus}"
        );
        assert!(
            open_metrics.contains("# TYPE ocpp_messages counter\n"),
            "{open_metrics}"
        );
        assert!(open_metrics.ends_with("# EOF\n") && !prometheus.contains("# EOF"));
    }

    #[test]
    fn a_form_is_chosen_by_what_is_asked_for() {
        let prometheus = "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.2,*/*;q=0.1";
        assert_eq!(Format::asked_for(prometheus), Format::OpenMetrics);
        for other in ["", "*/*", "text/plain"] {
            assert_eq!(Format::asked_for(other), Format::Prometheus);
        }
    }
}
