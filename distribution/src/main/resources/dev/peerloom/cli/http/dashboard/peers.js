// The live peers: a row each, the code space under it, and what else is known when it is opened.

import { byId, el, mark, opener, Rows, say } from "./dom.js";
import { age, plain, rate, seconds } from "./format.js";
import { codeBar, end } from "./codespace.js";
import { peerDetails } from "./peerdetails.js";

const MOST = 300;

const COLUMNS = [
  { key: "name", label: "Client", of: (row) => plain(row.peer.name).toLowerCase() },
  { key: "direction", label: "Direction", roomy: true, of: (row) => String(row.peer.network.inbound) },
  { key: "address", label: "Address", roomy: true, of: (row) => row.peer.network.remoteAddress },
  { key: "age", label: "Age", number: true, roomy: true, of: (row) => -seconds(row.peer.connectedAt) },
  { key: "in", label: "In", number: true, of: (row) => row.rates?.in ?? -1 },
  { key: "out", label: "Out", number: true, of: (row) => row.rates?.out ?? -1 },
];

export class Peers {
  #model;
  #peers = [];
  #rows;
  #sort = { key: "age", down: true };
  #heads = new Map();

  constructor(model, actions) {
    this.#model = model;
    const table = byId("peer-table");
    this.#rows = new Rows(table, (id) => peerRow(id, actions), table.tHead);
    for (const column of COLUMNS) {
      const button = el("button", { type: "button", onclick: () => this.#sortBy(column) }, column.label);
      const head = el("th", { scope: "col", class: classes(column) }, button);
      this.#heads.set(column.key, head);
      byId("peer-heads").append(head);
    }
    byId("find").addEventListener("input", () => this.show());
  }

  /** Whether the list lacks somebody who is there, or has somebody who is gone. */
  get isStale() {
    const ids = this.#model.load.peers.map((peer) => peer.id).sort();
    return ids.join() !== this.#peers.map((peer) => peer.id).sort().join();
  }

  set(peers) {
    this.#peers = peers;
  }

  #sortBy(column) {
    const again = this.#sort.key === column.key;
    this.#sort = { key: column.key, down: again ? !this.#sort.down : Boolean(column.number) };
    this.show();
  }

  show() {
    if (!this.#model.load) {
      return; // nothing is known yet
    }
    const wanted = byId("find").value.trim().toLowerCase();
    const column = COLUMNS.find((one) => one.key === this.#sort.key);
    // One scale for all: the same code is below itself, as far as texts leave room.
    const scale = Math.max(0, ...this.#peers.map((peer) => end(peer.codes)));
    const all = this.#peers
      .map((peer) => ({ peer, rates: this.#model.peers.get(peer.id), now: this.#model.now, scale }))
      .filter((row) => !wanted || searched(row.peer).includes(wanted));
    all.sort((a, b) => compare(column.of(a), column.of(b)) * (this.#sort.down ? -1 : 1) || compare(a.peer.id, b.peer.id));
    this.#rows.show(all.slice(0, MOST), (row) => row.peer.id);
    for (const [key, head] of this.#heads) {
      mark(head, "aria-sort", key !== this.#sort.key ? "none" : this.#sort.down ? "descending" : "ascending");
    }
    this.#sayHowMany(all.length, wanted);
  }

  #sayHowMany(found, wanted) {
    const none = byId("peers-none");
    none.hidden = found > 0 && found <= MOST;
    say(byId("peers-title"), this.#peers.length ? `Peers (${this.#peers.length})` : "Peers");
    if (found > MOST) {
      say(none, `${found - MOST} more: find those that you look for.`);
    } else {
      say(none, wanted && this.#peers.length ? "None of the peers is like that." : "No peers are connected.");
    }
  }
}

const classes = (column) => [column.number ? "num" : "", column.roomy ? "roomy" : ""].join(" ").trim();

const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

const searched = (peer) =>
  [peer.name, peer.id, peer.enode, peer.network.remoteAddress, ...peer.caps].join("\n").toLowerCase();

function peerRow(id, actions) {
  const name = el("span", { class: "text" });
  const button = el("button", { type: "button", class: "open" }, name);
  const badges = el("span", { class: "badges" });
  const brief = el("span", { class: "sub compact" });
  const direction = el("td", { class: "roomy" });
  const address = el("code");
  const since = el("td", { class: "num roomy" });
  const received = el("td", { class: "num" });
  const sent = el("td", { class: "num" });
  const bar = codeBar();
  const details = peerDetails(actions);
  const more = el("tr", { class: "more", id: "peer-" + id }, el("td", { colSpan: COLUMNS.length }, details.element));
  const element = el(
    "tbody",
    { class: "peer" },
    el("tr", {}, el("th", { scope: "row" }, button, badges, brief), direction, el("td", { class: "roomy" }, address), since, received, sent),
    el("tr", { class: "bar" }, el("td", { colSpan: COLUMNS.length }, bar.element)),
    more,
  );
  let row = null;
  button.setAttribute("aria-controls", more.id);
  opener(button, more, () => details.update(row));
  return {
    element,
    update(next) {
      row = next;
      const { peer, rates, now } = row;
      const way = peer.network.inbound ? "← in" : "→ out";
      const lasted = age(now - seconds(peer.connectedAt));
      say(name, plain(peer.name) || "(no name)");
      say(badges, [peer.network.static && "static", peer.network.trusted && "trusted"].filter(Boolean).join(", "));
      say(brief, `${way} · ${peer.network.remoteAddress} · ${lasted}`);
      say(direction, way);
      say(address, peer.network.remoteAddress);
      say(since, lasted);
      say(received, rate(rates?.in));
      say(sent, rate(rates?.out));
      bar.update(peer.codes, row.scale);
      if (!more.hidden) {
        details.update(row);
      }
    },
  };
}
