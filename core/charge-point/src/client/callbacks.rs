//! A trait per version with a method per action that the server may send, each typed, and each answered NotSupported
//! until a device says otherwise. Around a device, [`V16`], [`V201`] and [`V21`] are the [`Handler`]s.

use ocpp_schemas::types::{OcppAction, v16, v21, v201};
use ocpp_schemas::{ErrorCode, Version};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::answer::Handler;
use super::error::ConnectError;
use super::frame::Refusal;

fn typed<R: DeserializeOwned>(version: Version, payload: Value) -> Result<R, Refusal> {
    serde_json::from_value(payload)
        .map_err(|error| Refusal::new(ErrorCode::FormatViolation, version, error.to_string()))
}

fn written(version: Version, answer: impl serde::Serialize) -> Result<Value, Refusal> {
    serde_json::to_value(answer).map_err(|error| Refusal::new(ErrorCode::InternalError, version, error.to_string()))
}

fn unsupported(version: Version, action: &str) -> Refusal {
    let words = format!("this charge point does not have {action}");
    Refusal::new(ErrorCode::NotSupported, version, words)
}

/// The trait of a version and its adapter.
macro_rules! callbacks {
    ($version:literal $name:ident $adapter:ident $module:ident: $($method:ident $action:ident,)*) => {
        #[doc = concat!("What a device answers to the requests of an OCPP ", $version, " server.")]
        pub trait $name {
            $(
                #[doc = concat!("Answers `", stringify!($action), "`.")]
                ///
                /// # Errors
                /// Why it is refused; `NotSupported` until it is written.
                #[allow(unused_variables, reason = "a callback that is not written yet looks at nothing")]
                fn $method(
                    &mut self,
                    request: <$module::$action as OcppAction>::Request,
                ) -> Result<<$module::$action as OcppAction>::Response, Refusal> {
                    Err(unsupported(Version::$adapter, stringify!($action)))
                }
            )*

            /// The connection is open.
            fn connected(&mut self) {}

            /// The connection has ended, and is opened again after a while.
            fn disconnected(&mut self, _why: &str) {}

            /// It cannot be opened; it is tried again after a while.
            fn not_connected(&mut self, _why: &ConnectError) {}
        }

        #[doc = concat!("A device that speaks OCPP ", $version, ", as a [`Handler`].")]
        #[derive(Debug)]
        pub struct $adapter<T>(pub T);

        impl<T: $name> Handler for $adapter<T> {
            fn on_call(&mut self, action: &str, payload: Value) -> Result<Value, Refusal> {
                match action {
                    $(
                        stringify!($action) => {
                            let answer = self.0.$method(typed(Version::$adapter, payload)?)?;
                            written(Version::$adapter, answer)
                        }
                    )*
                    other => Err(unsupported(Version::$adapter, other)),
                }
            }

            fn on_connected(&mut self) {
                self.0.connected();
            }

            fn on_disconnected(&mut self, why: &str) {
                self.0.disconnected(why);
            }

            fn on_not_connected(&mut self, why: &ConnectError) {
                self.0.not_connected(why);
            }
        }
    };
}

callbacks! {
    "1.6" Callbacks16 V16 v16:
    cancel_reservation CancelReservation,
    certificate_signed CertificateSigned,
    change_availability ChangeAvailability,
    change_configuration ChangeConfiguration,
    clear_cache ClearCache,
    clear_charging_profile ClearChargingProfile,
    data_transfer DataTransfer,
    delete_certificate DeleteCertificate,
    extended_trigger_message ExtendedTriggerMessage,
    get_composite_schedule GetCompositeSchedule,
    get_configuration GetConfiguration,
    get_diagnostics GetDiagnostics,
    get_installed_certificate_ids GetInstalledCertificateIds,
    get_local_list_version GetLocalListVersion,
    get_log GetLog,
    install_certificate InstallCertificate,
    remote_start_transaction RemoteStartTransaction,
    remote_stop_transaction RemoteStopTransaction,
    reserve_now ReserveNow,
    reset Reset,
    send_local_list SendLocalList,
    set_charging_profile SetChargingProfile,
    signed_update_firmware SignedUpdateFirmware,
    trigger_message TriggerMessage,
    unlock_connector UnlockConnector,
    update_firmware UpdateFirmware,
}

callbacks! {
    "2.0.1" Callbacks201 V201 v201:
    cancel_reservation CancelReservation,
    certificate_signed CertificateSigned,
    change_availability ChangeAvailability,
    clear_cache ClearCache,
    clear_charging_profile ClearChargingProfile,
    clear_display_message ClearDisplayMessage,
    clear_variable_monitoring ClearVariableMonitoring,
    cost_updated CostUpdated,
    customer_information CustomerInformation,
    data_transfer DataTransfer,
    delete_certificate DeleteCertificate,
    get_base_report GetBaseReport,
    get_charging_profiles GetChargingProfiles,
    get_composite_schedule GetCompositeSchedule,
    get_display_messages GetDisplayMessages,
    get_installed_certificate_ids GetInstalledCertificateIds,
    get_local_list_version GetLocalListVersion,
    get_log GetLog,
    get_monitoring_report GetMonitoringReport,
    get_report GetReport,
    get_transaction_status GetTransactionStatus,
    get_variables GetVariables,
    install_certificate InstallCertificate,
    publish_firmware PublishFirmware,
    request_start_transaction RequestStartTransaction,
    request_stop_transaction RequestStopTransaction,
    reserve_now ReserveNow,
    reset Reset,
    send_local_list SendLocalList,
    set_charging_profile SetChargingProfile,
    set_display_message SetDisplayMessage,
    set_monitoring_base SetMonitoringBase,
    set_monitoring_level SetMonitoringLevel,
    set_network_profile SetNetworkProfile,
    set_variable_monitoring SetVariableMonitoring,
    set_variables SetVariables,
    trigger_message TriggerMessage,
    unlock_connector UnlockConnector,
    unpublish_firmware UnpublishFirmware,
    update_firmware UpdateFirmware,
}

callbacks! {
    "2.1" Callbacks21 V21 v21:
    afrr_signal AFRRSignal,
    adjust_periodic_event_stream AdjustPeriodicEventStream,
    cancel_reservation CancelReservation,
    certificate_signed CertificateSigned,
    change_availability ChangeAvailability,
    change_transaction_tariff ChangeTransactionTariff,
    clear_cache ClearCache,
    clear_charging_profile ClearChargingProfile,
    clear_der_control ClearDERControl,
    clear_display_message ClearDisplayMessage,
    clear_tariffs ClearTariffs,
    clear_variable_monitoring ClearVariableMonitoring,
    cost_updated CostUpdated,
    customer_information CustomerInformation,
    data_transfer DataTransfer,
    delete_certificate DeleteCertificate,
    get_base_report GetBaseReport,
    get_charging_profiles GetChargingProfiles,
    get_composite_schedule GetCompositeSchedule,
    get_der_control GetDERControl,
    get_display_messages GetDisplayMessages,
    get_installed_certificate_ids GetInstalledCertificateIds,
    get_local_list_version GetLocalListVersion,
    get_log GetLog,
    get_monitoring_report GetMonitoringReport,
    get_periodic_event_stream GetPeriodicEventStream,
    get_report GetReport,
    get_tariffs GetTariffs,
    get_transaction_status GetTransactionStatus,
    get_variables GetVariables,
    install_certificate InstallCertificate,
    notify_allowed_energy_transfer NotifyAllowedEnergyTransfer,
    notify_web_payment_started NotifyWebPaymentStarted,
    publish_firmware PublishFirmware,
    request_battery_swap RequestBatterySwap,
    request_start_transaction RequestStartTransaction,
    request_stop_transaction RequestStopTransaction,
    reserve_now ReserveNow,
    reset Reset,
    send_local_list SendLocalList,
    set_charging_profile SetChargingProfile,
    set_der_control SetDERControl,
    set_default_tariff SetDefaultTariff,
    set_display_message SetDisplayMessage,
    set_monitoring_base SetMonitoringBase,
    set_monitoring_level SetMonitoringLevel,
    set_network_profile SetNetworkProfile,
    set_variable_monitoring SetVariableMonitoring,
    set_variables SetVariables,
    trigger_message TriggerMessage,
    unlock_connector UnlockConnector,
    unpublish_firmware UnpublishFirmware,
    update_dynamic_schedule UpdateDynamicSchedule,
    update_firmware UpdateFirmware,
    use_priority_charging UsePriorityCharging,
}

#[cfg(test)]
mod tests {
    use ocpp_schemas::types::v16::{ClearCacheRequest, ClearCacheResponse, ClearCacheStatus};
    use ocpp_schemas::{Catalogue, Version};
    use serde_json::json;

    use super::{Callbacks16, Handler as _, Refusal, V16};

    struct Small;

    impl Callbacks16 for Small {
        fn clear_cache(&mut self, _: ClearCacheRequest) -> Result<ClearCacheResponse, Refusal> {
            Ok(ClearCacheResponse::new(ClearCacheStatus::Accepted))
        }
    }

    #[test]
    fn what_is_written_answers_and_all_else_is_not_supported() {
        let mut handler = V16(Small);
        assert_eq!(
            handler.on_call("ClearCache", json!({})),
            Ok(json!({"status": "Accepted"}))
        );
        for action in Catalogue::of(Version::V16).actions() {
            if action.sent_by_central_system() && action.name() != "ClearCache" {
                // A payload that no type reads shows that the action has its method.
                let refused = handler.on_call(action.name(), json!(null));
                assert_eq!(
                    refused.map_err(|refusal| refusal.code),
                    Err("FormationViolation".to_owned())
                );
            }
        }
        let refused = handler.on_call("Reset", json!({"type": "Soft"}));
        assert_eq!(refused.map_err(|refusal| refusal.code), Err("NotSupported".to_owned()));
    }
}
