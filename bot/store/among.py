"""`column IN (these ids)` as one parameter, however many they are.

`in_` writes a parameter for each: another statement for each length, which a driver parses anew every time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ARRAY, BigInteger, ColumnElement, String, TypeDecorator, bindparam, cast, func, literal
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class _Ids(TypeDecorator[list[int | None]]):
    """As each database writes a list."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: list[int | None] | None, dialect: Dialect) -> str:
        gap = "NULL" if dialect.name == "postgresql" else "null"
        ids = ",".join(gap if each is None else str(each) for each in value or ())
        return f"{{{ids}}}" if dialect.name == "postgresql" else f"[{ids}]"


class _Among(FunctionElement[Any]):
    """Of no type: as a Boolean it would be written `... = 1` for SQLite, which then reads the whole table."""

    inherit_cache = True


@compiles(_Among, "postgresql")
def _unnested(element: _Among, compiler: SQLCompiler, **more: Any) -> str:
    """In a subquery the list is read once, and not again for every row that is looked at."""
    column, ids = element.clauses
    members = f"SELECT unnest(CAST({compiler.process(ids, **more)} AS BIGINT[]))"
    return f"{compiler.process(column, **more)} = ANY(ARRAY({members}))"


@compiles(_Among)
def _from_json(element: _Among, compiler: SQLCompiler, **more: Any) -> str:
    column, ids = element.clauses
    members = f"SELECT value FROM json_each({compiler.process(ids, **more)})"  # noqa: S608 - of our own making
    return f"{compiler.process(column, **more)} IN ({members})"


@dataclass(frozen=True)
class Pairs:
    """A table of two columns that is given with the statement."""

    first: ColumnElement[Any]
    second: ColumnElement[Any]


def pairs(dialect: str, first: str, second: str) -> Pairs:
    """Two lists of ids, given as the parameters of these names, side by side; the second may have gaps."""
    ids, others = (bindparam(name, type_=_Ids()) for name in (first, second))
    if dialect == "postgresql":
        lists = (cast(each, ARRAY(BigInteger)) for each in (ids, others))
        given = func.unnest(*lists).table_valued("first", "second", name="given").render_derived()
        return Pairs(given.c.first, given.c.second)
    keyed = func.json_each(ids).table_valued("key", "value", name="given")
    place = literal("$[").concat(cast(keyed.c.key, String)).concat("]")
    return Pairs(keyed.c.value, func.json_extract(others, place))


def among_those(column: ColumnElement[int], name: str = "ids") -> ColumnElement[bool]:
    """The same in a statement that is made once: the ids are given as the parameter of this name."""
    return _Among(column, bindparam(name, type_=_Ids()))


def among(column: ColumnElement[int], ids: Iterable[int]) -> ColumnElement[bool]:
    """Whether `column` is one of these ids."""
    return _Among(column, bindparam(None, list(ids), type_=_Ids(), unique=True))
