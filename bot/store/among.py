"""`column IN (these ids)` as one parameter, however many they are.

`in_` writes a parameter for each: another statement for each length, which a driver parses anew every time.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, String, TypeDecorator, bindparam
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class _Ids(TypeDecorator[list[int]]):
    """As each database writes a list."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: list[int] | None, dialect: Dialect) -> str:
        ids = ",".join(map(str, value or ()))
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


def among_those(column: ColumnElement[int], name: str = "ids") -> ColumnElement[bool]:
    """The same in a statement that is made once: the ids are given as the parameter of this name."""
    return _Among(column, bindparam(name, type_=_Ids()))


def among(column: ColumnElement[int], ids: Iterable[int]) -> ColumnElement[bool]:
    """Whether `column` is one of these ids."""
    return _Among(column, bindparam(None, list(ids), type_=_Ids(), unique=True))
