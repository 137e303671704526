"""A JSON-lines file that outlives the process: written as things happen, replayed and compacted at start."""

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.sandbox.ledger import Json, Record


class Journal:
    """Each record is one write to the operating system, so a kill -9 loses none that was noted."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def replay(self) -> Iterator[Record]:
        """Every whole record in order; a torn last line, which a kill can leave, is ignored."""
        if not self._path.exists():
            return
        for line in self._path.read_bytes().split(b"\n"):
            record = _read_line(line)
            if record is not None:
                yield record

    def start(self, records: Iterable[Record]) -> None:
        """Rewrite the file with `records` alone, swapped in whole, and keep it open for what follows."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_name(self._path.name + ".new")
        file = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
        with os.fdopen(os.dup(file), "wb") as out:
            out.writelines(_line(kind, value) for kind, value in records)
        os.fsync(file)
        fresh.replace(self._path)
        self._file = file

    def note(self, kind: str, value: Json) -> None:
        if self._file is not None:
            os.write(self._file, _line(kind, value))

    def close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _line(kind: str, value: Json) -> bytes:
    return json.dumps([kind, value], ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _read_line(line: bytes) -> Record | None:
    try:
        kind, value = json.loads(line)
    except ValueError:
        return None
    return kind, value
