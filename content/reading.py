"""Reading YAML files into models: every fault with its file and, where the parser knows it, its line."""

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from content.faults import Fault

T = TypeVar("T")

# What the parser and json raise on files that are broken in ways of their own (a date like 2026-99-99, a list as a key,
# a mapping inside itself, ten thousand brackets).
_UNREADABLE = (YAMLError, ValueError, TypeError, OverflowError, RecursionError, AttributeError, KeyError)


# A list of plain words, as phrases are: thousands of them are most of the content, and a parser of YAML takes a second for them.
_PLAIN = r"(?:(?:[a-z_]|[0-9]+[a-z]*[ /*])(?:[a-z0-9_*/? ]|\n +)*+|\"[a-z0-9 ]+\")"
_PLAIN_LIST = re.compile(rf"(?<=[\s:] )\[({_PLAIN}(?:,\s+{_PLAIN})*+)\](?=\s*(?:\n|$)|[,}}])")
_MARK = "\u2063"  # begins what stands for such a list until it is read
_NOT_WORDS = {"null", "true", "false"}


@lru_cache(maxsize=32)
def _as_json(text: str) -> str:
    """Through JSON, because only there a strict model takes a list for a tuple and "08:00" for a time."""
    if _MARK in text:
        return json.dumps(_yaml().load(text), default=str)
    try:
        return json.dumps(_with_lists(_yaml().load(_PLAIN_LIST.sub(_folded, text))), default=str)
    except _UNREADABLE:  # again as it stands, for the right line
        return json.dumps(_yaml().load(text), default=str)


def _folded(found: re.Match[str]) -> str:
    words = [" ".join(item.split()) for item in found[1].split(",")]
    plain = ",".join(word.strip('"') for word in words)
    return found[0] if _NOT_WORDS & set(words) else f'"{_MARK}{plain}"'


def _with_lists(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(_MARK):
        return value[1:].split(",")
    if isinstance(value, list):
        return [_with_lists(item) for item in value]
    if isinstance(value, dict):
        return {key: _with_lists(item) for key, item in value.items()}
    return value


def _yaml() -> YAML:
    return YAML(typ="safe", pure=True)


def read(folder: Path, name: str, shape: TypeAdapter[T], faults: list[str]) -> T | None:
    """The file `name` of a folder as `shape`; or None, with what is wrong added to `faults`."""
    try:
        text = (folder / name).read_text(encoding="utf-8")
        as_json = text if name.endswith(".json") else _as_json(text)
    except OSError as error:
        faults.append(f"{name}: cannot be read ({error.strerror})")
        return None
    except MarkedYAMLError as error:
        faults.append(_where_yaml_broke(name, error))
        return None
    except _UNREADABLE as error:
        faults.append(f"{name}: is not usable YAML ({type(error).__name__}: {_first_line(error)})")
        return None
    try:
        return shape.validate_json(as_json)
    except ValidationError as error:
        tree = _tree(text)
        faults.extend(
            _fault(name, tree, item["loc"], item["msg"]) for item in error.errors(include_url=False)
        )
        return None


def located(folder: Path, fault: Fault) -> str:
    """A fault in words, with the line of the entry it is about."""
    if not fault.loc:
        return f"{fault.file}: {fault.message}"
    line, _ = _locate(_tree((folder / fault.file).read_text(encoding="utf-8")), fault.loc)
    return f"{fault.file}:{line}: {fault.message}"


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or ["no details"])[0]


def _where_yaml_broke(name: str, error: MarkedYAMLError) -> str:
    mark = error.problem_mark or error.context_mark
    place = f"{name}:{mark.line + 1}" if mark else name
    return f"{place}: {error.problem or 'is not YAML'}"


@lru_cache(maxsize=4)
def _tree(text: str) -> Node | None:
    try:
        node: Node | None = _yaml().compose(text)
    except _UNREADABLE:
        return None
    return node


def _fault(name: str, tree: Node | None, loc: tuple[int | str, ...], message: str) -> str:
    line, path = _locate(tree, loc)
    place = f"{name}:{line}" if line else name
    return f"{place}: {path + ': ' if path else ''}{message}"


def _locate(tree: Node | None, loc: tuple[int | str, ...]) -> tuple[int | None, str]:
    """Line of the deepest node on the way, and the way in words. Tags of union members are not part of the file."""
    line = tree.start_mark.line + 1 if tree else None
    node, path = tree, []
    for step in loc:
        found = _child(node, step)
        if found is None:
            continue
        node = found
        line = node.start_mark.line + 1
        path.append(str(step))
    if loc and (not path or str(loc[-1]) != path[-1]):
        path.append(str(loc[-1]))
    return line, ".".join(path)


def _child(node: Node | None, step: int | str) -> Node | None:
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        return _as_node(node.value[step])
    if isinstance(node, MappingNode):
        return next((_as_node(value) for key, value in node.value if str(key.value) == str(step)), None)
    return None


def _as_node(value: Any) -> Node | None:
    return value if isinstance(value, Node) else None
