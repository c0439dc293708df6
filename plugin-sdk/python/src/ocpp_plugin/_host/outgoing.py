"""Sends HTTP requests from a component, over `wasi:http`.

Resources are given back in the opposite order of their making, as WASI demands: a body's stream before the body, what
is waited for with before what it belongs to. `with` does it, also when something fails.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from componentize_py_types import Err
from wit_world.imports import monotonic_clock, outgoing_handler, poll, streams

from ..http import FetchError, Limits, Request, Response
from . import url

# Its name depends on whether another interface of the world is called `types` too.
_LONG = "wit_world.imports.wasi_http_types"
types: Any = import_module(_LONG if find_spec(_LONG) else "wit_world.imports.types")

_CHUNK = 64 * 1024
_METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH")


def fetch(request: Request, limits: Limits) -> Response:
    """Sends, waits, and reads the whole response."""
    outgoing = _outgoing(request)
    with monotonic_clock.subscribe_duration(int(limits.seconds * 1e9)) as deadline:
        body = outgoing.body() if request.body else None
        try:
            future = outgoing_handler.handle(outgoing, None)
        except Err as error:
            raise _failure(error.value) from None
        with future:
            if body is not None:
                _write(body, request.body, deadline)
            with _head(future, deadline) as response:
                return _whole(response, limits, deadline)


def _outgoing(request: Request) -> Any:
    try:
        scheme, authority, path = url.split(request.path)
    except ValueError as error:
        raise FetchError("url", str(error)) from None
    outgoing = types.OutgoingRequest(_fields(request))
    try:
        outgoing.set_method(_method(request.method))
        outgoing.set_scheme(types.Scheme_Https() if scheme == "https" else types.Scheme_Http())
        outgoing.set_authority(authority)
        outgoing.set_path_with_query(path)
    except Err:
        raise FetchError("url", f"{request.method} {request.path!r} cannot be sent") from None
    return outgoing


def _fields(request: Request) -> Any:
    headers = list(request.headers.items())
    if request.body and "content-length" not in {name.lower() for name, _ in headers}:
        headers.append(("content-length", str(len(request.body))))
    try:
        return types.Fields.from_list([(name, value.encode()) for name, value in headers])
    except Err as error:
        raise FetchError("header", f"a header cannot be sent: {_words(error.value)}") from None


def _method(name: str) -> Any:
    return getattr(types, f"Method_{name.capitalize()}")() if name in _METHODS else types.Method_Other(name)


def _write(body: Any, content: bytes, deadline: Any) -> None:
    """Sends a body. Who does not want all of it closes the stream: the response, or its absence, says why."""
    try:
        with body.write() as stream:
            while content:
                room = _room(stream, deadline)
                stream.write(content[:room])
                content = content[room:]
            stream.flush()
            _room(stream, deadline)
    except Err:
        if content:
            return
    try:
        types.OutgoingBody.finish(body, None)
    except Err as error:
        raise _failure(error.value) from None


def _room(stream: Any, deadline: Any) -> int:
    while True:
        room: int = stream.check_write()
        if room:
            return room
        _wait(stream, deadline)


def _head(future: Any, deadline: Any) -> Any:
    answer = future.get()
    while answer is None:
        _wait(future, deadline)
        answer = future.get()
    # The outer result says whether the answer was taken before; it was not.
    result = getattr(answer, "value", answer)
    if isinstance(result, Err):
        raise _failure(result.value)
    return getattr(result, "value", result)


def _whole(response: Any, limits: Limits, deadline: Any) -> Response:
    headers: dict[str, str] = {}
    with response.headers() as fields:
        for name, value in fields.entries():
            text, known = value.decode("latin-1"), headers.get(name.lower())
            headers[name.lower()] = text if known is None else f"{known}, {text}"
    content = bytearray()
    with response.consume() as body, body.stream() as stream:
        while (chunk := _read(stream, deadline)) is not None:
            content += chunk
            if len(content) > limits.bytes:
                raise FetchError("size", f"the response is longer than {limits.bytes} bytes")
    return Response(response.status(), headers, bytes(content))


def _read(stream: Any, deadline: Any) -> bytes | None:
    while True:
        try:
            chunk: bytes = stream.read(_CHUNK)
        except Err as error:
            if isinstance(error.value, streams.StreamError_Closed):
                return None
            raise FetchError("connection-terminated", "the response ended before its end") from None
        if chunk:
            return chunk
        _wait(stream, deadline)


def _wait(awaited: Any, deadline: Any) -> None:
    with awaited.subscribe() as ready:
        if 0 not in poll.poll([ready, deadline]):
            raise FetchError("timeout", "there was no whole response in time")


def _failure(code: Any) -> FetchError:
    name = _words(code)
    detail = getattr(code, "value", None)
    message = name.replace("-", " ") + (f": {_details(detail)}" if detail is not None else "")
    if name == "http-request-denied":
        return FetchError("denied", "the operator did not grant this host")
    return FetchError("timeout" if name.endswith("-timeout") else name, message)


def _details(value: Any) -> str:
    if hasattr(value, "__dict__"):
        members: Mapping[str, Any] = vars(value)
        return ", ".join(f"{name} {member}" for name, member in members.items() if member is not None)
    return str(value)


def _words(case: Any) -> str:
    """`ErrorCode_DnsTimeout()` -> `dns-timeout`"""
    name = type(case).__name__.partition("_")[2]
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()
