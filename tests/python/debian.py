"""A charge point on Debian's `python3-websockets`, run by Debian's own Python: `debian.py SCENARIO VERSION [ARGUMENT...]`.

Its frames are written here, because Debian has no `ocpp`. Prints PASSED as its last line; anything else is a failure.
"""

import asyncio
import json
import os
import sys
import uuid
from datetime import datetime, timezone

# What `websockets.connect` is in Debian 12, by the name that later versions have for it, too.
from websockets.extensions.permessage_deflate import PerMessageDeflate
from websockets.legacy.client import connect

import admin

TAG = "DRIVER"


def now():
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Station:
    """One request at a time; what the server asks for meanwhile is not known here.

    Its message ids are as long as those of most libraries: the answers are then long enough to be compressed.
    """

    def __init__(self, socket):
        self.socket = socket

    async def call(self, action, payload):
        number = str(uuid.uuid4())
        await self.socket.send(json.dumps([2, number, action, payload]))
        while True:
            frame = json.loads(await asyncio.wait_for(self.socket.recv(), 20))
            if frame[0] == 2:
                await self.socket.send(json.dumps([4, frame[1], "NotImplemented", "", {}]))
                continue
            assert frame[:2] == [3, number], frame
            return frame[2]


def sampled(value):
    """A meter value in the words of all versions; 1.6 has its figure as a text."""
    return [{"timestamp": now(), "sampledValue": [
        {"value": value, "measurand": "Energy.Active.Import.Register"},
    ]}]


async def session_1_6(station):
    """From plugging in to driving away: 1500 Wh."""
    boot = await station.call("BootNotification", {"chargePointVendor": "Vendor", "chargePointModel": "Model"})
    assert boot["status"] == "Accepted", boot
    authorized = await station.call("Authorize", {"idTag": TAG})
    assert authorized["idTagInfo"]["status"] == "Accepted", authorized
    start = {"connectorId": 1, "idTag": TAG, "meterStart": 1000, "timestamp": now()}
    started = await station.call("StartTransaction", start)
    assert started["idTagInfo"]["status"] == "Accepted", started
    number = started["transactionId"]
    for wh in (1500, 2000, 2500):
        values = {"connectorId": 1, "transactionId": number, "meterValue": sampled(str(wh))}
        assert await station.call("MeterValues", values) == {}
    await station.call("StopTransaction", {
        "transactionId": number, "meterStop": 2500, "timestamp": now(), "reason": "Local", "idTag": TAG,
    })


async def session_2(station):
    """The same in the words of 2.0.1."""
    boot = {"reason": "PowerUp", "chargingStation": {"vendorName": "Vendor", "model": "Model"}}
    assert (await station.call("BootNotification", boot))["status"] == "Accepted"
    token = {"idToken": TAG, "type": "ISO14443"}
    authorized = await station.call("Authorize", {"idToken": token})
    assert authorized["idTokenInfo"]["status"] == "Accepted", authorized
    name = f"CP1-{now()}"
    events = [
        ("Started", "Authorized", 1000, {"idToken": token, "evse": {"id": 1, "connectorId": 1}}),
        ("Updated", "MeterValuePeriodic", 1500, {}),
        ("Updated", "MeterValuePeriodic", 2000, {}),
        ("Ended", "StopAuthorized", 2500, {"idToken": token}),
    ]
    for number, (kind, trigger, wh, more) in enumerate(events):
        answer = await station.call("TransactionEvent", {
            "eventType": kind, "timestamp": now(), "triggerReason": trigger, "seqNo": number,
            "transactionInfo": {"transactionId": name}, "meterValue": sampled(wh), **more,
        })
        if "idToken" in more:
            assert answer["idTokenInfo"]["status"] == "Accepted", answer


SESSIONS = {"1.6": session_1_6, "2.0.1": session_2}


async def compressed(version):
    """A whole session on a connection that compresses as the library does by itself."""
    await admin.set_tag(TAG, "Accepted")
    url = f"{os.environ['OCPP_URL']}/ocpp/CP1"
    async with connect(url, subprotocols=[f"ocpp{version}"], compression="deflate") as socket:
        assert socket.subprotocol == f"ocpp{version}", socket.subprotocol
        extensions = socket.extensions
        assert [type(extension) for extension in extensions] == [PerMessageDeflate], extensions
        await SESSIONS[version](Station(socket))


SCENARIOS = {function.__name__: function for function in (compressed,)}

if __name__ == "__main__":
    name, *arguments = sys.argv[1:]
    asyncio.run(asyncio.wait_for(SCENARIOS[name](*arguments), 120))
    print("PASSED")
