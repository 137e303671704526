"""The route table: every command and every button, and what answers it, on one screen."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from telegram import Chat, ChatMember, MaybeInaccessibleMessage, Message, Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot import callback_data as buttons
from bot.api import Bot
from bot.handlers import (
    cards,
    chat,
    check,
    doubt,
    hold,
    home,
    learn,
    lost,
    offers,
    pack,
    plan,
    remind,
    reminders,
    settings,
    times,
    why,
)
from bot.handlers.turn import Turn
from bot.render import Reply, talk
from bot.services import Services
from bot.store import people
from bot.store.inbox import Received

Typed = Callable[[Turn], Awaitable[Reply | None]]
Tapped = Callable[[Turn, Any], Awaitable[Reply]]

COMMANDS: dict[str, Typed] = {
    "start": lambda turn: home.home(turn, buttons.ShowHome()),
    "check": lambda turn: check.start(turn, buttons.StartCheck()),
    "reminders": lambda turn: reminders.show(turn, buttons.ShowReminders()),
    "learn": lambda turn: learn.topics(turn, buttons.ShowTopics()),
    "settings": lambda turn: settings.show(turn, buttons.ShowSettings()),
    "help": lambda turn: home.show_help(turn, buttons.ShowHelp()),
    "privacy": lambda turn: home.privacy(turn, buttons.ShowPrivacy()),
    "forget": lambda turn: home.forget(turn, buttons.Forget()),
    "cancel": home.cancel,
}
MENU = ("check", "reminders", "learn", "settings", "help", "privacy", "forget", "cancel")

BUTTONS: dict[type[buttons.Action], Tapped] = {
    buttons.ShowHome: home.home,
    buttons.ShowHelp: home.show_help,
    buttons.ShowGetHelp: home.get_help,
    buttons.ShowPrivacy: home.privacy,
    buttons.Forget: home.forget,
    buttons.StartCheck: check.start,
    buttons.MarkSign: check.mark,
    buttons.NextScreen: check.go_on,
    buttons.PreviousScreen: check.go_back,
    buttons.ChooseValue: check.choose,
    buttons.SkipScreen: check.skip,
    buttons.ConfirmKnown: check.confirm,
    buttons.ShowWhy: why.show_why,
    buttons.ShowResult: why.show_result,
    buttons.ShowAnswers: why.show_answers,
    buttons.ChangeAnswer: why.change_answer,
    buttons.AnswerDoctor: why.answer_doctor,
    buttons.AnswerHold: hold.answer,
    buttons.AnswerDoubt: doubt.answer,
    buttons.AnswerOffer: offers.answer,
    buttons.AnswerReminder: remind.answer,
    buttons.ShowReminders: reminders.show,
    buttons.SwitchReminder: reminders.switch,
    buttons.ShowTopics: learn.topics,
    buttons.ShowTopic: learn.topic,
    buttons.ShowCard: learn.card,
    buttons.ShowReminder: times.show,
    buttons.SetTimes: times.choose,
    buttons.PauseReminder: times.pause,
    buttons.StartPack: pack.start,
    buttons.StopPack: pack.stop,
    buttons.ShowPlan: plan.show,
    buttons.StartPlan: plan.start,
    buttons.AnswerPlan: plan.answer,
    buttons.ShowCareCard: cards.show,
    buttons.ShowSettings: settings.show,
    buttons.AskZone: settings.ask_zone,
    buttons.ChooseClock: settings.choose_clock,
    buttons.ChooseZone: settings.choose_zone,
    buttons.SetQuiet: settings.set_quiet,
}

Context = ContextTypes.DEFAULT_TYPE
App = Application[Any, Any, Any, Any, Any, Any]


class Desk:
    """Takes updates to their handlers through the library's dispatcher, and hears how each one went."""

    def __init__(self, services: Services, bot: Bot) -> None:
        self._services = services
        self.application: App = ApplicationBuilder().bot(bot).updater(None).job_queue(None).build()
        self._failures: dict[int, BaseException] = {}
        self._add_routes()
        self.application.add_error_handler(self._note_failure)

    async def handle(self, received: Received) -> None:
        """Raises what the handler raised: the library itself would only log it."""
        update = Update.de_json(received.raw, self.application.bot)
        await self.application.process_update(update)
        failure = self._failures.pop(received.update_id, None)
        if failure is not None:
            raise failure

    async def apologise(self, received: Received) -> None:
        """An update was set aside: the person hears of it, where they can be reached."""
        try:
            turn = self._turn(Update.de_json(received.raw, self.application.bot))
        except Exception:  # it could not be read, but it may say whose it is
            if not _is_from_own_chat(received):
                raise
            turn = Turn(self._services, received.update_id, received.from_id, received.from_id)
        await turn.acknowledge()
        if turn.is_private:
            await turn.say(talk.went_wrong(turn.words))

    def _add_routes(self) -> None:
        """The first route that fits takes the update."""
        add = self.application.add_handler
        add(ChatMemberHandler(self._on_member, ChatMemberHandler.MY_CHAT_MEMBER))
        add(MessageHandler(~filters.ChatType.PRIVATE, self._on_group))
        add(MessageHandler(filters.StatusUpdate.ALL, self._ignore))  # pinned, timers: nobody said anything
        for name, handler in COMMANDS.items():
            add(CommandHandler(name, self._typed(_listening(handler, is_known=True))))
        add(MessageHandler(filters.COMMAND, self._typed(_listening(lost.command, is_known=False))))
        add(MessageHandler(filters.UpdateType.EDITED_MESSAGE, self._typed(chat.edited)))
        add(MessageHandler(filters.ALL, self._typed(chat.text)))
        add(CallbackQueryHandler(self._on_tap))
        add(TypeHandler(Update, self._ignore))

    def _typed(self, handler: Typed) -> Callable[[Update, Context], Coroutine[Any, Any, None]]:
        async def answer(update: Update, _context: Context) -> None:
            turn = self._turn(update)
            await self._welcome_back(turn)
            reply = await handler(turn)
            if reply is not None:
                await turn.answer(reply)

        return answer

    async def _on_tap(self, update: Update, _context: Context) -> None:
        turn = self._turn(update)
        if not turn.is_private:
            await turn.acknowledge()  # wherever that button came from: nothing about health is said there
            return
        await self._welcome_back(turn)
        action = buttons.decode(update.callback_query.data or "") if update.callback_query else None
        reply = await lost.button(turn) if action is None else await BUTTONS[type(action)](turn, action)
        if action is not None and _leaves_its_message(action):
            await turn.acknowledge()
            await turn.say(reply)
        else:
            await turn.answer(reply)

    async def _welcome_back(self, turn: Turn) -> None:
        """Whoever writes can be reached: what waited for that goes out, and the reminders that rested go on."""
        async with self._services.store.reading() as tx:
            if await people.is_reachable(tx, turn.telegram_id):
                return
        reply = await home.welcome_back(turn)
        self._services.wake()
        if reply is not None:
            await turn.say(reply)

    async def _on_group(self, update: Update, _context: Context) -> None:
        turn = self._turn(update)
        async with self._services.store.transaction() as tx:
            to_be_told = await people.tell_group_once(tx, turn.chat_id)
        if to_be_told:
            await turn.say(talk.group_notice(turn.words))

    async def _on_member(self, update: Update, context: Context) -> None:
        change = update.my_chat_member
        if change is None or change.chat.type != Chat.PRIVATE:
            if change is not None and change.new_chat_member.status in {
                ChatMember.MEMBER,
                ChatMember.ADMINISTRATOR,
            }:
                await self._on_group(update, context)
            return
        if change.new_chat_member.status != ChatMember.BANNED:
            await self._welcome_back(self._turn(update))
            return
        async with self._services.store.transaction() as tx:
            await people.set_unreachable(tx, change.from_user.id)

    async def _ignore(self, update: Update, _context: Context) -> None:
        """An update of a kind that was not asked for: handled by being left alone."""

    async def _note_failure(self, update: object, context: Context) -> None:
        if isinstance(update, Update) and context.error is not None:
            self._failures[update.update_id] = context.error

    def _turn(self, update: Update) -> Turn:
        query, user, chat = update.callback_query, update.effective_user, update.effective_chat
        telegram_id = user.id if user is not None else 0
        return Turn(
            services=self._services,
            update_id=update.update_id,
            telegram_id=telegram_id,
            chat_id=chat.id if chat is not None else telegram_id,
            query_id=None if query is None else query.id,
            message_id=query.message.message_id if query is not None and query.message is not None else None,
            text="" if update.effective_message is None else _text_of(update.effective_message),
        )


def _listening(handler: Typed, *, is_known: bool) -> Typed:
    """A command whose other words are read for red flags first."""

    async def answer(turn: Turn) -> Reply | None:
        was_heard, reply = await chat.beside_command(turn, is_known=is_known)
        return reply if was_heard else await handler(turn)

    return answer


def _text_of(message: MaybeInaccessibleMessage) -> str:
    """What was typed, also under a picture."""
    return message.text or message.caption or "" if isinstance(message, Message) else ""


def _is_from_own_chat(received: Received) -> bool:
    message = received.raw.get("message")
    chat = message.get("chat") if isinstance(message, dict) else None
    return isinstance(chat, dict) and chat.get("id") == received.from_id != 0


def _leaves_its_message(action: buttons.Action) -> bool:
    """Whether the answer is a message of its own: what a check's result says to watch for is to stay readable."""
    if isinstance(action, buttons.StartPlan | buttons.ShowPlan | buttons.ShowCareCard):
        return bool(action.fresh)
    if isinstance(action, buttons.ShowTopics):
        return bool(action.beside)
    return isinstance(action, buttons.ShowGetHelp | buttons.StartPack)
