// The card of a name, beside the text, while the mouse rests on the name or it has the focus.
// It can be hovered itself and goes away with Escape (WCAG 1.4.13).
const SHOW_MS = 250;
const HIDE_MS = 200;
const GAP = 6;

const cards = new Map(); // address of a card -> promise of its HTML
const box = document.createElement("div");
box.className = "name-card";
box.id = "name-card";
box.setAttribute("role", "tooltip");
box.hidden = true;
document.querySelector(".story").append(box);

let shownFor = null;
let timer = 0;

function addressOf(link) {
  return new URL("card/", link.href).pathname;
}

function load(address) {
  if (!cards.has(address)) {
    const answer = fetch(address).then((response) => (response.ok ? response.text() : ""));
    cards.set(address, answer.catch(() => ""));
  }
  return cards.get(address);
}

async function show(link) {
  shownFor = link;
  const html = await load(addressOf(link));
  if (shownFor !== link || !html) return;
  box.innerHTML = html;
  box.hidden = false;
  link.removeAttribute("title"); // the browser's own small box says less of the same
  link.setAttribute("aria-describedby", box.id);
  place(link.getClientRects()[0]);
}

function place(at) {
  const room = document.documentElement.clientWidth - box.offsetWidth - GAP;
  const left = Math.max(GAP, Math.min(at.right - box.offsetWidth, room));
  const below = at.bottom + GAP + box.offsetHeight <= innerHeight;
  const top = below ? at.bottom + GAP : Math.max(GAP, at.top - GAP - box.offsetHeight);
  box.style.left = `${left + scrollX}px`;
  box.style.top = `${top + scrollY}px`;
}

function hide() {
  clearTimeout(timer);
  shownFor?.removeAttribute("aria-describedby");
  shownFor = null;
  box.hidden = true;
}

function later(act, ms) {
  clearTimeout(timer);
  timer = setTimeout(act, ms);
}

for (const link of document.querySelectorAll(".story a.name")) {
  link.addEventListener("pointerenter", (event) => {
    if (event.pointerType === "mouse") later(() => { if (shownFor !== link) { hide(); show(link); } }, SHOW_MS);
  });
  link.addEventListener("pointerleave", () => later(hide, HIDE_MS));
  link.addEventListener("focus", () => { if (link.matches(":focus-visible")) { hide(); show(link); } });
  link.addEventListener("blur", hide);
}
box.addEventListener("pointerenter", () => clearTimeout(timer));
box.addEventListener("pointerleave", () => later(hide, HIDE_MS));
addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
