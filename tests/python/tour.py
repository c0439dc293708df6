"""A charger for the tours in the README: `tour.py IDENTITY [CONNECTOR]`, on PyPI `ocpp`.

It boots with OCPP 1.6, reports its connector, and then does as it is told: on a remote start it asks whether
the tag may charge, charges if so, and sends a meter value every two seconds until a remote stop. It takes
charging profiles, and ends a transaction that is not accepted. It prints what it sends and what it gets. The environment variable OCPP_URL names another server than the default one.
"""

import asyncio
import os
import sys
from datetime import datetime, timezone

import websockets
from ocpp.routing import after, on
from ocpp.v16 import ChargePoint, call, call_result

CONNECTOR = int(sys.argv[2]) if len(sys.argv) > 2 else 1
SAMPLE_SECONDS = 2
SAMPLE_WH = 40


def now():
    return datetime.now(timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z")


class Charger(ChargePoint):
    """One charger with one connector."""

    def __init__(self, identity, socket):
        super().__init__(identity, socket)
        self.register_wh = 0
        self.charging = None

    async def announce(self):
        boot = await self.send(call.BootNotification(charge_point_vendor="Tour", charge_point_model="One"))
        print(f"boot: {boot.status}, heartbeat every {boot.interval} s", flush=True)
        await self.report("Available")

    async def send(self, request):
        return await self.call(request, suppress=False)

    async def report(self, status):
        await self.send(call.StatusNotification(connector_id=CONNECTOR, error_code="NoError", status=status))
        print(f"connector {CONNECTOR}: {status}", flush=True)

    @on("RemoteStartTransaction")
    def on_start(self, id_tag, **_):
        print(f"asked to start with {id_tag}", flush=True)
        return call_result.RemoteStartTransaction(status="Rejected" if self.charging else "Accepted")

    @after("RemoteStartTransaction")
    async def after_start(self, id_tag, **_):
        if self.charging:
            return
        info = (await self.send(call.Authorize(id_tag=id_tag))).id_tag_info
        print(f"authorize {id_tag}: {info['status']}", flush=True)
        if info["status"] == "Accepted":
            self.charging = asyncio.create_task(self.charge(id_tag))

    @on("GetConfiguration")
    def on_get_configuration(self, key=None, **_):
        # The server asks for it at first contact.
        known = {"HeartbeatInterval": "300", "MeterValueSampleInterval": str(SAMPLE_SECONDS)}
        keys = [{"key": name, "readonly": True, "value": value} for name, value in known.items() if not key or name in key]
        unknown = [name for name in key or [] if name not in known]
        return call_result.GetConfiguration(configuration_key=keys, unknown_key=unknown)

    @on("SetChargingProfile")
    def on_profile(self, connector_id, cs_charging_profiles, **_):
        schedule = cs_charging_profiles["charging_schedule"]
        limit = schedule["charging_schedule_period"][0]["limit"]
        purpose = cs_charging_profiles["charging_profile_purpose"]
        print(f"connector {connector_id}: {purpose} {limit:g} {schedule['charging_rate_unit']}", flush=True)
        return call_result.SetChargingProfile(status="Accepted")

    @on("RemoteStopTransaction")
    def on_stop(self, transaction_id):
        print(f"asked to stop transaction {transaction_id}", flush=True)
        return call_result.RemoteStopTransaction(status="Accepted" if self.charging else "Rejected")

    @after("RemoteStopTransaction")
    async def after_stop(self, transaction_id):
        if not self.charging:
            return
        self.charging = None
        await self.send(call.StopTransaction(
            transaction_id=transaction_id, meter_stop=self.register_wh, timestamp=now(), reason="Remote"
        ))
        print(f"stopped transaction {transaction_id} at {self.register_wh} Wh", flush=True)
        await self.report("Available")

    async def charge(self, id_tag):
        started = await self.send(call.StartTransaction(
            connector_id=CONNECTOR, id_tag=id_tag, meter_start=self.register_wh, timestamp=now()
        ))
        print(f"started transaction {started.transaction_id}: {started.id_tag_info['status']}", flush=True)
        if started.id_tag_info["status"] != "Accepted":
            self.charging = None
            await self.send(call.StopTransaction(
                transaction_id=started.transaction_id, meter_stop=self.register_wh, timestamp=now(), reason="DeAuthorized"
            ))
            return await self.report("Available")
        await self.report("Charging")
        # Ends with its own session: a call that is under way must not be cut off.
        while self.charging is asyncio.current_task():
            self.register_wh += SAMPLE_WH
            sample = {"value": str(self.register_wh), "measurand": "Energy.Active.Import.Register", "unit": "Wh"}
            await self.send(call.MeterValues(
                connector_id=CONNECTOR,
                transaction_id=started.transaction_id,
                meter_value=[{"timestamp": now(), "sampled_value": [sample]}],
            ))
            print(f"meter: {self.register_wh} Wh", flush=True)
            await asyncio.sleep(SAMPLE_SECONDS)


async def main(identity):
    url = f"{os.environ.get('OCPP_URL', 'ws://127.0.0.1:9000')}/ocpp/{identity}"
    async with websockets.connect(url, subprotocols=["ocpp1.6"]) as socket:
        charger = Charger(identity, socket)
        reading = asyncio.create_task(charger.start())
        await charger.announce()
        await reading


if __name__ == "__main__":
    try:
        asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else "CP1"))
    except (KeyboardInterrupt, websockets.ConnectionClosed):
        print("disconnected", flush=True)
