"""Files the bot has uploaded: kept, named, and handed out again by file_id."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass

from bot.sandbox.errors import bad_request
from bot.sandbox.ledger import Counters, Json, Note, Record


@dataclass(slots=True, frozen=True)
class Upload:
    """One part of a multipart request."""

    name: str
    mime: str
    data: bytes


@dataclass(slots=True, frozen=True)
class StoredFile:
    """A file Telegram holds. `folder` is photos or documents; width and height are 0 for a document."""

    number: int
    folder: str
    name: str
    mime: str
    data: bytes
    width: int = 0
    height: int = 0

    @property
    def id(self) -> str:
        return f"sandbox-{self.folder}-{self.number}"

    @property
    def unique_id(self) -> str:
        return f"unique{self.number}"

    @property
    def path(self) -> str:
        suffix = "." + self.name.rsplit(".", 1)[1] if "." in self.name else ""
        return f"{self.folder}/file_{self.number}{suffix}"

    def photo(self) -> list[Json]:
        """The photo as sizes: here always one."""
        return [{**self._sizes(), "width": self.width, "height": self.height}]

    def document(self) -> Json:
        return {**self._sizes(), "file_name": self.name, "mime_type": self.mime}

    def wire(self) -> Json:
        return {**self._sizes(), "file_path": self.path}

    def _sizes(self) -> Json:
        return {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": len(self.data)}


class Files:
    """Every stored file by file_id and by path."""

    def __init__(self, counters: Counters, note: Note) -> None:
        self._counters = counters
        self._note = note
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def store(self, folder: str, upload: Upload, size: tuple[int, int] = (0, 0)) -> StoredFile:
        file = StoredFile(self._counters.next("file"), folder, upload.name, upload.mime, upload.data, *size)
        self._keep(file)
        self._note("file", _record(file))
        return file

    def find(self, file_id: str) -> StoredFile:
        """The file with that id; a 400 when there is none."""
        file = self._by_id.get(file_id)
        if file is None:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        return file

    def get(self, file_id: str) -> StoredFile | None:
        return self._by_id.get(file_id)

    def at(self, path: str) -> StoredFile | None:
        return self._by_path.get(path)

    def _keep(self, file: StoredFile) -> None:
        self._by_id[file.id] = file
        self._by_path[file.path] = file

    def clear(self) -> None:
        self._by_id.clear()
        self._by_path.clear()

    def restore(self, value: Json) -> None:
        self._counters.seen("file", value["number"])
        self._keep(StoredFile(**{**value, "data": base64.b64decode(value["data"])}))

    def records(self) -> Iterator[Record]:
        for file in self._by_id.values():
            yield "file", _record(file)


def _record(file: StoredFile) -> Json:
    data = base64.b64encode(file.data).decode()
    return {
        "number": file.number,
        "folder": file.folder,
        "name": file.name,
        "mime": file.mime,
        "data": data,
        "width": file.width,
        "height": file.height,
    }
