"""HTTP: requests to others (the capability `http`), and what the plugin's own endpoint is asked and answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from . import _host, _json
from ._outcome import HostError


@dataclass(frozen=True)
class Request:
    """A request, either way."""

    method: str
    path: str
    """To the plugin's endpoint: begins with `/`, and what stands before it in the URL is not part of it. To others:
    the whole URL."""
    query: str = ""
    """Without the question mark. Only used for requests to the plugin's endpoint."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case; one that came several times has its values joined by commas."""
    body: bytes = b""

    def json(self) -> Any:
        """The body, read as JSON."""
        return _json.read(self.body)


@dataclass(frozen=True)
class Response:
    """A response, either way."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @classmethod
    def of_json(cls, value: Any, status: int = 200) -> Response:
        """One whose body is a value's JSON."""
        return cls(status, {"content-type": "application/json"}, _json.write(value).encode())

    @classmethod
    def of_text(cls, text: str, status: int = 200) -> Response:
        """One whose body is plain text."""
        return cls(status, {"content-type": "text/plain"}, text.encode())

    def json(self) -> Any:
        """The body, read as JSON."""
        return _json.read(self.body)


class FetchError(HostError):
    """There is no response.

    `code` is `denied` (the capability or the host is not granted), `url`, `timeout`, `size` (the response is longer
    than the limit), or what failed in the words of WASI, such as `connection-refused`.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__("http", code, message)


@dataclass(frozen=True)
class Limits:
    """What a response may take."""

    seconds: float = 10.0
    """From the connection to the body's last byte. The operator's time limit for the call may be shorter."""
    bytes: int = 1024 * 1024
    """The body's."""


def fetch(
    method: str,
    url: str,
    headers: Mapping[str, str] | None = None,
    body: bytes | str = b"",
    limits: Limits = Limits(),
) -> Response:
    """Sends a request, and waits for the whole response, whatever its status.

    Every other call of this instance waits too. A redirect is not followed. What was sent cannot be taken back: when
    the call is repeated, it is sent again.
    """
    content = body.encode() if isinstance(body, str) else body
    return _host.current().fetch(Request(method, url, "", dict(headers or {}), content), limits)
