//! Firmware (1.6 sections 4.5 and 5.19 and the security extension, 2.x block L).

use super::rows::{Row, Versions, empty};

pub(super) const ROWS: &[Row] = &[
    Row::kept("FirmwareStatusNotification", Versions::ALL, empty),
    Row::sent("PublishFirmware", Versions::V2).asks_for(&["PublishFirmwareStatusNotification"]),
    Row::kept("PublishFirmwareStatusNotification", Versions::V2, empty),
    Row::kept("SignedFirmwareStatusNotification", Versions::V16, empty),
    Row::sent("SignedUpdateFirmware", Versions::V16).asks_for(&["SignedFirmwareStatusNotification"]),
    Row::sent("UnpublishFirmware", Versions::V2),
    Row::sent("UpdateFirmware", Versions::ALL).asks_for(&["FirmwareStatusNotification"]),
];
