"""A central system on PyPI `ocpp`, in the version that the charge point speaks: `central.py`.

Says what happens as JSON lines on standard output, and sends what comes in on standard input, a line each:
`{"action": "ClearCache", "payload": {}}`. Ends when standard input does. The library holds every message against the
official schemas, both ways.
"""

import asyncio
import itertools
import json
import sys
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
from ocpp.charge_point import camel_to_snake_case
from ocpp.routing import on


def now():
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def say(**line):
    print(json.dumps(line, default=str), flush=True)


ACCEPTED = {"status": "Accepted"}


def boot(_):
    return {"current_time": now(), "interval": 300, "status": "Accepted"}


def heartbeat(_):
    return {"current_time": now()}


def nothing(_):
    return {}


NUMBERS = itertools.count(4711)

ANSWERS_16 = {
    "BootNotification": boot,
    "Heartbeat": heartbeat,
    "StatusNotification": nothing,
    "MeterValues": nothing,
    "Authorize": lambda _: {"id_tag_info": ACCEPTED},
    "StartTransaction": lambda _: {"transaction_id": next(NUMBERS), "id_tag_info": ACCEPTED},
    "StopTransaction": nothing,
}

ANSWERS_2 = {
    "BootNotification": boot,
    "Heartbeat": heartbeat,
    "StatusNotification": nothing,
    "NotifyEvent": nothing,
    "SecurityEventNotification": nothing,
    "MeterValues": nothing,
    "NotifyReport": nothing,
    "Authorize": lambda _: {"id_token_info": ACCEPTED},
    "TransactionEvent": lambda event: {"id_token_info": ACCEPTED} if event.get("id_token") else {},
}


def handler(action, results, answer):
    def handle(self, **members):
        say(received=action, payload=members, station=self.id)
        return getattr(results, action)(**answer(members))

    # The library finds handlers by their names.
    handle.__name__ = f"on_{action}"
    return on(action)(handle)


def central(version, answers):
    """The library's class for a version, with all that a charge point may tell."""
    body = {f"on_{action}": handler(action, version.call_result, answer) for action, answer in answers.items()}
    return type("Central", (version.ChargePoint,), body)


KINDS = {
    "ocpp1.6": (ocpp.v16, central(ocpp.v16, ANSWERS_16)),
    "ocpp2.0.1": (ocpp.v201, central(ocpp.v201, ANSWERS_2)),
    "ocpp2.1": (ocpp.v21, central(ocpp.v21, ANSWERS_2)),
}


class Server:
    """One charge point at a time is what commands are for."""

    def __init__(self):
        self.station = None

    async def serve(self, socket):
        identity = socket.request.path.rsplit("/", 1)[-1]
        say(connected=identity, subprotocol=socket.subprotocol, authorization=socket.request.headers.get("Authorization"))
        version, kind = KINDS[socket.subprotocol]
        self.station = version, kind(identity, socket)
        try:
            await self.station[1].start()
        except websockets.ConnectionClosed:
            say(disconnected=identity)

    async def command(self, line):
        version, station = self.station
        wanted = json.loads(line)
        request = getattr(version.call, wanted["action"])(**camel_to_snake_case(wanted["payload"]))
        try:
            answer = await station.call(request, suppress=False)
            say(answered=wanted["action"], payload=vars(answer))
        except Exception as error:  # Whatever it is, the suite must hear of it.
            say(answered=wanted["action"], error=repr(error))


async def main():
    server = Server()
    async with websockets.serve(server.serve, "127.0.0.1", 0, subprotocols=list(KINDS)) as listener:
        say(listening=listener.sockets[0].getsockname()[1])
        loop = asyncio.get_running_loop()
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            await server.command(line)


asyncio.run(main())
