// The words of one message: the server's safe HTML, with commands that can be pressed, links and spoilers.

import { element } from "/static/js/dom.js";

const COMMAND = /(?<=^|\s)\/[a-z][a-z0-9_]{0,31}(?:@\w{5,32})?(?![\w/@])/g;
const KEPT = "a, code, pre";

/** The words of `message`, each paragraph in the direction of its own first letter. */
export function words(message) {
  const made = element("div", { class: "words", dir: "auto" });
  made.innerHTML = message.html;   // made by the server from text and entities: everything else in it is escaped
  for (const link of made.querySelectorAll("a")) {
    link.target = "_blank";
    link.rel = "noopener noreferrer";
  }
  for (const spoiler of made.querySelectorAll(".spoiler")) {
    spoiler.setAttribute("role", "button");
    spoiler.setAttribute("tabindex", "0");
    spoiler.setAttribute("aria-label", "متن پنهان؛ برای دیدن بزنید");
  }
  markCommands(made);
  return made;
}

/** Show what a spoiler hides. */
export function reveal(spoiler) {
  spoiler.classList.add("seen");
  for (const name of ["role", "tabindex", "aria-label"]) spoiler.removeAttribute(name);
}

/** «/start PAYLOAD» when `address` is a link into the chat with this very bot, else null. */
export function startCommand(address, username) {
  if (!URL.canParse(address)) return null;
  const link = new URL(address);
  if (link.hostname !== "t.me" || link.pathname.toLowerCase() !== `/${username.toLowerCase()}`) return null;
  const payload = link.searchParams.get("start");
  return payload ? `/start ${payload}` : "/start";
}

function markCommands(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest(KEPT)) texts.push(walker.currentNode);
  for (const text of texts) {
    for (const found of [...text.data.matchAll(COMMAND)].reverse()) {
      const rest = text.splitText(found.index);
      rest.splitText(found[0].length);
      rest.replaceWith(element("button", { type: "button", class: "command", dir: "ltr", "data-command": found[0] }, found[0]));
    }
  }
}
