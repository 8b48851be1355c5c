// Which colour is whose: the same in every panel, and from then on.

const SLOTS = 8;
const taken = new Map();

/** What was taken for a name, or the next one. The base protocol is grey. */
export function slot(name) {
  if (name.startsWith("p2p/")) {
    return "base";
  }
  if (!taken.has(name)) {
    taken.set(name, taken.size % SLOTS);
  }
  return taken.get(name);
}

/** The reasons and outcomes that mean something have a colour of their own. */
const KNOWN = {
  done: "good",
  auth: "bad",
  hello: "warn",
  requested: 0,
  tcp_error: "base",
  breach_of_protocol: "bad",
  useless_peer: 4,
  too_many_peers: "warn",
  already_connected: 5,
  incompatible_version: 7,
  null_identity: 7,
  client_quitting: 2,
  unexpected_identity: 5,
  same_identity: 5,
  ping_timeout: 6,
  subprotocol_error: 3,
  unknown: "base",
};

export const kindSlot = (name) => KNOWN[name] ?? "base";

/** A variable of the style sheet as it is now. */
export const variable = (name) => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();

export const colour = (slotName) => variable("c-" + slotName);
