"""Check all content: `python -m content` prints what is there, or every fault and exits with 1."""

import sys
from pathlib import Path

from bot.errors import ContentError
from content.library import Content, load


def summary(content: Content) -> str:
    counts = (
        (len(content.triage.signs), "signs"),
        (len(content.triage.rules), "rules"),
        (len(content.questionnaire.screens), "screens"),
        (len(content.cards), "care cards"),
        (len(content.learn.cards), "cards to learn from"),
        (len(content.reminders.kinds), "reminders"),
        (len(content.stretches), "stretches"),
        (len(content.sources), "sources"),
        (len(content.places), "places"),
        (len(content.phrases.patterns), "phrases"),
        (sum(len(content.keys(locale)) for locale in content.locales), "texts"),
    )
    return (
        "content is good: "
        + ", ".join(f"{count} {name}" for count, name in counts)
        + f", version {content.version}"
    )


def main(arguments: list[str]) -> int:
    """`arguments`: at most one folder, instead of the package's own. Returns the exit code."""
    try:
        print(summary(load(Path(arguments[0]) if arguments else None)))
    except ContentError as error:
        print(*error.faults, sep="\n", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
