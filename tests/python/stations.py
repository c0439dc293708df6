"""Charge points on PyPI `ocpp`, one class per generation, with the same verbs.

The library validates what it sends and what it gets against the official schemas, so an answer of the
server that breaks them fails the scenario.
"""

import asyncio
import base64
import contextlib
import os
from datetime import datetime, timezone

import ocpp.v16
import ocpp.v16.call
import ocpp.v16.call_result
import ocpp.v201
import ocpp.v201.call
import ocpp.v201.call_result
import ocpp.v21
import ocpp.v21.call
import ocpp.v21.call_result
import websockets
from ocpp.routing import on
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory

SUBPROTOCOLS = {"1.6": "ocpp1.6", "2.0.1": "ocpp2.0.1", "2.1": "ocpp2.1"}


def now():
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


async def open_socket(version, identity, headers=None, url=None, **options):
    return await websockets.connect(
        f"{url or os.environ['OCPP_URL']}/ocpp/{identity}",
        subprotocols=[SUBPROTOCOLS[version]],
        additional_headers=headers,
        **options,
    )


def basic(credentials):
    """The header of `NAME:PASSWORD`."""
    if credentials is None:
        return None
    return {"Authorization": "Basic " + base64.b64encode(credentials.encode()).decode()}


def compression(words):
    """The options of a socket that offers compression with these parameters: `name` or `name=number` each."""
    parameters = {"client_max_window_bits": None}
    for word in words.split():
        name, _, value = word.partition("=")
        parameters[name] = int(value) if value else True
    return {"compression": None, "extensions": [ClientPerMessageDeflateFactory(**parameters)]}


@contextlib.asynccontextmanager
async def connected(version, identity, headers=None, kind=None, **options):
    """A charge point, of a class of its own, that reads its socket in the background until the block ends."""
    socket = await open_socket(version, identity, headers, **options)
    station = (kind or KINDS[version])(identity, socket)
    reader = asyncio.create_task(station.start())
    try:
        yield station
    finally:
        reader.cancel()
        with contextlib.suppress(asyncio.CancelledError, websockets.ConnectionClosed):
            await reader
        await socket.close()


class Common:
    """What the generations share: the requests of the server wait in `requests`."""

    def prepare(self):
        self.requests = asyncio.Queue()
        self.meter = 1000

    async def ask(self, request):
        """Sends a request; a CALLERROR is raised."""
        return await self.call(request, suppress=False)

    async def requested(self, action):
        """Waits for the server's next request; gives its members."""
        name, members = await asyncio.wait_for(self.requests.get(), 60)
        assert name == action, f"expected {action}, got {name}"
        return members

    async def heartbeat(self):
        return await self.ask(self.calls.Heartbeat())


class Station16(Common, ocpp.v16.ChargePoint):
    """OCPP 1.6."""

    calls = ocpp.v16.call
    remote_start, remote_stop = "RemoteStartTransaction", "RemoteStopTransaction"

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.prepare()

    async def boot(self):
        boot = self.calls.BootNotification(charge_point_model="Model", charge_point_vendor="Vendor")
        return (await self.ask(boot)).status

    async def report(self, status):
        await self.ask(self.calls.StatusNotification(connector_id=1, error_code="NoError", status=status))

    async def authorize(self, tag):
        return (await self.ask(self.calls.Authorize(id_tag=tag))).id_tag_info["status"]

    async def begin(self, tag, remote_start_id=None):
        answer = await self.ask(
            self.calls.StartTransaction(connector_id=1, id_tag=tag, meter_start=self.meter, timestamp=now())
        )
        self.transaction = answer.transaction_id
        return answer.id_tag_info["status"]

    async def charge(self, wh):
        self.meter += wh
        values = [{"timestamp": now(), "sampled_value": [
            {"value": str(self.meter), "measurand": "Energy.Active.Import.Register", "unit": "Wh"},
            {"value": "16.0", "measurand": "Current.Import", "unit": "A", "phase": "L1"},
        ]}]
        await self.ask(
            self.calls.MeterValues(connector_id=1, meter_value=values, transaction_id=self.transaction)
        )

    async def end(self):
        await self.ask(self.calls.StopTransaction(
            meter_stop=self.meter, timestamp=now(), transaction_id=self.transaction, reason="Local"
        ))

    @on("RemoteStartTransaction")
    def on_remote_start(self, **members):
        self.requests.put_nowait(("RemoteStartTransaction", members))
        return ocpp.v16.call_result.RemoteStartTransaction(status="Accepted")

    @on("RemoteStopTransaction")
    def on_remote_stop(self, **members):
        self.requests.put_nowait(("RemoteStopTransaction", members))
        return ocpp.v16.call_result.RemoteStopTransaction(status="Accepted")

    @on("ReserveNow")
    def on_reserve(self, **members):
        self.requests.put_nowait(("ReserveNow", members))
        return ocpp.v16.call_result.ReserveNow(status="Accepted")

    @on("CancelReservation")
    def on_cancel(self, **members):
        self.requests.put_nowait(("CancelReservation", members))
        return ocpp.v16.call_result.CancelReservation(status="Accepted")

    @on("ClearCache")
    def on_clear_cache(self, **members):
        self.requests.put_nowait(("ClearCache", members))
        return ocpp.v16.call_result.ClearCache(status="Accepted")

    @staticmethod
    def start_payload(tag):
        return {"idTag": tag, "connectorId": 1}

    def stop_payload(self):
        return {"transactionId": self.transaction}

    @staticmethod
    def reserved_tag(members):
        return members["id_tag"]


class Station2(Common):
    """What 2.0.1 and 2.1 share."""

    remote_start, remote_stop = "RequestStartTransaction", "RequestStopTransaction"

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.prepare()
        self.number = 0

    async def boot(self):
        boot = self.calls.BootNotification(
            charging_station={"model": "Model", "vendor_name": "Vendor"}, reason="PowerUp"
        )
        return (await self.ask(boot)).status

    async def report(self, status):
        status = "Available" if status == "Available" else "Occupied"
        await self.ask(self.calls.StatusNotification(
            timestamp=now(), connector_status=status, evse_id=1, connector_id=1
        ))

    async def authorize(self, tag):
        answer = await self.ask(self.calls.Authorize(id_token={"id_token": tag, "type": "ISO14443"}))
        return answer.id_token_info["status"]

    async def begin(self, tag, remote_start_id=None):
        self.transaction, self.number = f"{self.id}-{now()}", 0
        more = {} if remote_start_id is None else {"remote_start_id": remote_start_id}
        trigger = "Authorized" if remote_start_id is None else "RemoteStart"
        answer = await self.tell(
            "Started", trigger, more, evse={"id": 1, "connector_id": 1},
            id_token={"id_token": tag, "type": "ISO14443"},
        )
        return answer.id_token_info["status"]

    async def charge(self, wh):
        self.meter += wh
        await self.tell("Updated", "MeterValuePeriodic", {})

    async def end(self):
        await self.tell("Ended", "StopAuthorized", {"stopped_reason": "Local"})

    async def tell(self, kind, trigger, more, **members):
        number, self.number = self.number, self.number + 1
        return await self.ask(self.calls.TransactionEvent(
            event_type=kind, timestamp=now(), trigger_reason=trigger, seq_no=number,
            transaction_info={"transaction_id": self.transaction, **more},
            meter_value=[{"timestamp": now(), "sampled_value": [
                {"value": self.meter, "measurand": "Energy.Active.Import.Register"},
            ]}],
            **members,
        ))

    @on("RequestStartTransaction")
    def on_remote_start(self, **members):
        self.requests.put_nowait(("RequestStartTransaction", members))
        return self.results.RequestStartTransaction(status="Accepted")

    @on("RequestStopTransaction")
    def on_remote_stop(self, **members):
        self.requests.put_nowait(("RequestStopTransaction", members))
        return self.results.RequestStopTransaction(status="Accepted")

    @on("ReserveNow")
    def on_reserve(self, **members):
        self.requests.put_nowait(("ReserveNow", members))
        return self.results.ReserveNow(status="Accepted")

    @on("CancelReservation")
    def on_cancel(self, **members):
        self.requests.put_nowait(("CancelReservation", members))
        return self.results.CancelReservation(status="Accepted")

    @on("ClearCache")
    def on_clear_cache(self, **members):
        self.requests.put_nowait(("ClearCache", members))
        return self.results.ClearCache(status="Accepted")

    @staticmethod
    def start_payload(tag):
        return {"idToken": {"idToken": tag, "type": "ISO14443"}, "remoteStartId": 7, "evseId": 1}

    def stop_payload(self):
        return {"transactionId": self.transaction}

    @staticmethod
    def reserved_tag(members):
        return members["id_token"]["id_token"]


class Station201(Station2, ocpp.v201.ChargePoint):
    """OCPP 2.0.1."""

    calls, results = ocpp.v201.call, ocpp.v201.call_result


class Station21(Station2, ocpp.v21.ChargePoint):
    """OCPP 2.1."""

    calls, results = ocpp.v21.call, ocpp.v21.call_result


KINDS = {"1.6": Station16, "2.0.1": Station201, "2.1": Station21}
