"use strict";
/* Arrow keys step through the part of a Jalali moment under the caret:
   «۱۴۰۲/۰۷/۱۵ ۱۴:۳۰». Typing works without this script; the server checks the date. */
{
  const PARTS = /^([۰-۹]{4})\/([۰-۹]{1,2})\/([۰-۹]{1,2})(?:\s+([۰-۹]{1,2}):([۰-۹]{1,2}))?$/;

  const toPersian = (text) => text.replace(/[0-9]/g, (digit) => String.fromCharCode(0x06f0 + Number(digit)));
  const toNumber = (text) =>
    Number(text.replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0)));
  const lengthOfMonth = (month) => (month <= 6 ? 31 : 30);

  function lowest(part) {
    return part === 0 ? 1 : part <= 2 ? 1 : 0;
  }

  function highest(part, values) {
    return [1699, 12, lengthOfMonth(values[1]), 23, 59][part];
  }

  function partUnder(caret, text) {
    return (text.slice(0, caret).match(/[/:\s]+/g) || []).length;
  }

  function step(values, part, change) {
    const low = lowest(part);
    const high = highest(part, values);
    const span = high - low + 1;
    values[part] = ((values[part] - low + change + span) % span) + low;
    values[2] = Math.min(values[2], lengthOfMonth(values[1]));
  }

  function written(values) {
    const [year, ...rest] = values.map((value) => String(value).padStart(2, "0"));
    const [month, day, hour, minute] = rest;
    return toPersian(`${year}/${month}/${day}` + (hour === undefined ? "" : ` ${hour}:${minute}`));
  }

  function onKey(event) {
    const change = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    const input = event.target;
    if (!change || !(input instanceof HTMLInputElement) || !input.classList.contains("jalali-input")) {
      return;
    }
    const found = PARTS.exec(toPersian(input.value.trim()));
    if (!found) {
      return;
    }
    event.preventDefault();
    const values = found.slice(1).filter((text) => text !== undefined).map(toNumber);
    const caret = input.selectionStart;
    step(values, Math.min(partUnder(caret, input.value), values.length - 1), change);
    input.value = written(values);
    input.setSelectionRange(caret, caret);
  }

  document.addEventListener("keydown", onKey);
}
