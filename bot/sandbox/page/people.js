// The bar of people: who is talking, who has something unread, and one more.

import { post } from "./api.js";
import { make, refill } from "./text.js";
import { openDialog, toast } from "./notices.js";
import { remember, state, unreadOf } from "./store.js";

const list = document.getElementById("people");
const dialog = document.getElementById("person-dialog");
const nameBox = document.getElementById("person-name");
const languageBox = document.getElementById("person-language");
const NAMES = ["Robin", "Ada", "Noor", "Milan", "Yuki", "Sofia", "Kofi", "Lena", "Omar", "Ines"];
const HUES = 6;

let switched = () => {};

export function showPeople() {
  const people = [...state.people.values()];
  const key = people.map((person) => [person, person.id === state.me, unreadOf(person.id)]);
  const focused = list.contains(document.activeElement) && document.activeElement.dataset.id;
  refill(list, key, () => people.map(entry));
  if (focused) list.querySelector(`[data-id="${focused}"]`)?.focus();
}

function entry(person) {
  const mine = person.id === state.me;
  const unread = mine ? 0 : unreadOf(person.id);
  const face = make("span", `face hue-${person.id % HUES}`, [...person.first_name][0].toUpperCase());
  face.setAttribute("aria-hidden", "true");
  const button = make("button", "person", face, make("span", "name", person.first_name));
  button.type = "button";
  if (unread) button.append(dot(unread));
  button.dataset.id = person.id;
  button.setAttribute("aria-pressed", String(mine));
  button.addEventListener("click", () => become(person.id));
  return make("li", "", button);
}

function dot(unread) {
  return make("span", "dot", String(Math.min(unread, 99)), make("span", "sr", " unread"));
}

export function become(id) {
  state.me = id;
  remember("me", id);
  switched();
}

async function addPerson() {
  const name = nameBox.value.trim();
  if (!name) {
    nameBox.focus();
    return;
  }
  dialog.close();
  try {
    const person = await post("person", { first_name: name, language_code: languageBox.value });
    state.people.set(person.id, person);
    become(person.id);
  } catch (error) {
    toast(error.message);
  }
}

// The first visit: one person to talk as.
export async function meetFirst() {
  const language = (navigator.language || "en").slice(0, 2).toLowerCase();
  const person = await post("person", { user: 1, first_name: NAMES[0], language_code: language });
  state.people.set(person.id, person);
  become(person.id);
}

export function startPeople(onSwitch) {
  switched = onSwitch;
  document.getElementById("add-person").addEventListener("click", () => {
    nameBox.value = NAMES.find((name) => ![...state.people.values()].some((p) => p.first_name === name)) || "";
    openDialog(dialog);
    nameBox.select();
  });
  document.getElementById("person-ok").addEventListener("click", addPerson);
  nameBox.addEventListener("keydown", (event) => {
    if (event.key === "Enter") addPerson();
  });
}
