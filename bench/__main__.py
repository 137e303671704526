"""python -m bench [--quick]: everything side by side, on the databases of this machine. `make bench` sets up what it needs."""

import argparse
from collections.abc import Sequence

from bench import report
from bench.crowd import PEERS, Row, crowd, say
from bench.databases import Databases, opened_databases
from bench.extras import extras

QUICK = ((10_000, 1000),)
FULL = ((10_000, 5000), (100_000, 5000))
MILLION = 1_000_000


def main() -> None:
    """The table on stdout, and both forms of it in docs/measurements."""
    given = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    given.add_argument("--quick", action="store_true", help="a few minutes: smaller, one run each")
    given.add_argument("--no-million", action="store_true", help="leave out the million")
    given.add_argument(
        "--only-crowd", action="store_true", help="leave out what is measured beside the crowd"
    )
    given.add_argument("--runs", type=int, help="of each scenario, in turn: 3, or 1 with --quick")
    given.add_argument("--sizes", type=int, nargs="*", help="standing reminders, instead of 10000 100000")
    options = given.parse_args()
    runs = options.runs or (1 if options.quick else 3)
    about = report.machine() | {"runs": runs}
    sizes = [(size, 5000) for size in options.sizes] if options.sizes else QUICK if options.quick else FULL
    name = "crowd" if options.only_crowd else "quick" if options.quick else "full"
    with opened_databases() as databases:
        rows = _crowds(databases, sizes, runs, million=not (options.quick or options.no_million))
        table, data = report.crowd_table(rows), {"crowd": report.plain(rows)}
        report.store(name, about, [table], data)  # kept, whatever becomes of the rest
        parts, more = ([], {}) if options.only_crowd else extras(databases, runs, quick=options.quick)
    page = report.store(name, about, [table, *parts], data | more)
    print("\n".join([table, *parts]))
    say(f"written to {page}")


def _crowds(databases: Databases, sizes: Sequence[tuple[int, int]], runs: int, *, million: bool) -> list[Row]:
    rows = [row for size, due in sizes for row in crowd(databases, size, due, runs, PEERS)]
    if not million:
        return rows
    peers = [row for row in rows if row.scenario != "ours" and row.size == sizes[-1][0]]
    fastest = max(peers, key=lambda row: row.figures.get("due_per_s", 0.0))
    ours = [each for each in PEERS if each[0] == "ours"]
    return rows + crowd(databases, MILLION, FULL[-1][1], runs, [*ours, (fastest.scenario, fastest.database)])


if __name__ == "__main__":
    main()
