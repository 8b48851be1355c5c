// The panels that are charts.

import { byId, entry, Rows } from "./dom.js";
import { count, rate, span, words } from "./format.js";
import { Chart, stacked } from "./chart.js";
import { kindSlot, slot } from "./colours.js";

const ABOUT_NOTHING = 1;

/** Room above what is drawn, and something to draw when there is nothing. */
const upwards = (least) => (_, high) => [0, Math.max(high * 1.1, least)];

const at = (list, index) => list?.[index ?? list.length - 1] ?? null;

export class Charts {
  #model;
  #unit = "bytes";
  #throughput;
  #lag;
  #ends;
  #handshakes;
  #dials = new Rows(byId("dials"), () => entry());

  constructor(model) {
    this.#model = model;
    this.#throughput = new Chart(byId("throughput"), byId("throughput-legend"), {
      slot: (name) => slot(name.slice(1)),
      value: (number) => this.#number(number),
      limits: (low, high) => {
        const most = Math.max(-low, high, ABOUT_NOTHING) * 1.1;
        return [-most, most];
      },
      entries: (index) => this.#flows(index),
    });
    this.#lag = new Chart(byId("lag"), byId("lag-legend"), {
      slot: (name) => Number(name.slice(5)) % 8,
      value: span,
      limits: upwards(0.001),
      entries: (index) => this.#lags(index),
    });
    this.#ends = bars("ends", (index) => reasons(model.ends.series, index));
    this.#handshakes = bars("handshakes", (index) => this.#outcomes(index));
    for (const radio of document.querySelectorAll("input[name=unit]")) {
      radio.addEventListener("change", () => {
        this.#unit = radio.value;
        if (model.load) this.#showThroughput();
      });
    }
  }

  show() {
    this.#showThroughput();
    const { lag, ends, handshakesByMinute: handshakes, now } = this.#model;
    this.#lag.show(lag.times, lag.series, [now - lag.window, now]);
    this.#showBars(this.#ends, ends);
    this.#showBars(this.#handshakes, handshakes);
    this.#showDials();
  }

  #showBars(chart, { times, series, step }) {
    chart.show(times, stacked(series), [times[0], times.at(-1) + step]);
  }

  #history() {
    return this.#unit === "bytes" ? this.#model.bytes : this.#model.messages;
  }

  #showThroughput() {
    const { times, series, window } = this.#history();
    const sorted = new Map([...series].sort(([a], [b]) => a.slice(1).localeCompare(b.slice(1))));
    const now = times.at(-1) ?? 0;
    this.#throughput.show(times, sorted, [now - window, now]);
  }

  #number(value) {
    return this.#unit === "bytes" ? rate(Math.abs(value)) : rate(Math.abs(value), count);
  }

  #flows(index) {
    const { series } = this.#history();
    const shown = (value) => (value === null ? "–" : this.#number(value));
    return [...series.keys()]
      .filter((name) => name.startsWith("<"))
      .map((name) => name.slice(1))
      .sort()
      .map((name) => ({
        name,
        slot: slot(name),
        value: `↓ ${shown(at(series.get("<" + name), index))}  ↑ ${shown(at(series.get(">" + name), index))}`,
      }));
  }

  #lags(index) {
    return [...this.#model.lag.series].map(([name, list]) => {
      const value = at(list, index);
      return { name, slot: Number(name.slice(5)) % 8, value: value === null ? "–" : span(value) };
    });
  }

  /** Of a minute, or all since the start, by who dialled. */
  #outcomes(index) {
    if (index !== null) {
      return reasons(this.#model.handshakesByMinute.series, index);
    }
    const names = { done: "Done", auth: "Failed in auth", hello: "Failed in hello" };
    return Object.entries(names).map(([outcome, label]) => {
      const of = (direction) =>
        this.#model.load?.handshakes.find((one) => one.outcome === outcome && one.direction === direction)?.count ?? 0;
      return { name: outcome, label, slot: kindSlot(outcome), value: `${count(of("inbound"))} in, ${count(of("outbound"))} out` };
    });
  }

  #showDials() {
    const { dials, sessions } = this.#model.load;
    const running = sessions.filter((kind) => kind.phase !== "running").reduce((sum, kind) => sum + kind.count, 0);
    const rows = dials.map((dial) => ({ name: "Dials: " + words(dial.outcome), value: count(dial.count) }));
    this.#dials.show([{ name: "On their way", value: count(running) }, ...rows], (row) => row.name);
  }
}

function bars(id, entries) {
  return new Chart(byId(id), byId(id + "-legend"), {
    slot: kindSlot,
    bars: true,
    gutter: 30,
    value: (number) => (Number.isInteger(number) ? count(number) : ""),
    limits: upwards(4),
    entries,
  });
}

/** What happened in one step, or in all of them. */
function reasons(series, index) {
  return [...series].map(([name, list]) => ({
    name,
    label: words(name),
    slot: kindSlot(name),
    value: count(index === null ? list.reduce((sum, value) => sum + value, 0) : list[index] ?? 0),
  }));
}
