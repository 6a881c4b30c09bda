"use strict";
/* Django writes the counter of chosen rows and the order of sorted columns in Latin digits. */
{
  const toPersian = (text) => text.replace(/[0-9]/g, (digit) => String.fromCharCode(0x06f0 + Number(digit)));

  function follow(counter) {
    const convert = () => {
      const shown = toPersian(counter.textContent);
      if (shown !== counter.textContent) {
        counter.textContent = shown;
      }
    };
    new MutationObserver(convert).observe(counter, { childList: true, characterData: true, subtree: true });
    convert();
  }

  document.querySelectorAll(".action-counter, .sortpriority").forEach(follow);
}
