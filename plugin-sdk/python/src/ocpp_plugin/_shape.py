"""Makes a dataclass of parsed JSON, and says what does not fit, and where."""

from __future__ import annotations

import types
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

Path = str
NAMES = {bool: "true or false", int: "a whole number", float: "a number", str: "text"}


def build(shape: Any, value: Any, path: Path = "") -> Any:
    """The value in the shape of the type. Raises `ValueError` with the place."""
    if shape is Any:
        return value
    if is_dataclass(shape):
        return _object(shape, value, path)
    origin = get_origin(shape)
    if origin is list:
        return [build(get_args(shape)[0], item, f"{path}[{at}]") for at, item in enumerate(_be(list, value, path))]
    if origin is dict:
        inner = get_args(shape)[1]
        return {key: build(inner, item, _join(path, key)) for key, item in _be(dict, value, path).items()}
    if origin is Literal:
        return _choice(get_args(shape), value, path)
    if origin in (Union, types.UnionType):
        return _optional(shape, value, path)
    return _simple(shape, value, path)


def _object(shape: Any, value: Any, path: Path) -> Any:
    members = dict(_be(dict, value, path))
    hints = _hints(shape)
    found = {}
    for field in fields(shape):
        names = [name for name in (field.name, _camel(field.name)) if name in members]
        if names:
            found[field.name] = build(hints[field.name], members.pop(names[0]), _join(path, names[0]))
        elif field.default is MISSING and field.default_factory is MISSING:
            raise ValueError(f"{_join(path, _camel(field.name))} is missing")
    if members and not getattr(shape, "ignore_unknown", False):
        raise ValueError(f"{_join(path, min(members))} is not known")
    return shape(**found)


@cache
def _hints(shape: Any) -> dict[str, Any]:
    return get_type_hints(shape)


def _optional(shape: Any, value: Any, path: Path) -> Any:
    inner = [part for part in get_args(shape) if part is not type(None)]
    if len(inner) != 1 or len(inner) == len(get_args(shape)):
        raise TypeError(f"{shape} is no type for a setting")
    return None if value is None else build(inner[0], value, path)


def _choice(choices: tuple[Any, ...], value: Any, path: Path) -> Any:
    if any(value == choice and type(value) is type(choice) for choice in choices):
        return value
    raise _wrong(path, " or ".join(map(repr, choices)), value)


def _simple(shape: Any, value: Any, path: Path) -> Any:
    if shape not in NAMES:
        raise TypeError(f"{shape} is no type for a setting")
    if shape is int and isinstance(value, float) and value.is_integer():
        return int(value)
    if shape is float and type(value) is int:
        return float(value)
    if type(value) is not shape:
        raise _wrong(path, NAMES[shape], value)
    return value


def _be(kind: type, value: Any, path: Path) -> Any:
    if not isinstance(value, kind):
        raise _wrong(path, "a list" if kind is list else "an object", value)
    return value


def _wrong(path: Path, wanted: str, value: Any) -> ValueError:
    shown = repr(value)
    return ValueError(f"{path or 'it'} must be {wanted}, not {shown if len(shown) <= 40 else shown[:37] + '...'}")


def _join(path: Path, name: str) -> Path:
    return f"{path}.{name}" if path else name


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
