"""Patterns for settings: `*` stands for any text, `?` for one character, the rest for itself."""

from __future__ import annotations


def fits(pattern: str, text: str) -> bool:
    """Whether the whole text fits; upper and lower case differ.

    Takes time in proportion to both lengths multiplied, whatever the pattern.
    """
    at = here = 0
    star, tried = -1, 0
    while here < len(text):
        if at < len(pattern) and pattern[at] == "*":
            star, tried = at, here
            at += 1
        elif at < len(pattern) and pattern[at] in ("?", text[here]):
            at += 1
            here += 1
        elif star >= 0:
            # Let the last star stand for one character more.
            tried += 1
            at, here = star + 1, tried
        else:
            return False
    return pattern[at:].strip("*") == ""
