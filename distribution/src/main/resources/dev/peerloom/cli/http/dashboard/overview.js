// Who the node is, and how it is at a glance.

import { byId, copy, el, mark, Rows, say } from "./dom.js";
import { age, bytes, count, plain, rate, seconds, span } from "./format.js";
import { tell } from "./said.js";

export class Overview {
  #tiles = new Rows(byId("tiles"), () => tile());
  #facts = new Rows(byId("facts"), () => fact());
  #info = null;

  constructor() {
    byId("copy").addEventListener("click", async () => {
      const shown = byId("enode");
      tell((await copy(shown.textContent, shown)) ? "The enode is on the clipboard." : "The enode is selected: copy it.");
    });
  }

  info(info) {
    this.#info = info;
    say(byId("enode"), info.enode);
  }

  show(model) {
    const { load, total } = model;
    const inbound = load.peers.filter((peer) => peer.inbound).length;
    const lag = Math.max(0, ...load.eventLoopLags);
    const waiting = load.protocols.reduce((sum, one) => sum + one.waitingMessages, 0);
    const waitingBytes = load.protocols.reduce((sum, one) => sum + one.waitingBytes, 0);
    const full = load.protocols.reduce((sum, one) => sum + one.fullInboxes, 0);
    this.#tiles.show(
      [
        { name: "Peers", value: String(load.peers.length), more: `${inbound} in, ${load.peers.length - inbound} out` },
        { name: "Received", value: rate(total.in), more: bytes(load.bytesRead) + " in all" },
        { name: "Sent", value: rate(total.out), more: bytes(load.bytesWritten) + " in all" },
        { name: "Loop lag", value: span(lag), more: `the worst of ${load.eventLoopLags.length} loops`, alarm: lag >= 0.1 },
        { name: "Queued", value: count(waiting), more: full ? `${full} links held up` : bytes(waitingBytes), alarm: full > 0 },
        { name: "Disconnects", value: count(model.endCount), more: "since the start" },
      ],
      (entry) => entry.name,
    );
    if (this.#info) {
      this.#facts.show(
        [
          { name: "Up", value: age(model.now - seconds(load.startedAt)) },
          { name: "Listens on", value: this.#info.listenAddr },
          { name: "Client", value: plain(this.#info.name) },
          { name: "Id", value: this.#info.id },
        ],
        (entry) => entry.name,
      );
    }
  }
}

function tile() {
  const name = el("dt");
  const value = el("dd", { class: "value" });
  const more = el("dd", { class: "more" });
  const element = el("div", {}, name, value, more);
  return {
    element,
    update(entry) {
      say(name, entry.name);
      say(value, entry.value);
      say(more, entry.more);
      mark(element, "class", entry.alarm ? "tile alarm" : "tile");
    },
  };
}

function fact() {
  const name = el("span", { class: "label" });
  const value = el("code");
  return {
    element: el("span", { class: "fact" }, name, " ", value),
    update(entry) {
      say(name, entry.name);
      say(value, entry.value);
    },
  };
}
