// Toasts, alerts and dialogs.

import { make } from "./text.js";

const toasts = document.getElementById("toasts");
const alertDialog = document.getElementById("alert");
const alertText = document.getElementById("alert-text");

export function toast(words) {
  const note = make("div", "toast", words);
  toasts.append(note);
  setTimeout(() => note.classList.add("going"), 3600);
  setTimeout(() => note.remove(), 4000);
}

export function showAlert(words) {
  alertText.textContent = words;
  openDialog(alertDialog);
}

export function openDialog(dialog) {
  if (!dialog.open) dialog.showModal();
}

export function startDialogs() {
  for (const dialog of document.querySelectorAll("dialog")) {
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
    });
  }
}
