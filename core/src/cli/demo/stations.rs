//! Who is at work in the demo.

use ocpp_charge_point::station::{Quirk, StationOptions};
use ocpp_schemas::Version;

/// One of them.
#[derive(Debug)]
pub struct Station {
    /// What it calls itself.
    pub id: &'static str,
    /// What people call it.
    pub name: &'static str,
    /// Where it stands.
    pub site: &'static str,
    /// A word to find it by.
    pub label: &'static str,
    /// North and east, in degrees.
    pub place: [f64; 2],
    /// What it speaks.
    pub version: Version,
    /// Its make.
    pub make: [&'static str; 2],
    /// What it does otherwise than the specification wants.
    pub quirk: Option<Quirk>,
    /// A connector that is broken, and how.
    pub broken: Option<(u16, &'static str)>,
    /// Its link breaks now and then.
    pub flaky: bool,
}

impl Station {
    /// Makes it of a usual one.
    pub fn shape(&self, options: &mut StationOptions, seed: u64) {
        let [vendor, model] = self.make;
        options.version = self.version;
        vendor.clone_into(&mut options.vendor);
        model.clone_into(&mut options.model);
        options.serial = format!("{}-{seed:06}", self.id.replace(' ', ""));
        options.quirk = self.quirk;
        options.seed = seed;
        options
            .settings
            .insert("MeterValueSampleInterval".to_owned(), "5".to_owned());
        options.settings.insert("HeartbeatInterval".to_owned(), "60".to_owned());
        // Its drivers are known to it, so its link may break at any time.
        options
            .settings
            .insert("AllowOfflineTxForUnknownId".to_owned(), "true".to_owned());
    }
}

const fn station(id: &'static str, name: &'static str, version: Version) -> Station {
    Station {
        id,
        name,
        site: "Depot North",
        label: "depot",
        place: [52.5200, 13.4050],
        version,
        make: ["Voltaro", "Duo 22"],
        quirk: None,
        broken: None,
        flaky: false,
    }
}

/// All of them.
pub static STATIONS: [Station; 10] = [
    station("DEPOT-1", "Depot, bay 1", Version::V16),
    Station {
        quirk: Some(Quirk::LowerCase),
        make: ["Brightwall", "BW-2"],
        ..station("DEPOT-2", "Depot, bay 2", Version::V16)
    },
    Station {
        broken: Some((2, "GroundFailure")),
        ..station("DEPOT-3", "Depot, bay 3", Version::V16)
    },
    station("DEPOT-4", "Depot, bay 4", Version::V201),
    Station {
        site: "Market Street",
        label: "street",
        place: [52.5170, 13.3889],
        make: ["Ampera", "Street 2"],
        flaky: true,
        ..station("STREET-1", "Market Street 12", Version::V16)
    },
    Station {
        site: "Market Street",
        label: "street",
        place: [52.5164, 13.3777],
        make: ["Ampera", "Street 2"],
        ..station("STREET-2", "Market Street 40", Version::V201)
    },
    Station {
        site: "Market Street",
        label: "street",
        place: [52.5186, 13.3762],
        make: ["Ampera", "Street 3"],
        ..station("STREET-3", "Market Street 77", Version::V21)
    },
    Station {
        site: "Hotel Lakeside",
        label: "hotel",
        place: [52.4370, 13.1800],
        make: ["Voltaro", "Home 11"],
        ..station("HOTEL-1", "Hotel, garage left", Version::V201)
    },
    Station {
        site: "Hotel Lakeside",
        label: "hotel",
        place: [52.4372, 13.1803],
        make: ["Voltaro", "Next"],
        ..station("HOTEL-2", "Hotel, garage right", Version::V21)
    },
    Station {
        site: "Hotel Lakeside",
        label: "hotel",
        place: [52.4375, 13.1809],
        make: ["Voltaro", "Next"],
        ..station("HOTEL-3", "Hotel, entrance", Version::V21)
    },
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{STATIONS, Version};

    #[test]
    fn there_are_ten_of_all_versions_with_what_there_is_to_see() {
        let ids: BTreeSet<_> = STATIONS.iter().map(|station| station.id).collect();
        let versions: BTreeSet<_> = STATIONS.iter().map(|station| station.version.number()).collect();
        assert_eq!((ids.len(), versions.len()), (10, Version::ALL.len()));
        for shown in [
            STATIONS.iter().filter(|station| station.flaky).count(),
            STATIONS.iter().filter(|station| station.broken.is_some()).count(),
            STATIONS.iter().filter(|station| station.quirk.is_some()).count(),
        ] {
            assert_eq!(shown, 1);
        }
    }
}
