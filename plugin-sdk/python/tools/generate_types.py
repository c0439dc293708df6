"""Writes `src/ocpp_plugin/v16.py`, `v201.py` and `v21.py` from the data in `schemas/`.

    python3 tools/generate_types.py            writes the files
    python3 tools/generate_types.py --check    fails if one of them is not what it would write

The same data, the same bytes. Names are those of the Rust types: an action `X` gives `XRequest`, `XResponse` and
`X`; in 2.x a datatype loses the `Type` that all names end in, except where an action has the rest as its name.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

SDK = Path(__file__).resolve().parents[1]
SCHEMAS = SDK.parents[1] / "schemas"
TARGET = SDK / "src" / "ocpp_plugin"
MODULES = {"1.6": "v16", "2.0.1": "v201", "2.1": "v21"}
SIDES = {"charge-point": "FromChargePoint", "central-system": "ToChargePoint", "both": "BothWays"}
WIDTH = 120

Schema = dict[str, Any]


class Version:
    """The data of one OCPP version."""

    def __init__(self, version: str) -> None:
        self.version = version
        folder = SCHEMAS / version
        self.types: dict[str, Schema] = _read(folder / "types.json")["$defs"]
        files = sorted(path for path in folder.glob("*.json") if path.name != "types.json")
        self.actions = [_read(path) for path in files]
        self._action_names = {action["action"] for action in self.actions}
        self._check_names()

    def datatype(self, name: str) -> str:
        """The Python name of a datatype."""
        short = name.removesuffix("Type")
        return name if self.version == "1.6" or short in self._action_names else short

    def python_type(self, schema: Schema) -> str:
        """The annotation for a value."""
        if "$ref" in schema:
            return self.datatype(schema["$ref"].rsplit("/", 1)[1])
        if schema == {}:
            return "Any"
        kind = schema.get("type")
        if kind == "array":
            return f"list[{self.python_type(schema['items'])}]"
        simple = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}
        if kind not in simple or "enum" in schema:
            raise SystemExit(f"OCPP {self.version}: no Python type for {json.dumps(schema)}")
        return simple[kind]

    def _check_names(self) -> None:
        names = [self.datatype(name) for name in self.types]
        for action in self._action_names:
            names += [action, action + "Request", action + "Response"]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise SystemExit(f"OCPP {self.version}: two items are named {', '.join(twice)}")


def module(version: str) -> str:
    """The whole text of a version's module."""
    data = Version(version)
    parts = [
        f'"""OCPP {version}: requests, responses, datatypes and actions.\n\n'
        f"Written by `tools/generate_types.py` from `schemas/{version}`: do not edit. A name that is not listed in a\n"
        'class may still be there in a payload, and stays in it.\n"""\n',
        "from __future__ import annotations\n",
        "from typing import Any, Literal, NotRequired\n",
        "from ._action import BothWays, FromChargePoint, ToChargePoint\nfrom ._typed import TypedDict\n",
    ]
    enumerations = {name: schema for name, schema in sorted(data.types.items()) if "enum" in schema}
    parts += [_enumeration(data.datatype(name), schema) for name, schema in enumerations.items()]
    structures = {name: schema for name, schema in sorted(data.types.items()) if "enum" not in schema}
    parts += ["\n" + _structure(data, data.datatype(name), schema) for name, schema in structures.items()]
    parts += ["\n" + _action(data, action) for action in data.actions]
    return "\n".join(parts)


def _enumeration(name: str, schema: Schema) -> str:
    values = [json.dumps(value) for value in schema["enum"]]
    line = f"{name} = Literal[{', '.join(values)}]\n"
    if len(line) <= WIDTH + 1:
        return line
    lines, current = [], "   "
    for value in values:
        if len(current) + len(value) + 2 > WIDTH:
            lines.append(current)
            current = "   "
        current += f" {value},"
    return "\n".join([f"{name} = Literal[", *lines, current, "]\n"])


def _structure(data: Version, name: str, schema: Schema, doc: str = "") -> str:
    if schema.get("type") != "object":
        raise SystemExit(f"OCPP {data.version}: {name} is neither an enumeration nor an object")
    lines = [f"class {name}(TypedDict):"]
    if doc:
        lines.append(f'    """{doc}"""')
    required = schema.get("required", [])
    fields = list(schema.get("properties", {}).items())
    fields.sort(key=lambda field: (field[0] not in required, field[0] == "customData"))
    for field, value in fields:
        python = data.python_type(value)
        python = python if field in required else f"NotRequired[{python}]"
        limits = _limits(value)
        lines.append(f"    {field}: {python}" + (f"  # {limits}" if limits else ""))
    if len(lines) == 1:
        lines.append("    pass")
    return "\n".join(lines) + "\n"


def _action(data: Version, action: Schema) -> str:
    name = action["action"]
    request = _structure(data, f"{name}Request", action["request"], action["summary"])
    if not action.get("confirmed", True):
        return request
    response = _structure(data, f"{name}Response", action["response"])
    side = SIDES[action["sender"]]
    constant = f'{name} = {side}[{name}Request, {name}Response]("{data.version}", "{name}")\n'
    if len(constant) > WIDTH + 1:
        constant = f'{name} = {side}[\n    {name}Request, {name}Response\n]("{data.version}", "{name}")\n'
    return "\n\n".join([request, response, constant])


def _limits(schema: Schema) -> str:
    words = [_range(schema, "minItems", "maxItems", " items")]
    if "maxLength" in schema:
        words.append(f"at most {schema['maxLength']} characters")
    words.append(_range(schema, "minimum", "maximum", ""))
    if "multipleOf" in schema:
        words.append(f"a multiple of {schema['multipleOf']}")
    if "format" in schema:
        words.append({"date-time": "RFC 3339", "uri": "a URI"}[schema["format"]])
    if "default" in schema:
        words.append(f"{json.dumps(schema['default'])} if absent")
    inner = _limits(schema["items"]) if "items" in schema else ""
    if inner:
        words.append(f"each {inner}")
    return ", ".join(word for word in words if word)


def _range(schema: Schema, low: str, high: str, unit: str) -> str:
    least, most = schema.get(low), schema.get(high)
    if least is not None and least == most:
        return f"exactly {least}{unit}"
    if least is not None and most is not None:
        return f"{least} to {most}{unit}"
    if least is not None:
        return f"at least {least}{unit}"
    return "" if most is None else f"at most {most}{unit}"


def _read(path: Path) -> Schema:
    content: Schema = json.loads(path.read_text(encoding="utf-8"))
    return content


def main() -> None:
    """Writes, or compares with `--check`."""
    stale = []
    for version, name in MODULES.items():
        path, text = TARGET / f"{name}.py", module(version)
        if "--check" not in sys.argv[1:]:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(path.name)
    if stale:
        raise SystemExit(f"{', '.join(stale)}: not what tools/generate_types.py writes; run it")


if __name__ == "__main__":
    main()
