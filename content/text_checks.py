"""Texts: every one that is needed is there, in every language, well formed and short enough."""

import re
from collections.abc import Iterable, Iterator

from fluent.syntax import ast

from content.conditions import tokens_of
from content.faults import Fault
from content.patterns import Names, Outcomes, is_telegram_html, visible
from content.reminder_schema import Reminders, Stretches
from content.schema import Cards, Levels, Questionnaire, Triage
from content.texts import FALLBACK_LOCALE, SAFETY_FILES, TextFile, Texts

MESSAGE_LIMIT = 4096  # Telegram's, in characters after its HTML is read
LABEL_LIMIT = 40  # what a phone shows of a button over the full width
LABEL_PREFIXES = ("button-", "plan-with-", "choice-", "sign-", "toggle-")
TOGGLES = ("off", "yes", "not-sure", "long-standing")
ROUTE_PARTS = ("action", "why", "meanwhile", "number")
FUNCTIONS = frozenset({"NUMBER", "DATETIME"})
Key = tuple[str, str]  # a text key, and what needs it


def key_of(*parts: str) -> str:
    """The text key for ids: `key_of("sign", "blood_in_stool:heavy")` is sign-blood-in-stool-heavy."""
    return "-".join(parts).replace("_", "-").replace(":", "-")


def check_sign_keys(triage: Triage, questionnaire: Questionnaire, texts: Texts) -> Iterator[Fault]:
    every = sorted(tokens_of(triage) | questionnaire.rows)
    yield from _missing(texts, ((key_of(kind, token), token) for token in every for kind in ("sign", "said")))
    parts = [f"{part}{of}" for part in ROUTE_PARTS for of in ("", "-other")]
    yield from _missing(
        texts, ((key_of("urgent", r.id, part), f"route {r.id}") for r in triage.routes for part in parts)
    )
    yield from _missing(
        texts, ((key, "urgent messages") for key in ("urgent-reason", "urgent-reason-other", "urgent-unsure"))
    )
    yield from _missing(texts, ((f"urgent-doctor-{part}", "the level doctor") for part in ROUTE_PARTS))


def check_screen_keys(questionnaire: Questionnaire, texts: Texts) -> Iterator[Fault]:
    for screen in questionnaire.screens:
        needed = [
            key_of("screen", screen.id),
            key_of("button-ask", screen.id),
            *(key_of("choice", screen.id, option.id) for option in screen.options),
        ]
        yield from _missing(texts, ((key, f"screen {screen.id}") for key in needed))
        yield from _label_twins(texts, [key_of("sign", sign) for sign in screen.signs], screen.id)
    yield from _missing(texts, ((f"toggle-{state}", "screens") for state in TOGGLES))
    buttons = ("none", "no", "continue", "back", "skip-questions", "still-right", "not-right", "answer-now")
    yield from _missing(texts, ((f"button-{name}", "screens") for name in buttons))
    yield from _missing(
        texts, [(key_of("screen", questionnaire.confirm, "known"), "what is known of a person")]
    )
    skips = sorted({screen.skip for screen in questionnaire.screens if screen.skip})
    yield from _missing(texts, ((key_of("check-skipped", skip), f"skipped:{skip}") for skip in skips))


def _label_twins(texts: Texts, keys: list[str], screen: str) -> Iterator[Fault]:
    """Two buttons that read alike on one screen."""
    for locale in sorted(texts.bundles):
        seen: dict[str, str] = {}
        said = {m.id.name: m for f, m in _messages(texts) if f.locale == locale}
        for key in keys:
            for text in Outcomes(texts, locale).of(said[key]) if key in said else ():
                if seen.setdefault(text, key) != key:
                    yield Fault(f"locales/{locale}", (), f"{key} reads like {seen[text]} on screen {screen}")


def check_other_keys(cards: Cards, reminders: Reminders, levels: Levels, texts: Texts) -> Iterator[Fault]:
    needed: list[Key] = [
        (key_of("card", c.id, part), f"card {c.id}") for c in cards.cards for part in ("title", "body")
    ]
    needed += [(key, f"reminder {k.id}") for k in reminders.kinds for key in (k.title, k.about, *k.lines)]
    for word, level in levels.levels.items():
        needed += [
            (key, f"level {word}") for key in (level.result, level.safety_net, *level.also.values()) if key
        ]
        needed += [(key_of("check-back", word, when), f"level {word}") for when in level.check_backs]
    yield from _missing(texts, needed)


def check_plan_keys(reminders: Reminders, stretches: Stretches, texts: Texts) -> Iterator[Fault]:
    parts = ("begun", "check-skin", "take-off", "again")
    needed: list[Key] = [
        (key_of("timer", k.id, part), f"reminder {k.id}")
        for k in reminders.kinds
        if k.timer
        for part in parts
    ]
    needed += [(key_of("plan-with", k.id), f"reminder {k.id}") for k in reminders.kinds if k.one_of]
    needed += [
        (key_of("stretch", s.id, part), f"stretch {s.id}")
        for s in stretches.stretches
        for part in ("name", "how")
    ]
    yield from _missing(texts, [*needed, ("stretch-stop", "every stretch")])


def _missing(texts: Texts, needed: Iterable[Key]) -> Iterator[Fault]:
    wanted = list(needed)
    for locale in sorted(texts.bundles):
        there = texts.keys(locale)
        for key, why in wanted:
            if key not in there:
                yield Fault(f"locales/{locale}", (), f"the text {key} is missing (needed by {why})")


def check_locales(texts: Texts) -> Iterator[Fault]:
    """Every language says the same keys, once, with the same variables."""
    by_locale = {locale: _variables_by_key(texts, locale) for locale in texts.bundles}
    reference = by_locale.get(FALLBACK_LOCALE, {})
    for locale, keys in sorted(by_locale.items()):
        for key in sorted(reference.keys() - keys.keys()):
            yield Fault(f"locales/{locale}", (), f"the text {key} is missing")
        for key in sorted(keys.keys() - reference.keys()):
            yield Fault(f"locales/{locale}", (), f"the text {key} is not in {FALLBACK_LOCALE}")
        for key in sorted(keys.keys() & reference.keys()):
            if keys[key] != reference[key]:
                yield Fault(
                    f"locales/{locale}", (), f"the text {key} has other variables than in {FALLBACK_LOCALE}"
                )
    seen: set[Key] = set()
    for file, message in _messages(texts):
        if (file.locale, message.id.name) in seen:
            yield _at(file, message, "is there twice")
        seen.add((file.locale, message.id.name))


def _variables_by_key(texts: Texts, locale: str) -> dict[str, frozenset[str]]:
    return {m.id.name: frozenset(Names(m).variables) for f, m in _messages(texts) if f.locale == locale}


def check_placeables(texts: Texts) -> Iterator[Fault]:
    """A placeable names a text, a function, or a variable that the comment of a safety text explains."""
    known = {(f.locale, m.id.name) for f, m in _messages(texts)}
    for file, message in _messages(texts):
        names = Names(message)
        for name in sorted(names.references):
            if (file.locale, name) not in known:
                yield _at(file, message, f"uses {name}, which is not a text")
        for name in sorted(names.functions - FUNCTIONS):
            yield _at(file, message, f"uses the function {name}, which does not exist")
        comment = message.comment.content if message.comment and message.comment.content else ""
        if file.name in SAFETY_FILES:
            for name in sorted(names.variables - set(re.findall(r"\$([a-z_]+)", comment))):
                yield _at(file, message, f"uses ${name}, which its comment does not explain")


def check_forms(texts: Texts) -> Iterator[Fault]:
    """Lengths fit Telegram; messages hold only its HTML, labels none."""
    for file, message in _messages(texts):
        outcomes = Outcomes(texts, file.locale).of(message)
        yield from (_at(file, message, why) for why in _form_faults(message.id.name, outcomes))


def _form_faults(key: str, outcomes: list[str]) -> Iterator[str]:
    is_label = key.startswith(LABEL_PREFIXES)
    limit = LABEL_LIMIT if is_label else MESSAGE_LIMIT
    longest = max((visible(text) for text in outcomes), default=0)
    if longest > limit:
        yield f"is {longest} characters long, {limit} is the limit"
    if not outcomes or not all(text.strip() for text in outcomes):
        yield "is empty, or uses itself"
    if is_label and any(re.search(r"[<>&\n]", text) for text in outcomes):
        yield "is a button: one line, without HTML"
    elif not all(is_telegram_html(text) for text in outcomes):
        yield "is not HTML that Telegram takes"


def check_toggles(questionnaire: Questionnaire, triage: Triage, texts: Texts) -> Iterator[Fault]:
    """A sign's button is short enough in its longest form."""
    signs = [sign for screen in questionnaire.screens for sign in screen.signs]
    keys: dict[str, tuple[str, ...]] = {key_of("sign", sign): TOGGLES[:3] for sign in signs}
    old = [
        f"{sign}:long_standing" for sign in signs if sign in triage.signs and triage.signs[sign].long_standing
    ]
    keys |= {key_of("sign", sign): TOGGLES[3:] for sign in old}
    for locale in sorted(texts.bundles):
        outcomes = Outcomes(texts, locale)
        for key, states in keys.items():
            size = outcomes.longest(key) + max(outcomes.longest(f"toggle-{state}") for state in states)
            if size > LABEL_LIMIT:
                why = f"the button {key} is {size} characters long when marked, {LABEL_LIMIT} is the limit"
                yield Fault(f"locales/{locale}", (), why)


def _messages(texts: Texts) -> Iterator[tuple[TextFile, ast.Message | ast.Term]]:
    for file in texts.files:
        yield from ((file, message) for message in file.messages())


def _at(file: TextFile, message: ast.Message | ast.Term, why: str) -> Fault:
    return Fault(f"{file.place}:{file.line(message.id)}", (), f"{message.id.name} {why}")
