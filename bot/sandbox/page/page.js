// The page: loads everything, listens for changes, and hands each to the part that shows it.

import { get, listen, post } from "./api.js";
import { readClockSoon, setClock, showClock, startClock } from "./clock.js";
import { say, showComposer, startComposer, switchComposer } from "./composer.js";
import { showLog, showSpinners, startLog } from "./log.js";
import { showAlert, startDialogs, toast } from "./notices.js";
import { meetFirst, showPeople, startPeople } from "./people.js";
import { chatOf, keepChat, keepMessage, loadAll, myChat, remember, state } from "./store.js";

const byId = (id) => document.getElementById(id);
const status = byId("status");
const menu = byId("more-menu");
const ACTION_MS = 5000;
const SPINNER_MS = 15000;
const answered = new Map(); // query id -> spinner key, or null when the answer came before the id

function showStatus() {
  const acting = (state.acting.get(state.me) || 0) > Date.now();
  const words = !state.online ? "reconnecting…" : acting ? "typing…" : "bot";
  if (status.textContent !== words) status.textContent = words;
  status.classList.toggle("off", !state.online);
  status.classList.toggle("acting", state.online && acting);
}

let drawing = 0;

// Draw once per frame, however many changes came; at once when the tab is hidden and has no frames.
function draw() {
  if (document.hidden) return drawNow();
  if (!drawing) drawing = requestAnimationFrame(drawNow);
  return undefined;
}

function drawNow() {
  drawing = 0;
  showStatus();
  if (!state.me) return;
  showPeople();
  showLog();
  showComposer();
  showClock();
}

const ON = {
  person: ({ person }) => state.people.set(person.id, person),
  chat: ({ chat }) => keepChat(chat),
  message: ({ chat_id: id, message }) => {
    keepMessage(id, message);
    if (message.outgoing) state.acting.delete(id);
    readClockSoon();
  },
  gone: ({ chat_id: id, id: messageId }) => chatOf(id).messages.delete(messageId),
  commands: ({ commands }) => { state.commands = commands; },
  clock: (reading) => setClock(reading),
  action: ({ chat_id: id }) => {
    state.acting.set(id, Date.now() + ACTION_MS);
    setTimeout(draw, ACTION_MS + 50);
  },
  answer: onAnswer,
};

function onAnswer({ query_id: query, user_id: user, text, alert }) {
  const key = answered.get(query);
  answered.set(query, null);
  if (key) stopSpinner(key);
  if (user !== state.me || !text) return;
  if (alert) showAlert(text);
  else toast(text);
}

function stopSpinner(key) {
  state.taps.delete(key);
  showSpinners();
}

async function tap(message, button) {
  const key = `${message.message_id}/${button.callback_data}`;
  if ((state.taps.get(key) || 0) > Date.now()) return;
  state.taps.set(key, Date.now() + SPINNER_MS);
  showSpinners();
  setTimeout(showSpinners, SPINNER_MS + 50);
  try {
    const { query_id: query } = await post("tap", { user: state.me, button: button.callback_data, message_id: message.message_id });
    if (answered.has(query)) stopSpinner(key);
    else answered.set(query, key);
  } catch (error) {
    stopSpinner(key);
    toast(error.message);
  }
}

let held = []; // events that came while everything was being read; null when they need not wait

async function readAll() {
  held = held || [];
  try {
    const everything = await get("state");
    loadAll(everything);
    if (!state.people.size) await meetFirst();
    setClock(everything.clock);
    state.online = true;
    byId("bot-name").textContent = state.bot.first_name;
    release();
  } catch {
    state.online = false;
    setTimeout(readAll, 1500);
  }
  draw();
}

function release() {
  const events = held || [];
  held = null;
  events.forEach(onEvent);
}

function onEvent(event) {
  if (event.type === "hello") {
    readAll();
  } else if (held) {
    held.push(event);
  } else if (ON[event.type]) {
    ON[event.type](event);
    draw();
  }
}

function toggleTheme() {
  const root = document.documentElement;
  root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
  try {
    localStorage.setItem("easeback-theme", root.dataset.theme);
  } catch { /* it holds until the page closes */ }
}

function openMenu(open) {
  menu.hidden = !open;
  byId("more").setAttribute("aria-expanded", String(open));
  if (open) menu.querySelector("button").focus();
}

async function tryTo(work) {
  openMenu(false);
  try {
    await work();
  } catch (error) {
    toast(error.message);
  }
}

function startMenu() {
  byId("more").addEventListener("click", () => openMenu(menu.hidden));
  byId("theme").addEventListener("click", toggleTheme);
  const setBlocked = (blocked) => tryTo(() => post("block", { user: state.me, blocked }));
  byId("block").addEventListener("click", () => setBlocked(myChat().standing !== "kicked"));
  byId("unblock").addEventListener("click", () => setBlocked(false));
  byId("reset").addEventListener("click", () => tryTo(async () => {
    if (!confirm("Clear the chats of everybody here?")) return;
    await post("reset", {});
    remember("seen", (state.seen = {}));
  }));
  document.addEventListener("click", (event) => { if (!event.target.closest(".menu-wrap")) openMenu(false); });
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { openMenu(false); byId("more").focus(); }
  });
}

startDialogs();
startMenu();
startComposer();
startClock();
startLog({ say, tap, copied: () => toast("Copied") });
startPeople(() => { switchComposer(); draw(); byId("text").focus({ preventScroll: true }); });
document.addEventListener("visibilitychange", draw);
listen(onEvent, () => { state.online = false; draw(); });
