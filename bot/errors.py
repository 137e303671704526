"""Errors an operator or a caller can act on. The docstring of each is its meaning; the message names the mend."""


class EasebackError(Exception):
    """Anything Easeback raises on purpose."""


class SettingError(EasebackError):
    """A setting is missing or wrong: the message names the setting and the fix, never its value."""


class ContentError(EasebackError):
    """The content cannot be used. `faults` lists every one, each with its file."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("content is not usable:\n" + "\n".join(f"  - {fault}" for fault in faults))


class TryLater(EasebackError):
    """An update was handled but not answered: Telegram or the network said no.

    `wait` is in seconds, if it is known. `uncertain`: the answer may have arrived all the same.
    """

    def __init__(self, wait: float | None = None, *, uncertain: bool = False) -> None:
        self.wait, self.uncertain = wait, uncertain
        super().__init__("to be handled again")
