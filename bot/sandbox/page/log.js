// The list of messages: kept in step with what is known, without touching what has not changed.

import { bubble } from "./bubbles.js";
import { make, refill } from "./text.js";
import { markSeen, messagesOf, now, state } from "./store.js";

const log = document.getElementById("log");
const down = document.getElementById("down");
const downCount = document.getElementById("down-count");
const NEAR = 90;
const TOGETHER_SECONDS = 300;

let shownPerson = null;
let rows = new Map(); // message id -> { json, element }
let missed = 0;
let actions = {};

export function startLog(given) {
  actions = given;
  log.addEventListener("scroll", onScroll, { passive: true });
  down.addEventListener("click", () => log.scrollTo({ top: log.scrollHeight, behavior: "smooth" }));
  new ResizeObserver(() => { if (stuck) toEnd(); }).observe(log);
}

let stuck = true; // at the newest message, and staying there

function onScroll() {
  stuck = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
  down.hidden = stuck;
  if (stuck) settleMissed();
}

function toEnd() {
  log.scrollTop = log.scrollHeight;
}

function settleMissed() {
  missed = 0;
  downCount.hidden = true;
}

export function showLog() {
  const changed = shownPerson !== state.me;
  stuck = stuck || changed;
  const before = rows.size;
  if (changed) rows = new Map();
  shownPerson = state.me;
  log.setAttribute("aria-busy", String(changed));
  const wanted = layOut(messagesOf(state.me));
  arrange(wanted.length ? wanted : [emptyChat()]);
  if (!document.hidden) markSeen(state.me);
  log.setAttribute("aria-busy", "false");
  if (stuck) toEnd();
  else if (rows.size > before) countMissed(rows.size - before);
}

function countMissed(count) {
  missed += count;
  downCount.textContent = String(missed);
  downCount.hidden = false;
  down.hidden = false;
}

function layOut(messages) {
  const elements = [];
  const kept = new Map();
  messages.forEach((message, index) => {
    const before = messages[index - 1];
    const after = messages[index + 1];
    if (!before || day(before.date) !== day(message.date)) elements.push(daySeparator(message.date));
    const element = rowFor(message, kept);
    element.classList.toggle("tail", !after || !together(message, after));
    element.classList.toggle("joined", Boolean(before) && together(before, message));
    elements.push(element);
  });
  rows = kept;
  if ((state.acting.get(state.me) || 0) > Date.now()) elements.push(typing());
  return elements;
}

function rowFor(message, kept) {
  const json = JSON.stringify(message);
  const known = rows.get(message.message_id);
  const element = known && known.json === json ? known.element : bubble(message, actions);
  if (!known) element.classList.add("fresh");
  kept.set(message.message_id, { json, element });
  return element;
}

const day = (seconds) => new Date(seconds * 1000).toDateString();

const together = (one, two) =>
  one.outgoing === two.outgoing && two.date - one.date < TOGETHER_SECONDS && day(one.date) === day(two.date);

function arrange(elements) {
  const wanted = new Set(elements);
  for (const child of [...log.children]) if (!wanted.has(child)) child.remove();
  elements.forEach((element, index) => {
    if (log.children[index] !== element) log.insertBefore(element, log.children[index] || null);
  });
  showSpinners();
}

const separators = new Map();

function daySeparator(seconds) {
  const key = day(seconds);
  if (!separators.has(key)) separators.set(key, make("div", "day", make("span")));
  const element = separators.get(key);
  const words = dayName(new Date(seconds * 1000));
  if (element.textContent !== words) element.firstChild.textContent = words;
  return element;
}

function dayName(date) {
  const days = Math.round((startOfDay(now()) - startOfDay(date)) / 86400000);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  const year = date.getFullYear() === now().getFullYear() ? undefined : "numeric";
  return date.toLocaleDateString([], { weekday: "long", day: "numeric", month: "long", year });
}

const startOfDay = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

const dots = make("div", "row from-bot typing tail", make("div", "bubble", make("i"), make("i"), make("i")));
dots.setAttribute("aria-label", "typing");
const typing = () => dots;

const welcome = make("section", "welcome");

function emptyChat() {
  const words = state.description || "Say hello to begin. This chat works like the real one, and all of it stays on this computer.";
  refill(welcome, [state.bot, words], () => greeting(words));
  return welcome;
}

function greeting(words) {
  const face = make("img", "welcome-face");
  face.src = "icon.svg";
  face.alt = "";
  const start = make("button", "start", "Start");
  start.type = "button";
  start.addEventListener("click", () => actions.say("/start"));
  return [face, make("h2", "", state.bot ? state.bot.first_name : "Easeback"), make("p", "", words), start];
}

export function showSpinners() {
  for (const key of log.querySelectorAll("[data-tap]")) {
    const waiting = (state.taps.get(key.dataset.tap) || 0) > Date.now();
    key.classList.toggle("waiting", waiting);
    key.setAttribute("aria-busy", String(waiting));
  }
}
