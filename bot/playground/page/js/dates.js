// Moments as people in Iran read them: the clock of Tehran, the Jalali calendar, Persian digits.

const ZONE = "Asia/Tehran";
const clock = new Intl.DateTimeFormat("fa-IR", { timeZone: ZONE, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const calendar = new Intl.DateTimeFormat("fa-IR-u-ca-persian", { timeZone: ZONE, year: "numeric", month: "long", day: "numeric" });
const weekday = new Intl.DateTimeFormat("fa-IR", { timeZone: ZONE, weekday: "long" });
const key = new Intl.DateTimeFormat("en-CA", { timeZone: ZONE, year: "numeric", month: "2-digit", day: "2-digit" });
const twoDigits = new Intl.NumberFormat("fa-IR", { minimumIntegerDigits: 2 });
const plainNumber = new Intl.NumberFormat("fa-IR");

/** «۱۷:۳۰» of an ISO 8601 moment. */
export const timeOf = (iso) => clock.format(new Date(iso));

/** A key that two moments share when they fall on the same day in Tehran, e.g. 2026-12-10. */
export const dayKey = (iso) => key.format(new Date(iso));

/** A number in Persian digits. */
export const number = (value) => plainNumber.format(value);

/** «۰:۰۷» of so many seconds. */
export const lengthOf = (seconds) => `${number(Math.floor(seconds / 60))}:${twoDigits.format(Math.floor(seconds % 60))}`;

/** «۱٫۲ مگابایت» of so many bytes. */
export function sizeOf(bytes) {
  if (bytes < 1_000) return `${number(bytes)} بایت`;
  return bytes < 1_000_000 ? `${number(Math.round(bytes / 1_000))} کیلوبایت` : `${plainNumber.format(Math.round(bytes / 100_000) / 10)} مگابایت`;
}

/** «امروز», «دیروز» or «پنجشنبه ۱۹ آذر», with the year when it is not this one. */
export function dayName(iso, now = new Date()) {
  const moment = new Date(iso);
  if (dayKey(iso) === key.format(now)) return "امروز";
  if (dayKey(iso) === key.format(new Date(now.getTime() - 86_400_000))) return "دیروز";
  const [day, thisYear] = [jalali(moment), jalali(now).year];
  const year = day.year === thisYear ? "" : ` ${day.year}`;
  return `${weekday.format(moment)} ${day.day} ${day.month}${year}`;
}

function jalali(moment) {
  return Object.fromEntries(calendar.formatToParts(moment).map((part) => [part.type, part.value]));
}
