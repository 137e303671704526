"""Methods about the bot itself."""

import re
from typing import TYPE_CHECKING, Any

from bot.sandbox.errors import bad_request
from bot.sandbox.ledger import Json
from bot.sandbox.params import Params

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
MOST_COMMANDS = 100
LONGEST_COMMAND_DESCRIPTION = 256
LONGEST_DESCRIPTION = 512
LONGEST_SHORT_DESCRIPTION = 120
SCOPES = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}


def get_me(box: "Sandbox", _params: Params) -> Json:
    powers = dict.fromkeys(
        (
            "can_read_all_group_messages",
            "supports_inline_queries",
            "can_connect_to_business",
            "has_main_web_app",
            "has_topics_enabled",
            "allows_users_to_create_topics",
            "can_manage_bots",
        ),
        False,
    )
    return {**box.bot(), "can_join_groups": True, **powers}


def set_my_commands(box: "Sandbox", params: Params) -> bool:
    commands = params.tree("commands")
    if not isinstance(commands, list):
        raise bad_request("can't parse list of bot commands: Array expected")
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    box.settings.put(_commands_key(params), [_command(entry) for entry in commands])
    box.events.publish({"type": "commands", "commands": menu(box)})
    return True


def get_my_commands(box: "Sandbox", params: Params) -> list[Json]:
    commands: list[Json] = box.settings.get(_commands_key(params), [])
    return commands


def delete_my_commands(box: "Sandbox", params: Params) -> bool:
    box.settings.put(_commands_key(params), None)
    box.events.publish({"type": "commands", "commands": menu(box)})
    return True


def menu(box: "Sandbox", language: str = "") -> list[Json]:
    """The commands a private chat shows: its own scope before the default one, its language before none."""
    for scope in ("all_private_chats", "default"):
        for code in filter(None, (language, "-")):
            commands: list[Json] = box.settings.get(f"commands:{scope}:{code}", [])
            if commands:
                return commands
    return []


def set_my_description(box: "Sandbox", params: Params) -> bool:
    return _describe(box, params, "description", LONGEST_DESCRIPTION)


def get_my_description(box: "Sandbox", params: Params) -> Json:
    return {"description": box.settings.get(f"description:{_language(params)}", "")}


def set_my_short_description(box: "Sandbox", params: Params) -> bool:
    return _describe(box, params, "short_description", LONGEST_SHORT_DESCRIPTION)


def get_my_short_description(box: "Sandbox", params: Params) -> Json:
    return {"short_description": box.settings.get(f"short_description:{_language(params)}", "")}


def _describe(box: "Sandbox", params: Params, name: str, longest: int) -> bool:
    text = params.text(name)
    if len(text) > longest:
        raise bad_request(f"BOT_{name.upper()}_TOO_LONG")
    box.settings.put(f"{name}:{_language(params)}", text or None)
    return True


def _language(params: Params) -> str:
    code = params.text("language_code")
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise bad_request("invalid language code specified")
    return code or "-"


def _commands_key(params: Params) -> str:
    scope = params.tree("scope")
    if scope is None:
        return f"commands:default:{_language(params)}"
    kind = scope.get("type") if isinstance(scope, dict) else None
    if kind not in SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    where = ":".join(str(scope.get(name)) for name in SCOPES[kind])
    return f"commands:{kind}{where and ':' + where}:{_language(params)}"


def _command(entry: Any) -> Json:
    if not isinstance(entry, dict) or not isinstance(entry.get("command"), str):
        raise bad_request("can't parse list of bot commands: Can't find field \"command\"")
    command = entry["command"].removeprefix("/").lower()
    description = str(entry.get("description", "")).strip()
    if not COMMAND.fullmatch(command):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= LONGEST_COMMAND_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": command, "description": description}
