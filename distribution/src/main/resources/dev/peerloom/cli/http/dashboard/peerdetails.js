// What is known of a peer beyond its row, and what can be done about it.

import { copy, el, entry, Rows } from "./dom.js";
import { bytes, count, plain } from "./format.js";
import { tell } from "./said.js";

export function peerDetails(actions) {
  let peer = null;
  const list = el("dl", { class: "details" });
  const entries = new Rows(list, () => entry());
  const enode = () => list.querySelector("[data-name=Enode] dd");
  const buttons = el(
    "div",
    { class: "buttons" },
    el("button", {
      type: "button",
      class: "small",
      textContent: "Copy enode",
      onclick: async () => tell((await copy(peer.enode, enode())) ? "The peer's enode is on the clipboard." : "The peer's enode is selected: copy it."),
    }),
    el("button", { type: "button", class: "small", textContent: "Disconnect", onclick: () => actions.disconnect(peer) }),
    el("button", { type: "button", class: "small danger", textContent: "Ban…", onclick: () => actions.ban(peer) }),
  );
  return {
    element: el("div", {}, list, buttons),
    update(row) {
      peer = row.peer;
      entries.show(facts(row), (fact) => fact.name);
    },
  };
}

function facts({ peer, rates }) {
  const told = Object.entries(peer.protocols)
    .filter(([, value]) => value !== "unknown")
    .map(([name, value]) => ({ name: plain(name) + " says", value: plain(JSON.stringify(value, null, 1).replace(/\s+/g, " ")) }));
  const load = rates?.load;
  return [
    { name: "Enode", value: peer.enode },
    { name: "Id", value: peer.id },
    { name: "Its hello offers", value: peer.caps.map(plain).join(", ") },
    { name: "Our address", value: peer.network.localAddress },
    { name: "Connected at", value: new Date(peer.connectedAt).toLocaleString() },
    {
      name: "Passed",
      value: load
        ? `${bytes(load.bytesRead)} in ${count(load.messagesReceived)} messages in, ${bytes(load.bytesWritten)} in ${count(load.messagesSent)} messages out`
        : "–",
    },
    { name: "Queued", value: load ? `${count(load.waitingMessages)} messages, ${bytes(load.waitingBytes)}` : "–" },
    ...told,
  ];
}
