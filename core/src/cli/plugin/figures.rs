//! Times and sizes as people read them.

use std::path::{Display, Path};
use std::time::Duration;

/// Such as `4.2 µs`, `13 ms` or `1.4 s`: two digits or more.
pub fn time(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    let (figure, unit) = match seconds {
        s if s >= 1.0 => (s, "s"),
        s if s >= 1e-3 => (s * 1e3, "ms"),
        s => (s * 1e6, "µs"),
    };
    if figure < 10.0 {
        format!("{figure:.1} {unit}")
    } else {
        format!("{figure:.0} {unit}")
    }
}

/// Such as `603 kB`.
pub fn size(bytes: usize) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}

/// A path, without the dot of this folder.
pub fn place(path: &Path) -> Display<'_> {
    path.strip_prefix(".").unwrap_or(path).display()
}

/// Such as `1 step` or `2 steps`.
pub fn count(number: usize, what: &str) -> String {
    if number == 1 {
        format!("1 {what}")
    } else {
        format!("{number} {what}s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_two_digits_and_a_unit() {
        let times = [4_210, 950, 13_400_000, 1_440_000_000].map(|nanos| time(Duration::from_nanos(nanos)));
        assert_eq!(times, ["4.2 µs", "0.9 µs", "13 ms", "1.4 s"]);
        assert_eq!([999, 603_664, 18_540_000].map(size), ["999 bytes", "603 kB", "18.5 MB"]);
        assert_eq!([count(1, "step"), count(0, "step")], ["1 step", "0 steps"]);
    }
}
