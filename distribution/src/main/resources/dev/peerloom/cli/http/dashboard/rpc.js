// JSON-RPC over one WebSocket.

const USUAL_LIMIT = 40_000;

export class RpcError extends Error {
  constructor(message, code) {
    super(message);
    this.code = code;
  }
}

export class Rpc {
  #socket;
  #nextId = 1;
  #waiting = new Map();
  #topics = new Map();

  /** Asks for a WebSocket; onopen() and onclose() are called once each at most. */
  constructor(url, protocols, onopen, onclose) {
    let opened = false;
    this.#socket = new WebSocket(url, protocols);
    this.#socket.addEventListener("open", () => {
      opened = true;
      onopen();
    });
    this.#socket.addEventListener("message", (event) => this.#receive(event.data));
    this.#socket.addEventListener("close", () => {
      for (const { reject, timer } of this.#waiting.values()) {
        clearTimeout(timer);
        reject(new RpcError("the connection to the node was lost", "closed"));
      }
      this.#waiting.clear();
      this.#topics.clear();
      onclose(opened);
    });
  }

  close() {
    this.#socket.close();
  }

  /** The result of a method; an RpcError if there is none in time. */
  call(method, params = [], limit = USUAL_LIMIT) {
    return new Promise((resolve, reject) => {
      if (this.#socket.readyState !== WebSocket.OPEN) {
        reject(new RpcError("there is no connection to the node", "closed"));
        return;
      }
      const id = this.#nextId++;
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new RpcError("the node does not answer", "timeout"));
        // Whatever holds this up holds up the rest as well.
        this.close();
      }, limit);
      this.#waiting.set(id, { resolve, reject, timer });
      this.#socket.send(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
    });
  }

  /** Subscribes; ended() is called if the node ends the subscription. */
  async subscribe(topic, event, ended) {
    const id = await this.call("admin_subscribe", [topic]);
    this.#topics.set(id, { event, ended });
  }

  #receive(data) {
    const message = JSON.parse(data);
    if (message.method) {
      this.#tell(message.params);
      return;
    }
    const call = this.#waiting.get(message.id);
    if (!call) {
      return; // its time was up
    }
    this.#waiting.delete(message.id);
    clearTimeout(call.timer);
    if (message.error) {
      call.reject(new RpcError(message.error.message, message.error.code));
    } else {
      call.resolve(message.result);
    }
  }

  #tell({ subscription, result, error }) {
    const topic = this.#topics.get(subscription);
    if (!topic) {
      return; // of a subscription that has ended
    }
    if (error) {
      this.#topics.delete(subscription);
      topic.ended();
    } else {
      topic.event(result);
    }
  }
}
