"use strict";
/* Jalali moments in a text field: «۱۴۰۲/۰۷/۱۵ ۱۴:۳۰». Arrow keys step through the part under
   the caret; a button, or Alt and the arrow down, opens a month to choose a day from, as the
   ARIA Authoring Practices describe it. Typing works without this script; the server checks. */
{
  const PARTS = /^([۰-۹]{4})\/([۰-۹]{1,2})\/([۰-۹]{1,2})(?:\s+([۰-۹]{1,2}):([۰-۹]{1,2}))?$/;
  const MONTHS = ["فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور",
    "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"];
  const WEEK = ["شنبه", "یکشنبه", "دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه"];
  const FIRST_YEAR = 1000, LAST_YEAR = 1699;
  // 1 Farvardin of this year was a Tuesday, the fourth day of the week.
  const KNOWN_YEAR = 1402, KNOWN_WEEKDAY = 3;
  // Years of the 33-year cycle that have a day more; as the server counts.
  const LEAP = [1, 5, 9, 13, 17, 22, 26, 30];

  const toPersian = (text) => String(text).replace(/[0-9]/g, (digit) => String.fromCharCode(0x06f0 + Number(digit)));
  const toNumber = (text) =>
    Number(text.replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0)));
  const lengthOfYear = (year) => (LEAP.includes(year % 33) ? 366 : 365);
  const lengthOfMonth = (year, month) =>
    month <= 6 ? 31 : month <= 11 ? 30 : lengthOfYear(year) - 336;

  function read(text) {
    const found = PARTS.exec(toPersian(text.trim()));
    return found && found.slice(1).filter((part) => part !== undefined).map(toNumber);
  }

  function written(values) {
    const [year, ...rest] = values.map((value) => String(value).padStart(2, "0"));
    const [month, day, hour, minute] = rest;
    return toPersian(`${year}/${month}/${day}` + (hour === undefined ? "" : ` ${hour}:${minute}`));
  }

  // --- arrow keys in the field ---------------------------------------------------------------

  const partUnder = (caret, text) => (text.slice(0, caret).match(/[/:\s]+/g) || []).length;

  function step(values, part, change) {
    const low = [FIRST_YEAR, 1, 1, 0, 0][part];
    const high = [LAST_YEAR, 12, lengthOfMonth(values[0], values[1]), 23, 59][part];
    const span = high - low + 1;
    values[part] = ((values[part] - low + change + span) % span) + low;
    values[2] = Math.min(values[2], lengthOfMonth(values[0], values[1]));
  }

  function stepUnderCaret(input, change) {
    const values = read(input.value);
    if (!values) return false;
    const caret = input.selectionStart;
    step(values, Math.min(partUnder(caret, input.value), values.length - 1), change);
    input.value = written(values);
    input.setSelectionRange(caret, caret);
    return true;
  }

  document.addEventListener("keydown", (event) => {
    const input = event.target;
    const change = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!change || !(input instanceof HTMLInputElement) || !input.matches(".jalali-input")) return;
    if (event.altKey) open(input);
    else if (!stepUnderCaret(input, change)) return;
    event.preventDefault();
  });

  // --- the month to choose from --------------------------------------------------------------

  let field = null; // the input that the dialog fills
  let shown = null; // [year, month, day] that has the focus
  let dialog = null;

  const make = (name, attributes = {}, ...content) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...content);
    return made;
  };

  function weekday(year, month, day) {
    let days = KNOWN_WEEKDAY + day - 1 + (month <= 7 ? (month - 1) * 31 : (month - 1) * 30 + 6);
    for (let at = KNOWN_YEAR; at < year; at += 1) days += lengthOfYear(at);
    for (let at = KNOWN_YEAR - 1; at >= year; at -= 1) days -= lengthOfYear(at);
    return ((days % 7) + 7) % 7;
  }

  function inMonths(change) {
    const [year, month, day] = shown;
    const months = year * 12 + month - 1 + change;
    const there = [Math.floor(months / 12), (months % 12) + 1];
    return [...there, Math.min(day, lengthOfMonth(...there))];
  }

  function inDays(change) {
    const [year, month, day] = shown;
    const length = lengthOfMonth(year, month);
    if (day + change >= 1 && day + change <= length) return [year, month, day + change];
    const [toYear, toMonth] = inMonths(Math.sign(change));
    const other = lengthOfMonth(toYear, toMonth);
    return [toYear, toMonth, change > 0 ? day + change - length : other + day + change];
  }

  function go(there) {
    if (there[0] < FIRST_YEAR || there[0] > LAST_YEAR) return;
    shown = there;
    draw();
    dialog.querySelector('[tabindex="0"]').focus();
  }

  // As the week is drawn: what is further to the left is later.
  const KEYS = {
    ArrowLeft: () => inDays(1), ArrowRight: () => inDays(-1),
    ArrowDown: () => inDays(7), ArrowUp: () => inDays(-7),
    Home: () => inDays(-weekday(...shown)), End: () => inDays(6 - weekday(...shown)),
    PageDown: (far) => inMonths(far ? 12 : 1), PageUp: (far) => inMonths(far ? -12 : -1),
  };

  function onKey(event) {
    const inGrid = event.target.closest("[role=grid]");
    if (inGrid && (event.key === "Enter" || event.key === " ")) choose(event.target);
    else if (inGrid && KEYS[event.key]) go(KEYS[event.key](event.shiftKey));
    else return;
    event.preventDefault();
  }

  function choose(cell) {
    if (!cell?.dataset.day) return;
    const time = (read(field.value) || read(field.dataset.now)).slice(3);
    field.value = written([shown[0], shown[1], Number(cell.dataset.day), ...time]);
    field.dispatchEvent(new Event("change", { bubbles: true }));
    dialog.close();
  }

  function dayCell(day, today) {
    const isShown = day === shown[2];
    const cell = make("td", {
      role: "gridcell", tabindex: isShown ? "0" : "-1", "data-day": day,
      "aria-selected": String(isShown),
    }, toPersian(day));
    if (today.join() === [shown[0], shown[1], day].join()) cell.setAttribute("aria-current", "date");
    return cell;
  }

  function draw() {
    const [year, month] = shown;
    const today = read(field.dataset.now).slice(0, 3);
    const cells = Array.from({ length: weekday(year, month, 1) }, () => make("td"));
    for (let day = 1; day <= lengthOfMonth(year, month); day += 1) cells.push(dayCell(day, today));
    const weeks = [];
    while (cells.length) weeks.push(make("tr", {}, ...cells.splice(0, 7)));
    dialog.querySelector("tbody").replaceChildren(...weeks);
    dialog.querySelector(".month__title").textContent = `${MONTHS[month - 1]} ${toPersian(year)}`;
  }

  function build() {
    const stepper = (label, sign, change) => {
      // Left to right, so that the sign is not mirrored: the past lies to the right.
      const named = { type: "button", dir: "ltr", "aria-label": label, title: label };
      const button = make("button", named, sign);
      button.addEventListener("click", () => { shown = inMonths(change); draw(); });
      return button;
    };
    const head = make("div", { class: "month__head" },
      stepper("سال قبل", "»", -12), stepper("ماه قبل", "›", -1),
      make("h2", { class: "month__title", id: "month-title", "aria-live": "polite" }),
      stepper("ماه بعد", "‹", 1), stepper("سال بعد", "«", 12));
    const names = WEEK.map((name) => make("th", { scope: "col", abbr: name }, name[0]));
    const grid = make("table", { role: "grid", "aria-labelledby": "month-title" },
      make("thead", {}, make("tr", {}, ...names)), make("tbody"));
    const close = make("button", { type: "button", class: "button" }, "بستن");
    close.addEventListener("click", () => dialog.close());
    dialog = make("dialog", { class: "month", "aria-label": "انتخاب روز" }, head, grid, close);
    grid.addEventListener("keydown", onKey);
    grid.addEventListener("click", (event) => choose(event.target.closest("[data-day]")));
    dialog.addEventListener("close", () => field.focus());
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
    document.body.append(dialog);
  }

  function open(input) {
    if (!dialog) build();
    field = input;
    dialog.showModal();
    go((read(input.value) || read(input.dataset.now)).slice(0, 3));
    const { left, right, bottom } = input.getBoundingClientRect();
    const room = document.documentElement.clientWidth - dialog.offsetWidth - 8;
    dialog.style.left = `${Math.max(8, Math.min(right - dialog.offsetWidth, left, room))}px`;
    dialog.style.top = `${Math.max(8, Math.min(bottom + 4, innerHeight - dialog.offsetHeight - 8))}px`;
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const input of document.querySelectorAll(".jalali-input")) {
      const button = make("button", { type: "button", class: "month-button" }, "تقویم");
      button.addEventListener("click", () => open(input));
      input.after(button);
    }
  });
}
