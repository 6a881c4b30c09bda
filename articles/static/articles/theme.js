// The scheme that the reader chose, put on before anything is drawn; loaded in <head>.
// Without a choice, and without this file, the system's preference rules.
"use strict";

{
  const KEY = "theme";
  const prefersDark = matchMedia("(prefers-color-scheme: dark)");

  function chosen() {
    try { return localStorage.getItem(KEY); } catch { return null; } // storage may be forbidden
  }

  function keep(theme) {
    try { localStorage.setItem(KEY, theme); } catch { /* then it lasts as long as the page */ }
  }

  function shown() {
    return document.documentElement.dataset.theme || (prefersDark.matches ? "dark" : "light");
  }

  function put(theme) {
    document.documentElement.dataset.theme = theme;
    const ground = getComputedStyle(document.documentElement).getPropertyValue("--ground");
    for (const meta of document.querySelectorAll('meta[name="theme-color"]')) {
      if (ground) meta.content = ground.trim();
    }
  }

  function label(button) {
    button.setAttribute("aria-label", shown() === "dark" ? "حالت روشن" : "حالت تاریک");
    button.title = button.getAttribute("aria-label");
  }

  const before = chosen();
  if (before === "dark" || before === "light") document.documentElement.dataset.theme = before;

  addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("theme");
    if (!button) return;
    if (before) put(shown());
    label(button);
    button.hidden = false;
    button.addEventListener("click", () => {
      const next = shown() === "dark" ? "light" : "dark";
      put(next);
      keep(next);
      label(button);
    });
    prefersDark.addEventListener("change", () => label(button));
  });
}
