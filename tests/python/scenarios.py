"""Scenarios with a charge point on PyPI `ocpp`: `scenarios.py SCENARIO VERSION [ARGUMENT...]`.

Run by `tests/tests/clients.rs`, which starts the server and says where it is in the environment.
Prints PASSED as its last line; anything else is a failure.
"""

import asyncio
import sys

import websockets

import admin
import security
from stations import basic, compression, connected, open_socket


async def session(station, tag="DRIVER"):
    """From plugging in to driving away: 1500 Wh."""
    assert await station.boot() == "Accepted"
    await station.report("Available")
    assert await station.authorize(tag) == "Accepted"
    await station.report("Preparing")
    assert await station.begin(tag) == "Accepted"
    await station.report("Charging")
    for _ in range(3):
        await station.charge(500)
    await station.end()
    await station.report("Available")


async def kept(station):
    """The station's only transaction, as the server has it."""
    transactions = await admin.transactions(station.id)
    assert len(transactions) == 1, transactions
    return transactions[0]


async def charge(version):
    await admin.set_tag("DRIVER", "Accepted")
    async with connected(version, "CP1") as station:
        await session(station)
        assert (await station.heartbeat()).current_time.endswith("Z")
        transaction = await kept(station)
    assert transaction["id"] == str(station.transaction), transaction
    assert (transaction["state"], transaction["energyWh"]) == ("closed", "1500"), transaction
    assert (transaction["idTag"], transaction["connector"]) == ("DRIVER", 1), transaction
    assert transaction["complete"] and transaction["version"] == version, transaction


async def compressed(version, offer, answer):
    """A whole session on a connection that offers compression with these parameters."""
    await admin.set_tag("DRIVER", "Accepted")
    async with connected(version, "CP1", **compression(offer)) as station:
        await session(station)
        status, view = await admin.request("GET", "/api/v1/charge-points/CP1")
        assert (status, view["session"]["compression"]) == (200, answer), view
        command = admin.command("CP1", station.remote_start, station.start_payload("DRIVER"))
        assert await command == (200, {"status": "Accepted"})
        await station.requested(station.remote_start)
        transaction = await kept(station)
    assert (transaction["state"], transaction["energyWh"]) == ("closed", "1500"), transaction


async def refused_tag(version):
    await admin.set_tag("THIEF", "Blocked")
    async with connected(version, "CP1") as station:
        await station.boot()
        assert await station.authorize("THIEF") == "Blocked"
        assert await station.authorize("STRANGER") == "Invalid"
        assert await station.begin("THIEF") == "Blocked"
        await station.end()


async def remote(version):
    await admin.set_tag("DRIVER", "Accepted")
    async with connected(version, "CP1") as station:
        await station.boot()
        await admin.until_connected("CP1")
        answer = await admin.command("CP1", station.remote_start, station.start_payload("DRIVER"))
        assert answer == (200, {"status": "Accepted"}), answer
        members = await station.requested(station.remote_start)
        assert await station.authorize("DRIVER") == "Accepted"
        assert await station.begin("DRIVER", members.get("remote_start_id")) == "Accepted"
        await station.charge(700)
        answer = await admin.command("CP1", station.remote_stop, station.stop_payload())
        assert answer == (200, {"status": "Accepted"}), answer
        members = await station.requested(station.remote_stop)
        assert members["transaction_id"] == station.transaction, members
        await station.end()
        transaction = await kept(station)
    assert (transaction["state"], transaction["energyWh"]) == ("closed", "700"), transaction


async def reservation(version):
    place = {"connector": 1} if version == "1.6" else {"evse": 1}
    async with connected(version, "CP1") as station:
        await station.boot()
        await admin.until_connected("CP1")
        wish = {"idTag": "DRIVER", "expiry": "2999-01-01T00:00:00Z", **place}
        status, made = await admin.request("POST", "/api/v1/charge-points/CP1/reservations", wish)
        assert (status, made["status"]) == (201, "Accepted"), made
        assert station.reserved_tag(await station.requested("ReserveNow")) == "DRIVER"
        path = f"/api/v1/charge-points/CP1/reservations/{made['reservationId']}"
        assert await admin.request("DELETE", path) == (200, {"status": "Accepted"})
        members = await station.requested("CancelReservation")
        assert members["reservation_id"] == made["reservationId"], members


async def wrong_password(version):
    await admin.register("CP1", securityProfile=1, password="correct horse battery")
    for credentials in (None, "CP1:wrong", "CP2:correct horse battery"):
        assert await status_of(version, "CP1", credentials) == 401, credentials
    async with connected(version, "CP1", basic("CP1:correct horse battery")) as station:
        assert await station.boot() == "Accepted"


async def unknown_station(version):
    assert await status_of(version, "STRANGER", None) == 404
    assert await status_of(version, "STRANGER", "STRANGER:anything") == 404


async def status_of(version, identity, credentials):
    """The HTTP status with which the connection is refused."""
    try:
        socket = await open_socket(version, identity, basic(credentials))
    except websockets.InvalidStatus as refused:
        return refused.response.status_code
    await socket.close()
    return 101


async def two_connections(version):
    async with connected(version, "CP1") as old:
        assert await old.boot() == "Accepted"
        async with connected(version, "CP1") as new:
            await asyncio.wait_for(old._connection.wait_closed(), 60)
            await new.heartbeat()
            answer = await admin.command("CP1", "ClearCache", {})
            assert answer == (200, {"status": "Accepted"}), answer
            await new.requested("ClearCache")
            assert old.requests.empty()


async def swap(version, before, after):
    """Another component takes over in the middle of a session: another decision, no call lost."""
    await put_plugin(before)
    async with connected(version, "CP1") as station:
        await station.boot()
        assert await station.authorize("BLOCKED-1") == "Blocked"
        assert await station.begin("DRIVER") == "Accepted"
        charging = asyncio.create_task(charge_until_told(station))
        await put_plugin(after)
        # What the charger sends meanwhile is answered; `charge_until_told` fails otherwise.
        assert await station.authorize("BLOCKED-1") == "Accepted"
        station.enough = True
        beats = await charging
        assert beats > 0
        await station.end()
        transaction = await kept(station)
    assert (transaction["state"], transaction["complete"]) == ("closed", True), transaction
    assert transaction["energyWh"] == str(beats * 10), (transaction, beats)


async def charge_until_told(station):
    station.enough, beats = False, 0
    while not station.enough or beats == 0:
        await station.charge(10)
        beats += 1
    return beats


async def put_plugin(path):
    with open(path, "rb") as file:
        component = file.read()
    status, body = await admin.request("PUT", "/api/v1/plugins/decider", component)
    assert status == 200, (status, body)


async def ten_at_once(version):
    await admin.set_tag("DRIVER", "Accepted")

    async def one(name):
        async with connected(version, name) as station:
            await session(station)
            transaction = await kept(station)
            assert (transaction["state"], transaction["energyWh"]) == ("closed", "1500"), transaction

    async with asyncio.TaskGroup() as group:
        for number in range(10):
            group.create_task(one(f"CP{number}"))


SCENARIOS = {
    function.__name__: function
    for function in (
        charge, compressed, refused_tag, remote, reservation, wrong_password, unknown_station, two_connections, swap, ten_at_once,
        security.rotated, security.raised,
    )
}

if __name__ == "__main__":
    name, *arguments = sys.argv[1:]
    asyncio.run(asyncio.wait_for(SCENARIOS[name](*arguments), 300))
    print("PASSED")
