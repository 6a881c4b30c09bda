// Dragging over the bars of a chart narrows to what lies between; without it each bar is a
// link, and the table below and the fields for dates do the same with the keyboard.
const CHART = ".timeline__chart";

let drag = null; // { chart, from: x, bars, caption, said }

const links = (chart) => [...chart.querySelectorAll("a")];

function between(chart, a, b) {
  return links(chart).filter((link) => {
    const { left, right } = link.firstElementChild.nextElementSibling.getBoundingClientRect();
    return right >= Math.min(a, b) && left <= Math.max(a, b);
  });
}

function pick(bars) {
  for (const link of links(drag.chart)) link.classList.toggle("timeline__picked", bars.includes(link));
  drag.bars = bars;
  // Bars are in the order of time, from the right.
  drag.caption.textContent = bars.length
    ? `از ${label(bars[0])} تا ${label(bars.at(-1))}` : drag.said;
}

const label = (link) => link.dataset.label;

function end() {
  if (!drag) return;
  pick([]);
  drag = null;
}

// As a link of the page, so that htmx takes it where it takes the others.
function follow(chart, bars) {
  const address = new URL(bars[0].getAttribute("href"), location.href);
  const last = new URL(bars.at(-1).getAttribute("href"), location.href);
  address.searchParams.set("to", last.searchParams.get("to"));
  const link = document.createElement("a");
  link.href = address.pathname + address.search;
  link.hidden = true;
  chart.after(link);
  globalThis.htmx?.process(link);
  link.click();
}

document.addEventListener("pointerdown", (event) => {
  const chart = event.target.closest(CHART);
  if (!chart || event.button !== 0) return;
  const caption = chart.closest("figure").querySelector(".timeline__span");
  drag = { chart, from: event.clientX, bars: [], caption, said: caption.textContent };
});

addEventListener("pointermove", (event) => {
  if (!drag) return;
  const bars = between(drag.chart, drag.from, event.clientX);
  pick(bars.length > 1 ? bars : []);
});

addEventListener("pointerup", () => {
  if (!drag) return;
  const { chart, bars } = drag;
  end();
  if (bars.length > 1) follow(chart, bars);
});

addEventListener("pointercancel", end);
document.addEventListener("keydown", (event) => { if (event.key === "Escape") end(); });
// The browser would carry the link of the bar away.
document.addEventListener("dragstart", (event) => {
  if (event.target.closest?.(CHART)) event.preventDefault();
});
