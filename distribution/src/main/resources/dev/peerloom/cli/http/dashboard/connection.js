// The way to the node: opens it, opens it again when it is lost, and says when the token is needed.

import { Rpc, RpcError } from "./rpc.js";
import * as token from "./token.js";

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 10_000;
const PROBE_LIMIT = 10_000;

export class Connection extends EventTarget {
  #rpc = null;
  #timer = null;
  #pause = FIRST_PAUSE;
  #attempt = 0;

  /** connecting, live, waiting (for the next attempt), token (is needed) or refused. */
  state = "connecting";
  /** What there is to say of the state. */
  detail = "";
  /** When the next attempt is, in milliseconds of performance.now(). */
  nextAt = 0;

  call(method, params, limit) {
    return this.#rpc
      ? this.#rpc.call(method, params, limit)
      : Promise.reject(new RpcError("there is no connection to the node", "closed"));
  }

  subscribe(topic, event, ended) {
    return this.#rpc.subscribe(topic, event, ended);
  }

  /** Opens it now, from the beginning. */
  async open() {
    clearTimeout(this.#timer);
    const attempt = ++this.#attempt;
    const old = this.#rpc;
    this.#rpc = null;
    old?.close();
    const known = token.stored();
    if (!known && document.documentElement.dataset.token === "needed") {
      this.#turn("token");
      return;
    }
    this.#turn("connecting");
    const answer = await this.#probe(known);
    if (attempt !== this.#attempt) {
      return;
    }
    if (answer.status === 401) {
      token.forget();
      document.documentElement.dataset.token = "needed";
      this.#turn("token", known ? "That is not the token of this node." : "");
    } else if (answer.status === 403) {
      this.#turn("refused", answer.text);
    } else if (answer.status === 200) {
      this.#connect(attempt, known);
    } else {
      this.#later(answer.text);
    }
  }

  /** A WebSocket that is refused does not say why; a request does. */
  async #probe(known) {
    const headers = { "Content-Type": "application/json" };
    if (known) {
      headers.Authorization = "Bearer " + known;
    }
    try {
      const answer = await fetch(new URL("./", location.href), {
        method: "POST",
        headers,
        body: JSON.stringify({ jsonrpc: "2.0", id: 0, method: "net_listening", params: [] }),
        credentials: "omit",
        cache: "no-store",
        signal: AbortSignal.timeout(PROBE_LIMIT),
      });
      return { status: answer.status, text: (await answer.text()).trim() };
    } catch {
      return { status: 0, text: "the node cannot be reached" };
    }
  }

  #connect(attempt, known) {
    const url = new URL("ws", location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    const rpc = new Rpc(
      url,
      token.subprotocols(known),
      () => {
        if (attempt === this.#attempt) {
          this.#rpc = rpc;
          this.#pause = FIRST_PAUSE;
          this.#turn("live");
        } else {
          rpc.close();
        }
      },
      (opened) => {
        if (attempt === this.#attempt) {
          this.#rpc = null;
          this.#later(opened ? "the connection to the node was lost" : "the node refuses a WebSocket");
        }
      },
    );
  }

  #later(why) {
    clearTimeout(this.#timer);
    this.nextAt = performance.now() + this.#pause;
    this.#timer = setTimeout(() => this.open(), this.#pause);
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
    this.#turn("waiting", why);
  }

  #turn(state, detail = "") {
    this.state = state;
    this.detail = detail;
    document.documentElement.dataset.state = state;
    this.dispatchEvent(new Event("state"));
  }
}
