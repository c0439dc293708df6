"""What a server does to raise the security of a charge point, as one on PyPI `ocpp` sees it: passwords, certificates,
security profiles. Its handlers answer yes, unless it was told to refuse; what was asked waits in `requests`.
"""

import asyncio
import base64
import contextlib
import ssl
import subprocess
import tempfile

import ocpp.v16.call_result
import websockets
from ocpp.routing import on

import admin
import stations
from stations import open_socket

OLD, NEW = "the-old-secret-01", "the-new-Secret-02"


def shows(password):
    """The header of CP1 with a password, of any bytes."""
    secret = password.encode() if isinstance(password, str) else password
    return {"Authorization": "Basic " + base64.b64encode(b"CP1:" + secret).decode()}


def answering(*actions):
    """Gives a class handlers that note what they are asked, and say yes unless the station was told to refuse."""

    def handler(action):
        def answer(self, **members):
            self.requests.put_nowait((action, members))
            return getattr(self.results, action)(status="Rejected" if self.refuses else "Accepted")

        # The library finds handlers by their names.
        answer.__name__ = f"answer_{action}"
        return on(action)(answer)

    def add(kind):
        for action in actions:
            setattr(kind, f"answer_{action}", handler(action))
        return kind

    return add


@answering("ChangeConfiguration", "ExtendedTriggerMessage", "CertificateSigned", "InstallCertificate")
class Secured16(stations.Station16):
    """OCPP 1.6 with its security extension."""

    results, refuses = ocpp.v16.call_result, False

    async def told_password(self):
        members = await self.requested("ChangeConfiguration")
        assert members["key"] == "AuthorizationKey", members
        return bytes.fromhex(members["value"])

    async def asked_for_request(self):
        members = await self.requested("ExtendedTriggerMessage")
        assert members["requested_message"] == "SignChargePointCertificate", members

    async def told_profile(self, profile):
        members = await self.requested("ChangeConfiguration")
        assert (members["key"], members["value"]) == ("SecurityProfile", str(profile)), members


@answering("SetNetworkProfile", "Reset", "TriggerMessage", "CertificateSigned", "InstallCertificate")
class Secured2(stations.Station2):
    """What 2.0.1 and 2.1 share."""

    refuses = False

    @on("SetVariables")
    def on_set_variables(self, **members):
        self.requests.put_nowait(("SetVariables", members))
        status = "Rejected" if self.refuses else "Accepted"
        return self.results.SetVariables(set_variable_result=[
            {"attribute_status": status, "component": one["component"], "variable": one["variable"]}
            for one in members["set_variable_data"]
        ])

    async def told_password(self):
        one = (await self.requested("SetVariables"))["set_variable_data"][0]
        assert one["variable"]["name"] == "BasicAuthPassword", one
        return one["attribute_value"].encode()

    async def asked_for_request(self):
        members = await self.requested("TriggerMessage")
        assert members["requested_message"] == "SignChargingStationCertificate", members

    async def told_profile(self, profile):
        data = (await self.requested("SetNetworkProfile"))["connection_data"]
        assert data["security_profile"] == profile, data
        one = (await self.requested("SetVariables"))["set_variable_data"][0]
        assert one["variable"]["name"] == "NetworkConfigurationPriority", one
        await self.requested("Reset")


class Secured201(Secured2, stations.Station201):
    """OCPP 2.0.1."""


class Secured21(Secured2, stations.Station21):
    """OCPP 2.1."""


KINDS = {"1.6": Secured16, "2.0.1": Secured201, "2.1": Secured21}


@contextlib.asynccontextmanager
async def connected(version, headers=None, **options):
    """CP1, booted."""
    async with stations.connected(version, "CP1", headers, KINDS[version], **options) as station:
        assert await station.boot() == "Accepted"
        await admin.until_connected("CP1")
        yield station


async def lets_in(version, headers=None, **options):
    try:
        socket = await open_socket(version, "CP1", headers, **options)
    except websockets.InvalidStatus as refused:
        assert refused.response.status_code == 401, refused
        return False
    await socket.close()
    return True


async def verb(name, body):
    status, made = await admin.request("POST", f"/api/v1/charge-points/CP1/commands/{name}?wait=false", body)
    assert status == 202, (status, made)
    return made["id"]


async def until_state(command, state):
    async with asyncio.timeout(60):
        while True:
            status, shown = await admin.request("GET", f"/api/v1/commands/{command}")
            assert status == 200, shown
            if shown["state"] == state:
                return
            await asyncio.sleep(0.01)


async def rotated(version):
    """A new password is used, and the next one refused."""
    await admin.register("CP1", securityProfile=1, password=OLD)
    async with connected(version, shows(OLD)) as station:
        command = await verb("set-password", {"password": NEW})
        assert await station.told_password() == NEW.encode()
        await until_state(command, "accepted")
    assert await lets_in(version, shows(OLD)), "it may not have used the new one yet"
    async with connected(version, shows(NEW)) as station:
        await until_state(command, "in-effect")
        assert not await lets_in(version, shows(OLD))
        station.refuses = True
        command = await verb("set-password", {})
        random = await station.told_password()
        assert random not in (OLD.encode(), NEW.encode())
        await until_state(command, "refused")
    assert not await lets_in(version, shows(random))
    assert await lets_in(version, shows(NEW))


def signing_request(folder):
    """A new key and a request of CP1 for it."""
    made = ["-keyout", f"{folder}/own.key", "-out", f"{folder}/own.csr", "-subj", "/O=Example/CN=CP1"]
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    subprocess.run(["openssl", "req", "-new", *curve, *made], check=True, capture_output=True)
    with open(f"{folder}/own.csr", encoding="ascii") as file:
        return file.read()


async def until_profile(profile):
    status, shown = await admin.request("GET", "/api/v1/charge-points/CP1")
    assert (status, shown["securityProfile"]) == (200, profile), shown


async def raised(version, secure_url, authority):
    """From a password in clear text to a password by TLS to a certificate that the server signed."""
    await admin.register("CP1", securityProfile=1, password=OLD)
    password = shows(OLD)
    with open(authority, encoding="ascii") as file:
        root = file.read()
    trusting = ssl.create_default_context(cadata=root)
    secure = {"url": secure_url, "ssl": trusting}
    async with connected(version, password) as station:
        await verb("install-certificate", {"certificateType": "CSMSRootCertificate", "certificate": root})
        assert (await station.requested("InstallCertificate"))["certificate"] == root
        await verb("set-security-profile", {"profile": 2, "slot": 2, "url": f"{secure_url}/ocpp"})
        await station.told_profile(2)
    async with connected(version, password, **secure) as station:
        await until_profile(2)
        assert not await lets_in(version, password), "it has come by TLS"
        with tempfile.TemporaryDirectory() as folder:
            await certified(station, folder)
            await verb("set-security-profile", {"profile": 3, "slot": 3, "url": f"{secure_url}/ocpp"})
            await station.told_profile(3)
            trusting.load_cert_chain(f"{folder}/own.pem", f"{folder}/own.key")
    async with connected(version, **secure) as station:
        await until_profile(3)
        assert (await station.heartbeat()).current_time
    without = {"url": secure_url, "ssl": ssl.create_default_context(cadata=root)}
    assert not await lets_in(version, password, **without), "a password is not enough any more"


async def certified(station, folder):
    """It is asked to ask for a certificate, and is brought one."""
    await verb("renew-certificate", {})
    await station.asked_for_request()
    answer = await station.ask(station.calls.SignCertificate(csr=signing_request(folder)))
    assert answer.status == "Accepted", answer
    members = await station.requested("CertificateSigned")
    with open(f"{folder}/own.pem", "w", encoding="ascii") as file:
        file.write(members["certificate_chain"])
