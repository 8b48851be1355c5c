// The modules of the page that need no browser.

import assert from "node:assert/strict";
import { test } from "node:test";

const from = (name) => import("../../distribution/src/main/resources/dev/peerloom/cli/http/dashboard/" + name);
const { age, bytes, count, host, plain, span } = await from("format.js");
const { Buckets, Growth, History } = await from("history.js");
const { Model } = await from("model.js");
const { subprotocols } = await from("token.js");

const narrow = (text) => text.replaceAll("\u202f", " ");

test("numbers have three digits or so and a unit", () => {
  const cases = { 0: "0 B", 999: "999 B", 999.6: "1.0 kB", 3400: "3.4 kB", 120e6: "120 MB", 0.25: "0.3 B" };
  for (const [value, text] of Object.entries(cases)) {
    assert.equal(narrow(bytes(Number(value))), text);
  }
  assert.equal(narrow(count(12_345)), "12 k");
});

test("times are read in their two largest units", () => {
  const ages = { 0: "0 s", 59.9: "59 s", 61: "1 min", 3661: "1 h 1 min", 7200: "2 h", 90_000: "1 d 1 h" };
  for (const [seconds, text] of Object.entries(ages)) {
    assert.equal(narrow(age(Number(seconds))), text);
  }
  const spans = { 0: "0 s", 0.00002: "20 µs", 0.0012: "1.20 ms", 0.25: "250 ms", 1.5: "1.5 s", 120: "2 min" };
  for (const [seconds, text] of Object.entries(spans)) {
    assert.equal(narrow(span(Number(seconds))), text);
  }
});

test("foreign text can neither hide nor turn around what stands beside it", () => {
  assert.equal(plain("a\u202eb\u0007\n\u2066c\u200b"), "a\\u{202e}b\\u{7}\\u{a}\\u{2066}c\\u{200b}");
  assert.equal(plain("Geth/v1.16 ä 漢 🙂"), "Geth/v1.16 ä 漢 🙂");
});

test("an address is told from its port", () => {
  assert.equal(host("203.0.113.5:30303"), "203.0.113.5");
  assert.equal(host("[2001:db8::1]:30303"), "2001:db8::1");
});

test("a token becomes the name of a subprotocol, whatever is in it", () => {
  assert.deepEqual(subprotocols(null), ["peerloom"]);
  const [, named] = subprotocols("a/b+c=~?>,;d");
  assert.match(named, /^peerloom\.bearer\.[A-Za-z0-9_-]+$/);
  assert.equal(Buffer.from(named.split(".")[2], "base64url").toString(), "a/b+c=~?>,;d");
});

test("a history forgets what is older than its window, and joins no gap", () => {
  const history = new History(10);
  for (let time = 0; time <= 15; time++) {
    history.push(time, { a: time });
  }
  assert.deepEqual(history.times, [5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
  history.gap();
  history.push(17, { a: 17, b: 1 });
  assert.deepEqual(history.series.get("a").slice(-3), [15, null, 17]);
  assert.equal(history.series.get("b").length, history.times.length);
});

test("buckets count by step and are bounded", () => {
  const buckets = new Buckets(60, 3);
  [0, 61, 62, 130, 190].forEach((time) => buckets.add(time, "x", 1));
  buckets.add(190, "y", 5);
  const { times, series } = buckets.upTo(200);
  assert.deepEqual(times, [60, 120, 180]);
  assert.deepEqual(Object.fromEntries(series), { x: [2, 1, 1], y: [0, 0, 5] });
});

test("a count that began anew has not grown", () => {
  const growth = new Growth();
  const seen = [5, 8, 2].map((count) => {
    const grown = growth.of("a", count);
    growth.step();
    return grown;
  });
  assert.deepEqual(seen, [null, 3, null]);
  assert.equal(growth.ofSparse("new", 2), 2);
});

function load(second, ended, more = {}) {
  return {
    at: new Date(1_700_000_000_000 + second * 1000).toISOString(),
    startedAt: "2023-11-14T00:00:00Z",
    bytesRead: second * 1000,
    bytesWritten: 0,
    eventLoopLags: [0.001],
    sessions: [],
    handshakes: [],
    dials: [],
    disconnects: ended ? [{ reason: "requested", phase: "running", direction: "inbound", closedBy: "us", count: ended }] : [],
    protocols: [],
    peers: [],
    ...more,
  };
}

const endsOf = (model) => [...model.ends.series.values()].flat().reduce((sum, count) => sum + count, 0);

test("rates come of two looks that are not too close", () => {
  const model = new Model();
  assert.equal(model.take(load(0, 0)), true);
  assert.equal(model.total.in, null);
  assert.equal(model.take(load(0.2, 0)), false);
  assert.equal(model.take(load(2, 0)), true);
  assert.equal(model.total.in, 1000);
});

test("each disconnect is counted once: those before from the list, those after by the counts", () => {
  const model = new Model();
  model.take(load(0, 3));
  const at = (second) => new Date(1_700_000_000_000 + second * 1000).toISOString();
  model.past([-5, -70, -80, 1].map((second) => ({ at: at(second), reason: "requested" })));
  assert.equal(endsOf(model), 3, "what came after the first look is not in it twice");
  model.take(load(2, 4));
  assert.equal(endsOf(model), 4);
});

test("a node that was started anew makes no negative rates", () => {
  const model = new Model();
  model.take(load(10, 3));
  model.take(load(12, 3));
  model.take(load(14, 1, { bytesRead: 5, startedAt: "2023-11-14T22:13:33Z" }));
  assert.equal(model.total.in, null);
  assert.equal(endsOf(model), 0);
});
