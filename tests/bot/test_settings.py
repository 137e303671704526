"""Settings: each wrong one stops the start with one line that names it, and with no secret in it."""

from pathlib import Path

import pytest

from bot import doctor
from bot.clock import SystemClock
from bot.errors import SettingError
from bot.settings import load_settings
from bot.store.sealed import KeyRing, new_key
from bot.wiring import key_ring, opened_store

TOKEN = "123456:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"
SECRET = "hunter2-do-not-print"

NOT_ASCII = "\u00e9" * 8
WRONG = [
    ("TELEGRAM_BOT_TOKEN", SECRET),
    ("TELEGRAM_BOT_TOKEN", f"123:{SECRET}"),
    ("TELEGRAM_BOT_TOKEN", f"{TOKEN}!{SECRET}"),
    ("TELEGRAM_API_URL", f"ftp://{SECRET}"),
    ("DATABASE_URL", f"mysql://user:{SECRET}@host/db"),
    ("DATABASE_URL", SECRET),
    ("DATABASE_URL", "sqlite:///"),
    ("DATABASE_URL", "sqlite:///:memory:"),
    ("PORT", SECRET),
    ("PORT", "70000"),
    ("PORT", "-1"),
    ("WORKER", SECRET),
    ("SEND_RATE", SECRET),
    ("SEND_RATE", "-1"),
    ("SEND_RATE", "1001"),
    ("SEND_RATE", "nan"),
    ("HEALTH_PORT", SECRET),
    ("HEALTH_PORT", "0"),
    ("WEBHOOK_SECRET", f"{SECRET}!"),
    ("WEBHOOK_SECRET", f"{SECRET} "),
    ("WEBHOOK_SECRET", "x" * 257),
    ("WEBHOOK_URL", f"https://{SECRET}.example.org/"),  # without a token
]
NOT_TO_BE_CALLED = [
    "http://bot.example.org/",
    "http://127.0.0.1:8080/",
    "https://bot.example.org:8080/",
    "https://bot.example.org:x/",
    "https://user@bot.example.org/",
    "https://bot.example.org/?key=1",
    "https:///telegram",
    "bot.example.org",
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_setting_is_named_in_one_line_without_its_value(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingError) as caught:
        load_settings()
    assert str(caught.value).startswith(f"{name}: ")
    assert "\n" not in str(caught.value)
    assert SECRET not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("url", NOT_TO_BE_CALLED)
def test_an_address_telegram_cannot_call_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("WEBHOOK_SECRET", SECRET)
    monkeypatch.setenv("WEBHOOK_URL", url)
    with pytest.raises(SettingError, match=r"^WEBHOOK_URL: must be an https:// address"):
        load_settings()


def test_a_server_of_ones_own_may_call_this_machine_without_https(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("WEBHOOK_SECRET", SECRET)
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:8081")
    monkeypatch.setenv("WEBHOOK_URL", "http://127.0.0.1:9000/updates")
    assert load_settings().webhook_path == "/updates"


def test_a_webhook_needs_a_secret_and_says_how_to_make_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("WEBHOOK_URL", "https://bot.example.org")
    with pytest.raises(SettingError, match=r"^WEBHOOK_SECRET: is needed with WEBHOOK_URL"):
        load_settings()
    monkeypatch.setenv("WEBHOOK_SECRET", SECRET)
    assert load_settings().webhook_path == "/"
    assert SECRET not in repr(load_settings())


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_a_postgresql_url_is_taken_as_hosts_hand_it_out(scheme: str) -> None:
    settings = load_settings(database_url=f"{scheme}://me:{SECRET}@host:5433/name?sslmode=require")
    url = settings.database_url.get_secret_value()
    assert url == f"postgresql+psycopg://me:{SECRET}@host:5433/name?sslmode=require"
    assert settings.sqlite_file is None


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://me:{SECRET}@127.0.0.1:1/name",
        f"postgresql://me:{SECRET}@/name?host=/nowhere",
        f"postgresql://me:{SECRET}@127.0.0.1:1/name?no_such_option=1",
    ],
)
async def test_a_database_that_is_not_there_is_one_plain_line(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("DATA_KEY", new_key())
    with pytest.raises(SettingError, match=r"^DATABASE_URL: the database cannot be used") as caught:
        async with opened_store(load_settings(), SystemClock()):
            pass
    assert "\n" not in str(caught.value)
    assert SECRET not in str(caught.value)
    found: list[str] = []
    assert await doctor.examine(found.append) == 1
    (line,) = [each for each in found if each.startswith("MEND")]
    assert line.startswith("MEND database: DATABASE_URL cannot be used (")
    assert SECRET not in line


def test_two_wrong_settings_are_both_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "x")
    monkeypatch.setenv("WORKER", "y")
    with pytest.raises(SettingError, match=r"PORT: .*; WORKER: "):
        load_settings()


def test_settings_are_read_from_the_env_file_and_the_environment_wins(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text(f"TELEGRAM_BOT_TOKEN={TOKEN}\nPORT=9001\nWORKER=none\nOTHER=1\n")
    monkeypatch.setenv("PORT", "9002")
    settings = load_settings()
    assert settings.port == 9002
    assert settings.worker == "none"
    assert not settings.in_sandbox


def test_a_wrong_line_in_the_env_file_is_named_like_any_other(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"TELEGRAM_BOT_TOKEN={SECRET}\n")
    with pytest.raises(SettingError, match="TELEGRAM_BOT_TOKEN: this is not a bot token"):
        load_settings()


def test_an_empty_setting_is_one_that_was_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TELEGRAM_BOT_TOKEN", "DATABASE_URL", "PORT", "DATA_KEY", "WORKER"):
        monkeypatch.setenv(name, "")
    settings = load_settings()
    assert settings.in_sandbox
    assert settings.port == 8080


def test_settings_show_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("DATABASE_URL", f"postgresql://user:{SECRET}@host/db")
    monkeypatch.setenv("DATA_KEY", SECRET)
    shown = repr(load_settings()) + str(load_settings())
    assert TOKEN.partition(":")[2] not in shown
    assert SECRET not in shown


@pytest.mark.parametrize("key", [SECRET, "c2hvcnQ=", NOT_ASCII, " "])
def test_a_wrong_data_key_is_refused_in_one_line(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    monkeypatch.setenv("DATA_KEY", key)
    with pytest.raises(SettingError, match=r"DATA_KEY: must be 32 bytes in base64") as caught:
        key_ring(load_settings())
    assert SECRET not in str(caught.value)


def test_a_key_file_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_KEY_FILE", "nowhere.key")
    with pytest.raises(SettingError, match=r"DATA_KEY_FILE: nowhere\.key cannot be read"):
        key_ring(load_settings())


def test_a_key_is_made_for_the_local_default_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    sealed = key_ring(load_settings()).seal(b"x", "row")
    assert key_ring(load_settings()).open(sealed, "row") == b"x"
    file = tmp_path / "secrets" / "data.key"
    assert file.stat().st_mode & 0o077 == 0
    assert file.parent.stat().st_mode & 0o077 == 0


def test_no_key_is_made_for_a_database_of_ones_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/mine.db")
    with pytest.raises(SettingError, match="DATA_KEY: is needed with your own DATABASE_URL"):
        key_ring(load_settings())
    assert not (tmp_path / "secrets").exists()


async def test_no_new_key_takes_the_place_of_a_lost_one(tmp_path: Path) -> None:
    async with opened_store(load_settings(), SystemClock()):
        pass
    (tmp_path / "secrets" / "data.key").unlink()
    with pytest.raises(SettingError, match="DATA_KEY: "):
        async with opened_store(load_settings(), SystemClock()):
            pass
    assert not (tmp_path / "secrets" / "data.key").exists()


async def test_the_wrong_key_stops_the_start_with_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened_store(load_settings(), SystemClock()):
        pass
    other = new_key()
    monkeypatch.setenv("DATA_KEY", other)
    with pytest.raises(SettingError, match=r"^DATA_KEY: this is not the key") as caught:
        async with opened_store(load_settings(), SystemClock()):
            pass
    assert "\n" not in str(caught.value)
    assert other not in str(caught.value)


async def test_a_new_key_in_front_of_the_old_one_is_taken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async with opened_store(load_settings(), SystemClock()):
        pass
    old = (tmp_path / "secrets" / "data.key").read_text().strip()
    monkeypatch.setenv("DATA_KEY", f"{new_key()}, {old}")
    async with opened_store(load_settings(), SystemClock()):
        pass


async def test_a_folder_that_cannot_be_made_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/file/mine.db")
    monkeypatch.setenv("DATA_KEY", new_key())
    with pytest.raises(SettingError, match=r"^DATABASE_URL: ") as caught:
        async with opened_store(load_settings(), SystemClock()):
            pass
    assert "\n" not in str(caught.value)


def test_every_setting_is_in_the_example_file() -> None:
    example = (Path(__file__).parents[2] / ".env.example").read_text()
    for name in type(load_settings()).model_fields:
        assert f"\n{name.upper()}=" in example, name


def test_a_key_ring_shows_no_key() -> None:
    assert new_key()[:8] not in repr(KeyRing.from_text(new_key()))
    assert repr(KeyRing([b"k" * 32])) == "<KeyRing of 1>"
