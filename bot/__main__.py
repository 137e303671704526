"""python -m bot: run Easeback, try the sandbox alone, ask the doctor, or triage or read JSON lines."""

import argparse
import asyncio
import io
import sys
from collections.abc import Iterable
from pathlib import Path

from telegram.error import TelegramError

import content
from bot import doctor, logs, program, read_lines, triage_lines
from bot.clock import SystemClock
from bot.errors import ContentError, SettingError
from bot.sandbox import run_alone
from bot.settings import load_settings
from bot.wiring import build_bot, opened_store


def main(words: list[str] | None = None) -> int:
    """The exit code: 0 when all is well; 1 with one line for a setting, or every fault of the content."""
    args = _arguments().parse_args(words)
    logs.configure()
    try:
        return int(args.command(args) or 0)
    except (SettingError, ContentError) as error:
        print(f"Easeback did not start: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _run(_args: argparse.Namespace) -> None:
    settings, known = load_settings(), content.load()
    try:
        asyncio.run(program.run(settings, known, _say))
    except ExceptionGroup as group:
        raise _for_the_operator(group) from group


def _release(_args: argparse.Namespace) -> None:
    async def migrate() -> None:
        async with opened_store(load_settings(), SystemClock()):
            _say("The database is ready.")

    asyncio.run(migrate())


def _unhook(_args: argparse.Namespace) -> None:
    """What waits at Telegram stays there for whoever asks next."""

    async def unhook() -> None:
        settings = load_settings()
        if settings.telegram_bot_token is None:
            raise SettingError("TELEGRAM_BOT_TOKEN: is needed to end its webhook")
        bot = build_bot(settings.telegram_bot_token.get_secret_value(), settings.telegram_api_url)
        try:
            await bot.initialize()
            await bot.delete_webhook(drop_pending_updates=False)
        except TelegramError as error:
            raise SettingError(
                f"TELEGRAM_BOT_TOKEN: Telegram did not end the webhook ({error.message})"
            ) from None
        finally:
            await bot.shutdown()
        _say("No webhook is set any more: polling gets the updates.")

    asyncio.run(unhook())


def _sandbox(args: argparse.Namespace) -> None:
    asyncio.run(run_alone(args.host, args.port, args.token, args.journal))


def _doctor(_args: argparse.Namespace) -> int:
    return asyncio.run(doctor.examine(_say))


def _triage(_args: argparse.Namespace) -> None:
    triage_lines.run(_lines(), sys.stdout.write, content.load())


def _read(_args: argparse.Namespace) -> None:
    read_lines.run(_lines(), sys.stdout.write, content.load(), SystemClock().now())


def _lines() -> Iterable[str]:
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # a bad byte spoils its own line only
    return sys.stdin


def _say(line: str) -> None:
    print(line, flush=True)


def _for_the_operator(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """The one error in a group that an operator can mend, if there is one."""
    for error in group.exceptions:
        inner = _for_the_operator(error) if isinstance(error, BaseExceptionGroup) else error
        if isinstance(inner, SettingError):
            return inner
    return group


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot", description="Easeback, the companion for back cramps."
    )
    parser.set_defaults(command=_run)
    commands = parser.add_subparsers(title="instead of running it")
    commands.add_parser("release", help="make the database ready").set_defaults(command=_release)
    commands.add_parser("doctor", help="check settings, and say what to mend").set_defaults(command=_doctor)
    commands.add_parser("unhook", help="end the webhook, so that polling works").set_defaults(command=_unhook)
    commands.add_parser("triage", help="JSON lines in, triage out").set_defaults(command=_triage)
    commands.add_parser("read", help="JSON lines in, what was meant out").set_defaults(command=_read)
    sandbox = commands.add_parser("sandbox", help="the stand-in for Telegram, alone")
    sandbox.add_argument("--host", default="127.0.0.1")
    sandbox.add_argument("--port", type=int, default=8081)
    sandbox.add_argument("--token", help="the one token to accept (any well-formed one without)")
    sandbox.add_argument("--journal", type=Path, help="a file to keep chats in")
    sandbox.set_defaults(command=_sandbox)
    return parser


if __name__ == "__main__":
    sys.exit(main())
