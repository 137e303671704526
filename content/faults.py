"""A fault in the content: which file, where in it, and what to mend."""

from typing import NamedTuple


class Fault(NamedTuple):
    """`loc` is the way to the entry inside the file (keys and list positions); empty for the whole file."""

    file: str
    loc: tuple[int | str, ...]
    message: str
