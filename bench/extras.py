"""What is measured beside the crowd."""

from typing import Any

from bench.databases import Databases


def extras(databases: Databases, runs: int, *, quick: bool) -> tuple[list[str], dict[str, Any]]:
    return [], {}
