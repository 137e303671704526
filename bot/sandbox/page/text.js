// A message's text with its entities, as DOM nodes. Text only ever becomes text nodes.

const TAGS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};

export function make(tag, className = "", ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

const filled = new WeakMap();

// Replace the children only when `key` (any JSON) has changed: a button that a finger is on must stay.
export function refill(parent, key, build) {
  const json = JSON.stringify(key);
  if (filled.get(parent) === json) return;
  filled.set(parent, json);
  parent.replaceChildren(...build());
}

export function formatted(text, entities = [], onCommand = () => {}) {
  const fragment = document.createDocumentFragment();
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  fill(fragment, text, sorted, 0, text.length, onCommand);
  return fragment;
}

// JavaScript strings count UTF-16 code units, as Telegram's offsets do.
function fill(parent, text, entities, start, end, onCommand) {
  let at = start;
  for (let i = 0; i < entities.length; i += 1) {
    const entity = entities[i];
    const from = entity.offset;
    const to = Math.min(from + entity.length, end);
    if (from < at || from >= end) continue;
    if (from > at) parent.append(text.slice(at, from));
    const inner = entities.slice(i + 1).filter((other) => other.offset >= from && other.offset < to);
    const element = elementFor(entity, text.slice(from, to), onCommand);
    fill(element, text, inner, from, to, onCommand);
    parent.append(element);
    at = isBlock(element) ? besideBlock(element, text, to, end) : to;
  }
  if (at < end) parent.append(text.slice(at, end));
}

const isBlock = (element) => element.tagName === "PRE" || element.tagName === "BLOCKQUOTE";

// A block breaks the line by itself: the line breaks written around it would leave gaps.
function besideBlock(element, text, to, end) {
  const before = element.previousSibling;
  if (before && before.nodeType === Node.TEXT_NODE) before.data = before.data.replace(/\n$/, "");
  return to < end && text[to] === "\n" ? to + 1 : to;
}

function elementFor(entity, written, onCommand) {
  switch (entity.type) {
    case "text_link":
      return link(entity.url);
    case "url":
      return link(written);
    case "bot_command":
      return command(written, onCommand);
    case "spoiler":
      return spoiler();
    default:
      return make(TAGS[entity.type] || "span", entity.type === "mention" ? "mention" : "");
  }
}

export function link(url) {
  const target = /^[a-z][a-z0-9+.-]*:/i.test(url) ? url : `https://${url}`;
  if (!/^https?:/i.test(target)) return make("span", "mention");
  const anchor = make("a");
  anchor.href = target;
  anchor.target = "_blank";
  anchor.rel = "noopener noreferrer";
  return anchor;
}

function command(written, onCommand) {
  const button = make("button", "command");
  button.type = "button";
  button.addEventListener("click", () => onCommand(written));
  return button;
}

function spoiler() {
  const button = make("button", "spoiler");
  button.type = "button";
  button.setAttribute("aria-label", "Hidden text: show it");
  button.addEventListener("click", () => {
    button.classList.add("shown");
    button.removeAttribute("aria-label");
  });
  return button;
}
