"""{{name}}: nobody starts on connector 2."""

from ocpp_plugin import Call, Plugin, v16, v201

plugin = Plugin()


@plugin.handler(v16.StartTransaction)
def start_transaction(call: Call[v16.StartTransactionRequest], response: v16.StartTransactionResponse) -> None:
    if call.request["connectorId"] == 2:
        response["idTagInfo"]["status"] = "Blocked"


@plugin.handler(v201.TransactionEvent)
def transaction_event(call: Call[v201.TransactionEventRequest], response: v201.TransactionEventResponse) -> None:
    # Only an event that begins a transaction with an idToken is answered with a status.
    evse, info = call.request.get("evse"), response.get("idTokenInfo")
    if call.request["eventType"] == "Started" and evse is not None and evse["id"] == 2 and info is not None:
        info["status"] = "Blocked"
