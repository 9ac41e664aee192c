// One message as an element: bubble, time, and the buttons below it.

import { timeOf } from "/static/js/dates.js";
import { element, icon } from "/static/js/dom.js";
import { carried } from "/static/js/media.js";
import { words } from "/static/js/words.js";

const PICTURES = new Set(["photo", "video", "video_note", "animation"]);
const STYLES = ["success", "danger", "primary"];

/**
 * @param {object} message  as the page's API gives it
 * @param {string} author   who said it, for screen readers
 * @param {boolean} answers  whether the bot's messages can be answered here
 * @returns {HTMLElement}
 */
export function messageElement(message, author, answers) {
  if (message.event) return eventLine(message);
  const keyboard = message.inline_keyboard ?? [];
  const names = ["message", message.sender, message.kind === "sticker" && "sticker", PICTURES.has(message.kind) && "pictured", keyboard.length > 0 && "with-keyboard"];
  const made = element("article", { class: names.filter(Boolean).join(" "), "data-id": message.id, "aria-label": author });
  const bubble = element("div", { class: "bubble" });
  if (message.author) bubble.append(element("div", { class: `author tone-${message.author.id % 6}` }, element("bdi", {}, message.author.name)));
  if (message.forwarded_from) bubble.append(element("div", { class: "forwarded" }, "هدایت‌شده از ", element("bdi", {}, message.forwarded_from)));
  if (message.answers) bubble.append(element("div", { class: "answers", dir: "auto" }, message.answers));
  const thing = carried(message);
  if (thing) bubble.append(thing);
  if (message.html) bubble.append(words(message));
  bubble.append(meta(message, answers));
  made.append(bubble);
  if (keyboard.length > 0) made.append(inlineKeyboard(keyboard));
  return made;
}

/** A line about what happened, said by nobody. */
function eventLine({ id, author }) {
  return element("div", { class: "message event", "data-id": id }, element("bdi", {}, author?.name ?? ""), " ربات را به گروه آورد");
}

function meta(message, answers) {
  const made = element("div", { class: "meta" });
  const back = "پاسخ به این پیام";
  if (answers && message.sender === "bot") {
    made.append(element("button", { type: "button", class: "answer-message", title: back, "aria-label": back }, icon("answer")));
  }
  const onward = "هدایت این پیام";
  made.append(element("button", { type: "button", class: "forward-message", title: onward, "aria-label": onward }, icon("forward")));
  if (message.sender === "person" && message.kind === "text" && !message.author && !message.forwarded_from) {
    const label = "ویرایش این پیام";
    made.append(element("button", { type: "button", class: "edit-message", title: label, "aria-label": label }, icon("pencil")));
  }
  if (message.edited) made.append(element("span", {}, "ویرایش‌شده"));
  made.append(element("time", { datetime: message.date }, timeOf(message.date)));
  return made;
}

function inlineKeyboard(rows) {
  const made = element("div", { class: "inline-keyboard", role: "group", "aria-label": "دکمه‌های این پیام" });
  for (const row of rows) {
    const crowded = row.length > 3 ? " crowded" : "";
    made.append(element("div", { class: `inline-row${crowded}` }, ...row.map(inlineButton)));
  }
  return made;
}

function inlineButton(button) {
  const style = STYLES.includes(button.style) ? ` ${button.style}` : "";
  const attributes = { class: `inline-button${style}` };
  const label = element("span", { class: "label" }, button.text);
  if (button.url && /^https?:\/\//i.test(button.url)) {
    return element("a", { ...attributes, href: button.url, target: "_blank", rel: "noopener noreferrer" }, label, icon("link"));
  }
  const made = element("button", { ...attributes, type: "button" }, label);
  if (button.copy_text) {
    made.dataset.copy = button.copy_text;
    made.append(icon("copy"));
  } else if (button.data !== undefined && button.data !== null) made.dataset.press = button.data;
  else made.disabled = true;   // a kind of button this messenger does not have
  return made;
}
