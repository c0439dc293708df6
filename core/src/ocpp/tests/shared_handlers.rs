//! The handlers and operations that 2.0.1 and 2.1 share are written with 2.1's types: what 2.0.1 allows must fit.

use ocpp_schemas::generate::{Rng, instance};
use ocpp_schemas::types::{OcppAction, v21};
use ocpp_schemas::{Catalogue, Kind, Version};
use serde_json::Value;

fn fits<A: OcppAction>() {
    let action = Catalogue::of(Version::V201).action(A::NAME).unwrap();
    let mut rng = Rng::new(11);
    for _ in 0..300 {
        let request = instance(action, Kind::Request, &mut rng);
        let typed: A::Request =
            serde_json::from_value(request.clone()).unwrap_or_else(|error| panic!("{error}: {request}"));
        let back: Value = serde_json::to_value(typed).unwrap();
        assert_eq!(action.validate(Kind::Request, &back), Ok(()), "{request} became {back}");
        let response = instance(action, Kind::Response, &mut rng);
        let typed: A::Response =
            serde_json::from_value(response.clone()).unwrap_or_else(|error| panic!("{error}: {response}"));
        let back: Value = serde_json::to_value(typed).unwrap();
        assert_eq!(
            action.validate(Kind::Response, &back),
            Ok(()),
            "{response} became {back}"
        );
    }
}

#[test]
fn messages_of_201_fit_the_types_of_21() {
    fits::<v21::Authorize>();
    fits::<v21::BootNotification>();
    fits::<v21::CancelReservation>();
    fits::<v21::DataTransfer>();
    fits::<v21::GetBaseReport>();
    fits::<v21::GetLocalListVersion>();
    fits::<v21::GetMonitoringReport>();
    fits::<v21::GetReport>();
    fits::<v21::GetVariables>();
    fits::<v21::Heartbeat>();
    fits::<v21::MeterValues>();
    fits::<v21::NotifyEvent>();
    fits::<v21::NotifyReport>();
    fits::<v21::ReservationStatusUpdate>();
    fits::<v21::ReserveNow>();
    fits::<v21::SendLocalList>();
    fits::<v21::SetVariables>();
    fits::<v21::StatusNotification>();
    fits::<v21::TransactionEvent>();
}
