// Numbers, times and foreign text as people read them.

const UNITS = ["", "k", "M", "G", "T"];

/** Three digits or so and a unit: 0, 12, 3.4 k, 120 M. */
export function count(value) {
  let rest = Math.abs(value);
  let unit = 0;
  while (rest >= 999.5 && unit < UNITS.length - 1) {
    rest /= 1000;
    unit++;
  }
  const small = rest < 9.95 && rest > 0 && (unit > 0 || !Number.isInteger(rest));
  return (small ? rest.toFixed(1) : rest.toFixed(0)) + (unit ? "\u202f" + UNITS[unit] : "");
}

export function bytes(value) {
  const text = count(value);
  return text + (text.includes("\u202f") ? "B" : "\u202fB");
}

/** A rate that may not be known yet. */
export const rate = (value, unit = bytes) => (value === null || value === undefined ? "–" : unit(value) + "/s");

/** Seconds that were waited or worked. */
export function span(seconds) {
  if (seconds === 0) return "0\u202fs";
  if (seconds < 0.0000995) return (seconds * 1e6).toFixed(0) + "\u202fµs";
  if (seconds < 0.00995) return (seconds * 1e3).toFixed(2) + "\u202fms";
  if (seconds < 0.9995) return (seconds * 1e3).toFixed(0) + "\u202fms";
  if (seconds < 99.5) return seconds.toFixed(1) + "\u202fs";
  return age(seconds);
}

/** How long something has lasted, in its two largest units. */
export function age(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const steps = [[86400, "d"], [3600, "h"], [60, "min"], [1, "s"]];
  const first = steps.findIndex(([size]) => whole >= size);
  if (first < 0) return "0\u202fs";
  const [size, unit] = steps[first];
  const text = Math.floor(whole / size) + "\u202f" + unit;
  if (first >= 2) return text;
  const [nextSize, nextUnit] = steps[first + 1];
  const more = Math.floor((whole % size) / nextSize);
  return more ? text + " " + more + "\u202f" + nextUnit : text;
}

export const percent = (value) => (value === null || value === undefined ? "–" : (value * 100).toFixed(value < 0.0995 ? 1 : 0) + "\u202f%");

const pad = (number) => String(number).padStart(2, "0");

/** The time of day here, of seconds since 1970. */
export function clock(seconds, exact = false) {
  const date = new Date(seconds * 1000);
  return pad(date.getHours()) + ":" + pad(date.getMinutes()) + (exact ? ":" + pad(date.getSeconds()) : "");
}

export const seconds = (instant) => Date.parse(instant) / 1000;

export const hex = (code) => "0x" + code.toString(16).padStart(2, "0");

export const codes = (number) => (number === 1 ? "1 code" : number + " codes");

/** too_many_peers as words. */
export const words = (name) => String(name).replaceAll("_", " ");

export const shortId = (id) => id.slice(0, 8) + "…" + id.slice(-4);

/** The node id in an enode; the ids of go-ethereum's shapes are hashes of it. */
export const nodeId = (enode) => enode.replace(/^enode:\/\//, "").split("@")[0];

/** An enode that fits a line. */
export const shortEnode = (enode) => shortId(nodeId(enode)) + "@" + (enode.split("@")[1] ?? "").split("?")[0];

/** The host of an address with a port. */
export const host = (address) => address.replace(/:\d+$/, "").replace(/^\[|\]$/g, "");

/** Foreign text without characters that cannot be seen or that turn the line around. */
export const plain = (text) =>
  String(text).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu, (c) => "\\u{" + c.codePointAt(0).toString(16) + "}");
