"use strict";
/* How far the index has followed the rules, looked at again until it has. Without this file
   the line tells what it was when the page was loaded. */
{
  const AGAIN_MS = 2000;
  let most = 0;

  async function look() {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("queue");
    if (!fresh) return; // logged out, most likely
    document.getElementById("queue").replaceWith(fresh);
    follow();
  }

  function follow() {
    const line = document.getElementById("queue");
    const waiting = Number(line?.dataset.waiting ?? 0);
    if (!waiting) return;
    most = Math.max(most, waiting);
    const bar = line.querySelector("progress");
    bar.max = most;
    bar.value = most - waiting;
    setTimeout(() => look().catch(() => {}), AGAIN_MS);
  }

  document.addEventListener("DOMContentLoaded", follow);
}
