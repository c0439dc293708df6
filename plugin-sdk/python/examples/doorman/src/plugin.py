"""The reference plugin: refuses connectors, counts the starts of each id tag, and limits them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from ocpp_plugin import Call, CallError, Context, Event, Plugin, Tick, TryAgain, events, log, settings, state, v16, v201
from ocpp_plugin.http import Request, Response

plugin = Plugin()
STARTS = "starts/"


@dataclass(frozen=True)
class Settings:
    """What the operator set."""

    ignore_unknown: ClassVar[bool] = True
    allow: list[int] | None = None
    most: int | None = None
    greeting: str = "hello"


@plugin.handler(v16.StartTransaction)
def start_transaction(call: Call[v16.StartTransactionRequest], response: v16.StartTransactionResponse) -> None:
    info = response["idTagInfo"]
    refusal = judge(call.context, call.request["connectorId"], call.request["idTag"], info["status"])
    if refusal:
        info["status"] = refusal


@plugin.handler(v201.TransactionEvent)
def transaction_event(call: Call[v201.TransactionEventRequest], response: v201.TransactionEventResponse) -> None:
    token, info = call.request.get("idToken"), response.get("idTokenInfo")
    if call.request["eventType"] != "Started" or token is None or info is None:
        return
    evse = call.request.get("evse")
    refusal = judge(call.context, None if evse is None else evse["id"], token["idToken"], info["status"])
    if refusal:
        info["status"] = refusal


def judge(
    context: Context, connector: int | None, tag: str, proposed: str
) -> Literal["Blocked", "ConcurrentTx"] | None:
    """The status instead of the proposed one, if there is one."""
    rules = settings.read(Settings)
    if connector is not None and rules.allow is not None and connector not in rules.allow:
        events.emit("refused", {"connector": connector, "idTag": tag}, context.charge_point)
        log.info(f"connector {connector} refused for {tag}")
        return "Blocked"
    if proposed != "Accepted":
        return None
    starts = state.increment(STARTS + tag)
    return "ConcurrentTx" if rules.most is not None and starts > rules.most else None


@plugin.handler(v16.DataTransfer)
def data_transfer(
    call: Call[v16.DataTransferRequest], response: v16.DataTransferResponse
) -> v16.DataTransferResponse | None:
    if call.request["vendorId"] != "doorman":
        return None
    match call.request.get("messageId"):
        case "starts":
            starts = state.get(STARTS + call.request.get("data", "")) or b"0"
            return {**response, "status": "Accepted", "data": starts.decode()}
        case "greet":
            return {**response, "status": "Accepted", "data": settings.read(Settings).greeting}
        case "fail":
            raise CallError("GenericError", "asked to fail", {"by": "doorman"})
    return {"status": "UnknownMessageId"}


@plugin.observer("transaction.ended")
def ended(event: Event) -> None:
    state.increment("ended")
    if event.payload["request"].get("reason") == "Error":
        raise TryAgain("an error ended it")


@plugin.timer("forget")
def forget(_tick: Tick) -> None:
    for key in list(state.keys(STARTS)):
        state.delete(key)


@plugin.endpoint
def serve(request: Request) -> Response:
    if (request.method, request.path) != ("GET", "/starts"):
        return Response.of_text("not here", 404)
    counts: dict[str, Any] = {key.removeprefix(STARTS): state.get_json(key) for key in state.keys(STARTS)}
    return Response.of_json(counts)
