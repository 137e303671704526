// The product's clock in the corner, and "skip ahead".

import { get, post } from "./api.js";
import { now, state } from "./store.js";
import { toast } from "./notices.js";

const skip = document.getElementById("skip");
const label = document.getElementById("skip-label");
const due = document.getElementById("skip-due");
const time = document.getElementById("now");
const HOUR = 3600;

export function setClock(reading) {
  state.clock.ahead = new Date(reading.now).getTime() - Date.now();
  state.clock.due = reading.next_due ? new Date(reading.next_due) : null;
  state.clock.canSkip = reading.can_skip;
  showClock();
}

export function showClock() {
  const instant = now();
  time.dateTime = instant.toISOString();
  time.textContent = instant.toLocaleString([], { weekday: "short", hour: "2-digit", minute: "2-digit" });
  const known = state.clock.canSkip;
  label.textContent = known ? "Skip ahead" : "Clock + 1 h";
  due.textContent = known ? wait(instant) : "";
  due.hidden = !known;
  skip.disabled = (known && !state.clock.due) || !state.online || skip.classList.contains("working");
  skip.title = known ? "Step the clock to the next thing due" : "Step the clock one hour";
}

function wait(instant) {
  if (!state.clock.due) return "Nothing planned";
  const minutes = Math.ceil((state.clock.due - instant) / 60000);
  if (minutes <= 0) return "Next: now";
  return `Next: in ${inWords(minutes)}`;
}

function inWords(minutes) {
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  const days = Math.floor(hours / 24);
  return hours % 24 ? `${days} d ${hours % 24} h` : `${days} d`;
}

async function skipAhead() {
  skip.classList.add("working");
  skip.disabled = true;
  try {
    setClock(await post("clock", state.clock.canSkip ? { to: "next" } : { advance: HOUR }));
  } catch (error) {
    toast(error.message);
  } finally {
    skip.classList.remove("working");
    showClock();
  }
}

let planned = 0;

// Ask for the next due instant soon, once for a burst of changes.
export function readClockSoon() {
  clearTimeout(planned);
  planned = setTimeout(() => get("clock").then(setClock, () => {}), 350);
}

export function startClock() {
  skip.addEventListener("click", skipAhead);
  setInterval(showClock, 5000);
  setInterval(() => { if (!document.hidden && state.online) readClockSoon(); }, 10000);
}
