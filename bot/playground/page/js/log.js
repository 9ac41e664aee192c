// The messages of one chat in their order, with a line for every day, and the newest in view.

import { dayKey, dayName, number } from "/static/js/dates.js";
import { element, iconButton } from "/static/js/dom.js";
import { messageElement } from "/static/js/message.js";

const NEAR = 90;   // pixels from the end that still count as "reading the newest"

/** The scrolling list of one chat. */
export class Log {
  constructor(person, botName) {
    this.person = person;
    this.botName = botName;
    this.elements = new Map();
    this.days = new Map();
    this.follows = true;
    this.unseen = 0;
    this.list = element("div", {
      class: "log", role: "log", tabindex: "0", dir: person.language === "en" ? "ltr" : "rtl",
      "aria-live": "polite", "aria-label": `پیام‌های ${person.name}`, onscroll: () => this.noteScroll(),
    });
    this.count = element("span", { class: "unread", hidden: true });
    this.jump = iconButton("down", "رفتن به تازه‌ترین پیام", () => this.toNewest(), { class: "to-newest", hidden: true });
    this.jump.append(this.count);
    new ResizeObserver(() => this.settle()).observe(this.list);
  }

  /** Show exactly these messages, keeping the elements that did not change. */
  replace(messages) {
    const kept = new Set(messages.map(({ id }) => id));
    for (const id of this.elements.keys()) if (!kept.has(id)) this.remove(id);
    for (const message of messages) this.place(message, false);
    this.settle();
  }

  /** Show a new message, or an old one as it is now. */
  put(message) {
    this.place(message, true);
    this.settle();
  }

  place(message, arriving) {
    const old = this.elements.get(message.id);
    const version = JSON.stringify(message);
    if (old?.version === version) return;
    const made = messageElement(message, message.sender === "bot" ? this.botName : this.person.name, !this.person.members);
    this.elements.set(message.id, { made, version, day: dayKey(message.date) });
    if (old) renew(old.made, made, this.list);
    else this.add(message, made, arriving);
  }

  /** Take a message away, and its day when nothing is left of it. */
  remove(id) {
    const old = this.elements.get(id);
    if (!old) return;
    const album = old.made.closest(".album");
    old.made.remove();
    if (album?.childElementCount === 0) album.remove();
    this.elements.delete(id);
    if ([...this.elements.values()].some(({ day }) => day === old.day)) return;
    this.days.get(old.day)?.remove();
    this.days.delete(old.day);
  }

  /** Bring the newest message into view. */
  toNewest() {
    this.follows = true;
    this.unseen = 0;
    this.settle();
  }

  /** After the size or the content changed: stay at the end if the person was there. */
  settle() {
    this.height = this.list.clientHeight;
    if (this.follows) this.list.scrollTop = this.list.scrollHeight;
    this.jump.hidden = this.follows;
    this.count.hidden = this.unseen === 0;
    this.count.textContent = number(this.unseen);
  }

  add(message, made, arriving) {
    if (arriving) {
      made.classList.add("arriving");
      if (message.sender === "person") this.follows = true;
      else if (!this.follows) this.unseen += 1;
    }
    this.seat(message).append(made);
    const day = dayKey(message.date);
    if (this.days.has(day)) return;
    const line = element("div", { class: "day" }, dayName(message.date));
    this.days.set(day, line);
    (made.closest(".album") ?? made).before(line);
  }

  /** Where a new message goes: the messages of an album stand together. */
  seat({ album, sender }) {
    if (!album) return this.list;
    const newest = this.list.lastElementChild;
    if (newest?.dataset.album === album) return newest;
    const made = element("div", { class: `album ${sender}`, "data-album": album, role: "group", "aria-label": "آلبوم" });
    this.list.append(made);
    return made;
  }

  noteScroll() {
    const { scrollHeight, scrollTop, clientHeight } = this.list;
    if (clientHeight !== this.height) return;   // out of view, or a keyboard just opened below: `settle` comes next
    this.follows = scrollHeight - scrollTop - clientHeight < NEAR;
    if (this.follows) this.unseen = 0;
    this.jump.hidden = this.follows;
    this.count.hidden = this.unseen === 0;
  }
}

/** Put the new element in the old one's place; a focus inside moves along instead of getting lost. */
function renew(old, made, list) {
  const focused = old.contains(document.activeElement);
  old.replaceWith(made);
  if (focused) (made.querySelector(".inline-button, button") ?? list).focus({ preventScroll: true });
}
