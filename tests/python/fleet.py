"""Chargers that do what they are asked: a small fleet for trying commands and campaigns.

    fleet.py [ID ...]      connects to OCPP_URL (ws://127.0.0.1:9000) as F01 to F10, or as the IDs

Each fifth speaks 2.1, of the others odd ones 1.6 and even ones 2.0.1; their vendors are Alpha, Beta and Gamma in turn.
They start and stop sessions, keep their configuration and local list, fetch firmware over HTTP, install it and boot, and
upload diagnostics. Each thing that they do is a line. Two have faults: F09 asks for an id tag and names none, F12 leaves
when it has booted. With OCPP_PASSWORD they show that password. Needs the package `websockets`, which comes with `ocpp`.
"""

import asyncio
import base64
import datetime
import itertools
import json
import os
import re
import sys
import urllib.request

import websockets

URL = os.environ.get("OCPP_URL", "ws://127.0.0.1:9000")
PASSWORD = os.environ.get("OCPP_PASSWORD")
VENDORS = ["Alpha", "Beta", "Gamma"]


def now():
    return datetime.datetime.now(datetime.timezone.utc).isoformat().replace("+00:00", "Z")


class Charger:
    """One charger, as far as an operator sees it."""

    def __init__(self, identity):
        self.identity = identity
        number = int("".join(re.findall(r"\d+", identity)) or 1)
        self.number = number
        self.version = "2.1" if number % 5 == 0 else "1.6" if number % 2 else "2.0.1"
        self.vendor = VENDORS[number % 3]
        self.firmware = "1.0"
        self.settings = {"HeartbeatInterval": "300", "MeterValueSampleInterval": "60"}
        self.variables = {
            ("OCPPCommCtrlr", "HeartbeatInterval"): "300",
            ("SampledDataCtrlr", "TxUpdatedInterval"): "60",
            ("DeviceDataCtrlr", "ItemsPerMessage"): "4",
        }
        self.list_version = 0
        self.transaction = None
        self.waiting = {}
        self.ids = itertools.count(1)
        self.sessions = itertools.count(1)
        self.socket = None

    def say(self, text):
        print(f"{self.identity} {text}", flush=True)

    async def run(self):
        protocol = "ocpp" + self.version
        headers = {}
        if PASSWORD:
            user = base64.b64encode(f"{self.identity}:{PASSWORD}".encode()).decode()
            headers["Authorization"] = f"Basic {user}"
        url = f"{URL}/ocpp/{self.identity}"
        async with websockets.connect(url, subprotocols=[protocol], additional_headers=headers) as socket:
            self.socket = socket
            tasks = {asyncio.create_task(self.boot())}
            async for text in socket:
                frame = json.loads(text)
                if frame[0] == 2:
                    answer, then = self.answer(frame[2], frame[3])
                    await socket.send(json.dumps([3, frame[1], answer]))
                    if then is not None:
                        task = asyncio.create_task(then)
                        tasks.add(task)
                        task.add_done_callback(tasks.discard)
                elif frame[1] in self.waiting:
                    self.waiting.pop(frame[1]).set_result(frame[2] if frame[0] == 3 else {})

    async def call(self, action, payload):
        name = str(next(self.ids))
        self.waiting[name] = asyncio.get_running_loop().create_future()
        await self.socket.send(json.dumps([2, name, action, payload]))
        return await self.waiting[name]

    async def boot(self):
        if self.version == "1.6":
            payload = {"chargePointVendor": self.vendor, "chargePointModel": "One", "firmwareVersion": self.firmware}
        else:
            station = {"vendorName": self.vendor, "model": "Two", "firmwareVersion": self.firmware}
            payload = {"reason": "PowerUp", "chargingStation": station}
        answer = await self.call("BootNotification", payload)
        self.say(f"is {answer.get('status')} with firmware {self.firmware}")
        await self.status("Available")
        if self.number == 9:
            await self.call("Authorize", {})
        if self.number == 12:
            await self.socket.close(1000, "the power was switched off")

    async def status(self, word):
        if self.version == "1.6":
            payload = {"connectorId": 1, "errorCode": "NoError", "status": word, "timestamp": now()}
        else:
            payload = {"timestamp": now(), "connectorStatus": word, "evseId": 1, "connectorId": 1}
        await self.call("StatusNotification", payload)

    def answer(self, action, payload):
        """The answer to a command, and what is done then."""
        accepted = {"status": "Accepted"}
        handler = getattr(self, "on_" + action, None)
        if handler is None:
            self.say(f"was asked for {action}")
            return accepted, None
        return handler(payload)

    def on_RemoteStartTransaction(self, payload):
        return {"status": "Accepted"}, self.start(payload["idTag"], None)

    def on_RequestStartTransaction(self, payload):
        return {"status": "Accepted"}, self.start(payload["idToken"]["idToken"], payload["remoteStartId"])

    async def start(self, tag, remote_start_id):
        if self.version == "1.6":
            start = {"connectorId": 1, "idTag": tag, "meterStart": 0, "timestamp": now()}
            self.transaction = (await self.call("StartTransaction", start))["transactionId"]
        else:
            self.transaction = f"{self.identity}-{next(self.sessions)}"
            await self.event("Started", 0, {"remoteStartId": remote_start_id}, {"idToken": tag, "type": "Central"})
        self.say(f"started transaction {self.transaction} for {tag}")

    async def event(self, kind, number, info, token=None):
        payload = {
            "eventType": kind, "timestamp": now(), "seqNo": number,
            "triggerReason": "RemoteStart" if kind == "Started" else "RemoteStop",
            "transactionInfo": {"transactionId": self.transaction, **info}, "evse": {"id": 1, "connectorId": 1},
            "meterValue": [{"timestamp": now(), "sampledValue": [{
                "value": 0 if kind == "Started" else 1200,
                "context": "Transaction.Begin" if kind == "Started" else "Transaction.End",
            }]}],
        }
        if token:
            payload["idToken"] = token
        await self.call("TransactionEvent", payload)

    def on_RemoteStopTransaction(self, payload):
        return {"status": "Accepted"}, self.stop(payload["transactionId"])

    def on_RequestStopTransaction(self, payload):
        return {"status": "Accepted"}, self.stop(payload["transactionId"])

    async def stop(self, transaction):
        if self.version == "1.6":
            await self.call("StopTransaction", {"transactionId": transaction, "meterStop": 1200, "timestamp": now()})
        else:
            await self.event("Ended", 1, {"stoppedReason": "Remote"})
        self.say(f"stopped transaction {transaction}")

    def on_Reset(self, _):
        return {"status": "Accepted"}, self.boot()

    def on_ChangeAvailability(self, payload):
        word = payload.get("type") or payload.get("operationalStatus")
        return {"status": "Accepted"}, self.status("Available" if word == "Operative" else "Unavailable")

    def on_UnlockConnector(self, _):
        self.say("unlocked its connector")
        return {"status": "Unlocked"}, None

    def on_GetConfiguration(self, payload):
        wanted = payload.get("key") or list(self.settings)
        known = [key for key in wanted if key in self.settings]
        keys = [{"key": key, "readonly": False, "value": self.settings[key]} for key in known]
        return {"configurationKey": keys, "unknownKey": [key for key in wanted if key not in known]}, None

    def on_ChangeConfiguration(self, payload):
        self.settings[payload["key"]] = payload["value"]
        self.say(f"has {payload['key']} = {payload['value']}")
        return {"status": "Accepted"}, None

    @staticmethod
    def named(entry):
        return entry["component"]["name"], entry["variable"]["name"]

    def on_GetVariables(self, payload):
        results = []
        for entry in payload["getVariableData"]:
            known = self.variables.get(self.named(entry))
            result = {"attributeStatus": "Accepted" if known is not None else "UnknownVariable",
                      "component": entry["component"], "variable": entry["variable"]}
            if known is not None:
                result["attributeValue"] = known
            results.append(result)
        return {"getVariableResult": results}, None

    def on_SetVariables(self, payload):
        results = []
        for entry in payload["setVariableData"]:
            self.variables[self.named(entry)] = entry["attributeValue"]
            self.say(f"has {'/'.join(self.named(entry))} = {entry['attributeValue']}")
            results.append({"attributeStatus": "Accepted", "component": entry["component"],
                            "variable": entry["variable"]})
        return {"setVariableResult": results}, None

    def on_GetBaseReport(self, payload):
        return {"status": "Accepted"}, self.report(payload["requestId"])

    async def report(self, request):
        entries = list(self.variables.items())
        for number, ((component, variable), value) in enumerate(entries):
            data = {"component": {"name": component}, "variable": {"name": variable},
                    "variableAttribute": [{"type": "Actual", "value": value, "mutability": "ReadWrite"}],
                    "variableCharacteristics": {"dataType": "string", "supportsMonitoring": False}}
            await self.call("NotifyReport", {"requestId": request, "generatedAt": now(), "seqNo": number,
                                             "tbc": number + 1 < len(entries), "reportData": [data]})

    def on_SendLocalList(self, payload):
        self.list_version = payload.get("listVersion", payload.get("versionNumber"))
        entries = len(payload.get("localAuthorizationList", []))
        self.say(f"took {entries} entries: its local list has version {self.list_version}")
        return {"status": "Accepted"}, None

    def on_GetLocalListVersion(self, _):
        name = "listVersion" if self.version == "1.6" else "versionNumber"
        return {name: self.list_version}, None

    def on_UpdateFirmware(self, payload):
        firmware = payload.get("firmware", payload)
        answer = {} if self.version == "1.6" else {"status": "Accepted"}
        return answer, self.install(firmware["location"], payload.get("requestId"))

    async def install(self, location, request):
        async def tell(word):
            payload = {"status": word} if request is None else {"status": word, "requestId": request}
            await self.call("FirmwareStatusNotification", payload)

        await tell("Downloading")
        image = await asyncio.to_thread(lambda: urllib.request.urlopen(location).read())
        for word in ["Downloaded", "Installing", "Installed"]:
            await tell(word)
        self.firmware = "2.0"
        self.say(f"installed firmware of {len(image)} bytes")
        await self.boot()

    def on_GetDiagnostics(self, payload):
        name = f"{self.identity}.log"
        return {"fileName": name}, self.upload(payload["location"], "DiagnosticsStatusNotification", None)

    def on_GetLog(self, payload):
        location = payload["log"]["remoteLocation"]
        name = f"{self.identity}.log"
        return {"status": "Accepted", "filename": name}, self.upload(
            location, "LogStatusNotification", payload["requestId"])

    async def upload(self, location, action, request):
        extra = {} if request is None else {"requestId": request}
        await self.call(action, {"status": "Uploading", **extra})
        content = "".join(f"{self.identity} line {number}\n" for number in range(100)).encode()
        put = urllib.request.Request(location, data=content, method="PUT")
        await asyncio.to_thread(lambda: urllib.request.urlopen(put).read())
        await self.call(action, {"status": "Uploaded", **extra})
        self.say(f"uploaded {len(content)} bytes")


async def main():
    identities = sys.argv[1:] or [f"F{number:02}" for number in range(1, 11)]
    await asyncio.gather(*(Charger(identity).run() for identity in identities))


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        pass
