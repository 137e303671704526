"""python -m bench.child TASK: one measurement in a process of its own; its figures as JSON on the last line."""

import asyncio
import importlib
import json
import logging
import sys

from bench.task import Task


def main() -> None:
    logging.disable(logging.WARNING)
    task = Task.from_text(sys.argv[1])
    scenario = importlib.import_module(f"bench.{task.scenario}")
    figures = asyncio.run(getattr(scenario, task.action)(task))
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
