// The plugins: how far they have come, what they run with, and what went wrong in them.

import { byId, el, entry, mark, opener, Rows, say } from "./dom.js";
import { clock, codes, count, percent, plain, seconds, span } from "./format.js";

const COLUMNS = 8;

export class Plugins {
  #model;
  #plugins = [];
  #rows;

  constructor(model, actions) {
    this.#model = model;
    const table = byId("plugin-table");
    this.#rows = new Rows(table, (id) => pluginRow(id, actions), table.tHead);
  }

  set(plugins) {
    this.#plugins = plugins;
  }

  show() {
    byId("plugins-none").hidden = this.#plugins.length > 0;
    this.#rows.show(this.#plugins.map((plugin) => this.#row(plugin)), (row) => row.plugin.id);
  }

  #row(plugin) {
    const own = [...this.#model.protocols.values()].filter((one) => one.load.plugin === plugin.id);
    const sum = (of) => own.reduce((total, one) => total + of(one), 0);
    return {
      plugin,
      sessions: sum((one) => one.load.links),
      spent: sum((one) => one.load.busySeconds),
      busy: own.some((one) => one.busy !== null) ? sum((one) => one.busy ?? 0) : null,
      faults: plugin.faults.reduce((total, fault) => total + fault.count, 0),
    };
  }
}

function pluginRow(id, actions) {
  const name = el("span", { class: "text" });
  const version = el("span", { class: "sub inline" });
  const brief = el("span", { class: "sub compact" });
  const button = el("button", { type: "button", class: "open" }, name, " ", version);
  const state = el("span");
  const protocols = el("td", { class: "roomy chips" });
  const chips = new Rows(protocols, () => chip());
  const [sessions, faults, spent, busy] = ["num", "num", "num roomy", "num roomy"].map((c) => el("td", { class: c }));
  let row = null;
  const reload = el("button", { type: "button", class: "small", textContent: "Reload…", onclick: () => actions.reload(row) });
  const details = el("dl", { class: "details" });
  const facts = new Rows(details, () => entry());
  const more = el("tr", { class: "more", id: "plugin-" + id }, el("td", { colSpan: COLUMNS }, details));
  button.setAttribute("aria-controls", more.id);
  opener(button, more, () => facts.show(known(row), (one) => one.name));
  const element = el(
    "tbody",
    { class: "plugin" },
    el("tr", {}, el("th", { scope: "row" }, button, brief), el("td", { class: "roomy" }, state), protocols, sessions, faults, spent, busy, el("td", { class: "num" }, reload)),
    more,
  );
  return {
    element,
    update(next) {
      row = next;
      const { plugin } = row;
      say(name, plugin.id);
      say(version, plugin.version);
      say(brief, row.busy === null ? plugin.state : `${plugin.state}, ${percent(row.busy)} busy`);
      say(state, plugin.state);
      mark(state, "class", "state " + plugin.state);
      mark(element, "data-state", plugin.state);
      chips.show(Object.entries(plugin.protocols), ([capability]) => capability);
      say(sessions, count(row.sessions));
      say(faults, count(row.faults));
      mark(faults, "class", row.faults ? "num alarm" : "num");
      say(spent, span(row.spent));
      say(busy, percent(row.busy));
      mark(reload, "aria-label", "Reload " + plugin.id);
      if (!more.hidden) {
        facts.show(known(row), (one) => one.name);
      }
    },
  };
}

function chip() {
  const element = el("span", { class: "tag" });
  return { element, update: ([capability, length]) => say(element, `${capability} ×${length}`) };
}

function known({ plugin }) {
  const faults = plugin.faults.map((fault, i) => ({
    name: "Fault " + (i + 1),
    value: `${clock(seconds(fault.at), true)}, ${fault.count === 1 ? "once" : count(fault.count) + " times"}: ${plain(fault.what)}`,
  }));
  return [
    { name: "What it is", value: plain(plugin.description) || "–" },
    { name: "File", value: plain(plugin.file) },
    { name: "Protocols", value: Object.entries(plugin.protocols).map(([name, length]) => `${name} with ${codes(length)}`).join(", ") || "–" },
    ...(plugin.problem ? [{ name: "Problem", value: plain(plugin.problem) }] : []),
    ...faults,
  ];
}
