"""The server's admin API, as an operator's script would use it."""

import asyncio
import json
import os
import urllib.error
import urllib.request


async def request(method, path, body=None):
    """Gives the status and the parsed body. A body of bytes goes out as it is."""
    return await asyncio.to_thread(_request, method, path, body)


def _request(method, path, body):
    data = body if isinstance(body, (bytes, type(None))) else json.dumps(body).encode()
    call = urllib.request.Request(os.environ["ADMIN_URL"] + path, data=data, method=method)
    call.add_header("Authorization", "Bearer " + os.environ["ADMIN_TOKEN"])
    if data is not None:
        call.add_header("Content-Type", "application/json")
    try:
        with urllib.request.urlopen(call, timeout=60) as answer:
            return answer.status, _parse(answer.read())
    except urllib.error.HTTPError as refused:
        return refused.code, _parse(refused.read())


def _parse(text):
    return json.loads(text) if text else None


async def command(station, action, payload):
    """Sends a CALL to a charge point and waits for its answer."""
    return await request("POST", f"/api/v1/charge-points/{station}/commands/{action}", payload)


async def register(station, **members):
    status, body = await request("PUT", f"/api/v1/charge-points/{station}", members)
    assert status in (200, 201), (status, body)


async def set_tag(tag, status):
    answer, body = await request("PUT", f"/api/v1/id-tags/{tag}", {"status": status})
    assert answer in (200, 201), (answer, body)


async def transactions(station):
    status, body = await request("GET", f"/api/v1/transactions?charge_point={station}")
    assert status == 200, (status, body)
    return body["items"]


async def until_connected(station):
    """Waits until the server counts the charge point as connected."""
    async with asyncio.timeout(60):
        while True:
            status, body = await request("GET", f"/api/v1/charge-points/{station}")
            if status == 200 and body["connected"]:
                return
            await asyncio.sleep(0.01)
