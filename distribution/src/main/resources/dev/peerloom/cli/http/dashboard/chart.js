// Charts by uPlot, in the page's colours. A chart shows the values under its pointer in its legend.

import { el, Rows, say } from "./dom.js";
import { clock } from "./format.js";
import { colour, variable } from "./colours.js";

const dark = matchMedia("(prefers-color-scheme: dark)");

export class Chart {
  #element;
  #options;
  #legend;
  #plot = null;
  #made = "";
  #names = [];
  #data = [[]];
  #range = [0, 1];
  #at = null;

  /**
   * options: slot(name) its colour, value(number) its text, limits(low, high) of what is drawn,
   * bars whether it has bars, gutter how wide the texts at its side are, and entries(index) what the legend shows: of the data at an index, or now if that is null.
   */
  constructor(element, legend, options) {
    this.#element = element;
    this.#options = options;
    this.#legend = new Rows(legend, () => legendRow());
    dark.addEventListener("change", () => this.#draw());
    new ResizeObserver(() => this.#resize()).observe(element);
  }

  /** Shows series, a map of names and values over the times. */
  show(times, series, range) {
    this.#names = [...series.keys()];
    this.#data = [times, ...series.values()];
    this.#range = range;
    this.#draw();
  }

  #draw() {
    const made = JSON.stringify([this.#names, dark.matches]);
    if (!this.#plot || made !== this.#made) {
      this.#plot?.destroy();
      this.#made = made;
      this.#plot = new globalThis.uPlot(this.#setup(), this.#data, this.#element);
    } else {
      this.#plot.setData(this.#data);
    }
    this.#tell();
  }

  #tell() {
    this.#legend.show(this.#options.entries(this.#at), (entry) => entry.name);
  }

  #resize() {
    if (this.#plot && this.#element.clientWidth > 0) {
      this.#plot.setSize(this.#size());
    }
  }

  #size() {
    return { width: this.#element.clientWidth, height: this.#element.clientHeight };
  }

  #setup() {
    const axis = {
      stroke: variable("quiet"),
      font: "12px system-ui, sans-serif",
      grid: { stroke: variable("line"), width: 1 },
      ticks: { show: false },
    };
    return {
      ...this.#size(),
      padding: [8, 16, 0, 0],
      legend: { show: false },
      cursor: { drag: { x: false, y: false }, y: false, points: this.#options.bars ? { show: false } : { size: 6 } },
      scales: {
        x: { time: true, range: () => this.#range },
        y: { range: (_, low, high) => this.#options.limits(low ?? 0, high ?? 0) },
      },
      axes: [
        { ...axis, size: 28, space: 64, values: (_, ticks) => ticks.map((tick) => clock(tick)) },
        { ...axis, size: this.#options.gutter ?? 64, space: 34, values: (_, ticks) => ticks.map((tick) => this.#options.value(tick)) },
      ],
      series: [{}, ...this.#names.map((name) => this.#series(name))],
      hooks: {
        setCursor: [
          (plot) => {
            const inside = plot.cursor.left >= 0 ? plot.cursor.idx : null;
            if (inside !== this.#at) {
              this.#at = inside;
              this.#tell();
            }
          },
        ],
      },
    };
  }

  #series(name) {
    const stroke = colour(this.#options.slot(name));
    const line = { stroke, width: 1.75, points: { show: false }, spanGaps: false };
    if (!this.#options.bars) {
      return { ...line, fill: stroke + "22" };
    }
    return { ...line, width: 0, fill: stroke, paths: globalThis.uPlot.paths.bars({ size: [0.72, 28], align: 1 }) };
  }
}

/** Values on top of each other, for bars: the sums, the highest first, as they are drawn. */
export function stacked(series) {
  const names = [...series.keys()];
  const sums = new Map();
  let below = null;
  for (const name of names) {
    below = series.get(name).map((value, i) => value + (below?.[i] ?? 0));
    sums.set(name, below);
  }
  return new Map([...sums].reverse());
}

function legendRow() {
  const chip = el("span", { class: "chip", "aria-hidden": "true" });
  const name = el("span", { class: "name" });
  const value = el("span", { class: "value" });
  return {
    element: el("li", {}, chip, name, " ", value),
    update(entry) {
      chip.className = "chip k-" + entry.slot;
      say(name, entry.label ?? entry.name);
      say(value, entry.value);
    },
  };
}
