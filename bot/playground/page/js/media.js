// What a message carries besides words: pictures, players, files to download, pins, telephone numbers.

import { lengthOf, sizeOf } from "/static/js/dates.js";
import { element, icon } from "/static/js/dom.js";
import { coordinates } from "/static/js/location.js";

const MAKERS = {
  photo, voice: sound, audio: sound, video, video_note: video, animation: video, document: download,
  location: pin, contact,
};

/** Short words for what a message without text is, e.g. in the list of people. */
export const KINDS = {
  photo: "عکس", voice: "پیام صوتی", audio: "فایل صوتی", video: "ویدئو", video_note: "پیام ویدئویی", animation: "تصویر متحرک",
  document: "فایل", location: "موقعیت", contact: "شماره تماس",
};

/** The carried thing as an element, or null for words alone. */
export const carried = (message) => MAKERS[message.kind]?.(message) ?? null;

/** Put the picture's or film's proportions down before it is loaded, so that nothing jumps. */
function framed(made, { width, height }) {
  if (width > 0 && height > 0) made.style.aspectRatio = `${Math.max(0.6, width / height)}`;
  return made;
}

function photo({ file_url: src, width, height }) {
  const picture = element("img", { src, alt: KINDS.photo, width, height });
  return framed(element("a", { class: "photo", href: src, target: "_blank", rel: "noopener" }, picture), { width, height });
}

function video({ file_url: src, width, height, kind }) {
  return framed(element("video", { class: "film", src, controls: true, playsinline: true, preload: "metadata", "aria-label": KINDS[kind] }), { width, height });
}

function sound({ file_url: src, duration, kind, file_name: name }) {
  const words = kind === "voice" ? KINDS.voice : name || KINDS.audio;
  const about = element("div", { class: "about" }, icon(kind === "voice" ? "microphone" : "note"), element("bdi", { class: "about-name" }, words));
  if (duration) about.append(element("span", { class: "about-size" }, lengthOf(duration)));
  return element("div", { class: "attached sound" }, about, element("audio", { src, controls: true, preload: "metadata", "aria-label": words }));
}

function download({ file_url: href, file_name: name, file_size: size }) {
  const words = element("span", { class: "about-words" }, element("bdi", { class: "about-name" }, name || KINDS.document), element("span", { class: "about-size" }, sizeOf(size ?? 0)));
  const label = `دریافت ${name || KINDS.document}`;
  return element("a", { class: "attached download", href, download: name || "", title: label, "aria-label": label }, icon("download"), words);
}

function pin({ location }) {
  const where = element("bdi", { class: "about-size" }, coordinates(location));
  return element("div", { class: "attached pin" }, icon("pin"), element("span", { class: "about-words" }, element("span", { class: "about-name" }, KINDS.location), where));
}

function contact({ contact: { name, phone_number: number } }) {
  const words = element("span", { class: "about-words" }, element("bdi", { class: "about-name" }, name), element("bdi", { class: "about-size", dir: "ltr" }, number));
  return element("div", { class: "attached" }, icon("person"), words);
}
