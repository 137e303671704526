// One message as a bubble with its keyboard.

import { formatted, link, make } from "./text.js";
import { state } from "./store.js";

const timeOf = (seconds) =>
  new Date(seconds * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });

// `actions` has say(text), tap(message, button) and copied().
export function bubble(message, actions) {
  const row = make("article", `row ${message.outgoing ? "from-bot" : "from-me"}`);
  row.dataset.id = message.message_id;
  row.setAttribute("aria-label", `${message.outgoing ? state.bot.first_name : "You"}, ${timeOf(message.date)}`);
  const box = make("div", "bubble");
  if (message.reply_to_message) box.append(quoted(message.reply_to_message));
  box.append(...contents(message, actions), meta(message));
  if (message.location || (message.photo && !message.caption)) box.classList.add("bare");
  row.append(box);
  if (hasKeyboard(message)) row.append(keyboard(message, message.markup.inline_keyboard, actions));
  return row;
}

const hasKeyboard = (message) => Boolean(message.markup && message.markup.inline_keyboard);

function contents(message, actions) {
  const parts = [];
  if (message.photo) parts.push(photo(message));
  if (message.document) parts.push(file(message.document));
  if (message.location) parts.push(map(message.location));
  const text = message.text ?? message.caption;
  if (text) {
    const marks = message.entities || message.caption_entities;
    parts.push(make("div", "text", formatted(text, marks, actions.say)));
  }
  return parts;
}

// As in Telegram, a screen that a bot keeps editing is not marked; a message that lost its buttons is.
function meta(message) {
  const line = make("span", "meta");
  if (message.edited && !hasKeyboard(message)) line.append(make("span", "", "edited "));
  const time = make("time", "", timeOf(message.date));
  time.dateTime = new Date(message.date * 1000).toISOString();
  line.append(time);
  if (!message.outgoing) line.append(make("span", "tick", " ✓"));
  return line;
}

function quoted(message) {
  const who = message.from && message.from.is_bot ? message.from.first_name : "You";
  return make("div", "quoted", make("b", "", who), make("span", "", message.text || message.caption || "Message"));
}

function photo(message) {
  const largest = message.photo[message.photo.length - 1];
  const image = make("img", "photo");
  image.src = `sim/file/${encodeURIComponent(largest.file_id)}`;
  image.alt = message.caption ? "" : "Picture";
  image.width = largest.width;
  image.height = largest.height;
  image.style.aspectRatio = `${largest.width} / ${largest.height}`;
  image.style.width = `${Math.max(120, Math.min(largest.width, (380 * largest.width) / largest.height))}px`;
  return image;
}

function file(sent) {
  const anchor = make("a", "file");
  anchor.href = `sim/file/${encodeURIComponent(sent.file_id)}`;
  anchor.download = sent.file_name || "file";
  const words = make("span", "file-words", make("b", "", sent.file_name || "File"), make("small", "", size(sent.file_size)));
  const badge = make("span", "file-badge", (sent.file_name || "").split(".").pop().slice(0, 4).toUpperCase());
  badge.setAttribute("aria-hidden", "true");
  anchor.append(badge, words);
  return anchor;
}

function size(bytes = 0) {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1048576 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
}

function map(place) {
  const words = `${place.latitude.toFixed(3)}, ${place.longitude.toFixed(3)}`;
  const pin = make("span", "pin");
  pin.setAttribute("aria-hidden", "true");
  return make("div", "map", pin, make("span", "map-words", `Location ${words}`));
}

function keyboard(message, rows, actions) {
  const board = make("div", "keyboard");
  for (const row of rows) board.append(make("div", "keys", ...row.map((key) => inlineKey(message, key, actions))));
  return board;
}

function inlineKey(message, key, actions) {
  if (key.url) return urlKey(key);
  const button = make("button", `key ${key.style || ""}`, make("span", "", key.text));
  button.type = "button";
  if (key.copy_text) {
    button.addEventListener("click", () => navigator.clipboard.writeText(key.copy_text.text).then(actions.copied));
  } else if (key.callback_data) {
    button.dataset.tap = `${message.message_id}/${key.callback_data}`;
    button.addEventListener("click", () => actions.tap(message, key));
  } else {
    button.disabled = true;
  }
  return button;
}

function urlKey(key) {
  const anchor = link(key.url);
  anchor.className = "key out";
  anchor.append(make("span", "", key.text));
  return anchor;
}
