// Completions in every search box: a combobox with a list, as the ARIA Authoring Practices
// describe it. Without this file the box is a box. Events are listened to on the document,
// because htmx exchanges the search form.
const BOX = "input[data-complete]";
const SHORTEST = 2;

const list = document.createElement("ul");
list.id = "completions";
list.className = "completions";
list.hidden = true;
list.setAttribute("role", "listbox");
list.setAttribute("aria-label", "پیشنهادهای جست‌وجو");

let box = null; // the input whose completions are shown or awaited
let typed = ""; // what the reader wrote, to go back to
let active = -1;
let asking = null;

function options() { return [...list.children]; }

function close() {
  asking?.abort();
  list.hidden = true;
  active = -1;
  box?.setAttribute("aria-expanded", "false");
  box?.removeAttribute("aria-activedescendant");
}

function equip(input) {
  if (input.getAttribute("role") === "combobox") return;
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);
  input.form.after(list); // in the landmark of its form
}

async function ask(input) {
  close();
  box = input;
  typed = input.value;
  if (typed.trim().length < SHORTEST) return;
  asking = new AbortController();
  try {
    const address = new URL(input.dataset.complete, location.href);
    address.searchParams.set("q", typed);
    const answer = await fetch(address, { signal: asking.signal });
    if (answer.ok) show((await answer.json()).completions);
  } catch (error) {
    if (error.name !== "AbortError") close(); // no connection, no completions
  }
}

function show(completions) {
  list.replaceChildren(...completions.map(option));
  if (!completions.length || document.activeElement !== box) return;
  const field = box.closest(".search-box").getBoundingClientRect();
  list.style.left = `${field.left + scrollX}px`;
  list.style.top = `${field.bottom + scrollY + 4}px`;
  list.style.width = `${field.width}px`;
  list.hidden = false;
  box.setAttribute("aria-expanded", "true");
}

function option({ text, kind }, number) {
  const item = document.createElement("li");
  item.id = `completion-${number}`;
  item.className = "completions__item";
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  item.dataset.text = text;
  const words = document.createElement("bdi");
  words.textContent = text;
  const mark = document.createElement("span");
  mark.className = `kind kind--${kind}`;
  mark.textContent = KINDS[kind] ?? "";
  item.append(sign(kind), words, mark);
  return item;
}

const KINDS = {
  person: "شخص", place: "مکان", organisation: "سازمان", event: "رویداد",
  word: "واژه", query: "جست‌وجوی پرتکرار",
};

// Three sorts that are told apart at a glance: a name's tag, lines of text, a clock.
const SIGNS = {
  word: "M3 5h14M3 10h14M9 15h8",
  query: "M10 3a7 7 0 1 0 .01 0M10 6v4.5l3 2",
  name: "M11 3h6v6l-8 8-6-6ZM13.5 6.5h.01",
};

function sign(kind) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", `completions__sign kind--${kind}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(svg.namespaceURI, "path");
  path.setAttribute("d", SIGNS[kind] ?? SIGNS.name);
  svg.append(path);
  return svg;
}

// One further than the last is the box itself, with what was typed.
function move(step) {
  const all = options();
  active = ((active + step + 1 + all.length + 1) % (all.length + 1)) - 1;
  for (const [number, item] of all.entries()) {
    item.setAttribute("aria-selected", String(number === active));
  }
  box.value = active < 0 ? typed : all[active].dataset.text;
  if (active < 0) box.removeAttribute("aria-activedescendant");
  else box.setAttribute("aria-activedescendant", all[active].id);
}

function choose(item) {
  box.value = item.dataset.text;
  const { form } = box;
  close();
  form.requestSubmit();
}

document.addEventListener("focusin", ({ target }) => { if (target.matches(BOX)) equip(target); });
document.addEventListener("focusout", ({ target }) => { if (target === box) close(); });
document.addEventListener("input", ({ target, isComposing }) => {
  if (target.matches(BOX) && !isComposing) ask(target);
});
document.addEventListener("submit", close);
document.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" && list.hidden && event.target.matches(BOX)) {
    ask(event.target); // closed with Escape, or come back to: open it again
    return;
  }
  if (event.target !== box || list.hidden) return;
  if (event.key === "ArrowDown") move(1);
  else if (event.key === "ArrowUp") move(-1);
  else if (event.key === "Escape") { box.value = typed; close(); }
  else return;
  event.preventDefault();
});
// Not «click»: the box would lose the focus first and the list would be gone.
list.addEventListener("pointerdown", (event) => {
  event.preventDefault();
  const item = event.target.closest("[role=option]");
  if (item) choose(item);
});
addEventListener("resize", close);
