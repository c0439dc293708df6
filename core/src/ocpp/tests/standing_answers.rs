//! Every action that a station may send gets a valid answer, and is kept, whatever it holds.

use ocpp_schemas::generate::{Rng, instance};
use ocpp_schemas::{Catalogue, Kind, Version};

use super::Bench;
use crate::ocpp::Asked;

#[actix_web::test]
async fn every_action_is_answered_with_a_valid_response() {
    let mut rng = Rng::new(7);
    for version in Version::ALL {
        let bench = Bench::new(version).await;
        for action in Catalogue::of(version)
            .actions()
            .filter(|action| action.sent_by_charge_point())
        {
            for _ in 0..20 {
                let payload = instance(action, Kind::Request, &mut rng);
                if action.confirmed() {
                    bench.call(action.name(), payload).await;
                } else {
                    assert_eq!(bench.send(Asked::Send, action.name(), payload).await, None);
                }
            }
        }
    }
}
