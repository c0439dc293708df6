//! Writes down what one message says of a station's variables: each record is read once, changed, and goes back over
//! what was read. What would be too much of one station is left out, and counted.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::clock::Time;
use crate::ids::ChargePointId;
use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::state::inventories::{Firmware, Inventory, put_inventory};
use crate::state::seen::Seen;
use crate::state::variables::{LastSet, Shelf, Variable, can_be_kept, component_of, delete_shelf, folded, put_shelf};
use crate::store::{StoreError, Write};

/// More variables of one station are not kept; the largest stations have some thousands.
const MOST_VARIABLES: u64 = 10_000;

/// What one message changes.
pub struct Notebook<'a> {
    context: Context<'a>,
    shelves: BTreeMap<String, Component>,
    left_out: BTreeSet<String>,
    inventory: Inventory,
    before: Inventory,
    seen: Seen,
    /// So many variables are kept.
    most: u64,
}

/// The shelves of a component, and where its variables are by their folded names: on which shelf, and there.
struct Component {
    shelves: Vec<Kept>,
    places: HashMap<String, (usize, usize)>,
}

/// A shelf as it was read, and whether it is to be written.
struct Kept {
    shelf: Shelf,
    seen: Seen,
    is_there: bool,
    changed: bool,
}

impl Component {
    fn of(shelves: Vec<Kept>) -> Self {
        let mut places = HashMap::new();
        for (shelf, kept) in shelves.iter().enumerate() {
            for (place, variable) in kept.shelf.variables.iter().enumerate() {
                places.entry(folded(&variable.name)).or_insert((shelf, place));
            }
        }
        Self { shelves, places }
    }

    /// Takes out what was not heard of since a moment; how many stay.
    fn sweep(&mut self, since: Time) -> usize {
        for kept in &mut self.shelves {
            let before = kept.shelf.variables.len();
            kept.shelf.variables.retain(|variable| variable.at >= since);
            kept.changed |= kept.shelf.variables.len() != before;
        }
        self.places.clear();
        self.shelves.iter().map(|kept| kept.shelf.variables.len()).sum()
    }

    /// From the end on shelves that have nothing any more go; one between others stays, as those are found one by one.
    fn writes(&self, id: &ChargePointId, component: &str) -> Result<Vec<Write>, StoreError> {
        let used = self
            .shelves
            .iter()
            .rposition(|kept| !kept.shelf.variables.is_empty())
            .map_or(0, |last| last + 1);
        let changed = self.shelves.iter().enumerate();
        let changed = changed.filter(|(number, kept)| kept.changed || (*number >= used && kept.is_there));
        let writes = changed.filter(|(number, kept)| *number < used || kept.is_there);
        writes
            .map(|(number, kept)| {
                let write = if number < used {
                    put_shelf(id, component, number, &kept.shelf)?
                } else {
                    delete_shelf(id, component, number)
                };
                Ok(kept.seen.guarded(write))
            })
            .collect()
    }
}

/// What a station said when it was asked for a value.
pub enum Said<'s> {
    /// It is this; none: it gives none.
    Value(Option<&'s str>),
    /// It gives none, in its words; what it was before may still be true.
    Refused(&'s str),
    /// It has no such variable.
    Unknown(&'s str),
}

impl<'a> Notebook<'a> {
    /// Begins.
    ///
    /// # Errors
    /// The store's.
    pub fn open(context: Context<'a>) -> Result<Self, HandlerError> {
        let (before, seen) = context.state.inventory_seen(context.caller.charge_point)?;
        let mut inventory = before.clone();
        let version = Some(context.caller.version.number().to_owned());
        if before.version.is_some() && before.version != version {
            // It has other names for everything now.
            inventory.whole_since = Some(context.caller.now);
            inventory.asked_for = None;
        }
        inventory.version = version;
        Ok(Self {
            context,
            shelves: BTreeMap::new(),
            left_out: BTreeSet::new(),
            inventory,
            before,
            seen,
            most: MOST_VARIABLES,
        })
    }

    /// What is known beside the variables.
    pub fn inventory(&mut self) -> &mut Inventory {
        &mut self.inventory
    }

    /// When the message came.
    #[must_use]
    pub fn now(&self) -> Time {
        self.context.caller.now
    }

    /// A variable, to note what was said of it; none: it is not kept.
    ///
    /// # Errors
    /// The store's.
    pub fn variable(&mut self, name: &str) -> Result<Option<&mut Variable>, HandlerError> {
        let (id, now) = (self.context.caller.charge_point, self.context.caller.now);
        let (component, folded) = (component_of(name), folded(name));
        if !can_be_kept(id, name) {
            return Ok(self.leave_out(folded));
        }
        if !self.shelves.contains_key(&component) {
            let shelves = self.read(&component)?;
            self.shelves.insert(component.clone(), Component::of(shelves));
        }
        let known = self.shelves.get(&component);
        let place = match known.and_then(|known| known.places.get(&folded).copied()) {
            Some(place) => place,
            None if self.inventory.variables >= self.most => return Ok(self.leave_out(folded)),
            None => {
                self.inventory.variables += 1;
                self.add(&component, Variable::new(name, now))?
            }
        };
        let shelf = self
            .shelves
            .get_mut(&component)
            .and_then(|known| known.shelves.get_mut(place.0));
        Ok(shelf.and_then(|kept| {
            kept.changed = true;
            let variable = kept.shelf.variables.get_mut(place.1)?;
            variable.at = now;
            Some(variable)
        }))
    }

    /// The shelves of a component, and the first that is not there.
    fn read(&self, component: &str) -> Result<Vec<Kept>, HandlerError> {
        let mut shelves = Vec::new();
        loop {
            let (shelf, seen) =
                self.context
                    .state
                    .shelf_seen(self.context.caller.charge_point, component, shelves.len())?;
            let is_there = shelf.is_some();
            shelves.push(Kept {
                shelf: shelf.unwrap_or_default(),
                seen,
                is_there,
                changed: false,
            });
            if !is_there {
                return Ok(shelves);
            }
        }
    }

    /// Puts a variable on the first shelf that has room; where it is.
    fn add(&mut self, component: &str, variable: Variable) -> Result<(usize, usize), HandlerError> {
        let id = self.context.caller.charge_point;
        let Component { shelves, places } = self
            .shelves
            .entry(component.to_owned())
            .or_insert_with(|| Component::of(Vec::new()));
        let with_room = shelves.iter().position(|kept| kept.shelf.has_room());
        let number = with_room.unwrap_or(shelves.len());
        if with_room.is_none() {
            let (shelf, seen) = self.context.state.shelf_seen(id, component, number)?;
            shelves.push(Kept {
                is_there: shelf.is_some(),
                shelf: shelf.unwrap_or_default(),
                seen,
                changed: false,
            });
        }
        let Some(kept) = shelves.get_mut(number) else {
            return Ok((number, 0));
        };
        let place = (number, kept.shelf.variables.len());
        places.insert(folded(&variable.name), place);
        kept.shelf.variables.push(variable);
        Ok(place)
    }

    /// It is too much, whatever is said of it.
    fn leave_out(&mut self, name: String) -> Option<&mut Variable> {
        self.inventory.left_out += u64::from(self.left_out.insert(name));
        None
    }

    /// What the station said of a value.
    ///
    /// # Errors
    /// The store's.
    pub fn said(&mut self, name: &str, attribute: &str, said: Said<'_>) -> Result<Option<&mut Variable>, HandlerError> {
        let now = self.now();
        let Some(variable) = self.variable(name)? else {
            return Ok(None);
        };
        let is_secret = variable.is_secret();
        let attribute = variable.attribute(attribute);
        match said {
            Said::Value(value) => {
                attribute.value = value.filter(|_| !is_secret).map(str::to_owned);
                attribute.value_at = Some(now);
                attribute.refused = None;
            }
            Said::Refused(word) => attribute.refused = Some(word.to_owned()),
            Said::Unknown(word) => {
                attribute.value = None;
                attribute.value_at = Some(now);
                attribute.refused = Some(word.to_owned());
            }
        }
        Ok(Some(variable))
    }

    /// What the station said to a new value.
    ///
    /// # Errors
    /// The store's.
    pub fn set(&mut self, name: &str, attribute: &str, set: NewValue<'_>) -> Result<(), HandlerError> {
        let now = self.now();
        let Some(variable) = self.variable(name)? else {
            return Ok(());
        };
        let value = Some(set.value).filter(|_| !variable.is_secret());
        let attribute = variable.attribute(attribute);
        if set.is_taken {
            attribute.value = value.map(str::to_owned);
            attribute.value_at = Some(now);
            attribute.refused = None;
        }
        attribute.last_set = Some(LastSet {
            value: value.map(str::to_owned),
            status: set.status.to_owned(),
            at: now,
        });
        Ok(())
    }

    /// The station says that it does not do this; it is not asked by itself again until its firmware is another.
    ///
    /// # Errors
    /// The store's.
    pub fn does_not(&mut self, action: &str) -> Result<(), HandlerError> {
        let boot = self.context.state.boot(self.context.caller.charge_point)?;
        let firmware = Firmware(boot.and_then(|boot| boot.firmware_version));
        self.inventory.refused.insert(action.to_owned(), firmware);
        Ok(())
    }

    /// All that the station has is about to be told: what it has too much of is counted anew.
    pub fn whole_begins(&mut self) {
        self.inventory.left_out = 0;
    }

    /// All is told by this message: what was known before takes nobody's room, as it goes where it is not told again.
    pub fn is_whole(&mut self) {
        self.most += self.inventory.variables.min(MOST_VARIABLES);
    }

    /// All that the station has was told: what was not heard of since that was asked for is not there any more.
    fn sweep(&mut self, since: Time) -> Result<(), HandlerError> {
        let id = self.context.caller.charge_point;
        for component in self.context.state.shelved_components(id)? {
            if !self.shelves.contains_key(&component) {
                let shelves = self.read(&component)?;
                self.shelves.insert(component, Component::of(shelves));
            }
        }
        let stay: usize = self.shelves.values_mut().map(|component| component.sweep(since)).sum();
        self.inventory.variables = u64::try_from(stay).unwrap_or(u64::MAX);
        Ok(())
    }

    /// What changes: the variables, then what says that they are known.
    ///
    /// # Errors
    /// A record without a JSON form; the store's, where all was told.
    pub fn effects(mut self) -> Result<Effects, HandlerError> {
        if let Some(since) = self.inventory.whole_since
            && self.before.whole_since != Some(since)
        {
            self.sweep(since)?;
        }
        let id = self.context.caller.charge_point;
        let mut writes = Vec::new();
        for (name, component) in &self.shelves {
            writes.extend(component.writes(id, name)?);
        }
        if self.inventory != self.before {
            writes.push(self.seen.guarded(put_inventory(id, &self.inventory)?));
        }
        if writes.is_empty() {
            return Ok(Effects::none());
        }
        Ok(Effects::now(writes))
    }
}

/// A value that a station was to take.
pub struct NewValue<'s> {
    /// The value.
    pub value: &'s str,
    /// What the station said.
    pub status: &'s str,
    /// It has it now, or will have it after its next boot.
    pub is_taken: bool,
}
