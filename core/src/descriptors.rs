//! Who may have how many of the process's file descriptors: stations take what is left when the server's own files
//! are open and a reserve is set aside, so that operators, plugins and the store go on whatever comes in.

use std::fs;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Where the system lists what is open.
const OPEN: &str = "/proc/self/fd";

/// What is assumed to be open where that cannot be told.
const USUALLY_OPEN: usize = 64;

/// How many descriptors are shared out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shares {
    /// Connections of stations.
    pub stations: usize,
    /// Connections of operators.
    pub operators: usize,
}

impl Shares {
    /// Takes what the system allows at most, and shares out what is not open yet.
    #[must_use]
    pub fn take() -> Self {
        let open = fs::read_dir(OPEN).map_or(USUALLY_OPEN, Iterator::count);
        let shares = Self::of(limit(), open);
        tracing::debug!(?shares, open, "file descriptors are shared out");
        shares
    }

    fn of(limit: usize, open: usize) -> Self {
        let reserve = (16 + limit / 10).min(1024);
        Self {
            stations: limit.saturating_sub(open + reserve).max(1),
            operators: (reserve / 2).max(1),
        }
    }
}

/// The number of descriptors that the process may have, after it was raised as far as it goes.
fn limit() -> usize {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: maximum,
        maximum,
    };
    let raised = current != maximum && setrlimit(Resource::Nofile, raised).is_ok();
    let limit = if raised { maximum } else { current };
    limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::Shares;

    #[test]
    fn the_stations_leave_something_for_everybody_else() {
        for (limit, open) in [(64, 40), (100, 35), (1024, 50), (1 << 20, 50)] {
            let shares = Shares::of(limit, open);
            assert!(shares.stations >= 1 && shares.operators >= 8, "{limit}: {shares:?}");
            assert!(
                limit - open - shares.stations >= shares.operators || shares.stations == 1,
                "{limit}"
            );
        }
    }
}
