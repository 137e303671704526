// Before the first paint: the theme chosen last time, else the system's, and its changes.
"use strict";
(() => {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const kept = () => {
    try {
      return localStorage.getItem("easeback-theme");
    } catch {
      return null; // no storage: the system's theme it is
    }
  };
  const apply = () => {
    document.documentElement.dataset.theme = kept() || (system.matches ? "dark" : "light");
  };
  apply();
  system.addEventListener("change", apply);
})();
