// What charts remember: a short history, in this page only.

/** Values over time under names, for so many seconds. Names may come later; before, they have null. */
export class History {
  #window;
  times = [];
  series = new Map();

  constructor(window) {
    this.#window = window;
  }

  get window() {
    return this.#window;
  }

  push(time, values) {
    this.times.push(time);
    for (const name of Object.keys(values)) {
      if (!this.series.has(name)) {
        this.series.set(name, new Array(this.times.length - 1).fill(null));
      }
    }
    for (const [name, list] of this.series) {
      list.push(values[name] ?? null);
    }
    const old = this.times.findIndex((moment) => moment >= time - this.#window);
    if (old > 0) {
      this.times.splice(0, old);
      this.series.forEach((list) => list.splice(0, old));
    }
  }

  /** Nothing is known of the time until now: lines are not drawn through it. */
  gap() {
    const last = this.times.at(-1);
    if (last !== undefined) {
      this.push(last + 0.001, {});
    }
  }

  clear() {
    this.times = [];
    this.series.clear();
  }
}

/** Counts in steps of equal length, the last so many of them. */
export class Buckets {
  #step;
  #number;
  #counts = new Map();

  constructor(step, number) {
    this.#step = step;
    this.#number = number;
  }

  add(time, name, count) {
    const start = Math.floor(time / this.#step) * this.#step;
    const bucket = this.#counts.get(start) ?? new Map();
    bucket.set(name, (bucket.get(name) ?? 0) + count);
    this.#counts.set(start, bucket);
  }

  /** All steps up to a time, those in which nothing happened too. */
  upTo(time) {
    const last = Math.floor(time / this.#step) * this.#step;
    const first = last - (this.#number - 1) * this.#step;
    for (const start of this.#counts.keys()) {
      if (start < first) {
        this.#counts.delete(start);
      }
    }
    const times = Array.from({ length: this.#number }, (_, i) => first + i * this.#step);
    const names = new Set([...this.#counts.values()].flatMap((bucket) => [...bucket.keys()]));
    const series = new Map();
    for (const name of [...names].sort()) {
      series.set(name, times.map((start) => this.#counts.get(start)?.get(name) ?? 0));
    }
    return { times, series, step: this.#step };
  }

  clear() {
    this.#counts.clear();
  }
}

/** What counts that only grow have grown by. */
export class Growth {
  #last = new Map();
  #next = new Map();

  /** Since the last step; null the first time, and if it is another count that began anew. */
  of(key, count) {
    this.#next.set(key, count);
    const before = this.#last.get(key);
    return before === undefined || count < before ? null : count - before;
  }

  /** As of(), for counts that are not told while they are 0. */
  ofSparse(key, count) {
    this.#next.set(key, count);
    return Math.max(0, count - (this.#last.get(key) ?? 0));
  }

  step() {
    this.#last = this.#next;
    this.#next = new Map();
  }

  clear() {
    this.#last.clear();
    this.#next.clear();
  }
}
