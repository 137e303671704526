"""Settings from the environment and `.env`: read once, checked once, never printed."""

import re
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingError

DEFAULT_DATABASE_URL = "sqlite:///data/easeback.db"
SANDBOX_DATABASE_URL = (
    "sqlite:///data/sandbox.db"  # its own, so that nobody made up here is ever written to there
)
DEFAULT_KEY_FILE = Path("secrets/data.key")
TELEGRAM_API_URL = "https://api.telegram.org"

_SECRET_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,256}")
_TELEGRAM_PORTS = frozenset({None, 80, 88, 443, 8443})
_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


class Settings(BaseSettings):
    """Each field is one environment variable, upper case; `.env.example` says what each is for."""

    model_config = SettingsConfigDict(
        env_file=".env",
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        env_ignore_empty=True,
        validate_default=True,
    )

    telegram_bot_token: SecretStr | None = None
    telegram_api_url: str = TELEGRAM_API_URL
    database_url: SecretStr = SecretStr("")
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8080
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    health_port: Annotated[int, Field(ge=1, le=65535)] | None = None
    worker: Literal["inline", "none"] = "inline"
    send_rate: Annotated[int, Field(ge=0, le=1000)] = 30  # messages a second, all processes together
    spread_seconds: Annotated[int, Field(ge=0, le=60)] = (
        20  # the reminders of one minute are spread over so long
    )
    data_key: SecretStr | None = None
    data_key_file: Path | None = None

    @field_validator("telegram_bot_token")
    @classmethod
    def _token_has_the_form_botfather_gives(cls, token: SecretStr | None) -> SecretStr | None:
        if token is None:
            return None
        number, _, secret = token.get_secret_value().partition(":")
        if not (
            number.isdecimal() and len(secret) >= 30 and secret.replace("-", "a").replace("_", "a").isalnum()
        ):
            raise ValueError(
                "this is not a bot token; copy it from @BotFather, it looks like 123456:AAE... "
                "(or leave it out to try Easeback in the browser)"
            )
        return token

    @field_validator("telegram_api_url")
    @classmethod
    def _api_url_is_a_url(cls, url: str) -> str:
        if not url.startswith(("http://", "https://")):
            raise ValueError(f"must start with http:// or https://, such as {TELEGRAM_API_URL}")
        return url.rstrip("/")

    @field_validator("database_url", mode="after")
    @classmethod
    def _database_url_names_a_known_database(cls, url: SecretStr, others: ValidationInfo) -> SecretStr:
        if not url.get_secret_value():
            url = SecretStr(
                DEFAULT_DATABASE_URL if others.data.get("telegram_bot_token") else SANDBOX_DATABASE_URL
            )
        scheme, found, rest = url.get_secret_value().partition("://")
        if not found or scheme not in _DRIVERS:
            raise ValueError("must start with sqlite:/// or postgresql://, such as " + DEFAULT_DATABASE_URL)
        if scheme.startswith("sqlite") and rest.strip("/") in {"", ":memory:"}:
            raise ValueError("SQLite needs a file, such as " + DEFAULT_DATABASE_URL)
        if not scheme.startswith("sqlite") and not _names_a_host(rest):
            raise ValueError("must look like postgresql://user:password@host:5432/name")
        return SecretStr(f"{_DRIVERS[scheme]}://{rest}")

    @field_validator("webhook_url")
    @classmethod
    def _webhook_url_can_be_called(cls, url: str | None, others: ValidationInfo) -> str | None:
        if url is None:
            return None
        if others.data.get("telegram_bot_token", url) is None:
            raise ValueError(
                "needs TELEGRAM_BOT_TOKEN beside it (leave both out to try Easeback in the browser)"
            )
        if not _can_be_called(url, others.data.get("telegram_api_url") == TELEGRAM_API_URL):
            raise ValueError(
                "must be an https:// address on port 443, 80, 88 or 8443 that Telegram can reach, "
                "such as https://bot.example.org/telegram"
            )
        return url

    @field_validator("webhook_secret")
    @classmethod
    def _webhook_secret_is_one(cls, secret: SecretStr | None, others: ValidationInfo) -> SecretStr | None:
        if secret is None and others.data.get("webhook_url"):
            raise ValueError("is needed with WEBHOOK_URL; make one with `openssl rand -hex 32`")
        if secret is not None and not _SECRET_TOKEN.fullmatch(secret.get_secret_value()):
            raise ValueError(
                "may have letters, digits, _ and - only, 256 at most; try `openssl rand -hex 32`"
            )
        return secret

    @property
    def webhook_path(self) -> str:
        """Where Telegram calls, on our own port: the path of WEBHOOK_URL."""
        return urlsplit(self.webhook_url or "").path or "/"

    @property
    def in_sandbox(self) -> bool:
        """No token: Easeback talks to its own sandbox."""
        return self.telegram_bot_token is None

    @property
    def sqlite_file(self) -> Path | None:
        """The database's file, or None when it is not SQLite."""
        scheme, _, rest = self.database_url.get_secret_value().partition("://")
        return Path(rest.removeprefix("/").partition("?")[0]) if scheme.startswith("sqlite") else None

    @property
    def is_local_default(self) -> bool:
        """The database was not set: the one case in which a data key may be made unasked."""
        defaults = (DEFAULT_DATABASE_URL, SANDBOX_DATABASE_URL)
        return self.sqlite_file in {Path(each.removeprefix("sqlite:///")) for each in defaults}


def load_settings(**given: Any) -> Settings:
    """The settings in force; `given` wins over the environment.

    Raises SettingError: one line for each wrong setting, with its name and the mend and without its value.
    """
    try:
        return Settings(**given)
    except ValidationError as error:
        lines = [f"{fault['loc'][0]!s}".upper() + ": " + _plain(fault["msg"]) for fault in error.errors()]
        raise SettingError("; ".join(lines)) from None


def _can_be_called(url: str, by_telegram: bool) -> bool:
    """What Telegram calls: https on four ports. A Bot API server of one's own calls this machine by http, too."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    if not parts.hostname or parts.username or parts.query or parts.fragment:
        return False
    if not by_telegram:
        return parts.scheme == "https" or (parts.scheme == "http" and _is_this_machine(parts.hostname))
    return parts.scheme == "https" and port in _TELEGRAM_PORTS


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _names_a_host(rest: str) -> bool:
    """Whether what follows the scheme reads as user, host, port and name."""
    try:
        parts = urlsplit("//" + rest)
        return parts.port is None or parts.port > 0
    except ValueError:
        return False


def _plain(message: str) -> str:
    return message.removeprefix("Value error, ")
