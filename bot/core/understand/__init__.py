"""What a person wants, read from what they type: words in, a typed wish out. Nothing here stores, sends or asks the time."""

from bot.core.understand.reader import read_wish
from bot.core.understand.wish import Context, Last, Wish

__all__ = ["Context", "Last", "Wish", "read_wish"]
