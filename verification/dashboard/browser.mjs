// A real browser, and a watch over what the page does in it.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { chromium } from "playwright-core";

const LIMIT = 30_000;
const SHOTS = new URL("target/screenshots/", import.meta.url).pathname;

export function launch() {
  mkdirSync(SHOTS, { recursive: true });
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/**
 * Visits a node's page, in a context of its own: it knows of no other page's token. Nothing may go
 * wrong there but what is expected.
 */
export async function visit(browser, node, { expected = [], before = async () => {}, ...options }, look) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(LIMIT);
  const wrong = watch(page, new URL(node.http));
  await before(page);
  try {
    await page.goto(node.http + "/");
    await look(page);
  } catch (error) {
    await shoot(page, "failed");
    error.message += "\nThe page: " + (wrong.join("\n") || "nothing wrong");
    throw error;
  } finally {
    await context.close();
  }
  assert.deepEqual(
    wrong.filter((text) => !expected.some((pattern) => pattern.test(text))),
    [],
  );
}

/** What goes wrong in a page, and what it asks of others. */
function watch(page, own) {
  const wrong = [];
  page.on("pageerror", (error) => wrong.push("page error: " + error.stack));
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && wrong.push("console: " + message.text()));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.origin !== own.origin) wrong.push("request to " + url);
    if (url.search || url.hash || url.username) wrong.push("more than a path in " + url);
  });
  page.on("websocket", (socket) => {
    const url = new URL(socket.url());
    if (url.host !== own.host || url.search) wrong.push("WebSocket to " + url);
  });
  return wrong;
}

export async function shoot(page, name) {
  await page.evaluate(() => scrollTo(0, 0));
  await page.screenshot({ path: SHOTS + name + ".png", fullPage: true });
}

export const live = (page) => page.locator("html[data-state=live]").waitFor();

/** Presses Tab until an element has the focus: whoever has no mouse gets there too. */
export async function tabTo(page, locator, most = 120) {
  for (let i = 0; i < most; i++) {
    if (await locator.evaluate((element) => element === document.activeElement)) {
      const outline = await locator.evaluate((element) => getComputedStyle(element).outlineStyle);
      assert.notEqual(outline, "none", "the focus can be seen");
      return;
    }
    await page.keyboard.press("Tab");
  }
  assert.fail("Tab does not lead to " + locator);
}
