//! What a query in PromQL names: metrics, and labels. Reads no more of the language than that.

/// A metric with the labels that are asked of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selector {
    /// Its name.
    pub metric: String,
    /// Those in its braces.
    pub labels: Vec<String>,
}

/// What a query names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    /// The metrics of ours.
    pub selectors: Vec<Selector>,
    /// The labels that sums are made by.
    pub by: Vec<String>,
}

/// Reads a query. A metric of ours is a name that begins with `ocpp_` or `process_`.
#[must_use]
pub fn named(query: &str) -> Named {
    let mut found = Named::default();
    let mut rest = query;
    while let Some(begin) = rest.find(|letter: char| letter.is_ascii_alphabetic()) {
        let from = &rest[begin..];
        let end = from.find(|letter| !is_of_name(letter)).unwrap_or(from.len());
        let (name, behind) = from.split_at(end);
        rest = behind;
        if name.starts_with("ocpp_") || name.starts_with("process_") {
            let labels = behind.strip_prefix('{').and_then(|inside| inside.split_once('}'));
            if let Some((_, after)) = labels {
                rest = after;
            }
            found.selectors.push(Selector {
                metric: name.to_owned(),
                labels: labels.map(|(inside, _)| matched(inside)).unwrap_or_default(),
            });
        } else if matches!(name, "by" | "on")
            && let Some((inside, after)) = behind
                .trim_start()
                .strip_prefix('(')
                .and_then(|open| open.split_once(')'))
        {
            found.by.extend(inside.split(',').map(|label| label.trim().to_owned()));
            rest = after;
        } else if let Some(quoted) = behind.strip_prefix('"') {
            rest = quoted;
        }
    }
    found
}

/// The labels of `version="1.6", verdict=~"a|b"`.
fn matched(inside: &str) -> Vec<String> {
    let label = |one: &str| Some(one.split_once('=')?.0.trim_end_matches('!').trim().to_owned());
    inside.split("\",").filter_map(label).collect()
}

fn is_of_name(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metrics_and_labels_are_found() {
        let query = "histogram_quantile(0.9, sum by (le, version) (rate(ocpp_a_bucket{instance=~\"x\", verdict!=\"y\"}[5m]))) \
                     / on (job) process_b > 0";
        let selector = |metric: &str, labels: &[&str]| Selector {
            metric: metric.to_owned(),
            labels: labels.iter().map(|label| (*label).to_owned()).collect(),
        };
        assert_eq!(
            named(query),
            Named {
                selectors: vec![
                    selector("ocpp_a_bucket", &["instance", "verdict"]),
                    selector("process_b", &[])
                ],
                by: ["le", "version", "job"].map(str::to_owned).into(),
            }
        );
    }
}
