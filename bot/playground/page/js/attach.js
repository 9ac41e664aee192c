// What the clip offers: pictures and films, sounds, files, a pin. Each is chosen, looked at, and sent.

import { sizeOf } from "/static/js/dates.js";
import { ask } from "/static/js/dialogs.js";
import { element, icon } from "/static/js/dom.js";
import { checkSizes, galleryKind, measured, ready } from "/static/js/files.js";
import { askForPlace } from "/static/js/location.js";
import { menuItem } from "/static/js/menu.js";

const SAMPLE = "/static/samples/voice.oga";
const MOST = 30;   // files at once

/** The entries of the clip's menu, and what follows from them. */
export class Attach {
  /**
   * @param {{attach: Function, location: Function, attempt: Function, places: () => object[]}} acts
   *   `attach` and `location` give promises that fail with a sentence; `attempt` shows that sentence in the chat
   */
  constructor(acts) {
    this.acts = acts;
    this.inputs = element("div", { hidden: true });
  }

  /** The menu's entries. */
  items() {
    return [
      this.item("picture", "عکس و ویدئو", () => this.choose("image/*,video/*", true, (files) => this.sendPictures(files))),
      this.item("file", "فایل", () => this.choose("", true, (files) => this.sendFiles(files))),
      this.item("microphone", "صدای نمونه", () => this.acts.attempt(this.sendSample())),
      this.item("note", "فایل صوتی", () => this.choose("audio/*", false, ([file]) => this.acts.attempt(this.sendSound(file)))),
      this.item("pin", "موقعیت", () => this.askForPlace()),
    ];
  }

  item(shape, words, act) {
    return menuItem({}, act, icon(shape), words);
  }

  choose(accept, multiple, then) {
    const input = element("input", { type: "file", accept: accept || null, multiple, "aria-label": "انتخاب فایل" });
    input.addEventListener("change", () => {
      const files = [...input.files].slice(0, MOST);
      if (files.length > 0) then(files);
    });
    this.inputs.replaceChildren(input);   // some browsers forget an input that is not on the page
    input.click();
  }

  /** Files that were dropped or pasted: pictures as pictures, all else as files. */
  take(files) {
    const arePictures = files.every(({ type }) => /^(image\/(?!svg)|video\/)/.test(type));
    if (arePictures) this.sendPictures(files);
    else this.sendFiles(files);
  }

  askForPlace() {
    askForPlace(this.acts.places(), (place) => this.acts.location(place));
  }

  sendPictures(files) {
    const asFiles = element("input", { type: "checkbox", name: "as-files" });
    const choice = element("label", { class: "tick" }, asFiles, "به‌صورت فایل، بدون کوچک کردن");
    const send = async (caption) => {
      checkSizes(files);
      if (asFiles.checked) return this.acts.attach("document", files.map(asItIs), caption);
      return this.acts.attach(galleryKind(files), await Promise.all(files.map(ready)), caption);
    };
    this.show(files.length > 1 ? "فرستادن آلبوم" : "فرستادن", [gallery(files), choice], send);
  }

  sendFiles(files) {
    const send = async (caption) => {
      checkSizes(files);
      return this.acts.attach("document", files.map(asItIs), caption);
    };
    this.show("فرستادن فایل", [list(files)], send);
  }

  async sendSound(file) {
    checkSizes([file]);
    const sound = await measured(file);
    const isVoice = /ogg|opus|mpeg|mp4|m4a|webm/.test(file.type);   // what the messenger takes as a voice message
    return this.acts.attach(isVoice ? "voice" : "audio", [sound], "");
  }

  async sendSample() {
    const response = await fetch(SAMPLE);
    if (!response.ok) throw new Error("صدای نمونه پیدا نشد.");
    return this.acts.attach("voice", [{ blob: await response.blob(), name: "voice.oga" }], "");
  }

  /** Send what was recorded just now. */
  sendRecording(blob, seconds) {
    return this.acts.attempt(this.acts.attach("voice", [{ blob, name: "voice", duration: seconds }], ""));
  }

  show(title, body, send) {
    const caption = element("textarea", { name: "caption", rows: "2", maxlength: "1024", dir: "auto", placeholder: "توضیح (اگر خواستید)", "aria-label": "توضیح" });
    const box = ask({ title, body: [...body, caption], button: "فرستادن", send: () => send(caption.value.trim()) });
    box.addEventListener("close", () => box.querySelectorAll("img, video").forEach(({ src }) => URL.revokeObjectURL(src)));
    caption.focus();
  }
}

const asItIs = (file) => ({ blob: file, name: file.name });

function gallery(files) {
  return element("div", { class: "gallery" }, ...files.map((file) => {
    const src = URL.createObjectURL(file);
    return file.type.startsWith("video/") ? element("video", { src, muted: true, preload: "metadata" }) : element("img", { src, alt: file.name });
  }));
}

function list(files) {
  return element("ul", { class: "chosen" }, ...files.map((file) => element(
    "li", {}, icon("file"), element("bdi", { class: "chosen-name" }, file.name), element("span", { class: "chosen-size" }, sizeOf(file.size)),
  )));
}
