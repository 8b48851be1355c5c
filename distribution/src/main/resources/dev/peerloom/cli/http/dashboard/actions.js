// What can be done from the page: connect, disconnect, ban, reload.

import { byId, say } from "./dom.js";
import { choices, Dialog } from "./dialogs.js";
import { host, nodeId, plain, shortEnode, shortId } from "./format.js";
import { tell } from "./said.js";

/** Plugins take their time: as long as the node gives them. */
const RELOAD_LIMIT = 100_000;

export class Actions {
  #node;
  #done;
  #connect = new Dialog("connect");
  #ban = new Dialog("ban");
  #reload = new Dialog("reload");

  /** done() is called after each action: what is shown may be another now. */
  constructor(node, done) {
    this.#node = node;
    this.#done = done;
    byId("connect").addEventListener("click", () => this.connect());
    byId("ban").addEventListener("click", () => this.ban(null));
  }

  connect() {
    const field = byId("connect-text");
    field.value = "";
    this.#connect.open(async () => {
      const enode = field.value.replace(/\s+/g, "");
      await this.#node.call("admin_addPeer", [enode]);
      tell(`${shortEnode(enode)} is a static peer now and is being dialled.`);
      this.#done();
    });
  }

  disconnect(peer) {
    return this.#quietly(async () => {
      await this.#node.call("admin_removePeer", [peer.enode]);
      tell(`Disconnected from ${plain(peer.name)} at ${peer.network.remoteAddress}.`);
    });
  }

  remove(dial) {
    return this.#quietly(async () => {
      await this.#node.call("admin_removePeer", [dial.enode]);
      tell(`${shortEnode(dial.enode)} is no static peer any more.`);
    });
  }

  /** Bans a peer, or whomever the user names. */
  ban(peer) {
    const field = byId("ban-text");
    const address = peer ? host(peer.network.remoteAddress) : "";
    choices(byId("ban-choices"), field, peer ? [["Node", nodeId(peer.enode)], ["Address", address], ["Network", network(address)]] : []);
    field.value = peer ? nodeId(peer.enode) : "";
    byId("ban-reason").value = "";
    this.#ban.open(async () => {
      const target = field.value.trim();
      const ban = await this.#node.call("admin_banPeer", [target, Number(byId("ban-time").value), byId("ban-reason").value.trim()]);
      tell(`Banned ${short(ban.target)}.`);
      this.#done();
    });
  }

  unban(ban) {
    return this.#quietly(async () => {
      await this.#node.call("admin_unbanPeer", [ban.target]);
      tell(`${short(ban.target)} is banned no longer.`);
    });
  }

  reload({ plugin, sessions }) {
    say(byId("reload-title"), `Reload ${plugin.id}?`);
    const links = sessions === 1 ? "The session" : `The ${sessions} sessions`;
    say(
      byId("reload-text"),
      "Its file is read anew and checked beside the one that runs, which goes on if the new one fails." +
        (sessions ? ` ${links} that it runs with are closed in order.` : ""),
    );
    this.#reload.open(async () => {
      const now = await this.#node.call("plugin_reload", [plugin.id], RELOAD_LIMIT);
      tell(`Reloaded ${now.id} ${now.version}: ${now.state}.`);
      this.#done();
    });
  }

  async #quietly(action) {
    try {
      await action();
    } catch (error) {
      tell(error.message, true);
    }
    this.#done();
  }
}

const short = (target) => (target.length === 128 ? shortId(target) : target);

/** As large as what one provider usually has: /24, and /48 of IPv6. */
function network(address) {
  if (!address.includes(":")) {
    return address.replace(/\.\d+$/, ".0/24");
  }
  return address.split("%")[0] + "/48";
}
