"""The API against its own description: the document is valid, and schemathesis finds no difference between what it
says and what the server does, while one charge point is connected and another is away."""

import asyncio
import os
import sys
from pathlib import Path

import httpx
from openapi_spec_validator import validate
from stations import connected

HERE = Path(__file__).parent


async def main():
    address = os.environ["ADMIN_URL"]
    headers = {"Authorization": f"Bearer {os.environ['ADMIN_TOKEN']}"}
    async with httpx.AsyncClient(base_url=f"{address}/api/v1", headers=headers) as admin:
        document = (await admin.get("/openapi.json", headers={"Authorization": ""})).raise_for_status()
        validate(document.json())
        for identity in ["CP1", "CP2"]:
            (await admin.put(f"/charge-points/{identity}", json={"securityProfile": 0})).raise_for_status()
        (await admin.put("/id-tags/ALICE", json={"status": "Accepted"})).raise_for_status()
    async with connected("1.6", "CP1") as station:
        await station.boot()
        await station.report("Available")
        await station.begin("ALICE")
        await station.charge(500)
        await station.end()
        tried = await asyncio.create_subprocess_exec(
            str(Path(sys.executable).with_name("schemathesis")), "--config-file", str(HERE / "schemathesis.toml"),
            "run", f"{address}/api/v1/openapi.json", "--no-color", *sys.argv[1:],
        )
        assert await tried.wait() == 0, "the API does not do what it says"
    print("PASSED")


asyncio.run(main())
