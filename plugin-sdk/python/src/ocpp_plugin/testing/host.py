"""A server in memory that asks a plugin."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, TypeVar

from .. import _host, _json
from .._action import Message
from .._call import Context
from .._outcome import CallError, Keep
from .._plugin import Outcome, Plugin
from ..http import Request, Response
from .memory import CAPABILITIES, Command, Emitted, Memory

R = TypeVar("R")


class Host(Memory):
    """A server in memory, for one plugin. The one that was made last is the one that the plugin finds.

    `directory` and `http` are as in a fixture: what `directory` reads, and the answers to outgoing requests, in
    order; `{"answer": {"error": "timeout"}}` is none. A call that fails leaves no state, commands and events.
    """

    def __init__(
        self,
        plugin: Plugin,
        *,
        settings: Any = None,
        state: Mapping[str, str | bytes] | None = None,
        directory: Mapping[str, Any] | None = None,
        http: Sequence[Mapping[str, Any]] = (),
        grants: Collection[str] = CAPABILITIES,
    ) -> None:
        super().__init__({} if settings is None else settings, directory or {}, list(http), grants)
        self._plugin = plugin
        for key, value in (state or {}).items():
            self.set(key, value)
        _host.use(self)

    def ask(self, message: Message[Any, R], context: Context = Context()) -> R:
        """What the charge point is answered: the proposed response, or the plugin's. Raises `CallError`."""
        proposed, action = message.proposed, message.action
        if proposed is None:
            raise TypeError(f"the test says what the plugin is asked and proposed: {action.name}(request, proposed)")
        context = _with(context, charge_point="CP-1", version=action.version, message_id="m-1")
        outcome = self.handle(context, action.name, _json.write(message.request), _json.write(proposed))
        if isinstance(outcome, CallError):
            raise outcome
        response: R = proposed if isinstance(outcome, Keep) else _json.read(outcome.payload)
        return response

    def handle(self, context: Context, action: str, payload: str, proposed: str) -> Outcome:
        """The same with texts, and the outcome as it is."""
        with self._call():
            return self._plugin.handle(context, action, payload, proposed)

    def notify(self, kind: str, payload: Mapping[str, Any], context: Context = Context()) -> None:
        """Tells the plugin of an event. Raises `TryAgain`."""
        with self._call():
            context = _with(context, charge_point="CP-1", version="1.6", attributes={"event": "event-1"})
            self._plugin.on_event(context, kind, _json.write(payload))

    def tick(self, name: str, context: Context = Context()) -> None:
        """A schedule is due. Raises `TryAgain`."""
        with self._call():
            self._plugin.on_tick(_with(context), name)

    def request(self, request: Request) -> Response:
        """A request to the plugin's endpoint."""
        with self._call():
            return self._plugin.on_request(request)

    def advance(self, seconds: float) -> None:
        """Lets time pass for what has a time to live."""
        self._now += seconds

    def value(self, key: str) -> bytes | None:
        """What the state holds under a key."""
        value = self._effects.state.get(key)
        return None if value is None or (value.expires is not None and value.expires <= self._now) else value.content

    def set(self, key: str, value: str | bytes) -> None:
        """Sets a key of the state, whatever is granted."""
        grants, self._grants = self._grants, CAPABILITIES
        self.put(key, value.encode() if isinstance(value, str) else value, None)
        self._grants = grants

    @property
    def sent(self) -> list[Command]:
        """The commands so far."""
        return self._effects.sent

    @property
    def emitted(self) -> list[Emitted]:
        """The plugin's own events so far; `kind` is what the plugin called it."""
        return self._effects.emitted

    @contextmanager
    def _call(self) -> Iterator[None]:
        before = self._effects.copy()
        try:
            yield
        except BaseException:
            self._effects = before
            raise


def _with(context: Context, **defaults: Any) -> Context:
    """Fills in what the test left open."""
    defaults["received_at"] = "2026-01-01T00:00:00.000Z"
    return replace(context, **{name: value for name, value in defaults.items() if not getattr(context, name)})
