// Which chats are in view: one on a phone, two on a tablet, three on a desk; the address remembers them.

const WIDE = [[matchMedia("(min-width: 1200px)"), 3], [matchMedia("(min-width: 700px)"), 2]];
const MOST = 3;

/** The chats that were opened last, newest first. `changed` is told when the view must be drawn again. */
export class Columns {
  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
    this.recent = [...location.hash.matchAll(/-?\d+/g)].map(([id]) => Number(id)).slice(0, MOST);
    for (const [query] of WIDE) query.addEventListener("change", changed);
  }

  /** How many chats fit. */
  get room() {
    return WIDE.find(([query]) => query.matches)?.[1] ?? 1;
  }

  /** The ids of the chats in view. */
  get visible() {
    return this.recent.slice(0, this.room);
  }

  /** Bring a chat into view; the one that was left longest makes room. */
  open(id) {
    this.recent = [id, ...this.recent.filter((other) => other !== id)].slice(0, MOST);
    this.remember();
  }

  /** Remember which chat was used last, without moving anything. */
  touch(id) {
    if (this.visible.includes(id) && this.recent[0] !== id) this.open(id);
  }

  close(id) {
    this.recent = this.recent.filter((other) => other !== id);
    this.remember();
  }

  /** Forget chats that are gone, and show the first people when nothing is open. */
  keep(ids) {
    this.recent = this.recent.filter((id) => ids.includes(id));
    if (this.recent.length === 0) this.recent = ids.slice(0, this.room);
    this.remember();
  }

  remember() {
    history.replaceState(null, "", this.recent.length > 0 ? `#${this.recent.join(",")}` : location.pathname);
    this.changed();
  }
}
