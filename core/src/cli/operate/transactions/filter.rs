//! Which sessions are meant, where they are listed and summed up.

use crate::cli::failed::Failed;
use crate::cli::operate::words::moment;
use crate::cli::show::Screen;

/// The flags.
#[derive(Debug, clap::Args)]
pub struct Filter {
    /// Those that started then or later: yesterday, today, `last month`, `2h ago`, 2026-01-31, `2026-01-31 14:30`
    #[arg(long, value_name = "TIME")]
    from: Option<String>,
    /// Those that started before
    #[arg(long, value_name = "TIME")]
    to: Option<String>,
    /// Those of an id tag
    #[arg(long, value_name = "TAG")]
    id_tag: Option<String>,
    /// Those of a charge point
    #[arg(long, value_name = "ID")]
    charge_point: Option<String>,
    /// Those of charge points of a site
    #[arg(long)]
    site: Option<String>,
    /// Those of charge points with all these labels, with commas between them
    #[arg(long)]
    label: Option<String>,
    /// Those that run
    #[arg(long, conflicts_with = "closed")]
    open: bool,
    /// Those that are over
    #[arg(long)]
    closed: bool,
    /// Those of which something is in doubt
    #[arg(long)]
    pub doubtful: bool,
    /// Those of which this is in doubt, such as no-end-register
    #[arg(long, value_name = "WORD")]
    doubt: Option<String>,
}

impl Filter {
    /// The query that says the same.
    ///
    /// # Errors
    /// What is no time.
    pub fn query(&self, screen: &Screen) -> Result<Vec<(&'static str, Option<String>)>, Failed> {
        let state = match (self.open, self.closed) {
            (true, _) => Some("open".to_owned()),
            (_, true) => Some("closed".to_owned()),
            _ => None,
        };
        let any = self.doubtful.then(|| "any".to_owned());
        Ok(vec![
            ("from", moment(self.from.as_deref(), screen)?),
            ("to", moment(self.to.as_deref(), screen)?),
            ("idTag", self.id_tag.clone()),
            ("chargePoint", self.charge_point.clone()),
            ("site", self.site.clone()),
            ("label", self.label.clone()),
            ("state", state),
            ("doubt", self.doubt.clone().or(any)),
        ])
    }
}
