// Nodes of the built distribution, each a process of its own on loopback.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const BIN = process.env.PEERLOOM_BIN ?? new URL("../../distribution/target/peerloom/bin/peerloom", import.meta.url).pathname;
const START_LIMIT = 60_000;
const STOP_LIMIT = 20_000;
const SHOWN = 40;

const children = new Set();
// Whatever happens to this process, nothing that it started is left.
process.on("exit", () => children.forEach((child) => child.kill("SIGKILL")));

/** No setting of whoever runs this, and no more work than there has to be. */
function environment() {
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith("PEERLOOM_") || name === "PEERLOOM_JAVA");
  return { ...Object.fromEntries(others), PEERLOOM_AOT: "off", PEERLOOM_JAVA_OPTS: "-XX:TieredStopAtLevel=1" };
}

export class Node {
  #child;
  #folder;
  #options;
  #log = [];
  #ended;
  enode = "";
  http = "";

  /** options: http (an address, or none), token (whether it has one), peers (enodes). */
  constructor(options = {}) {
    this.#options = options;
    this.#folder = mkdtempSync(join(tmpdir(), "peerloom"));
  }

  get tokenFile() {
    return join(this.#folder, "token");
  }

  get token() {
    return readFileSync(this.tokenFile, "utf8").trim();
  }

  async start() {
    const { http, token, peers = [] } = this.#options;
    const args = ["run", "--host", "127.0.0.1", "--port", "0", "--discovery", "none"];
    args.push("--data-dir", join(this.#folder, "data"), "--ipc", join(this.#folder, "ipc"));
    if (http) args.push("--http", http);
    if (token) args.push("--http-token-file", this.tokenFile);
    peers.forEach((peer) => args.push("--peer", peer));
    this.#child = spawn(BIN, args, { env: environment(), stdio: ["ignore", "pipe", "pipe"] });
    children.add(this.#child);
    this.#ended = new Promise((resolve) => this.#child.on("exit", resolve));
    this.#ended.then(() => children.delete(this.#child));
    await this.#ready();
    return this;
  }

  async #ready() {
    const child = this.#child;
    let timer;
    const seen = new Promise((resolve, reject) => {
      timer = setTimeout(() => reject(new Error("the node does not start:\n" + this.#tail())), START_LIMIT);
      this.enode = "";
      this.http = "";
      // It says the one on its log, the other on its output, in any order.
      const done = () => this.enode && (this.http || !this.#options.http) && resolve();
      child.on("error", reject);
      child.on("exit", (code) => reject(new Error(`the node ended with ${code}:\n${this.#tail()}`)));
      createInterface({ input: child.stderr }).on("line", (line) => {
        this.#log.push(line);
        this.http = /admin interface at (http:\/\/\S+)/.exec(line)?.[1] ?? this.http;
        done();
      });
      createInterface({ input: child.stdout }).on("line", (line) => {
        if (line.startsWith("READY ")) {
          this.enode = line.slice("READY ".length);
          done();
        }
      });
    });
    seen.catch(() => {}); // a later end is looked at by stop()
    try {
      await seen;
    } finally {
      clearTimeout(timer);
    }
  }

  #tail() {
    return this.#log.slice(-SHOWN).join("\n");
  }

  /** Stops as an operator does; it must end well. */
  async stop() {
    const child = this.#child;
    const timer = setTimeout(() => child.kill("SIGKILL"), STOP_LIMIT);
    child.kill("SIGTERM");
    const code = await this.#ended;
    clearTimeout(timer);
    assert.equal(code, 0, this.#tail());
  }

  /** Stops and starts again at the same address, with the same data. */
  async restart(between) {
    await this.stop();
    await between();
    this.#options = { ...this.#options, http: this.http.slice("http://".length) };
    await this.start();
  }

  async remove() {
    if (this.#child && this.#child.exitCode === null) {
      await this.stop();
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Calls by JSON-RPC, beside the page. */
  async call(method, params = []) {
    const headers = { "Content-Type": "application/json" };
    if (this.#options.token) {
      headers.Authorization = "Bearer " + this.token;
    }
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
    const answer = await fetch(this.http, { method: "POST", headers, body });
    const { result, error } = await answer.json();
    assert.equal(error, undefined, JSON.stringify(error));
    return result;
  }
}
