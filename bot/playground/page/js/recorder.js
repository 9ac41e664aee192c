// Recording a voice message: a bar with the running time, to be sent or thrown away.

import { lengthOf } from "/static/js/dates.js";
import { element, icon, iconButton } from "/static/js/dom.js";

const FORMATS = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"];
const LONGEST = 10 * 60;   // seconds
const NO_MICROPHONE = "مرورگر به میکروفون راه نداد. از گیره، «صدای نمونه» یا فایل صوتی بفرستید.";

/** Whether this browser can record on this page. */
export const canRecord = () => Boolean(window.MediaRecorder && navigator.mediaDevices?.getUserMedia);

/** The bar, in the composer's place while a recording runs. */
export class Recorder {
  /** @param {{done: (blob: Blob, seconds: number) => void, failed: (sentence: string) => void, changed: (running: boolean) => void}} told */
  constructor(told) {
    this.told = told;
    this.time = element("span", { class: "recording-time", role: "timer" });
    const cancel = element("button", { type: "button", class: "plain-button", onclick: () => this.end(false) }, "انصراف");
    const send = iconButton("send", "فرستادن پیام صوتی", () => this.end(true), { class: "send" });
    this.place = element("div", { class: "recording", hidden: true });
    this.place.append(icon("microphone"), element("span", { class: "recording-words" }, "در حال ضبط "), this.time, cancel, send);
  }

  async begin() {
    if (this.machine) return;
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      this.start(stream);
    } catch (failure) {
      console.warn("no recording", failure);
      this.told.failed(NO_MICROPHONE);
    }
  }

  start(stream) {
    const mimeType = FORMATS.find((format) => MediaRecorder.isTypeSupported(format));
    const parts = [];
    this.machine = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: 32_000 });
    this.machine.addEventListener("dataavailable", ({ data }) => parts.push(data));
    this.machine.addEventListener("stop", () => this.stopped(stream, parts));
    this.machine.start();
    this.began = Date.now();
    this.clock = setInterval(() => this.tick(), 250);
    this.tick();
    this.show(true);
  }

  tick() {
    this.time.textContent = lengthOf(this.seconds);
    if (this.seconds >= LONGEST) this.end(true);
  }

  get seconds() {
    return (Date.now() - this.began) / 1000;
  }

  /** Stop; what was recorded is sent or thrown away. */
  end(isWanted) {
    if (this.machine?.state !== "recording") return;
    this.isWanted = isWanted;
    this.length = Math.max(1, Math.round(this.seconds));
    this.machine.stop();
  }

  stopped(stream, parts) {
    clearInterval(this.clock);
    for (const track of stream.getTracks()) track.stop();
    const { mimeType } = this.machine;
    this.machine = null;
    this.show(false);
    if (this.isWanted) this.told.done(new Blob(parts, { type: mimeType }), this.length);
  }

  show(isRunning) {
    this.place.hidden = !isRunning;
    this.told.changed(isRunning);
  }
}
