//! What people do at a charge point, one step after the other, and how long they wait before each. Pure: the same seed
//! makes the same steps.

use std::str::FromStr;
use std::time::Duration;

use crate::chance::Chance;
use crate::station::Deed;

/// From the shortest to the longest, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    from: u64,
    to: u64,
}

impl Span {
    const fn seconds(from: u64, to: u64) -> Self {
        Self {
            from: from * 1000,
            to: to * 1000,
        }
    }

    fn some(self, chance: &mut Chance) -> Duration {
        Duration::from_millis(chance.within(self.from..=self.to))
    }
}

/// How often something happens, and how long it lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rhythm {
    /// How long a connector is empty.
    pub idle: Span,
    /// How long a car charges.
    pub charging: Span,
    /// How long the link holds, and how long it is broken then.
    pub outages: Option<(Span, Span)>,
    /// How often energy is told, in seconds.
    pub sample_seconds: u32,
}

impl Rhythm {
    /// The names of the rhythms there are.
    pub const NAMES: [&'static str; 3] = ["calm", "busy", "storm"];

    /// As at a car park: a session in some minutes.
    pub const CALM: Self = Self {
        idle: Span::seconds(60, 600),
        charging: Span::seconds(300, 1800),
        outages: Some((Span::seconds(1800, 7200), Span::seconds(20, 180))),
        sample_seconds: 60,
    };

    /// To look at: a session in some seconds.
    pub const BUSY: Self = Self {
        idle: Span::seconds(3, 25),
        charging: Span::seconds(20, 90),
        outages: None,
        sample_seconds: 5,
    };

    /// To load a server with.
    pub const STORM: Self = Self {
        idle: Span { from: 100, to: 2000 },
        charging: Span::seconds(1, 4),
        outages: None,
        sample_seconds: 1,
    };

    /// The same with a link that breaks now and then.
    #[must_use]
    pub const fn with_outages(self) -> Self {
        Self {
            outages: Some((Span::seconds(25, 60), Span::seconds(10, 25))),
            ..self
        }
    }
}

impl FromStr for Rhythm {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "calm" => Ok(Self::CALM),
            "busy" => Ok(Self::BUSY),
            "storm" => Ok(Self::STORM),
            other => Err(format!(
                "there is no rhythm `{other}`; known are {}",
                Self::NAMES.join(", ")
            )),
        }
    }
}

/// What is done.
#[derive(Debug, Clone, PartialEq)]
pub enum Doing {
    /// Somebody does something there.
    Deed(Deed),
    /// The link breaks.
    Cut,
    /// The link is there again.
    Restore,
}

/// One step.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// So long nothing is done.
    pub wait: Duration,
    /// Then this is.
    pub doing: Doing,
}

/// Steps without an end.
#[derive(Debug)]
pub struct Plan {
    rhythm: Rhythm,
    chance: Chance,
    of: Of,
    turn: usize,
    tag: String,
}

#[derive(Debug, Clone, Copy)]
enum Of {
    Connector(u16),
    Link,
}

impl Plan {
    /// What happens at a connector.
    #[must_use]
    pub fn of_connector(connector: u16, rhythm: Rhythm, chance: Chance) -> Self {
        Self::new(Of::Connector(connector), rhythm, chance)
    }

    /// What happens to the link.
    #[must_use]
    pub fn of_link(rhythm: Rhythm, chance: Chance) -> Self {
        Self::new(Of::Link, rhythm, chance)
    }

    fn new(of: Of, rhythm: Rhythm, chance: Chance) -> Self {
        Self {
            rhythm,
            chance,
            of,
            turn: 0,
            tag: String::new(),
        }
    }

    /// The next step.
    pub fn step(&mut self) -> Step {
        self.turn += 1;
        match self.of {
            Of::Connector(connector) => self.at_connector(connector),
            Of::Link => self.of_link_now(),
        }
    }

    fn of_link_now(&mut self) -> Step {
        let (holds, broken) = self.rhythm.outages.unwrap_or((Rhythm::CALM.idle, Rhythm::CALM.idle));
        let (span, doing) = if self.turn % 2 == 1 {
            (holds, Doing::Cut)
        } else {
            (broken, Doing::Restore)
        };
        Step {
            wait: span.some(&mut self.chance),
            doing,
        }
    }

    /// A car comes, its driver swipes, charges, mostly swipes again, and leaves.
    fn at_connector(&mut self, connector: u16) -> Step {
        let moment = Span { from: 200, to: 2500 };
        let (span, deed) = match self.turn % 4 {
            1 => {
                self.tag = tag(&mut self.chance);
                (self.rhythm.idle, Deed::Plug(Some(connector)))
            }
            2 => (moment, self.swipe(connector)),
            3 if self.chance.percent(80) => (self.rhythm.charging, self.swipe(connector)),
            // This one just pulls the plug, below.
            3 => (self.rhythm.charging, Deed::Resume(Some(connector))),
            _ => (moment, Deed::Unplug(Some(connector))),
        };
        Step {
            wait: span.some(&mut self.chance),
            doing: Doing::Deed(deed),
        }
    }

    fn swipe(&self, connector: u16) -> Deed {
        Deed::Swipe {
            tag: self.tag.clone(),
            connector: Some(connector),
        }
    }
}

/// One of the cards of this region: few enough that people come again.
fn tag(chance: &mut Chance) -> String {
    format!("04{:06X}", 0xA1_0000 + chance.within(1..=40))
}

#[cfg(test)]
mod tests {
    use super::{Chance, Deed, Doing, Plan, Rhythm, Step};

    fn steps(seed: u64) -> Vec<Step> {
        let mut plan = Plan::of_connector(2, Rhythm::BUSY, Chance::seeded(seed));
        (0..40).map(|_| plan.step()).collect()
    }

    #[test]
    fn a_seed_makes_the_same_steps_again() {
        assert_eq!(steps(1), steps(1));
        assert_ne!(steps(1), steps(2));
    }

    #[test]
    fn each_car_that_comes_goes() {
        let steps = steps(3);
        for visit in steps.chunks(4) {
            assert!(matches!(
                visit.first(),
                Some(Step {
                    doing: Doing::Deed(Deed::Plug(Some(2))),
                    ..
                })
            ));
            assert!(matches!(
                visit.last(),
                Some(Step {
                    doing: Doing::Deed(Deed::Unplug(Some(2))),
                    ..
                })
            ));
        }
    }

    #[test]
    fn a_link_that_breaks_is_mended() {
        let mut plan = Plan::of_link(Rhythm::BUSY.with_outages(), Chance::seeded(1));
        let doings: Vec<_> = (0..4).map(|_| plan.step().doing).collect();
        assert_eq!(doings, [Doing::Cut, Doing::Restore, Doing::Cut, Doing::Restore]);
    }
}
