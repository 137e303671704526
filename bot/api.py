"""The library's bot, made safe to log and able to hand over updates as they came."""

from typing import Any, cast

from telegram.ext import ExtBot


class Bot(ExtBot[None]):
    """The library's bot, except that its repr does not show the token, and that it also gives updates unparsed."""

    def __repr__(self) -> str:
        return "<Bot>"

    async def take_updates(self, wait: int, **wanted: Any) -> list[dict[str, Any]]:
        """getUpdates as Telegram words it: one update the library cannot parse must not hold up the others."""
        taken = await self._post("getUpdates", {"timeout": wait, **wanted}, read_timeout=wait + 10)
        return cast("list[dict[str, Any]]", taken)
