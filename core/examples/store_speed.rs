//! Prints how long the sled store takes to open, how many durable writes a second it acknowledges with
//! so many writers waiting, what processor time each takes (that of all threads), how long one write takes, and how long one read takes. `cargo run --example store_speed -- [FOLDER]`, on the disk to be
//! measured; the folder must not hold a store that is needed.

use std::cell::Cell;
use std::error::Error;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ocpp_central::store::{Change, Collection, Expect, Page, SledStore, Store, StoreError, Write};

const COLLECTION: Collection = Collection("speed");
const VALUE_BYTES: usize = 200;
const TIME: Duration = Duration::from_secs(3);

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).map(PathBuf::from);
    let folder = folder.unwrap_or_else(|| std::env::temp_dir().join("store-speed"));
    let started = Instant::now();
    let store: Arc<dyn Store> = Arc::new(SledStore::open(&folder, 64 * 1024 * 1024)?);
    println!("opened in {:.3} s", started.elapsed().as_secs_f64());
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    println!("writers  writes/s  CPU µs  syncs/s  p50 ms  p99 ms");
    for writers in [1, 16, 64, 256, 1024] {
        let tasks = tokio::task::LocalSet::new();
        tasks.block_on(&runtime, measure(&store, writers))?;
    }
    read(store.as_ref())
}

fn read(store: &dyn Store) -> Result<(), Box<dyn Error>> {
    let found = store.list(COLLECTION, Page::all(100_000))?;
    let started = Instant::now();
    for (key, _) in &found {
        store.get(COLLECTION, key)?;
    }
    let micros = started.elapsed().as_secs_f64() * 1e6 / found.len().max(1) as f64;
    println!("{micros:.2} µs for a read");
    Ok(())
}

async fn measure(store: &Arc<dyn Store>, writers: usize) -> Result<(), Box<dyn Error>> {
    let (before, cpu, started) = (store.health(), processor_time()?, Instant::now());
    let next = Rc::new(Cell::new(0));
    let start = |_| tokio::task::spawn_local(keep_writing(Arc::clone(store), Rc::clone(&next), started));
    let tasks: Vec<_> = (0..writers).map(start).collect();
    let mut times = Vec::new();
    for task in tasks {
        times.extend(task.await??);
    }
    times.sort();
    let (after, seconds) = (store.health(), started.elapsed().as_secs_f64());
    let rate = |count: u64| count as f64 / seconds;
    let at = |part: usize| {
        times
            .get(times.len() * part / 100)
            .map_or(0.0, |time| time.as_secs_f64() * 1000.0)
    };
    println!(
        "{writers:7}  {:8.0}  {:6.2}  {:7.0}  {:6.2}  {:6.2}",
        rate(after.writes - before.writes),
        (processor_time()? - cpu).as_secs_f64() * 1e6 / (after.writes - before.writes).max(1) as f64,
        rate(after.syncs - before.syncs),
        at(50),
        at(99),
    );
    Ok(())
}

/// What this process has taken of processors since it began, to a hundredth of a second.
fn processor_time() -> Result<Duration, Box<dyn Error>> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    // The name of the program comes before, in parentheses, and may have spaces.
    let (_, fields) = stat.rsplit_once(')').ok_or("no name")?;
    let ticks: Result<Vec<u64>, _> = fields.split_whitespace().skip(11).take(2).map(str::parse).collect();
    Ok(Duration::from_millis(ticks?.iter().sum::<u64>() * 10))
}

/// Writes one key after the other until the time is over; how long each took.
async fn keep_writing(
    store: Arc<dyn Store>,
    next: Rc<Cell<u64>>,
    started: Instant,
) -> Result<Vec<Duration>, StoreError> {
    let mut times = Vec::new();
    while started.elapsed() < TIME {
        let number = next.replace(next.get() + 1);
        let write = Write {
            collection: COLLECTION,
            key: format!("CP-{:05}/{number:012}", number % 5000),
            expect: Expect::Any,
            change: Change::Put(vec![b'x'; VALUE_BYTES]),
        };
        let handed_over = Instant::now();
        store.write(vec![write]).await?;
        times.push(handed_over.elapsed());
    }
    Ok(times)
}
