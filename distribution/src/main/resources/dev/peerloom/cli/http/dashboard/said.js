// What the page says of what was done: read aloud, and gone after a while.

import { byId, el } from "./dom.js";

const MOST = 4;
const SHOWN_FOR = 8_000;
const FAILURE_FOR = 20_000;

export function tell(text, failed = false) {
  const box = byId("said");
  const line = el("p", { class: failed ? "failed" : "" }, text);
  box.append(line);
  while (box.children.length > MOST) {
    box.firstChild.remove();
  }
  setTimeout(() => line.remove(), failed ? FAILURE_FOR : SHOWN_FOR);
}
