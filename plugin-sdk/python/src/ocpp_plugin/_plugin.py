"""A plugin: its functions, and the way from a question of the server to one of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from . import _json
from ._action import FromChargePoint
from ._call import Call, Context, Event, Tick
from ._outcome import CallError, Keep, Replace
from .http import Request, Response

Q = TypeVar("Q")
R = TypeVar("R")

Outcome = Keep | Replace | CallError
Handler = Callable[[Call[Q], R], R | None]
Observer = Callable[[Event], None]
Timer = Callable[[Tick], None]
Endpoint = Callable[[Request], Response]
Check = Callable[[], object]

ObserverT = TypeVar("ObserverT", bound=Observer)
TimerT = TypeVar("TimerT", bound=Timer)
EndpointT = TypeVar("EndpointT", bound=Endpoint)
CheckT = TypeVar("CheckT", bound=Check)


class Plugin:
    """Holds a plugin's functions. The entry module has one, named `plugin`.

    plugin = Plugin()

    @plugin.handler(v16.Authorize)
    def authorize(call: Call[v16.AuthorizeRequest], response: v16.AuthorizeResponse) -> None:
        if call.request["idTag"] != "04A1B2C3":
            response["idTagInfo"]["status"] = "Invalid"
    """

    def __init__(self) -> None:
        self._handlers: dict[tuple[str, str], Handler[Any, Any]] = {}
        self._observers: dict[str, Observer] = {}
        self._timers: dict[str, Timer] = {}
        self._endpoint: Endpoint | None = None
        self._check: Check | None = None

    def handler(self, action: FromChargePoint[Q, R]) -> Callable[[Handler[Q, R]], Handler[Q, R]]:
        """The function decides what the charge point is answered to an action.

        It changes the proposed response that it is given, or returns another one, or raises `CallError`. A response
        that is left as it was stands. One function may handle several actions, with a decorator for each.
        """

        def register(function: Handler[Q, R]) -> Handler[Q, R]:
            _add(self._handlers, (action.version, action.name), function)
            return function

        return register

    def observer(self, *kinds: str) -> Callable[[ObserverT], ObserverT]:
        """The function is told of each event of these kinds, at least once, after it is stored."""

        def register(function: ObserverT) -> ObserverT:
            for kind in kinds:
                _add(self._observers, kind, function)
            return function

        return register

    def timer(self, name: str) -> Callable[[TimerT], TimerT]:
        """The function is called whenever the schedule of this name is due."""

        def register(function: TimerT) -> TimerT:
            _add(self._timers, name, function)
            return function

        return register

    def endpoint(self, function: EndpointT) -> EndpointT:
        """The function answers every HTTP request below `/plugins/NAME/`."""
        if self._endpoint is not None:
            raise ValueError("there is an endpoint already: look at the request's path in that one")
        self._endpoint = function
        return function

    def settings_check(self, function: CheckT) -> CheckT:
        """The function reads the settings as any other does, and raises what is wrong with them."""
        if self._check is not None:
            raise ValueError("there is a check of the settings already")
        self._check = function
        return function

    def check_settings(self) -> None:
        """Raises what is wrong with the settings."""
        if self._check is not None:
            self._check()

    def handle(self, context: Context, action: str, payload: str, proposed: str) -> Outcome:
        """Gives a CALL to its handler. An action without one is kept as proposed."""
        function = self._handlers.get((context.version, action))
        if function is None:
            return Keep()
        response = _json.read(proposed)
        try:
            returned = function(Call(context, _json.read(payload)), response)
        except CallError as error:
            return error
        after = _json.write(response if returned is None else returned)
        return Keep() if _json.same(after, proposed) else Replace(after)

    def on_event(self, context: Context, kind: str, payload: str) -> None:
        """Gives an event to its observer."""
        function = self._observers.get(kind)
        if function is not None:
            function(Event(context, kind, _json.read(payload)))

    def on_tick(self, context: Context, name: str) -> None:
        """Gives a tick to its timer."""
        function = self._timers.get(name)
        if function is not None:
            function(Tick(context, name))

    def on_request(self, request: Request) -> Response:
        """Gives a request to the endpoint."""
        if self._endpoint is None:
            return Response.of_text("this plugin has no endpoint", 404)
        return self._endpoint(request)

    def mismatches(self, manifest: dict[str, Any]) -> list[str]:
        """What `plugin.toml`, as the manifest has it, and the functions do not agree on."""
        actions = {(version, name) for version, names in manifest.get("actions", {}).items() for name in names}
        schedules = {schedule["name"] for schedule in manifest.get("schedules", [])}
        return [
            *_compare("[actions]", actions, self._handlers, "handler"),
            *_compare("events", set(manifest.get("events", [])), self._observers, "observer"),
            *_compare("[[schedule]]", schedules, self._timers, "timer"),
        ]


def _add(functions: dict[Any, Any], key: object, function: object) -> None:
    if key in functions:
        raise ValueError(f"{_words(key)} has two functions")
    functions[key] = function


def _compare(where: str, claimed: set[Any], functions: dict[Any, Any], role: str) -> list[str]:
    missing = [f"{where} names {_words(key)}, and no {role} is for it" for key in sorted(claimed - functions.keys())]
    silent = [f"a {role} is for {_words(key)}, which {where} lacks" for key in sorted(functions.keys() - claimed)]
    return missing + silent


def _words(key: object) -> str:
    return " ".join(key) if isinstance(key, tuple) else str(key)
