"use strict";
/* The keys of the review queue, and its forms without page loads. Without this file every
   form and link of the page works by itself. Keys go by their place on the keyboard, so that
   they are the same in the Persian layout. */
{
  const status = document.getElementById("review-status");
  const help = document.getElementById("review-help");
  const review = () => document.getElementById("review");

  function begin() {
    review().querySelector("[data-help]").hidden = false;
  }

  async function show(answer) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("review");
    if (!answer.ok || !fresh) {
      location.assign(answer.url);
      return;
    }
    review().replaceWith(fresh);
    history.replaceState(null, "", answer.url);
    begin();
    const said = [...page.querySelectorAll(".messagelist li")];
    tell(said);
    document.getElementById("review-title")?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  function tell(said) {
    const text = said.map((item) => item.textContent.trim()).join(" ");
    status.textContent = text || document.getElementById("review-title")?.textContent || "";
    document.querySelector(".messagelist")?.remove();
    if (said.length) {
      const list = document.createElement("ul");
      list.className = "messagelist";
      list.append(...said);
      document.getElementById("main").querySelector(".content").before(list);
    }
  }

  async function send(form, button) {
    const body = new FormData(form, button);
    review().setAttribute("aria-busy", "true");
    try {
      await show(await fetch(form.getAttribute("action"), { method: "POST", body }));
    } catch {
      review().removeAttribute("aria-busy");
      status.textContent = "پاسخی نیامد؛ دوباره امتحان کنید.";
    }
  }

  async function go(address) {
    try {
      await show(await fetch(address));
    } catch {
      location.assign(address);
    }
  }

  let asking = null;
  async function find(input) {
    asking?.abort();
    asking = new AbortController();
    const address = new URL(review().dataset.names, location.href);
    address.searchParams.set("find", input.value);
    try {
      const answer = await fetch(address, { signal: asking.signal });
      if (answer.ok) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const list = document.getElementById("review-names");
        const inside = list.contains(document.activeElement);
        list.replaceChildren(...page.body.children);
        if (inside) names()[0]?.focus(); // whoever was quicker than the answer
      }
    } catch (error) {
      if (error.name !== "AbortError") status.textContent = "فهرست نام‌ها بارگذاری نشد.";
    }
  }

  function link(radio) {
    radio.checked = true;
    const form = document.getElementById("review-link");
    send(form, form.querySelector("button"));
  }

  const names = () => [...document.querySelectorAll("#review-names input")];

  function press(event) {
    const digit = /^Digit([1-9])$/.exec(event.code);
    if (digit) {
      const radio = names()[Number(digit[1]) - 1];
      if (radio) link(radio);
      return Boolean(radio);
    }
    if (event.code === "KeyU") {
      const undo = review().querySelector("[data-undo]");
      undo?.click();
      return Boolean(undo);
    }
    const target = review().querySelector(`[data-key="${CSS.escape(event.code)}"]`);
    if (target instanceof HTMLInputElement) {
      target.focus();
      target.select();
    } else {
      target?.click();
    }
    return Boolean(target);
  }

  const isTyped = (target) =>
    target.matches("textarea, select, input:not([type=checkbox], [type=radio])");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    const target = event.target;
    if (target.id === "review-find" && ["ArrowDown", "Enter"].includes(event.key)) {
      event.preventDefault();
      names()[0]?.focus();
    } else if (event.key === "Enter" && target.matches("#review-names input")) {
      event.preventDefault();
      link(target);
    } else if (event.key === "Escape" && isTyped(target)) {
      document.getElementById("review-title")?.focus();
    } else if (isTyped(target)) {
      return;
    } else if (event.key === "?" || event.key === "؟") {
      event.preventDefault();
      help.showModal();
    } else if (!review().hasAttribute("aria-busy") && press(event)) {
      event.preventDefault();
    }
  });

  document.addEventListener("submit", (event) => {
    if (!review().contains(event.target) || event.target.method !== "post") return;
    if ("leaves" in event.target.dataset) return; // to another page
    event.preventDefault();
    send(event.target, event.submitter);
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-help]")) help.showModal();
    const chosen = event.target.closest("#review a[href^='?']");
    if (chosen && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      go(chosen.href);
    }
  });

  document.addEventListener("input", (event) => {
    if (event.target.id === "review-find") find(event.target);
  });

  begin();
}
