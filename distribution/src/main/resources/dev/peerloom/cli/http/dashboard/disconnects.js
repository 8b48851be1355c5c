// How the last sessions ended, and why others never began.

import { byId, el, mark, Rows, say } from "./dom.js";
import { clock, hex, plain, seconds, shortId, words } from "./format.js";
import { kindSlot } from "./colours.js";

const FEW = 10;

export class Disconnects {
  #records = [];
  #all = false;
  #rows = new Rows(byId("end-rows"), () => endRow());

  constructor() {
    byId("more-ends").addEventListener("click", () => {
      this.#all = !this.#all;
      this.show();
    });
  }

  set(records) {
    // Two that are alike in everything are told apart by where they stand, from the oldest on.
    const seen = new Map();
    this.#records = records
      .toReversed()
      .map((record) => {
        const key = [record.at, record.id, record.remoteAddress, record.phase].join();
        seen.set(key, (seen.get(key) ?? 0) + 1);
        return { ...record, key: key + seen.get(key) };
      })
      .reverse();
  }

  show() {
    const more = byId("more-ends");
    more.hidden = this.#records.length <= FEW;
    say(more, this.#all ? "Show fewer" : "Show more");
    byId("ends-none").hidden = this.#records.length > 0;
    this.#rows.show(this.#all ? this.#records : this.#records.slice(0, FEW), (record) => record.key);
  }
}

function endRow() {
  const time = el("time");
  const phase = el("td", { class: "roomy" });
  const way = el("span", { class: "way" });
  const address = el("code");
  const id = el("span", { class: "sub" });
  const chip = el("span", { "aria-hidden": "true" });
  const reason = el("span");
  const code = el("span", { class: "sub inline" });
  const briefly = el("span", { class: "sub compact" });
  const brief = el("span", { class: "sub compact" });
  const by = el("td", { class: "roomy" });
  const detail = el("td", { class: "roomy detail" });
  const element = el("tr", {}, el("td", {}, time, briefly), phase, el("td", { class: "roomy" }, way, " ", address, id), el("td", {}, chip, reason, " ", code, brief), by, detail);
  return {
    element,
    update(record) {
      say(time, clock(seconds(record.at), true));
      mark(time, "datetime", record.at);
      mark(time, "title", new Date(record.at).toLocaleString());
      say(phase, record.phase);
      const arrow = record.direction === "inbound" ? "←" : "→";
      say(briefly, `${arrow}\u00a0${plain(record.remoteAddress)}`);
      say(way, arrow);
      mark(way, "title", record.direction);
      say(address, plain(record.remoteAddress));
      say(id, record.id ? shortId(record.id) : "");
      mark(chip, "class", "chip k-" + kindSlot(record.reason));
      say(reason, words(record.reason));
      say(code, record.code < 0 ? "" : hex(record.code));
      say(brief, `${record.phase}, by ${record.closedBy}${record.detail ? ": " + plain(record.detail) : ""}`);
      say(by, record.closedBy);
      say(detail, plain(record.detail));
    },
  };
}
