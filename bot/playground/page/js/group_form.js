// The form for a new group: its name, and who is in it.

import { addGroup } from "/static/js/api.js";
import { ask } from "/static/js/dialogs.js";
import { avatar, element } from "/static/js/dom.js";

/**
 * @param {{people: object[], done: (group: object) => void}} given
 */
export function askForGroup({ people, done }) {
  const title = element("input", { name: "title", required: true, maxlength: "128", autocomplete: "off", dir: "auto", autofocus: true, value: "همسایه‌ها" });
  const ticks = people.map((person) => ({ person, tick: element("input", { type: "checkbox", name: "member", checked: true }) }));
  const members = element("fieldset", { class: "members" }, element("legend", {}, "اعضا"), ...ticks.map(({ person, tick }) => (
    element("label", {}, tick, avatar(person), element("bdi", {}, person.name))
  )));
  ask({
    title: "گروه تازه",
    body: [element("label", { class: "field" }, "نام گروه", title), members],
    button: "ساختن گروه",
    send: async () => {
      const chosen = ticks.filter(({ tick }) => tick.checked).map(({ person }) => person.id);
      if (chosen.length === 0) throw new Error("دست‌کم یک نفر را برای گروه انتخاب کنید.");
      done(await addGroup(title.value.trim(), chosen));
    },
  });
}
