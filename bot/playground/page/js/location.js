// A pin without a map: a known place, or coordinates in any digits.

import { ask } from "/static/js/dialogs.js";
import { element, icon } from "/static/js/dom.js";

const DIGITS = "۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩";
const degrees = new Intl.NumberFormat("fa-IR", { minimumFractionDigits: 4, maximumFractionDigits: 5, useGrouping: false });

/** «عرض ۳۶٫۵۹۹۳، طول ۵۲٫۱۲۶۸», each number in an isolate of its own. */
export const coordinates = ({ latitude, longitude }) => `عرض ${isolated(latitude)}، طول ${isolated(longitude)}`;
const isolated = (value) => `\u2066${degrees.format(value)}\u2069`;

/** `{latitude, longitude}` in «36.59, 52.12» or «۳۶٫۵۹، ۵۲٫۱۲»; null where there are not two numbers. */
export function readCoordinates(text) {
  const plain = text.replace(/[۰-۹٠-٩]/g, (digit) => String(DIGITS.indexOf(digit) % 10)).replaceAll("٫", ".").replaceAll("−", "-");
  const found = plain.match(/-?\d+(?:\.\d+)?/g);
  return found?.length === 2 ? { latitude: Number(found[0]), longitude: Number(found[1]) } : null;
}

/**
 * @param {{name: string, latitude: number, longitude: number}[]} places
 * @param {(place: {latitude: number, longitude: number}) => Promise<unknown>} send
 */
export function askForPlace(places, send) {
  const typed = element("input", { name: "coordinates", dir: "ltr", autocomplete: "off", inputmode: "text", placeholder: "36.5993, 52.1268" });
  const choices = places.map((place, number) => choice(place, number === 0));
  const list = element("fieldset", { class: "places" }, element("legend", {}, "یکی از این‌جاها"), ...choices.map(({ label }) => label));
  typed.addEventListener("input", () => choices.forEach(({ radio }) => { radio.checked = false; }));
  list.addEventListener("change", () => { typed.value = ""; });
  ask({
    title: "فرستادن موقعیت",
    body: [places.length > 0 ? list : null, element("label", { class: "field" }, "یا عرض و طول جغرافیایی", typed)].filter(Boolean),
    button: "فرستادن",
    send: async () => {
      const place = typed.value.trim() ? readCoordinates(typed.value) : choices.find(({ radio }) => radio.checked)?.place;
      if (!place) throw new Error("دو عدد بنویسید، مثلاً ۳۶٫۵۹۹۳ و ۵۲٫۱۲۶۸.");
      await send(place);
    },
  });
}

function choice(place, checked) {
  const radio = element("input", { type: "radio", name: "place", checked });
  const where = element("bdi", { class: "place-where" }, coordinates(place));
  const label = element("label", {}, radio, icon("pin"), element("span", { class: "place-words" }, element("span", {}, place.name), where));
  return { place, radio, label };
}
