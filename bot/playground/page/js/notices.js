// What the bot says in passing: a toast above the chat, or an alert that waits for «باشه».

import { element } from "/static/js/dom.js";

/** Show `text` for a few seconds (longer texts stay longer), or until it is pressed. */
export function toast(place, text) {
  const shown = element("button", { type: "button", class: "toast", dir: "auto", onclick: () => shown.remove() }, text);
  place.append(shown);
  setTimeout(() => shown.remove(), 3_500 + 60 * text.length);
}

/** Show `text` until it is confirmed. */
export function alertBox(text) {
  const done = element("button", { class: "plain-button strong", value: "ok", autofocus: true }, "باشه");
  const form = element("form", { method: "dialog" }, element("p", {}, text), element("div", { class: "dialog-end" }, done));
  const box = element("dialog", { "aria-label": "پیام ربات" }, form);
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
}

/** Put `text` on the clipboard; false when the browser does not allow it. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyTheOldWay(text);   // pages that are not served from this machine have no clipboard object
  }
}

function copyTheOldWay(text) {
  const field = element("textarea", { class: "unseen", "aria-hidden": "true" });
  field.value = text;
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  return copied;
}
