//! Takes a tag out of the store: every collection is walked once, in steps with pauses, and each record that names the
//! tag is written back without it, unless it was changed meanwhile; then it is looked at again. What was done is not
//! done again, so whoever is interrupted, by a crash or otherwise, begins anew.

use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;
use tokio::runtime::Runtime;

use super::mask::masked;
use super::places::{Way, class, way};
use super::tag::Tag;
use crate::ids::{CampaignId, ChargePointId, TransactionId};
use crate::state::collections::{CAMPAIGN_ORDERS, CAMPAIGNS, TABLE};
use crate::state::id_tags::{IdTag, IdTagStatus, put_id_tags};
use crate::state::local_lists::{LocalList, Update};
use crate::state::messages::retold;
use crate::state::transactions::{Wanted, reword_transaction, starts_with_tag};
use crate::state::{State, delete, parts};
use crate::store::{Change, Collection, Entry, Expect, Page, StoreError, Write};

/// Records that are read at a time.
const STEP: usize = 200;
/// Between two steps.
const PAUSE: Duration = Duration::from_millis(1);
/// So often a step is tried again that others were faster than.
const MOST_TRIES: usize = 64;
/// More sessions of one tag do not run.
const MOST_OPEN: usize = 1000;

/// What cannot be done while it goes on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnderWay {
    /// Sessions that the tag runs.
    pub sessions: Vec<(ChargePointId, TransactionId)>,
    /// Campaigns that bring the tag to charge points.
    pub campaigns: Vec<CampaignId>,
}

/// What was done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Erased {
    /// How many records of each class are others now, or gone.
    pub counts: BTreeMap<&'static str, u64>,
    /// Charge points whose local list may still have the tag.
    pub local_lists: Vec<ChargePointId>,
    /// What was found and left.
    pub left: Vec<Left>,
}

/// The counts by class.
impl Serialize for Erased {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.counts.serialize(serializer)
    }
}

/// What was found and left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// The collection's name.
    pub collection: &'static str,
    /// How many records.
    pub count: u64,
    /// Why.
    pub reason: &'static str,
}

/// What goes on with a tag now.
///
/// # Errors
/// The store's.
pub fn under_way(state: &State, tag: &Tag) -> Result<UnderWay, StoreError> {
    let wanted = Wanted {
        id_tag: Some(tag.text().to_owned()),
        open: Some(true),
        ..Wanted::default()
    };
    let open = state.find_transactions(&wanted, None, MOST_OPEN, MOST_OPEN)?;
    let sessions = open.found.into_iter().map(|(_, one)| (one.charge_point, one.id));
    let mut found = UnderWay {
        sessions: sessions.collect(),
        campaigns: Vec::new(),
    };
    let mut before = None;
    loop {
        let page = state.campaigns(before.as_ref(), STEP)?;
        let Some(last) = page.last() else { return Ok(found) };
        before = Some(last.id.clone());
        for campaign in page.iter().filter(|campaign| campaign.is_alive()) {
            let order = state
                .store()
                .get(CAMPAIGN_ORDERS, &crate::state::key(&[campaign.id.as_str()]))?;
            if order.is_some_and(|order| without(&order.value, tag).is_some()) {
                found.campaigns.push(campaign.id.clone());
            }
        }
    }
}

/// Takes the tag out of all collections; blocks until that is done. A tag that is to stay blocked stays in the register,
/// with nothing else. What belongs to these campaigns is left.
///
/// # Errors
/// The store's; then some of it is done.
pub fn erase(state: &State, tag: &Tag, keep: &Kept, runtime: &Runtime) -> Result<Erased, StoreError> {
    let mut erasing = Erasing {
        state,
        tag,
        keep,
        runtime,
        done: Erased::default(),
    };
    erasing.register()?;
    // Of memory first, so that nothing of it is written again.
    state.tag_refusals().forget(tag.text());
    for row in TABLE {
        erasing.collection(row.collection)?;
    }
    let in_memory = state.messages().retell(&|text| masked(text, tag));
    erasing.count("frames", in_memory);
    Ok(erasing.done)
}

/// What stays.
#[derive(Debug, Clone, Default)]
pub struct Kept {
    /// The tag in the register, as blocked.
    pub blocked: bool,
    /// What campaigns that are under way still need.
    pub campaigns: HashSet<String>,
}

struct Erasing<'a> {
    state: &'a State,
    tag: &'a Tag,
    keep: &'a Kept,
    runtime: &'a Runtime,
    done: Erased,
}

/// What becomes of one record.
enum Fate {
    Stays,
    Written(Vec<Write>),
    Left(&'static str),
}

impl Erasing<'_> {
    fn count(&mut self, class: &'static str, more: u64) {
        if more > 0 {
            *self.done.counts.entry(class).or_default() += more;
        }
    }

    fn leave(&mut self, collection: Collection, reason: &'static str) {
        let is_it = |left: &&mut Left| left.collection == collection.0 && left.reason == reason;
        match self.done.left.iter_mut().find(is_it) {
            Some(left) => left.count += 1,
            None => self.done.left.push(Left {
                collection: collection.0,
                count: 1,
                reason,
            }),
        }
    }

    fn write(&self, writes: Vec<Write>) -> Result<(), StoreError> {
        if writes.is_empty() {
            return Ok(());
        }
        self.runtime.block_on(self.state.store().write(writes)).map(drop)
    }

    /// The tag's own record: first, so that it may not charge any more.
    fn register(&mut self) -> Result<(), StoreError> {
        let known = self.state.id_tags_of(self.tag.text())?;
        let blocked = IdTag {
            tag: self.tag.text().to_owned(),
            kind: None,
            status: IdTagStatus::Blocked,
            parent: None,
            expiry: None,
        };
        let wanted = if self.keep.blocked { vec![blocked] } else { Vec::new() };
        if known == wanted {
            return Ok(());
        }
        self.write(vec![put_id_tags(self.tag.text(), wanted)?])?;
        self.count("idTags", 1);
        Ok(())
    }

    fn collection(&mut self, collection: Collection) -> Result<(), StoreError> {
        match way(collection) {
            Way::Index => self.index(),
            Way::Keys => self.keys(collection),
            _ => self.records(collection),
        }
    }

    /// What leads from the tag to its sessions, which say another one by now.
    fn index(&mut self) -> Result<(), StoreError> {
        loop {
            let gone = self.state.unlist_tag(self.tag.text(), STEP)?;
            if gone.is_empty() {
                return Ok(());
            }
            self.write(gone)?;
        }
    }

    /// Starts of 1.6: the tag is the last part of their keys.
    fn keys(&mut self, collection: Collection) -> Result<(), StoreError> {
        let mut after: Option<String> = None;
        loop {
            let page = Page::all(STEP).after(after.as_deref());
            let keys = self.state.store().list_keys(collection, page)?;
            let Some(last) = keys.last() else { return Ok(()) };
            after = Some(last.clone());
            let is_it = |part: &String| starts_with_tag(part, self.tag.text());
            let names_it = |key: &&String| parts(key).last().is_some_and(is_it);
            let gone: Vec<Write> = keys
                .iter()
                .filter(names_it)
                .map(|key| delete(collection, key.clone()))
                .collect();
            let removed = u64::try_from(gone.len()).unwrap_or_default();
            self.write(gone)?;
            self.count(class(collection), removed);
            std::thread::sleep(PAUSE);
        }
    }

    fn records(&mut self, collection: Collection) -> Result<(), StoreError> {
        let mut after: Option<String> = None;
        let mut tries = 0;
        loop {
            let page = Page::all(STEP).after(after.as_deref());
            let records = self.state.store().list(collection, page)?;
            let Some((last, _)) = records.last() else { return Ok(()) };
            let last = last.clone();
            let (mut writes, mut count, mut left) = (Vec::new(), 0, Vec::new());
            for (key, entry) in &records {
                match self.fate(collection, key, entry)? {
                    Fate::Written(own) => {
                        count += 1;
                        writes.extend(own);
                    }
                    Fate::Left(reason) => left.push(reason),
                    Fate::Stays => {}
                }
                if self.tag.is_telling() && self.is_in_key(key) && way(collection) != Way::Register {
                    left.push("its key names the tag");
                }
            }
            match self.write(writes) {
                Err(StoreError::Conflict { .. }) if tries < MOST_TRIES => tries += 1,
                written => {
                    written?;
                    self.count(class(collection), count);
                    left.into_iter().for_each(|reason| self.leave(collection, reason));
                    after = Some(last);
                    tries = 0;
                }
            }
            std::thread::sleep(PAUSE);
        }
    }

    fn is_in_key(&self, key: &str) -> bool {
        let names_it = |part: &String| self.tag.replaced_in(part, "").is_some();
        self.tag.may_be_among(key.as_bytes()) && parts(key).iter().any(names_it)
    }

    fn fate(&mut self, collection: Collection, key: &str, entry: &Entry) -> Result<Fate, StoreError> {
        let way = way(collection);
        if way == Way::LocalLists {
            return self.local_list(collection, key, entry);
        }
        if way == Way::Register {
            return Ok(self.group(collection, key, entry));
        }
        let other = match way {
            Way::Frames => retold(&entry.value, |text| masked(text, self.tag)),
            _ => without(&entry.value, self.tag),
        };
        let Some(other) = other else { return Ok(Fate::Stays) };
        Ok(match way {
            Way::Plugins => Fate::Left("it is a plugin's own"),
            Way::Campaigns if self.is_needed(collection, key, &entry.value) => {
                Fate::Left("a campaign that is under way needs it: erase the tag again when that is over")
            }
            Way::Sessions => match reword_transaction(key, entry, other) {
                Ok(writes) => Fate::Written(writes),
                Err(StoreError::Corrupt { .. }) => Fate::Left("the record cannot be read"),
                Err(error) => return Err(error),
            },
            _ => Fate::Written(vec![back(collection, key, entry, other)]),
        })
    }

    /// A group that the tag stands for is no group any more: two that are erased must not become one.
    fn group(&self, collection: Collection, key: &str, entry: &Entry) -> Fate {
        let Ok(mut record) = serde_json::from_slice::<Value>(&entry.value) else {
            return Fate::Stays;
        };
        let mut found = leave_group(&mut record, self.tag);
        for further in record
            .get_mut("further")
            .and_then(Value::as_array_mut)
            .into_iter()
            .flatten()
        {
            found |= leave_group(further, self.tag);
        }
        if !found {
            return Fate::Stays;
        }
        Fate::Written(vec![back(collection, key, entry, record.to_string().into_bytes())])
    }

    fn local_list(&mut self, collection: Collection, key: &str, entry: &Entry) -> Result<Fate, StoreError> {
        if !self.tag.may_be_among(&entry.value) {
            return Ok(Fate::Stays);
        }
        let Ok(mut list) = serde_json::from_slice::<LocalList>(&entry.value) else {
            return Ok(Fate::Left("the record cannot be read"));
        };
        if self.leave_list(&mut list) {
            list.in_doubt = true;
            let station = parts(key).into_iter().next().unwrap_or_default();
            let station = ChargePointId::new(&station);
            if !self.done.local_lists.contains(&station) {
                self.done.local_lists.push(station);
            }
        }
        let text = serde_json::to_vec(&list).map_err(|error| StoreError::Refused {
            collection: collection.0,
            key: key.to_owned(),
            reason: error.to_string(),
        })?;
        // Groups of others, and what else names it.
        let text = without(&text, self.tag).unwrap_or(text);
        if text == entry.value {
            return Ok(Fate::Stays);
        }
        Ok(Fate::Written(vec![back(collection, key, entry, text)]))
    }

    /// Takes the tag's own entries out of a list; whether there were any.
    fn leave_list(&self, list: &mut LocalList) -> bool {
        let before = list.clone();
        list.entries.retain(|name, entry| !self.is_entry(name, Some(entry)));
        let leave = |updates: &mut Vec<Update>| {
            for update in updates {
                update
                    .entries
                    .retain(|(name, entry)| !self.is_entry(name, entry.as_ref()));
            }
        };
        leave(&mut list.unconfirmed);
        leave(&mut list.missed);
        *list != before
    }

    /// What names an entry is the tag, or its type, a colon and the tag.
    fn is_entry(&self, name: &str, entry: Option<&Value>) -> bool {
        let named = name.split_once(':').map_or(name, |(_, token)| token);
        let told = ["/idTag", "/idToken/idToken"];
        let told = entry.and_then(|entry| told.iter().find_map(|place| entry.pointer(place)?.as_str()));
        self.tag.is(name) || self.tag.is(named) || told.is_some_and(|told| self.tag.is(told))
    }

    fn is_needed(&self, collection: Collection, key: &str, value: &[u8]) -> bool {
        if self.keep.campaigns.is_empty() {
            return false;
        }
        if collection == CAMPAIGNS || collection == CAMPAIGN_ORDERS {
            return self.keep.campaigns.contains(key);
        }
        let of = serde_json::from_slice::<OfCampaign>(value).ok();
        of.and_then(|of| of.campaign)
            .is_some_and(|id| self.keep.campaigns.contains(&id))
    }
}

/// Of a command, the campaign that it is a part of.
#[derive(Deserialize)]
struct OfCampaign {
    campaign: Option<String>,
}

fn leave_group(record: &mut Value, tag: &Tag) -> bool {
    let is_it = |parent: &&mut Value| parent.as_str().is_some_and(|parent| tag.is(parent));
    let Some(parent) = record.get_mut("parent").filter(is_it) else {
        return false;
    };
    *parent = Value::Null;
    true
}

/// A record's bytes without the tag; none: it is not in there.
pub(super) fn without(value: &[u8], tag: &Tag) -> Option<Vec<u8>> {
    if !tag.may_be_among(value) {
        return None;
    }
    // A plugin's state may be any bytes; what is no text is not written back.
    let text = String::from_utf8_lossy(value);
    masked(&text, tag)
        .or_else(|| {
            (!text.contains('"') && tag.is_telling())
                .then(|| tag.replaced_in(&text, super::ERASED))
                .flatten()
        })
        .map(String::into_bytes)
}

fn back(collection: Collection, key: &str, entry: &Entry, value: Vec<u8>) -> Write {
    Write {
        collection,
        key: key.to_owned(),
        expect: Expect::Revision(entry.revision),
        change: Change::Put(value),
    }
}
