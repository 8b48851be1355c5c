// The message codes of a link as a bar: which capability has which, from which offset, how many.

import { el, mark, Rows, say } from "./dom.js";
import { codes as counted, hex, plain } from "./format.js";
import { slot } from "./colours.js";

/** The base protocol has the first sixteen codes of every link. */
const BASE = { protocol: "p2p/5", offset: 0, length: 16 };

/** How many codes a link has with these ranges, those of the base protocol among them. */
export const end = (codes) => codes.reduce((most, one) => Math.max(most, one.offset + one.length), BASE.length);

export function codeBar() {
  const rest = el("li", { class: "rest", "aria-hidden": "true" });
  const element = el("ol", { class: "codes", "aria-label": "Message codes" }, rest);
  const rows = new Rows(element, () => range());
  return {
    element,
    /** Shows the ranges of a link, on a scale that ends at so many codes. */
    update(codes, scale) {
      rows.show([BASE, ...codes], (one) => one.protocol);
      rest.style.flexGrow = scale - end(codes);
    },
  };
}

function range() {
  const name = el("span", { class: "cap" });
  const offset = el("span", { class: "offset" });
  const length = el("span", { class: "length" });
  const element = el("li", {}, name, el("span", { class: "at" }, offset, length));
  return {
    element,
    update(one) {
      const last = one.offset + one.length - 1;
      say(name, plain(one.protocol));
      say(offset, hex(one.offset));
      say(length, "×" + one.length);
      mark(element, "class", "k-" + slot(one.protocol));
      mark(element, "data-offset", one.offset);
      mark(element, "data-length", one.length);
      const text = `${plain(one.protocol)}: ${counted(one.length)} from offset ${one.offset}, ${hex(one.offset)} to ${hex(last)}`;
      mark(element, "title", text);
      // As wide as its codes are many, as far as its text allows.
      element.style.flexGrow = one.length;
    },
  };
}
