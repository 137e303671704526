"""What a call carries, however it was sent: query string, form, multipart or JSON."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.requests import Request

from bot.sandbox.errors import BotApiError, bad_request
from bot.sandbox.files import Upload
from bot.sandbox.ledger import Json

LARGEST_BODY = 50 * 1024 * 1024


@dataclass(slots=True)
class Params:
    """A call's parameters by name, and its uploads by part name. Missing is never an error here."""

    values: Json = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The value as Telegram reads a string field; "" when missing."""
        value = self.values.get(name)
        if value is None:
            return ""
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    def integer(self, name: str, default: int = 0) -> int:
        """The value as a whole number; `default` when missing or not one."""
        try:
            return int(self.text(name))
        except ValueError:
            return default

    def number(self, name: str) -> float:
        try:
            return float(self.text(name))
        except ValueError:
            return 0.0

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in {"true", "yes", "1"}

    def tree(self, name: str) -> Any:
        """A JSON value, sent as such or as a string holding it; None when missing or not JSON."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            return None

    def has(self, name: str) -> bool:
        return self.text(name) != ""

    def upload(self, name: str) -> Upload | None:
        """The file sent as part `name`, or as another part that the field points to with attach://."""
        target = self.text(name)
        part = target.removeprefix("attach://") if target.startswith("attach://") else name
        return self.files.get(part)

    def record(self) -> Json:
        """The parameters as a list of calls shows them: uploads by name and size only."""
        uploads = {name: {"file": up.name, "size": len(up.data)} for name, up in self.files.items()}
        return {**self.values, **uploads}


async def read_params(request: Request) -> Params:
    """All parameters of a request; the body wins over the query string. Raises 400 on broken JSON."""
    params = Params(dict(request.query_params))
    if int(request.headers.get("content-length") or 0) > LARGEST_BODY:
        raise BotApiError(413, "Request Entity Too Large")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        params.values.update(_read_json(await request.body()))
    elif kind == "multipart/form-data":
        await _read_parts(request, params)
    elif body := await request.body():
        params.values.update(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))
    return params


def _read_json(body: bytes) -> Json:
    try:
        value = json.loads(body or b"{}")
    except ValueError:
        raise bad_request("can't parse JSON encoded request") from None
    if not isinstance(value, dict):
        raise bad_request("can't parse JSON encoded request: object expected")
    return value


async def _read_parts(request: Request, params: Params) -> None:
    async with request.form(max_part_size=LARGEST_BODY) as form:
        for name, part in form.multi_items():
            if isinstance(part, UploadFile):
                mime = part.content_type or "application/octet-stream"
                params.files[name] = Upload(part.filename or name, mime, await part.read())
            else:
                params.values[name] = part
