"""Methods by which the bot gets its updates: the long poll and the webhook."""

import re
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.sandbox.errors import bad_request, conflict, too_many_requests
from bot.sandbox.ledger import Json
from bot.sandbox.params import Params
from bot.sandbox.webhook import CONNECTIONS

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox

SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")
PORTS = frozenset({None, 80, 88, 443, 8443})
CHANGE_EVERY_SECONDS = 1.0
MOST_CONNECTIONS = 100


@dataclass(frozen=True, slots=True)
class Described:
    """A result with the sentence Telegram adds to it."""

    result: object
    description: str


async def get_updates(box: "Sandbox", params: Params) -> list[Json]:
    box.updates.allow(params.tree("allowed_updates"))
    wait = params.number("timeout")
    return await box.updates.poll(params.integer("offset"), params.integer("limit", 100), wait)


def set_webhook(box: "Sandbox", params: Params) -> Described:
    """An empty url removes it, as in Telegram."""
    url = params.text("url")
    return _change(box, params, _read_hook(url, params) if url else None)


def delete_webhook(box: "Sandbox", params: Params) -> Described:
    return _change(box, params, None)


def get_webhook_info(box: "Sandbox", _params: Params) -> Json:
    hook = box.settings.get("webhook") or {}
    info: Json = {
        "url": hook.get("url", ""),
        "has_custom_certificate": False,
        "pending_update_count": len(box.updates.pending),
    }
    if hook:
        info["max_connections"] = hook["max_connections"]
    if hook and box.webhook.last_error:
        info["last_error_date"], info["last_error_message"] = box.webhook.last_error
    allowed = box.settings.get("allowed_updates")
    return {**info, "allowed_updates": allowed} if allowed else info


def _change(box: "Sandbox", params: Params, hook: Json | None) -> Described:
    box.updates.allow(params.tree("allowed_updates"))
    if params.flag("drop_pending_updates"):
        box.updates.drop_all()
    done = "set" if hook else "deleted"
    if box.settings.get("webhook") == hook:
        return Described(True, f"Webhook is already {done}")
    if box.seconds() < box.next_webhook_change:
        raise too_many_requests(1)
    box.next_webhook_change = box.seconds() + CHANGE_EVERY_SECONDS
    if hook:
        box.updates.end_poll(conflict("terminated by setWebhook request"))
    box.settings.put("webhook", hook)
    box.webhook.last_error = None
    box.webhook.start()
    return Described(True, f"Webhook was {done}")


def _read_hook(url: str, params: Params) -> Json:
    _check_url(url)
    secret = params.text("secret_token")
    if not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    asked = params.integer("max_connections", CONNECTIONS)
    connections = min(max(asked, 1), MOST_CONNECTIONS)
    return {"url": url, "secret_token": secret, "max_connections": connections}


def _check_url(url: str) -> None:
    """https on Telegram's ports; plain http only to this machine, as a local Bot API server allows."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise bad_request("bad webhook: invalid webhook URL specified") from None
    if parts.scheme == "http" and _is_local(parts.hostname or ""):
        return
    if parts.scheme != "https" or not parts.hostname:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if port not in PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


def _is_local(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".test")
