"""Takes a URL apart for an outgoing request."""

from __future__ import annotations

from urllib.parse import urlsplit


def split(url: str) -> tuple[str, str, str]:
    """Scheme, authority, and path with query. Raises `ValueError` with the reason."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        raise ValueError(f"{url!r} does not begin with http:// or https://")
    if not parts.hostname or parts.username is not None:
        raise ValueError(f"{url!r} needs a host, and no user name: put that into a header")
    if not url.isascii() or any(character <= " " for character in url):
        raise ValueError(f"{url!r} has characters that must be percent-encoded")
    return parts.scheme, parts.netloc, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
