"""What one process of a measurement is asked to do. It travels as JSON on the command line."""

import json
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class Task:
    """`action`: load or run. `url`: of the database, or "". `due_at`: real seconds; `size`: standing reminders, `due` of them
    at that instant. `more`: what only some scenarios take.
    """

    scenario: str
    action: str
    url: str
    size: int
    due: int
    due_at: float = 0.0
    more: dict[str, float | str] = field(default_factory=dict)

    def to_text(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_text(cls, text: str) -> "Task":
        return cls(**json.loads(text))
