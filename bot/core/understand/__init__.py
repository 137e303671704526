"""What a person wants, read from what they type: words in, a typed wish out. Nothing here stores, sends or asks the time.

reader.py says what comes first. tokens.py makes words, lexicon.py items of the grammar, scan.py with time_words.py and
repeats.py the pieces of a sentence, gate.py says whether enough of it was read; silence.py, new_times.py, timings.py and
moments.py make the wish. intents.py reads what is no schedule. All words are in content/phrases.
"""

from bot.core.understand.reader import read_wish
from bot.core.understand.wish import Context, Last, Wish

__all__ = ["Context", "Last", "Wish", "read_wish"]
