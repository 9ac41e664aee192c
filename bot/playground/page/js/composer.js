// Where a person writes: the field, the menus of commands, attachments and stickers, the bars of an edit, a recording, a block.

import { Attach } from "/static/js/attach.js";
import { element, icon, iconButton } from "/static/js/dom.js";
import { Menu, menuItem } from "/static/js/menu.js";
import { canRecord, Recorder } from "/static/js/recorder.js";
import { ReplyKeyboard } from "/static/js/reply_keyboard.js";

const STICKERS = ["🙂", "👍", "🙏", "❤️", "😂", "😢", "😡", "🎉"];

/**
 * The lower end of one chat. `acts` does what the person asks: send, sticker, edit, unblock, each answering a promise of
 * success; and what Attach wants, except in groups, where nothing is attached.
 */
export class Composer {
  constructor(person, acts) {
    this.acts = acts;
    this.edited = null;
    this.answered = null;
    this.sent = Promise.resolve(true);   // one after the other: messages keep their order
    this.buildField(person);
    this.buildBars();
    this.buildAttach();
    this.keyboard = new ReplyKeyboard((text, special) => this.pressKey(text, special));
    this.place = element("div", { class: "composer" }, this.editing, this.answering, this.blocked, this.recorder.place, this.buildLine(), this.keyboard.rows);
    this.place.append(this.commands.list, this.attachMenu.list, this.stickers.list, this.attach.inputs);
    this.update(person);
  }

  /** Follow what the bot or the person changed: commands, keyboard, block. */
  update(person) {
    this.person = person;
    this.commandsButton.hidden = person.commands.length === 0;
    this.keyboard.update(person.reply_keyboard, person.special_keys);
    this.blocked.hidden = !person.blocked;
    this.keyboard.rows.hidden ||= person.blocked;
    this.showLine();
  }

  showLine() {
    this.line.hidden = this.person.blocked || !this.recorder.place.hidden;
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

  /** Begin to answer a message: what is written next refers to it. */
  answer(message) {
    this.answered = message;
    this.answeringWords.textContent = `در پاسخ به: ${message.text || "پیوست"}`;
    this.answering.hidden = false;
    this.field.focus();
  }

  stopAnswering() {
    this.answered = null;
    this.answering.hidden = true;
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
    this.answeringWords = element("span", { dir: "auto" });
    const leave = iconButton("close", "انصراف از پاسخ", () => this.stopAnswering());
    this.answering = element("div", { class: "editing answering", hidden: true }, icon("answer"), this.answeringWords, leave);
    const unblock = element("button", { type: "button", class: "plain-button", onclick: () => this.acts.unblock() }, "رفع مسدودی");
    this.blocked = element("div", { class: "blocked", hidden: true }, element("span", {}, "ربات را مسدود کرده‌اید."), unblock);
  }

  buildAttach() {
    this.attach = new Attach(this.acts);
    this.attachButton = iconButton("clip", "پیوست", () => {}, { hidden: !this.acts.attach });
    this.attachMenu = new Menu(this.attachButton, "پیوست", () => [...this.attach.items(), this.stickersItem()], "attach-menu");
    this.stickers = new Menu(element("button"), "استیکرها", () => STICKERS.map((one) => this.stickerItem(one)), "stickers");
    this.recorder = new Recorder({
      done: (blob, seconds) => this.attach.sendRecording(blob, seconds),
      failed: (sentence) => this.acts.tell(sentence),
      changed: () => this.showLine(),
    });
    if (this.acts.attach) this.field.addEventListener("paste", (event) => this.paste(event));
  }

  buildLine() {
    this.commandsButton = iconButton("slash", "فرمان‌های ربات", () => {});
    this.commands = new Menu(this.commandsButton, "فرمان‌های ربات", () => this.person.commands.map((one) => this.commandItem(one)));
    this.sendButton = iconButton("send", "فرستادن", () => this.send(), { class: "send" });
    this.recordButton = iconButton("microphone", "ضبط پیام صوتی", () => this.recorder.begin(), { class: "record" });
    this.line = element("div", { class: "composer-line" });
    this.line.append(this.commandsButton, this.field, this.attachButton, this.keyboard.button, this.recordButton, this.sendButton);
    return this.line;
  }

  commandItem({ command, description }) {
    const words = [element("span", { class: "command-name" }, `/${command}`), element("span", { class: "command-words" }, description)];
    return menuItem({}, () => this.acts.send(`/${command}`), ...words);
  }

  stickersItem() {
    return menuItem({}, () => setTimeout(() => this.stickers.open()), icon("smile"), "استیکر");
  }

  /** A key of the bot's keyboard: most say their label, one asks where the person is. */
  pressKey(text, special) {
    if (special === "location" && this.acts.attach) this.attach.askForPlace();
    else this.acts.send(text);
  }

  paste(event) {
    const files = [...event.clipboardData.files];
    if (files.length === 0) return;
    event.preventDefault();
    this.attach.take(files);
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
    else if (event.key === "Escape" && this.answered) this.stopAnswering();
    else if (event.key === "ArrowUp" && this.field.value === "") this.acts.editNewest();
  }

  /** Send what stands in the field, or change the message that is being edited; what fails comes back into the field. */
  async send() {
    const text = this.field.value.trim();
    if (text === "") return;
    const { edited, answered } = this;
    if (edited) this.stopEditing();
    else this.fill("");
    if (!edited) this.stopAnswering();
    this.sent = this.sent.then(() => (edited ? this.acts.edit(edited.id, text) : this.acts.send(text, answered?.id)));
    if ((await this.sent) || this.field.value !== "") return;
    if (edited) this.edit(edited);
    else if (answered) this.answer(answered);
    this.fill(text);
  }

  measure() {
    const isEmpty = this.field.value.trim() === "";
    const records = isEmpty && !this.edited && Boolean(this.acts.attach) && canRecord();
    this.sendButton.disabled = isEmpty;
    this.sendButton.hidden = records;
    this.recordButton.hidden = !records;
    this.field.style.height = "auto";
    const border = this.field.offsetHeight - this.field.clientHeight;
    this.field.style.height = `${this.field.scrollHeight + border}px`;
    this.field.style.overflowY = this.field.scrollHeight > 150 ? "auto" : "hidden";
  }
}
