"""`TypedDict` for the generated modules: types for checkers and for ordinary Python.

In a component nobody asks for them, and hundreds of classes would only take memory: there each is `dict`.
"""

from __future__ import annotations

import sys

if sys.platform == "wasi":

    class _Erasing(type):
        def __new__(cls, name: str, bases: tuple[type, ...], members: dict[str, object]) -> type:
            return dict if bases else super().__new__(cls, name, bases, members)

    class TypedDict(metaclass=_Erasing):
        """Whatever inherits from it is `dict`."""
else:
    from typing import TypedDict as TypedDict
