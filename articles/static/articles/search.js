// The search page through htmx: what the exchange of a part of the page would leave undone.
const status = document.getElementById("search-status");

// Not before the answer is drawn: on a slow line it would share the way with what is read.
// Until then a link is a link. The chart's own script is there already where there is a chart.
function fetchTheRest() {
  const script = document.createElement("script");
  script.src = status.dataset.htmx;
  document.head.append(script);
  import(status.dataset.timeline);
}
new PerformanceObserver((drawn, observer) => {
  observer.disconnect();
  fetchTheRest();
}).observe({ type: "paint", buffered: true });

document.body.addEventListener("htmx:afterSettle", () => {
  const count = document.getElementById("result-count");
  if (count) status.textContent = count.textContent; // read aloud; the count itself was replaced
  // What had the focus is gone (a filter that was taken off): go on at the answer.
  if (document.activeElement === document.body) {
    (count || document.getElementById("main")).focus({ preventScroll: true });
  }
});

// An address says what was asked, not what was left empty.
document.body.addEventListener("htmx:configRequest", ({ detail: { parameters } }) => {
  for (const name of ["from", "to"]) if (!parameters[name]) delete parameters[name];
});

// Errors have pages of their own; a lost connection is the browser's to explain.
for (const failure of ["htmx:responseError", "htmx:sendError"]) {
  document.body.addEventListener(failure, (event) => {
    const { requestPath, finalRequestPath } = event.detail.pathInfo;
    location.assign(finalRequestPath || requestPath);
  });
}
