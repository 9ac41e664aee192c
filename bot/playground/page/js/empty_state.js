// What a newcomer sees in a chat without messages: what to try, and two taps that do it.

import { element } from "/static/js/dom.js";

const EXAMPLE = "کوچه‌مان شب‌ها خیلی تاریک است.";

/**
 * @param {(text: string) => void} send  sends at once
 * @param {(text: string) => void} fill  writes into the field, to be looked at and sent
 * @param {boolean} isGroup
 */
export function emptyState(send, fill, isGroup) {
  if (isGroup) return element("div", { class: "empty" }, element("p", {}, "ربات در گروه فقط فرمان‌ها را می‌بیند."));
  return element(
    "div", { class: "empty" },
    element("p", {}, "این‌جا به‌جای یکی از ساکنان محله با ربات گفت‌وگو می‌کنید."),
    element("p", {}, `یک پیام بنویسید؛ مثلاً: ${EXAMPLE}`),
    element("button", { type: "button", class: "plain-button strong", onclick: () => send("/start") }, "شروع با ", element("bdi", { dir: "ltr" }, "/start")),
    element("button", { type: "button", class: "plain-button", onclick: () => fill(EXAMPLE) }, "نوشتن همین نمونه"),
  );
}
