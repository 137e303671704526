"""The route table: nothing that can be tapped or typed is left without somebody to answer."""

from bot.app import BUTTONS, COMMANDS, MENU
from bot.callback_data import Action
from content import Content


def test_every_kind_of_button_has_a_handler() -> None:
    assert {kind.code for kind in BUTTONS} == {kind.code for kind in Action.__subclasses__()}
    assert len({kind.code for kind in BUTTONS}) == len(BUTTONS)


def test_every_command_of_the_menu_is_answered_and_described(known: Content) -> None:
    assert set(MENU) <= set(COMMANDS)
    for name in MENU:
        assert 3 <= len(known.label("en", f"command-{name}")) <= 256
