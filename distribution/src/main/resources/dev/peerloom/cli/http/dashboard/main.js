// Ties the page together: the connection, what is asked how often, and the panels.

import { byId, say } from "./dom.js";
import { Access } from "./access.js";
import { Actions } from "./actions.js";
import { Charts } from "./charts.js";
import { Connection } from "./connection.js";
import { Dialog } from "./dialogs.js";
import { Disconnects } from "./disconnects.js";
import { Model } from "./model.js";
import { Overview } from "./overview.js";
import { Peers } from "./peers.js";
import { Plugins } from "./plugins.js";
import { RpcError } from "./rpc.js";
import { tell } from "./said.js";
import * as token from "./token.js";

const TICK = 2_000;
const SOON = 250;
/** Every so many ticks. */
const RARELY = 30;
const SOMETIMES = 4;
const PAST = 1_000;
const LISTED = 100;

const node = new Connection();
const model = new Model();
const actions = new Actions(node, () => wake());
const overview = new Overview();
const charts = new Charts(model);
const peers = new Peers(model, actions);
const plugins = new Plugins(model, actions);
const disconnects = new Disconnects();
const access = new Access(model, actions);
const tokenDialog = new Dialog("token");

let round = 0;
let ticks = 0;
let timer = null;
let busy = false;
let asked = false;
let endsSeen = -1;
let pastKnown = false;

/** Looks now: something has happened, or was done. */
function wake(pause = 0) {
  asked = true;
  if (!busy && node.state === "live") {
    clearTimeout(timer);
    timer = setTimeout(look, pause);
  }
}

async function look() {
  const current = round;
  busy = true;
  const all = asked;
  asked = false;
  try {
    await ask(all);
  } catch (error) {
    if (!(error instanceof RpcError)) {
      reportError(error); // a fault of this page's: for its console
    } else if (error.code !== "closed" && error.code !== "timeout") {
      tell(error.message, true);
    }
  }
  if (current !== round) {
    return; // the next connection looks by itself
  }
  busy = false;
  if (node.state === "live") {
    timer = setTimeout(look, asked ? SOON : TICK);
  }
}

/** Asks what is due, and shows it. */
async function ask(all) {
  const tick = ticks++;
  const often = all || tick % SOMETIMES === 0;
  if (tick % RARELY === 0) {
    overview.info(await node.call("admin_nodeInfo"));
  }
  model.take(await node.call("admin_load"));
  const ends = model.endCount;
  const [connected, loaded, ended, dials, bans] = await Promise.all([
    often || peers.isStale ? node.call("admin_peers") : null,
    often ? node.call("plugin_list") : null,
    ends !== endsSeen ? node.call("admin_disconnects", [pastKnown ? LISTED : PAST]) : null,
    often ? node.call("admin_dialStatus") : null,
    often ? node.call("admin_bans") : null,
  ]);
  if (connected) peers.set(connected);
  if (loaded) plugins.set(loaded);
  if (dials) access.set(dials, bans);
  if (ended) {
    endsSeen = ends;
    if (!pastKnown) {
      model.past(ended);
      pastKnown = true;
    }
    disconnects.set(ended.slice(0, LISTED));
  }
  [overview, charts, peers, plugins, access].forEach((panel) => panel.show(model));
  disconnects.show();
  document.documentElement.dataset.known = "";
}

async function listen() {
  const current = round;
  const again = () => current === round && node.state === "live" && setTimeout(listen, TICK);
  try {
    await node.subscribe("peerEvents", () => wake(SOON), again);
  } catch {
    again(); // what is asked at each tick tells the same a little later
  }
}

node.addEventListener("state", () => {
  round++;
  clearTimeout(timer);
  busy = false;
  showState();
  if (node.state === "live") {
    ticks = 0;
    endsSeen = -1;
    model.interrupted();
    listen();
    wake();
  } else if (node.state === "token") {
    askForToken(node.detail);
  }
});

function showState() {
  const texts = {
    connecting: "Connecting",
    live: "Live",
    token: "Token needed",
    refused: "Refused: " + node.detail,
  };
  const wait = Math.max(0, Math.ceil((node.nextAt - performance.now()) / 1000));
  say(byId("status"), texts[node.state] ?? "Not connected: " + node.detail);
  // Not read aloud each second.
  say(byId("wait"), node.state === "waiting" ? `next attempt in ${wait}\u202fs` : "");
  byId("retry").hidden = node.state !== "waiting" && node.state !== "refused" && node.state !== "token";
  say(byId("retry"), node.state === "token" ? "Enter token" : "Retry now");
  byId("token").hidden = token.stored() === null;
}

function askForToken(wrong) {
  const field = byId("token-text");
  field.value = "";
  tokenDialog.open(async () => {
    const text = field.value.trim();
    if (!token.possible(text)) {
      throw new Error("That is no token: it has printable characters without blanks.");
    }
    token.store(text);
    node.open();
  }, wrong);
}

byId("retry").addEventListener("click", () => (node.state === "token" ? askForToken("") : node.open()));
byId("token").addEventListener("click", () => {
  token.forget();
  location.reload();
});
addEventListener("online", () => node.state === "waiting" && node.open());
setInterval(() => node.state === "waiting" && showState(), 1_000);

node.open();
