"""What Easeback knows and says: data, and the rules that make data valid.

`load()` gives one frozen `Content` or raises `ContentError` with every fault at once; `python -m content` prints them.

Text keys, with `_` and `:` of an id written as `-` (`content.key_of("said", "blood_in_stool:heavy")`):

    sign-<sign>                    button label, in the person's words: "Numb between my legs"
    said-<sign>                    the same inside a reason: "numb or tingly between your legs"
    toggle-off|yes|not-sure        ($label) a sign's button in its three states
    screen-<screen>                what a screen asks
    choice-<screen>-<option>       a button that answers a choice screen
    button-none|continue|back      the other buttons of /check
    urgent-<route>-action          first line of an urgent message (bold)
    urgent-reason, urgent-unsure   ($said / $unsure) second line, then urgent-<route>-why
    urgent-<route>-meanwhile       what to do until help is there
    urgent-<route>-number          whom to call, as text
    check-back-<level>-<when>      asked again: check-back-emergency-10m
    result-<level>                 what to do at doctor and self-care; then urgent-reason, urgent-unsure
    safety-net-<level>             ends every result
    card-<card>-title, -body       care cards
    learn-<topic>-title            a topic of /learn, and learn-<card>-title, -body, -caution its cards
    remind-<kind>-...              named in reminders.yaml

Reasons are joined from `label()` (plain) and passed to `say()`, which escapes them once.
"""

from content.library import Content, load
from content.text_checks import key_of

__all__ = ["Content", "key_of", "load"]
