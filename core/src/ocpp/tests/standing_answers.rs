//! Every action that a station may send gets a valid answer, and is kept, whatever it holds.

use ocpp_schemas::generate::{Rng, instance};
use ocpp_schemas::{Catalogue, Kind, Version};

use super::TestStation;
use crate::ocpp::Expects;

#[actix_web::test]
async fn every_action_is_answered_with_a_valid_response() {
    let mut rng = Rng::new(7);
    for version in Version::ALL {
        let station = TestStation::new(version).await;
        for action in Catalogue::of(version)
            .actions()
            .filter(|action| action.sent_by_charge_point())
        {
            for _ in 0..20 {
                let payload = instance(action, Kind::Request, &mut rng);
                if action.confirmed() {
                    station.call(action.name(), payload).await;
                } else {
                    assert_eq!(station.send(Expects::Nothing, action.name(), payload).await, None);
                }
            }
        }
    }
}
