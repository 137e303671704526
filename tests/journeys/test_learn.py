"""/learn: every card is found and left again, in one message, and help always comes before reading."""

import pytest

from bot.callback_data import ShowCard, ShowTopic, ShowTopics, decode, encode
from content import Content
from tests.world import World

pytestmark = pytest.mark.usefixtures("smooth")
ALICE = 7_171_717_171
ONE_SCREEN = 1300
CALM = ("None", "None", "None", "None", "3", "None", "Today")
HELD = ["I have called / on my way", "I have been seen", "It is not happening"]


def labels(world: World) -> list[str]:
    return world.labels(world.messages(ALICE)[-1])


def title(known: Content, an_id: str) -> str:
    return known.label("en", f"learn-{an_id.replace('_', '-')}-title")


async def see(world: World, action: ShowTopics | ShowTopic | ShowCard) -> None:
    """Tap a button of the newest message as it once may have been."""
    world.press(ALICE, encode(action), world.messages(ALICE)[-1])
    await world.settle()


async def test_learn_shows_its_topics_and_says_that_no_doctor_has_signed(
    world: World, known: Content
) -> None:
    await world.say(ALICE, "/learn")
    assert "no doctor has signed it off" in world.last(ALICE)
    topics = [title(known, topic.id) for topic in known.learn.topics]
    assert labels(world) == [*topics, "Start a check", "Get medical help", "Back to the start"]


async def test_every_topic_and_every_card_is_reached_by_taps_and_left_again(
    world: World, known: Content
) -> None:
    await world.say(ALICE, "/learn")
    for topic in known.learn.topics:
        await world.tap(ALICE, title(known, topic.id))
        assert labels(world) == [*(title(known, card.id) for card in topic.cards), "All topics"]
        for card in topic.cards:
            await world.tap(ALICE, title(known, card.id))
            assert title(known, card.id) in world.last(ALICE)
            assert "All topics" in labels(world)
            await world.tap(ALICE, "All topics", title(known, topic.id))
        await world.tap(ALICE, "All topics")
    await world.tap(ALICE, "Back to the start")
    assert world.last(ALICE).startswith("Easeback helps")
    assert len(world.messages(ALICE)) == 1


async def test_next_alone_goes_through_all_cards_and_back_returns(world: World, known: Content) -> None:
    await world.say(ALICE, "/learn")
    await world.tap(ALICE, title(known, known.learn.topics[0].id))
    for topic in known.learn.topics:
        await world.tap(ALICE, title(known, topic.cards[0].id))
        for number, card in enumerate(topic.cards, 1):
            assert f"{number} of {len(topic.cards)}\n{title(known, card.id)}" in world.last(ALICE)
            if number < len(topic.cards):
                await world.tap(ALICE, "Next »")
        if topic is not known.learn.topics[-1]:
            await world.tap(ALICE, "Next topic »")
    assert labels(world) == ["« Back", "All topics"]
    for _ in known.learn.topics[-1].cards:
        await world.tap(ALICE, "« Back")
    assert labels(world)[-1] == "All topics"
    assert len(world.messages(ALICE)) == 1


async def test_every_button_of_every_screen_leads_to_another_screen(world: World, known: Content) -> None:
    """Nothing is a dead end: from wherever one is, each button changes what is read."""
    await world.say(ALICE, "/learn")
    message = world.messages(ALICE)[-1]
    todo, seen = [encode(ShowTopics())], set()
    while todo:
        data = todo.pop()
        seen.add(data)
        world.press(ALICE, data, message)
        await world.settle()
        here = message.text
        buttons = [button["callback_data"] for row in message.rows for button in row]
        assert buttons
        assert data not in buttons, f"a button of {here!r} leads to itself"
        todo += [each for each in buttons if isinstance(decode(each), ShowTopics | ShowTopic | ShowCard)]
        todo = [each for each in dict.fromkeys(todo) if each not in seen]
    assert len(seen) == 1 + len(known.learn.topics) + len(known.learn.cards)


async def test_each_card_fits_a_screen_and_ends_with_its_source_and_caution(
    world: World, known: Content
) -> None:
    await world.say(ALICE, "/learn")
    for card in known.learn.cards:
        await see(world, ShowCard(card.id))
        text = world.last(ALICE)
        assert len(text) <= ONE_SCREEN
        last = text.split("\n\n")[-1]
        assert last.startswith("Source: ")
        assert ("not checked against a guideline yet" in last) == bool(card.unverified)
        for number in card.sources:
            assert str(known.sources[number].plain) in last
        assert ("⚠️ Take care." in text) == card.caution


async def test_the_same_tap_twice_turns_one_page(world: World, known: Content) -> None:
    await world.say(ALICE, "/learn")
    await see(world, ShowCard(known.learn.cards[0].id))
    on = world.data(ALICE, "Next »")
    for _ in range(2):
        world.press(ALICE, on, world.messages(ALICE)[-1])
    await world.settle()
    assert title(known, known.learn.cards[1].id) in world.last(ALICE)


@pytest.mark.parametrize("action", [ShowTopic("gone"), ShowCard("gone")])
async def test_a_button_of_a_card_that_is_gone_shows_the_topics(
    world: World, action: ShowTopic | ShowCard
) -> None:
    await world.say(ALICE, "/learn")
    await see(world, action)
    assert world.last(ALICE).startswith("Learn about back cramps")


async def test_the_home_screen_leads_to_learn_in_its_own_message(world: World) -> None:
    await world.say(ALICE, "/start")
    await world.tap(ALICE, "Learn about back cramps")
    assert len(world.messages(ALICE)) == 1
    assert world.last(ALICE).startswith("Learn about back cramps")


async def test_after_a_calm_result_learn_opens_beside_it(world: World) -> None:
    await world.say(ALICE, "/check")
    await world.tap(ALICE, *CALM)
    result = world.last(ALICE)
    await world.tap(ALICE, "Learn about back cramps")
    assert world.texts(ALICE)[-2] == result
    assert world.last(ALICE).startswith("Learn about back cramps")


async def test_a_result_that_sends_to_a_doctor_offers_no_reading(world: World) -> None:
    await world.say(ALICE, "/check")
    await world.tap(ALICE, "None", "None", "None", "None", "8", "None", "Today")
    assert world.last(ALICE).startswith("Please get medical help")
    assert "Learn about back cramps" not in labels(world)


# --- what the last check said


async def test_after_a_calm_check_nothing_is_held_back(world: World) -> None:
    await world.say(ALICE, "/check")
    await world.tap(ALICE, *CALM)
    await world.say(ALICE, "/learn")
    await see(world, ShowCard("simple_care"))
    assert "simple care works well" in world.last(ALICE)


@pytest.mark.parametrize("card", ["simple_care", "couple_of_days", "gentle_stretch"])
async def test_after_a_check_that_sends_to_a_doctor_some_cards_say_to_ask_first(
    world: World, card: str
) -> None:
    await world.say(ALICE, "/check")
    await world.tap(ALICE, "None", "None", "None", "None", "8", "None", "Today")
    await world.say(ALICE, "/learn")
    await see(world, ShowCard(card))
    assert "please ask a doctor, midwife or pharmacist about this first" in world.last(ALICE)
    assert "works well" not in world.last(ALICE)
    assert {"« Back", "All topics"} <= set(labels(world))


async def test_a_new_calm_check_opens_the_cards_again(world: World) -> None:
    await world.say(ALICE, "/check")
    await world.tap(ALICE, "None", "None", "None", "None", "8", "None", "Today")
    await world.pass_time(hours=1)
    await world.say(ALICE, "/check")
    await world.tap(ALICE, *CALM)
    await world.say(ALICE, "/learn")
    await see(world, ShowCard("gentle_stretch"))
    assert "keep breathing" in world.last(ALICE)


# --- help comes first


async def hold(world: World) -> None:
    await world.say(ALICE, "/check")
    await world.tap(ALICE, "Numb between my legs", "Continue")


async def test_during_a_hold_learn_shows_the_urgent_advice_and_no_card(world: World) -> None:
    await hold(world)
    await world.say(ALICE, "/learn")
    assert world.last(ALICE).startswith("Go to a hospital emergency department now.")
    assert "can wait until you have been seen" in world.last(ALICE)
    assert labels(world) == HELD


async def test_during_a_hold_no_button_from_before_shows_a_topic_or_a_card(
    world: World, known: Content
) -> None:
    await world.say(ALICE, "/learn")
    message = world.messages(ALICE)[-1]
    await hold(world)
    actions: list[ShowTopics | ShowTopic | ShowCard] = [ShowTopics(), ShowTopics(1)]
    actions += [ShowTopic(topic.id) for topic in known.learn.topics]
    actions += [ShowCard(card.id) for card in known.learn.cards]
    for action in actions:
        world.press(ALICE, encode(action), message)
        await world.settle()
        assert message.text.startswith("Go to a hospital emergency department now.")
        assert world.labels(message) == HELD


async def test_the_answers_of_a_hold_work_where_learn_shows_them(world: World) -> None:
    await hold(world)
    await world.say(ALICE, "/learn")
    await world.tap(ALICE, "I have called")
    assert "✓ I have called / on my way" in labels(world)
    await world.say(ALICE, "/learn")
    assert "✓ I have called / on my way" in labels(world)
    await world.tap(ALICE, "I have been seen")
    await world.say(ALICE, "/learn")
    assert world.last(ALICE).startswith("Learn about back cramps")


async def test_after_a_hold_what_may_be_done_at_home_is_still_to_be_asked_about(world: World) -> None:
    await hold(world)
    await world.tap(ALICE, "I have been seen")
    await world.say(ALICE, "/learn")
    await see(world, ShowCard("warm_pack"))
    assert "please ask a doctor" in world.last(ALICE)
    await see(world, ShowCard("narrow_spine"))
    assert "spinal stenosis" in world.last(ALICE)


async def test_an_emergency_sign_just_marked_comes_before_reading(world: World) -> None:
    await world.say(ALICE, "/check")
    await world.tap(ALICE, "Numb between my legs")
    await world.say(ALICE, "/learn")
    assert "✅ Yes: Numb between my legs" in labels(world)
    assert "Continue" in labels(world)
