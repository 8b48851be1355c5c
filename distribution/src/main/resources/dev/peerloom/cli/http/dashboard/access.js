// Whom the node keeps connecting to, and whom it keeps out.

import { byId, el, mark, Rows, say } from "./dom.js";
import { age, clock, plain, seconds, shortEnode, shortId } from "./format.js";

export class Access {
  #model;
  #dials = [];
  #bans = [];
  #static;
  #banned;

  constructor(model, actions) {
    this.#model = model;
    this.#static = new Rows(byId("static-rows"), () => item("Remove", (dial) => actions.remove(dial)));
    this.#banned = new Rows(byId("ban-rows"), () => item("Unban", (ban) => actions.unban(ban)));
  }

  set(dials, bans) {
    this.#dials = dials.filter((dial) => dial.static);
    this.#bans = bans;
  }

  show() {
    const now = this.#model.now;
    byId("static-none").hidden = this.#dials.length > 0;
    byId("bans-none").hidden = this.#bans.length > 0;
    this.#static.show(this.#dials.map((dial) => ({ of: dial, ...dialText(dial, now) })), (row) => row.of.id);
    this.#banned.show(this.#bans.map((ban) => ({ of: ban, ...banText(ban, now) })), (row) => row.of.target);
  }
}

function dialText(dial, now) {
  const next = dial.nextAttempt ? seconds(dial.nextAttempt) - now : 0;
  const why = dial.lastFailure && dial.failures ? `: ${plain(dial.lastFailure)}` : "";
  const failed = dial.failures ? `, ${dial.failures} failed in a row${why}` : "";
  const states = {
    connected: "connected",
    dialling: "dialling" + failed,
    waiting: (next > 1 ? "dialled again in " + age(next) : "dialled soon") + failed,
    ended: "ended",
  };
  return { name: shortEnode(dial.enode), title: dial.enode, more: states[dial.state] ?? dial.state, state: dial.state, fixed: false };
}

function banText(ban, now) {
  const node = /^[0-9a-f]{128}$/.test(ban.target);
  const end = ban.until ? "for " + age(seconds(ban.until) - now) + " more" : "until it is unbanned";
  return {
    name: node ? shortId(ban.target) : ban.target,
    title: ban.target,
    more: [`since ${clock(seconds(ban.since))}`, ban.configured ? "by the configuration" : end, plain(ban.reason)].filter(Boolean).join(", "),
    state: "banned",
    fixed: ban.configured,
  };
}

function item(label, action) {
  let row = null;
  const name = el("code");
  const more = el("span", { class: "sub" });
  const button = el("button", { type: "button", class: "small", textContent: label, onclick: () => action(row.of) });
  const element = el("li", {}, el("div", {}, name, more), button);
  return {
    element,
    update(next) {
      row = next;
      say(name, row.name);
      mark(name, "title", row.title);
      say(more, row.more);
      mark(element, "data-state", row.state);
      mark(button, "aria-label", `${label} ${row.name}`);
      button.hidden = row.fixed;
    },
  };
}
