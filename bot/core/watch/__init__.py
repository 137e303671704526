"""The red-flag watch: every text is read for signs that call for help, before anything else is made of it.

`watch(texts, content)` is pure and fast. text.py makes words, spelling.py mends them, lexicon.py and matching.py find
signs, context.py and people.py say what stands around them, weighing.py and judging.py decide. Where nothing is found,
small_talk.py and scorer.py say whether that is because there is nothing. All words are in content/phrases.
"""

from bot.core.watch.judging import Span, Watch, watch

__all__ = ["Span", "Watch", "watch"]
