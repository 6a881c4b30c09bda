"use strict";
/* The box that Django's autocompletion puts in the place of a select is named by its value
   alone, and by nothing while it is empty. jQuery calls what waits for the page in the order
   in which it came: the boxes are there when this is called. */
window.django?.jQuery(() => {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const label = select.labels[0];
    if (!label) continue;
    label.id ||= `${select.id}-label`;
    const boxes = ".select2-selection, .select2-selection__rendered";
    for (const box of select.parentElement.querySelectorAll(boxes)) {
      box.setAttribute("aria-labelledby", `${label.id} ${box.getAttribute("aria-labelledby") ?? ""}`);
    }
  }
});
