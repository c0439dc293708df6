"""Write a plugin for ocpp-central in Python: a function per action, typed, made a component by componentize-py.

    from ocpp_plugin import Call, Plugin, v16

    plugin = Plugin()

    @plugin.handler(v16.StartTransaction)
    def start(call: Call[v16.StartTransactionRequest], response: v16.StartTransactionResponse) -> None:
        if call.request["connectorId"] == 2:
            response["idTagInfo"]["status"] = "Blocked"

The typed messages are the modules `v16`, `v201` and `v21`. What the server offers are the modules `state`,
`settings`, `log`, `commands`, `directory`, `events`, `time` and `http`. `testing` runs a plugin in ordinary Python.

Memory is a cache, never state: the next call may find a fresh instance. What must stay belongs into `state`.
"""

from ._call import Call, Context, Event, Tick
from ._outcome import CallError, Failure, HostError, Keep, Replace, TryAgain, fail
from ._plugin import Plugin

__version__ = "0.1.0"

__all__ = [
    "Call",
    "CallError",
    "Context",
    "Event",
    "Failure",
    "HostError",
    "Keep",
    "Plugin",
    "Replace",
    "Tick",
    "TryAgain",
    "fail",
]
