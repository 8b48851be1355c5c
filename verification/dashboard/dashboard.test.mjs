// The dashboard in a real Chromium, on real nodes.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, live, shoot, tabTo, visit } from "./browser.mjs";
import { Node } from "./nodes.mjs";

/** What a browser says by itself of a node that refuses or is not there. */
const REFUSED = /401 \(Unauthorized\)/;
const GONE = /ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|503 \(Service Unavailable\)|WebSocket connection to/;

let browser;
let free; // has no token
let guarded; // has one; dials the former
let third; // has no page; the first one's connects to it

before(async () => {
  free = new Node({ http: "127.0.0.1:0" });
  third = new Node();
  [browser] = await Promise.all([launch(), free.start(), third.start()]);
  guarded = new Node({ http: "127.0.0.1:0", token: true, peers: [free.enode] });
  await guarded.start();
});

after(async () => {
  await browser?.close();
  await Promise.all([free, guarded, third].map((node) => node?.remove()));
});

const row = (page, enode) => page.locator("tbody.peer", { hasText: enode.split("@")[1] });

/** What devp2p says: shared capabilities by name, the highest version of each, from 16 on. */
function codes(ours, theirs) {
  const shared = new Map();
  for (const capability of Object.keys(ours).sort()) {
    const [name, version] = capability.split("/");
    if (theirs.includes(capability) && Number(version) >= Number(shared.get(name)?.split("/")[1] ?? 0)) {
      shared.set(name, capability);
    }
  }
  let offset = 16;
  return [...shared.keys()].sort().map((name) => {
    const length = ours[shared.get(name)];
    const range = { name: shared.get(name), offset, length };
    offset += length;
    return range;
  });
}

test("peers, their code space, plugins and the node itself are shown", () =>
  visit(browser, free, {}, async (page) => {
    await live(page);
    const first = page.locator("tbody.peer").first();
    await first.waitFor();
    assert.equal(await page.title(), "Peerloom 1.0.0");
    assert.equal((await page.locator("h1").textContent()).trim(), "Peerloom 1.0.0");
    assert.equal(await page.locator("#enode").textContent(), free.enode);

    const [plugins, peers] = [await free.call("plugin_list"), await free.call("admin_peers")];
    const ours = Object.assign({}, ...plugins.map((plugin) => plugin.protocols));
    const wanted = [{ name: "p2p/5", offset: 0, length: 16 }, ...codes(ours, peers[0].caps)];
    assert.ok(wanted.length >= 4, "several protocols share the link");
    const shown = await first.locator(".codes li:not(.rest)").evaluateAll((items) =>
      items.map((item) => ({
        name: item.querySelector(".cap").textContent,
        offset: Number(item.querySelector(".offset").textContent),
        length: Number(item.querySelector(".length").textContent.slice(1)),
        width: item.getBoundingClientRect().width,
      })),
    );
    assert.deepEqual(shown.map(({ width, ...range }) => range), wanted);
    const widths = shown.toSorted((a, b) => a.length - b.length).map((range) => range.width);
    assert.deepEqual(widths, widths.toSorted((a, b) => a - b), "more codes are wider");

    for (const plugin of plugins) {
      const entry = page.locator("tbody.plugin", { hasText: plugin.id }).first();
      assert.match(await entry.textContent(), /ready/);
    }
    assert.equal(await page.locator(".chart canvas").count(), 4);
    await page.locator("#throughput-legend li").first().waitFor();
  }));

test("everything is reached and done by keyboard: connect, ban, unban, reload", () =>
  visit(browser, free, {}, async (page) => {
    await live(page);
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to the content");
    await page.keyboard.press("Enter");

    const connect = page.locator("#connect");
    await tabTo(page, connect);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    assert.ok(await connect.evaluate((button) => button === document.activeElement), "the focus comes back");
    await page.keyboard.press("Enter");
    await page.keyboard.type("enode://12@127.0.0.1:1");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.locator("#connect-dialog .wrong", { hasText: "invalid enode" }).waitFor();
    await page.locator("#connect-text").fill(third.enode);
    await page.locator("#connect-dialog").getByRole("button", { name: "Connect" }).press("Enter");
    await row(page, third.enode).waitFor();
    await page.locator("#static-rows li[data-state=connected]").waitFor();

    const name = row(page, third.enode).locator(".open");
    await tabTo(page, name);
    await page.keyboard.press("Enter");
    assert.equal(await name.getAttribute("aria-expanded"), "true");
    await row(page, third.enode).getByText("Its hello offers").waitFor();
    await tabTo(page, row(page, third.enode).getByRole("button", { name: "Ban…" }));
    await page.keyboard.press("Enter");
    await tabTo(page, page.locator("#ban-reason"));
    await page.keyboard.type("<b>tested</b>");
    await page.keyboard.press("Enter");
    await row(page, third.enode).waitFor({ state: "detached" });
    await page.locator("#ban-rows li", { hasText: "<b>tested</b>" }).waitFor();
    await page.locator("#end-rows tr", { hasText: third.enode.split("@")[1] }).first().waitFor();
    await page.locator("#ends-legend li").first().waitFor();
    assert.equal((await free.call("admin_bans")).length, 1);

    await tabTo(page, page.getByRole("button", { name: /^Unban / }));
    await page.keyboard.press("Enter");
    await row(page, third.enode).waitFor();
    assert.deepEqual(await free.call("admin_bans"), []);

    await tabTo(page, page.getByRole("button", { name: "Reload shh" }));
    await page.keyboard.press("Enter");
    await page.locator("#reload-text", { hasText: "session" }).waitFor();
    await tabTo(page, page.locator("#reload-dialog button[type=submit]"));
    await page.keyboard.press("Enter");
    await page.locator("#said p", { hasText: "Reloaded shh 1.0.0: ready." }).waitFor();
  }));

test("what peers write is shown as text, without what cannot be seen", () => {
  const evil = '<img src=x onerror="alert(1)"> \u202eevil';
  const before = (page) =>
    page.routeWebSocket(/\/ws$/, (socket) => {
      const server = socket.connectToServer();
      server.onMessage((text) => {
        const message = JSON.parse(text);
        if (Array.isArray(message.result) && message.result[0]?.caps) {
          message.result.forEach((peer) => (peer.name = evil));
        }
        socket.send(JSON.stringify(message));
      });
    });
  return visit(browser, free, { before }, async (page) => {
    await live(page);
    const name = page.locator("tbody.peer .open .text").first();
    await name.waitFor();
    assert.equal(await name.textContent(), evil.replace("\u202e", "\\u{202e}"));
    assert.equal(await page.locator("main img").count(), 0);
  });
});

for (const colorScheme of ["light", "dark"]) {
  for (const [name, viewport] of Object.entries({ desk: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } })) {
    test(`it is readable: ${name}, ${colorScheme}`, () =>
      visit(browser, free, { colorScheme, viewport }, async (page) => {
        await live(page);
        await page.locator("tbody.peer .open").first().click();
        await page.locator("tbody.plugin .open").first().click();
        await page.locator("#tiles", { hasText: /\d\s*k?B\/s/ }).waitFor();
        await shoot(page, `${name}-${colorScheme}`);
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(width <= viewport.width, `${width} pixels are wider than the window`);
        const wide = await page.evaluate(() => [...document.querySelectorAll(".scroll")].filter((e) => e.scrollWidth > e.clientWidth).length);
        assert.equal(wide, 0, "no table is wider than its place");
        assert.deepEqual(await faint(page), []);
      }));
  }
}

/** Texts with less contrast than WCAG AA asks for: 4.5, or 3 for large ones. */
function faint(page) {
  return page.evaluate(() => {
    const context = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    const over = (colours) => {
      context.clearRect(0, 0, 1, 1);
      for (const colour of colours) {
        context.fillStyle = colour;
        context.fillRect(0, 0, 1, 1);
      }
      return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const light = (rgb) => {
      const [r, g, b] = rgb.map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const bad = [];
    for (const element of document.querySelectorAll("body *")) {
      const text = [...element.childNodes].filter((n) => n.nodeType === 3 && n.textContent.trim());
      const box = element.getBoundingClientRect();
      if (!text.length || box.width < 2 || !element.checkVisibility() || element.closest("button:disabled")) continue;
      const grounds = [];
      for (let at = element; at; at = at.parentElement) grounds.unshift(getComputedStyle(at).backgroundColor);
      const [a, b] = [light(over([...grounds])), light(over([...grounds, getComputedStyle(element).color]))];
      const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      const size = parseFloat(getComputedStyle(element).fontSize);
      if (contrast < (size >= 24 ? 3 : 4.5)) bad.push(`${contrast.toFixed(2)} ${element.className} ${text[0].textContent.trim()}`);
    }
    return bad;
  });
}

test("what the page may not do is seen here", () =>
  assert.rejects(
    visit(browser, free, {}, async (page) => {
      const refused = page.waitForEvent("console");
      await page.evaluate(() => document.body.setAttribute("style", "color: red"));
      await refused;
    }),
    /Content Security Policy/,
  ));

test("with a token nothing is shown or done before it is given, and it is in no address", () =>
  visit(browser, guarded, { expected: [REFUSED] }, async (page) => {
    const dialog = page.locator("#token-dialog");
    await dialog.waitFor();
    assert.equal(await page.locator("tbody.peer").count(), 0);
    assert.equal(await page.locator("main").isVisible(), false);
    await shoot(page, "token");
    await page.keyboard.type("wrong-token-0123456789");
    await page.keyboard.press("Enter");
    await dialog.getByText("That is not the token of this node.").waitFor();
    await page.keyboard.press("Escape");
    const again = page.getByRole("button", { name: "Enter token" });
    await again.press("Enter");
    await page.keyboard.type(guarded.token);
    await page.keyboard.press("Enter");
    await live(page);
    await page.locator("tbody.peer").first().waitFor();
    assert.equal(await page.evaluate(() => Object.values(localStorage).length + document.cookie.length), 0);

    await tabTo(page, page.locator("#ban"));
    await page.keyboard.press("Enter");
    await page.keyboard.type("203.0.113.0/24");
    await page.keyboard.press("Enter");
    await page.locator("#ban-rows li", { hasText: "203.0.113.0/24" }).waitFor();
    await page.getByRole("button", { name: "Forget token" }).press("Enter");
    await dialog.waitFor();
    assert.equal(await page.locator("tbody.peer").count(), 0);
  }));

test("it comes back when the node is started again", () =>
  visit(browser, guarded, { expected: [GONE] }, async (page) => {
    await page.locator("#token-text").fill(guarded.token);
    await page.keyboard.press("Enter");
    await page.locator("tbody.peer").first().waitFor();
    await guarded.restart(() => page.locator("html[data-state=waiting]").waitFor());
    await live(page);
    await page.locator("tbody.peer").first().waitFor();
    await page.locator("#facts", { hasText: /Up \d+\s+s/ }).waitFor();
  }));
