// Where a person types: drafts that survive anything, command suggestions, reply keyboards, places.

import { post } from "./api.js";
import { messagesOf, myChat, recall, remember, state } from "./store.js";
import { openDialog, toast } from "./notices.js";
import { make, refill } from "./text.js";

const byId = (id) => document.getElementById(id);
const form = byId("composer");
const text = byId("text");
const suggestions = byId("suggestions");
const replyKeyboard = byId("reply-keyboard");
const editingBar = byId("editing");
const placeDialog = byId("place-dialog");
const drafts = recall("drafts", {});
const PLACES = [
  ["Berlin", 52.52, 13.405],
  ["Lisbon", 38.722, -9.139],
  ["New York", 40.713, -74.006],
  ["São Paulo", -23.551, -46.633],
  ["Nairobi", -1.286, 36.817],
  ["Delhi", 28.614, 77.209],
  ["Tokyo", 35.676, 139.65],
  ["Sydney", -33.869, 151.209],
];

let editing = null;
let chosen = -1;
let usedKeyboard = 0;

export async function say(words) {
  try {
    await post("message", { user: state.me, text: words });
    return true;
  } catch (error) {
    toast(`Not sent. ${error.message}`);
    return false;
  }
}

async function submit() {
  const words = text.value.trim();
  if (!words) return;
  const who = state.me;
  const sent = editing ? await reword(words) : await say(words);
  if (!sent) return;
  stopEditing();
  if (who === state.me && text.value.trim() === words) text.value = "";
  keepDraft();
  grow();
}

async function reword(words) {
  try {
    await post("message", { user: state.me, text: words, edited_message_id: editing });
    return true;
  } catch (error) {
    toast(error.message);
    return false;
  }
}

function keepDraft() {
  drafts[state.me] = text.value;
  remember("drafts", drafts);
}

function grow() {
  text.style.height = "auto";
  text.style.height = `${Math.min(text.scrollHeight, 160)}px`;
  form.classList.toggle("filled", text.value.trim() !== "");
}

export function showComposer() {
  const draft = drafts[state.me] || "";
  if (!editing && text.value !== draft) text.value = draft;
  const blocked = myChat().standing === "kicked";
  form.hidden = blocked;
  byId("unblock").hidden = !blocked;
  byId("block").textContent = blocked ? "Unblock the bot" : "Block the bot";
  byId("commands").hidden = state.commands.length === 0;
  showReplyKeyboard(blocked);
  grow();
}

export function switchComposer() {
  stopEditing();
  hideSuggestions();
  showComposer();
}

function showReplyKeyboard(blocked) {
  const newest = messagesOf(state.me).reverse().find((m) => m.outgoing && m.markup && !m.markup.inline_keyboard && !m.markup.force_reply);
  const board = newest && newest.markup.keyboard;
  const used = newest && newest.markup.one_time_keyboard && newest.message_id === usedKeyboard;
  replyKeyboard.hidden = !board || used || blocked;
  if (replyKeyboard.hidden) return;
  text.placeholder = newest.markup.input_field_placeholder || "Message";
  refill(replyKeyboard, [state.me, newest.message_id, board], () =>
    board.map((row) => make("div", "keys", ...row.map((key) => replyKey(key, newest)))));
}

function replyKey(key, message) {
  const button = make("button", "reply-key", key.text);
  button.type = "button";
  button.addEventListener("click", () => {
    usedKeyboard = message.message_id;
    if (key.request_location) openDialog(placeDialog);
    else say(key.text);
  });
  return button;
}

function suggest(all = false) {
  const typed = text.value.trim().toLowerCase();
  const wanted = all ? "/" : typed;
  const fitting = /^\/\w*$/.test(wanted) ? state.commands.filter((c) => `/${c.command}`.startsWith(wanted)) : [];
  if (!fitting.length || (fitting.length === 1 && `/${fitting[0].command}` === typed && !all)) return hideSuggestions();
  chosen = -1;
  suggestions.replaceChildren(...fitting.map(suggestion));
  suggestions.hidden = false;
  return undefined;
}

function suggestion(command, index) {
  const option = make("button", "suggestion", make("b", "", `/${command.command}`), make("span", "", command.description));
  option.type = "button";
  option.id = `suggestion-${index}`;
  option.setAttribute("role", "option");
  option.addEventListener("click", async () => {
    hideSuggestions();
    if (await say(`/${command.command}`)) text.value = "";
    keepDraft();
    grow();
    text.focus();
  });
  return option;
}

function hideSuggestions() {
  suggestions.hidden = true;
  chosen = -1;
  text.removeAttribute("aria-activedescendant");
}

function choose(step) {
  const options = [...suggestions.children];
  chosen = (chosen + step + options.length) % options.length;
  options.forEach((option, index) => option.setAttribute("aria-selected", String(index === chosen)));
  options[chosen].scrollIntoView({ block: "nearest" });
  text.setAttribute("aria-activedescendant", options[chosen].id);
}

function onKey(event) {
  if (event.isComposing) return;
  const open = !suggestions.hidden;
  if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    choose(event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Escape") {
    hideSuggestions();
    stopEditing();
  } else if (event.key === "ArrowUp" && !text.value) {
    editLast();
  } else if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    if (open && chosen >= 0) suggestions.children[chosen].click();
    else { hideSuggestions(); submit(); }
  }
}

function editLast() {
  const last = messagesOf(state.me).reverse().find((message) => !message.outgoing && message.text);
  if (!last) return;
  editing = last.message_id;
  editingBar.hidden = false;
  text.value = last.text;
  grow();
}

function stopEditing() {
  if (!editing) return;
  editing = null;
  editingBar.hidden = true;
  text.value = drafts[state.me] || "";
  grow();
}

async function sendPlace(latitude, longitude) {
  placeDialog.close();
  try {
    await post("location", { user: state.me, latitude, longitude });
  } catch (error) {
    toast(`Not sent. ${error.message}`);
  }
}

function startPlaces() {
  byId("places").append(...PLACES.map(([name, latitude, longitude]) => {
    const button = make("button", "place", name);
    button.type = "button";
    button.addEventListener("click", () => sendPlace(latitude, longitude));
    return button;
  }));
  byId("place").addEventListener("click", () => openDialog(placeDialog));
  byId("place-here").addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(
      (found) => sendPlace(found.coords.latitude, found.coords.longitude),
      () => toast("This device does not say where it is. Pick a city instead."),
      { timeout: 5000 },
    );
  });
}

export function startComposer() {
  form.addEventListener("submit", (event) => { event.preventDefault(); submit(); });
  text.addEventListener("keydown", onKey);
  text.addEventListener("input", () => { if (!editing) keepDraft(); grow(); suggest(); });
  byId("commands").addEventListener("click", () => (suggestions.hidden ? suggest(true) : hideSuggestions()));
  byId("edit-cancel").addEventListener("click", stopEditing);
  document.addEventListener("click", (event) => {
    if (!event.target.closest("#suggestions, #commands, #text")) hideSuggestions();
  });
  startPlaces();
}
