// The people of this trial: whom to look at, how many messages wait there, and a way to add one.

import { number } from "/static/js/dates.js";
import { avatar, element, groupSign, icon } from "/static/js/dom.js";
import { KINDS } from "/static/js/media.js";

/** The switcher. `choose(id)`, `add()` and `found()` (a group) are what its buttons do. */
export class People {
  constructor(place, { choose, add, found }) {
    this.choose = choose;
    this.list = element("ul", { class: "people-list" });
    const button = element("button", { type: "button", class: "plain-button add-person", onclick: add }, icon("plus"), element("span", {}, "نفر تازه"));
    const group = element("button", { type: "button", class: "plain-button add-person add-group", onclick: found }, icon("group"), element("span", {}, "گروه تازه"));
    place.append(this.list, element("div", { class: "people-ends" }, button, group));
    this.buttons = new Map();
  }

  /**
   * @param {object[]} people  in the order of their coming
   * @param {{visible: number[], unread: Map<number, number>}} now
   */
  show(people, { visible, unread }) {
    for (const person of people) {
      if (!this.buttons.has(person.id)) this.addButton(person);
      const parts = this.buttons.get(person.id);
      const count = unread.get(person.id) ?? 0;
      parts.button.setAttribute("aria-current", String(visible.includes(person.id)));
      parts.newest.textContent = newestWords(person);
      parts.unread.hidden = count === 0;
      parts.unread.textContent = number(count);
      parts.unread.setAttribute("aria-label", `${number(count)} پیام تازه`);
    }
    this.forget(new Set(people.map(({ id }) => id)));
  }

  addButton(person) {
    const newest = element("span", { class: "person-newest" });
    const unread = element("span", { class: "unread", hidden: true });
    const named = element("span", { class: "person-words" }, element("span", { class: "person-name" }, element("bdi", {}, person.name)), newest);
    const choose = () => this.choose(person.id);
    const button = element("button", { type: "button", class: "someone", onclick: choose }, person.members ? groupSign(person) : avatar(person), named, unread);
    const entry = element("li", {}, button);
    this.buttons.set(person.id, { button, newest, unread, entry });
    this.list.append(entry);
  }

  forget(known) {
    for (const [id, { entry }] of this.buttons) {
      if (known.has(id)) continue;
      entry.remove();
      this.buttons.delete(id);
    }
  }
}

function newestWords({ messages, blocked }) {
  if (blocked) return "ربات را مسدود کرده";
  const newest = messages.filter(({ event }) => !event).at(-1);
  return newest?.text.replace(/\s+/g, " ").slice(0, 80) || KINDS[newest?.kind] || "هنوز پیامی نیست";
}
