// Where a person writes: the field, the menus of commands and stickers, the bar of an edit or a block.

import { element, icon, iconButton } from "/static/js/dom.js";
import { Menu, menuItem } from "/static/js/menu.js";
import { ReplyKeyboard } from "/static/js/reply_keyboard.js";

const STICKERS = ["🙂", "👍", "🙏", "❤️", "😂", "😢", "😡", "🎉"];

/** The lower end of one chat. `acts` does what the person asks: send, sticker, edit, unblock; each answers a promise of success. */
export class Composer {
  constructor(person, acts) {
    this.acts = acts;
    this.edited = null;
    this.sent = Promise.resolve(true);   // one after the other: messages keep their order
    this.buildField(person);
    this.buildBars();
    this.keyboard = new ReplyKeyboard((text) => acts.send(text));
    this.place = element("div", { class: "composer" }, this.editing, this.blocked, this.buildLine(), this.keyboard.rows);
    this.place.append(this.commands.list, this.stickers.list);
    this.update(person);
  }

  /** Follow what the bot or the person changed: commands, keyboard, block. */
  update(person) {
    this.person = person;
    this.commandsButton.hidden = person.commands.length === 0;
    this.keyboard.update(person.reply_keyboard);
    this.blocked.hidden = !person.blocked;
    this.line.hidden = person.blocked;
    this.keyboard.rows.hidden ||= person.blocked;
    this.measure();
  }

  /** Put words into the field, to be changed or sent. */
  fill(text) {
    this.field.value = text;
    this.measure();
    this.field.focus();
  }

  focus() {
    this.field.focus();
  }

  /** Begin to change a message that was sent. */
  edit(message) {
    this.edited = message;
    this.editingWords.textContent = `ویرایش پیام: ${message.text}`;
    this.editing.hidden = false;
    this.fill(message.text);
  }

  stopEditing() {
    this.edited = null;
    this.editing.hidden = true;
    this.fill("");
  }

  buildField(person) {
    this.field = element("textarea", {
      class: "composer-field", rows: "1", dir: "auto", placeholder: "پیام…", maxlength: "12000", enterkeyhint: "send",
      "aria-label": `پیام ${person.name} به ربات`, oninput: () => this.measure(), onkeydown: (event) => this.key(event),
    });
  }

  buildBars() {
    this.editingWords = element("span", { dir: "auto" });
    const cancel = iconButton("close", "انصراف از ویرایش", () => this.stopEditing());
    this.editing = element("div", { class: "editing", hidden: true }, icon("pencil"), this.editingWords, cancel);
    const unblock = element("button", { type: "button", class: "plain-button", onclick: () => this.acts.unblock() }, "رفع مسدودی");
    this.blocked = element("div", { class: "blocked", hidden: true }, element("span", {}, "ربات را مسدود کرده‌اید."), unblock);
  }

  buildLine() {
    this.commandsButton = iconButton("slash", "فرمان‌های ربات", () => {});
    this.commands = new Menu(this.commandsButton, "فرمان‌های ربات", () => this.person.commands.map((one) => this.commandItem(one)));
    const stickersButton = iconButton("smile", "فرستادن استیکر", () => {});
    this.stickers = new Menu(stickersButton, "استیکرها", () => STICKERS.map((one) => this.stickerItem(one)), "stickers");
    this.sendButton = iconButton("send", "فرستادن", () => this.send(), { class: "send" });
    this.line = element("div", { class: "composer-line" });
    this.line.append(this.commandsButton, this.field, stickersButton, this.keyboard.button, this.sendButton);
    return this.line;
  }

  commandItem({ command, description }) {
    const words = [element("span", { class: "command-name" }, `/${command}`), element("span", { class: "command-words" }, description)];
    return menuItem({}, () => this.acts.send(`/${command}`), ...words);
  }

  stickerItem(sticker) {
    return menuItem({ "aria-label": `استیکر ${sticker}` }, () => this.acts.sticker(sticker), sticker);
  }

  key(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.send();
    } else if (event.key === "Escape" && this.edited) this.stopEditing();
    else if (event.key === "ArrowUp" && this.field.value === "") this.acts.editNewest();
  }

  /** Send what stands in the field, or change the message that is being edited; what fails comes back into the field. */
  async send() {
    const text = this.field.value.trim();
    if (text === "") return;
    const edited = this.edited;
    if (edited) this.stopEditing();
    else this.fill("");
    this.sent = this.sent.then(() => (edited ? this.acts.edit(edited.id, text) : this.acts.send(text)));
    if ((await this.sent) || this.field.value !== "") return;
    if (edited) this.edit(edited);
    this.fill(text);
  }

  measure() {
    this.sendButton.disabled = this.field.value.trim() === "";
    this.field.style.height = "auto";
    const border = this.field.offsetHeight - this.field.clientHeight;
    this.field.style.height = `${this.field.scrollHeight + border}px`;
    this.field.style.overflowY = this.field.scrollHeight > 150 ? "auto" : "hidden";
  }
}
