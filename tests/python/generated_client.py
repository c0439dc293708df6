"""A client that openapi-python-client makes of the served description operates the server: a session from its start to
its end, a campaign, what is refused. Types of answers are those of the description, so that a reader of its code and
a type checker know them."""

import asyncio
import importlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import httpx
import websockets
from stations import connected

ADDRESS, TOKEN = os.environ["ADMIN_URL"], os.environ["ADMIN_TOKEN"]
NAME = "central_client"


def generate(folder):
    """Makes the client, and gives a function that imports from it."""
    made = subprocess.run(
        [str(Path(sys.executable).with_name("openapi-python-client")), "generate", "--meta", "none",
         "--url", f"{ADDRESS}/api/v1/openapi.json", "--output-path", str(Path(folder) / NAME)],
        capture_output=True, text=True, check=False,
    )
    assert made.returncode == 0, made.stdout + made.stderr
    sys.path.insert(0, folder)
    return lambda module: importlib.import_module(f"{NAME}.{module}")


async def until(look, what):
    """Waits for what the server does by itself."""
    for _ in range(1_200):
        found = await look()
        if what(found):
            return found
        await asyncio.sleep(0.05)
    raise AssertionError(f"it did not come: {found}")


def answers_are_typed(imported, document):
    """Each answer in JSON that has a name in the description has it in the client."""
    typed = 0
    for item in document["paths"].values():
        for operation in item.values():
            answers = [operation["responses"].get(status, {}) for status in ("200", "201", "202")]
            schemas = [answer.get("content", {}).get("application/json", {}).get("schema", {}) for answer in answers]
            body = operation.get("requestBody", {}).get("content", {"application/json": {}})
            if not body.keys() & {"application/json", "application/octet-stream"}:
                continue  # The generator makes nothing of tables.
            names = [schema["$ref"].rsplit("/", 1)[1] for schema in schemas if "$ref" in schema]
            if not names:
                continue
            tag = operation["tags"][0].replace(" ", "_")
            returned = imported(f"api.{tag}.{operation['operationId']}").asyncio.__annotations__["return"]
            for name in names:
                assert name.replace(".", "") in str(returned), f"{operation['operationId']}: {name} is not in {returned}"
                typed += 1
    assert typed > 80, typed


async def session(imported, client):
    """A session that is begun and ended by verbs, and read while it runs and when it is over."""
    models, call = imported("models"), lambda module: imported(f"api.{module}").asyncio
    put = await call("charge_points.put_charge_point")(
        "G1", client=client, body=models.PutChargePoint(security_profile=0, site="yard", labels=["generated"])
    )
    assert isinstance(put, models.ChargePoint) and put.site == "yard" and put.labels == ["generated"], put
    tag = models.PutIdTag(status=models.IdTagStatus.ACCEPTED)
    assert (await call("id_tags.put_id_tag")("GINA", client=client, body=tag)).tag == "GINA"
    async with connected("1.6", "G1") as station:
        await station.boot()
        await station.report("Available")
        wish = models.StartRequest(id_tag="GINA", connector=1)
        begun = await call("commands.send_start")("G1", client=client, body=wish)
        assert isinstance(begun, models.Command) and begun.state == "accepted", begun
        assert (await station.requested("RemoteStartTransaction"))["id_tag"] == "GINA"
        await station.begin("GINA")
        await station.charge(500)
        page = await call("transactions.list_transactions")(client=client, charge_point="G1")
        [running] = page.items
        assert isinstance(running, models.Transaction) and running.state == "open", running
        wish = models.StopRequest(transaction_id=running.id)
        assert (await call("commands.send_stop")("G1", client=client, body=wish)).state == "accepted"
        await station.end()
        over = await call("transactions.get_transaction")("G1", running.id, client=client)
        assert (over.state, over.energy_wh, over.id_tag) == ("closed", "500", "GINA"), over
        assert over.stopped_at > over.started_at and over.meter_values, over
        answer = await call("actions.call_clear_cache")("G1", client=client, body=models.V16ClearCacheRequest())
        assert answer.status == models.V16ClearCacheStatus.ACCEPTED, answer
        await campaign(imported, client, models)


async def campaign(imported, client, models):
    """One command for a selection, until it is over."""
    call = lambda module: imported(f"api.campaigns.{module}").asyncio
    wish = models.NewCampaign(command="clear-cache", selection=models.Selection(labels=["generated"]))
    begun = await call("create_campaign")(client=client, body=wish)
    assert isinstance(begun, models.Campaign) and begun.charge_points == 1, begun
    look = lambda: call("get_campaign")(begun.id, client=client)
    await until(look, lambda found: found.state == models.CampaignState.COMPLETED)
    [member] = (await call("list_campaign_members")(begun.id, client=client)).items
    assert (member.charge_point, member.state) == ("G1", models.CampaignMemberState.IN_EFFECT), member


async def room(imported, client):
    """A controller in a live room: it commands a charge point there, and hears what happens, as does who listens to the
    stream of events. Both are no calls with an answer, so they are spoken by a WebSocket and by HTTP itself."""
    models = imported("models")
    authorization = {"Authorization": f"Bearer {TOKEN}"}
    body = models.PutChargePoint(security_profile=0)
    await imported("api.charge_points.put_charge_point").asyncio("G2", client=client, body=body)
    listening, heard = asyncio.Event(), []

    async def listen():
        wanted = {"chargePoint": "G2", "kind": "transaction.*"}
        async with httpx.AsyncClient(timeout=60, headers=authorization) as http:
            async with http.stream("GET", f"{ADDRESS}/api/v1/events", params=wanted) as answer:
                assert answer.status_code == 200, answer
                listening.set()
                async for line in answer.aiter_lines():
                    if line.startswith("event: "):
                        heard.append(line.removeprefix("event: "))
                    if heard and heard[-1] == "transaction.ended" and not line:
                        return

    listener = asyncio.create_task(listen())
    await asyncio.wait_for(listening.wait(), 60)
    address = ADDRESS.replace("http://", "ws://") + "/api/v1/live"
    async with connected("2.0.1", "G2") as station, websockets.connect(address, additional_headers=authorization) as live:
        told = []

        async def until_told(what):
            while not any(what(message) for message in told):
                told.append(json.loads(await asyncio.wait_for(live.recv(), 60)))
            return next(message for message in told if what(message))

        await station.boot()
        await live.send(json.dumps({"join": "charge-point:G2"}))
        await until_told(lambda message: message.get("joined") == "charge-point:G2")
        wish = {"id": "1", "chargePoint": "G2", "name": "start", "body": {"idTag": "GINA", "evse": 1}}
        await live.send(json.dumps({"command": wish}))
        await station.requested("RequestStartTransaction")
        answer = await until_told(lambda message: message.get("command") == "1")
        assert "problem" not in answer, answer
        await station.begin("GINA")
        await station.end()
        ended = await until_told(lambda message: message.get("event", {}).get("kind") == "transaction.ended")
        assert ended["rooms"] == ["charge-point:G2"] and ended["event"]["chargePoint"] == "G2", ended
    await asyncio.wait_for(listener, 60)
    assert heard[0] == "transaction.started" and heard[-1] == "transaction.ended", heard


async def refused(imported, client, stranger):
    """What is refused is a problem document of a known kind."""
    models, get = imported("models"), imported("api.charge_points.get_charge_point").asyncio
    absent = await get("NOBODY", client=client)
    assert isinstance(absent, models.Problem) and absent.status == 404, absent
    assert absent.type_.value == "urn:ocpp-central:problem:not-found", absent
    assert (await get("G1", client=stranger)).status == 401


async def main():
    with tempfile.TemporaryDirectory() as folder:
        imported = generate(folder)
        kinds = imported("client")
        async with kinds.AuthenticatedClient(base_url=ADDRESS, token=TOKEN) as client:
            document = (await client.get_async_httpx_client().get("/api/v1/openapi.json")).json()
            answers_are_typed(imported, document)
            await session(imported, client)
            await room(imported, client)
            async with kinds.AuthenticatedClient(base_url=ADDRESS, token="not a token") as stranger:
                await refused(imported, client, stranger)
    print("PASSED")


asyncio.run(main())
