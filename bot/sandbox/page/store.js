// What the page knows, and the little it remembers between visits.

export const state = {
  bot: null,
  me: Number(recall("me", 0)),
  commands: [],
  description: "",
  people: new Map(), // id -> person
  chats: new Map(), // id -> { standing, messages: Map(message id -> message) }
  seen: recall("seen", {}), // person id -> newest message id looked at
  acting: new Map(), // chat id -> time the typing indicator ends
  taps: new Map(), // "message id/data" -> time the spinner gives up
  clock: { ahead: 0, due: null, canSkip: false },
  online: false,
};

export function recall(name, otherwise) {
  try {
    const kept = localStorage.getItem(`easeback-${name}`);
    return kept === null ? otherwise : JSON.parse(kept);
  } catch {
    return otherwise;
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(`easeback-${name}`, JSON.stringify(value));
  } catch { /* private window: it holds until the page closes */ }
}

export const chatOf = (id) => state.chats.get(id) || { standing: "absent", messages: new Map() };
export const myChat = () => chatOf(state.me);
export const messagesOf = (id) => [...chatOf(id).messages.values()];
export const now = () => new Date(Date.now() + state.clock.ahead);

export function unreadOf(id) {
  const seen = state.seen[id] || 0;
  return messagesOf(id).filter((message) => message.outgoing && message.message_id > seen).length;
}

export function markSeen(id) {
  const newest = Math.max(0, ...chatOf(id).messages.keys());
  if (newest <= (state.seen[id] || 0)) return;
  state.seen[id] = newest;
  remember("seen", state.seen);
}

export function keepChat(record) {
  const known = state.chats.get(record.id);
  state.chats.set(record.id, { ...record, messages: known ? known.messages : new Map() });
}

export function keepMessage(chatId, message) {
  const chat = state.chats.get(chatId);
  if (chat) chat.messages.set(message.message_id, message);
}

export function loadAll(everything) {
  state.bot = everything.bot;
  state.commands = everything.commands;
  state.description = everything.description;
  state.people = new Map(everything.people.map((person) => [person.id, person]));
  state.chats = new Map(
    everything.chats.map((chat) => [
      chat.id,
      { ...chat, messages: new Map(chat.messages.map((message) => [message.message_id, message])) },
    ]),
  );
  if (!state.people.has(state.me)) state.me = everything.people.length ? everything.people[0].id : 0;
}
