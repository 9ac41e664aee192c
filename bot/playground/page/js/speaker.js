// In a group: which of its members writes and presses.

import { element } from "/static/js/dom.js";

/** A line above the field with the members to choose from. */
export class Speaker {
  constructor(group) {
    this.members = "";
    this.choice = element("select", { class: "speaker-choice" });
    this.place = element("label", { class: "speaker" }, "از زبانِ ", this.choice);
    this.update(group);
  }

  update({ members }) {
    if (JSON.stringify(members) === this.members) return;
    this.members = JSON.stringify(members);
    this.choice.replaceChildren(...members.map(({ id, name }) => element("option", { value: id }, name)));
  }

  /** The id of whoever writes now. */
  get id() {
    return Number(this.choice.value);
  }
}
