"""What the content files mean together: ids resolve, rules are sound, every path ends in a level."""

from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files

from content.conditions import ways
from content.faults import Fault
from content.reminder_schema import ReminderKind, Reminders, Stretches
from content.schema import Cards, Levels, Place, Rule, Sources, Triage
from content.topics import Learn

LEVELS = ("self_care", "doctor", "urgent", "emergency")


def repeated(file: str, under: str, ids: Iterable[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for position, entry in enumerate(ids):
        if entry in seen:
            yield Fault(file, (under, position), f"{entry} is there twice")
        seen.add(entry)


def check_sources(
    triage: Triage, cards: Cards, learn: Learn, stretches: Stretches, sources: Sources
) -> Iterator[Fault]:
    """Every number resolves, every source is used, and every rule says what it rests on."""
    uses: list[tuple[str, tuple[int | str, ...], tuple[int, ...]]]
    uses = [("triage.yaml", ("signs", name), sign.sources) for name, sign in triage.signs.items()]
    uses += [("triage.yaml", ("rules", i), rule.sources) for i, rule in enumerate(triage.rules)]
    uses += [("care_cards.yaml", ("cards", i), card.sources) for i, card in enumerate(cards.cards)]
    uses += [
        ("stretches.yaml", ("stretches", i), stretch.sources) for i, stretch in enumerate(stretches.stretches)
    ]
    for file, loc, numbers in uses:
        for number in numbers:
            if number not in sources.sources:
                yield Fault(file, loc, f"source {number} is not in sources.yaml")
    used = {number for _, _, numbers in uses for number in numbers}
    used |= {number for card in learn.cards for number in card.sources}
    for number in sources.sources:
        if number not in used:
            yield Fault("sources.yaml", ("sources", number), "nothing uses this source")
    for i, rule in enumerate(triage.rules):
        if not (rule.sources or rule.article or rule.unverified):
            yield Fault(
                "triage.yaml",
                ("rules", i),
                f"rule {rule.id} has no source, no article statement, no `unverified`",
            )


def check_rules(triage: Triage) -> Iterator[Fault]:
    """Ids are single, routes fit their level, every sign matters to some rule, and every input has a level."""
    yield from repeated("triage.yaml", "rules", [*(rule.id for rule in triage.rules), triage.default.id])
    yield from repeated("triage.yaml", "routes", (route.id for route in triage.routes))
    routes = {route.id: route.level for route in triage.routes}
    for i, rule in enumerate(triage.rules):
        yield from (Fault("triage.yaml", ("rules", i), message) for message in _route_faults(rule, routes))
    for route in routes.keys() - {rule.route for rule in triage.rules}:
        yield Fault("triage.yaml", ("routes",), f"no rule uses the route {route}")
    if triage.default.level != "self_care":
        yield Fault(
            "triage.yaml", ("default",), "must be self_care: a default above it would hide every milder rule"
        )


def _route_faults(rule: Rule, routes: Mapping[str, str]) -> Iterator[str]:
    needs_route = rule.level in ("urgent", "emergency")
    if needs_route and rule.route is None:
        yield f"rule {rule.id} is {rule.level} and needs a route"
    elif rule.route is not None and routes.get(rule.route) != rule.level:
        yield f"rule {rule.id}: {rule.route} is not a route for {rule.level}"


def check_shadows(triage: Triage) -> Iterator[Fault]:
    """A rule that can never decide, or that says the same as another, is a mistake; so is a sign no rule judges."""
    all_ways = [(i, rule, ways(rule.when, triage)) for i, rule in enumerate(triage.rules)]
    single: dict[frozenset[frozenset[str]], str] = {}
    for i, rule, mine in all_ways:
        if mine in single:
            yield Fault("triage.yaml", ("rules", i), f"rule {rule.id} fires exactly when {single[mine]} does")
        single.setdefault(mine, rule.id)
        higher = [way for _, other, theirs in all_ways if _above(other, rule) for way in theirs]
        if all(any(other <= way for other in higher) for way in mine):
            yield Fault(
                "triage.yaml", ("rules", i), f"rule {rule.id} is shadowed: a higher rule always fires with it"
            )
    judged = {atom for _, _, mine in all_ways for way in mine if len(way) == 1 for atom in way}
    for sign in triage.signs:
        if sign not in judged:
            yield Fault("triage.yaml", ("signs", sign), f"no rule gives {sign} a level by itself")


def _above(one: Rule, other: Rule) -> bool:
    return LEVELS.index(one.level) > LEVELS.index(other.level)


def check_reminders(reminders: Reminders, cards: Cards) -> Iterator[Fault]:
    known = {card.id for card in cards.cards}
    yield from repeated("care_cards.yaml", "cards", (card.id for card in cards.cards))
    yield from repeated("reminders.yaml", "kinds", (kind.id for kind in reminders.kinds))
    for i, kind in enumerate(reminders.kinds):
        for card in kind.needs:
            if card not in known:
                yield Fault("reminders.yaml", ("kinds", i, "needs"), f"{card} is not a care card")
        yield from (Fault("reminders.yaml", ("kinds", i), why) for why in _pace_faults(kind, reminders))
    for name in ("window", "quiet_hours"):
        span = getattr(reminders, name)
        if span.start == span.end:
            yield Fault("reminders.yaml", (name,), "starts and ends at the same time")


def _pace_faults(kind: ReminderKind, reminders: Reminders) -> Iterator[str]:
    """The usual times keep the kind's own limits, and those of its timer."""
    window = reminders.window
    awake = (window.end.hour - window.start.hour) * 60 + window.end.minute - window.start.minute
    if kind.every < kind.least_every:
        yield f"{kind.id} usually comes more often than its least_every allows"
    if kind.most_a_day is not None and -(-awake // kind.every) > kind.most_a_day:
        yield f"{kind.id} usually comes more often than {kind.most_a_day} times a day"
    if kind.timer is not None and kind.least_every < kind.timer.again_after:
        yield f"{kind.id} may come more often than its timer allows"


def check_stretches(stretches: Stretches) -> Iterator[Fault]:
    yield from repeated("stretches.yaml", "stretches", (stretch.id for stretch in stretches.stretches))


def check_levels(levels: Levels) -> Iterator[Fault]:
    for word in LEVELS:
        if word not in levels.levels:
            yield Fault("levels.yaml", ("levels",), f"level {word} is missing")
    for word, level in levels.levels.items():
        loc = ("levels", word)
        if word in ("self_care", "doctor") and not (level.result and level.safety_net):
            yield Fault("levels.yaml", loc, f"{word} needs a result and a safety_net text")
        if word in ("urgent", "emergency") and not level.hold:
            yield Fault("levels.yaml", loc, f"{word} must hold the reminders")
        if word == "doctor" and not level.check_backs:
            yield Fault("levels.yaml", loc, "doctor is never asked about again")
        if level.hold and not level.check_backs:
            yield Fault("levels.yaml", loc, f"{word} holds reminders but is never asked about again")


def check_also(levels: Levels, triage: Triage) -> Iterator[Fault]:
    for word, level in levels.levels.items():
        for sign in level.also.keys() - triage.signs.keys():
            yield Fault("levels.yaml", ("levels", word, "also"), f"{sign} is no sign of triage.yaml")


def check_places(places: tuple[Place, ...]) -> Iterator[Fault]:
    """Zones are those of the locked time zone package, which is what the product tells time by."""
    known = (files("tzdata") / "zones").read_text(encoding="ascii").split()
    if not places:
        yield Fault("places.yaml", (), "is empty")
    yield from repeated("places.yaml", "", (f"{place.name} in {place.zone}" for place in places))
    for i, place in enumerate(places):
        if place.zone not in known or place.zone.startswith("Etc/") or "/" not in place.zone:
            yield Fault("places.yaml", (i,), f"{place.zone} is not the time zone of a place")
