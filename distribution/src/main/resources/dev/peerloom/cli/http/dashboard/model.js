// What the node does, made of what it counts: each admin_load becomes rates and a piece of history.

import { Buckets, Growth, History } from "./history.js";
import { seconds } from "./format.js";

const WINDOW = 600;
const SHORTEST_STEP = 0.9;

/** A map of sums: the counts of entries by a key. */
function sums(entries, keyOf) {
  const map = new Map();
  for (const entry of entries) {
    map.set(keyOf(entry), (map.get(keyOf(entry)) ?? 0) + entry.count);
  }
  return map;
}

export class Model {
  #growth = new Growth();
  #ends = new Buckets(60, 60);
  #last = null;

  bytes = new History(WINDOW);
  messages = new History(WINDOW);
  lag = new History(WINDOW);
  handshakes = new Buckets(60, 10);
  /** The last admin_load. */
  load = null;
  /** Rates a second by peer id and by protocol; of the whole node. */
  peers = new Map();
  protocols = new Map();
  total = { in: null, out: null };

  /** Seconds since 1970 on the node's clock. */
  get now() {
    return seconds(this.load.at);
  }

  get ends() {
    return this.#ends.upTo(this.now);
  }

  get handshakesByMinute() {
    return this.handshakes.upTo(this.now);
  }

  /** How many sessions have ended since the start. */
  get endCount() {
    return this.load.disconnects.reduce((sum, end) => sum + end.count, 0);
  }

  /** Takes an admin_load in; whether rates are new. */
  take(load) {
    if (this.load && this.load.startedAt !== load.startedAt) {
      this.#restarted();
    }
    this.load = load;
    const passed = this.#last === null ? null : this.now - this.#last;
    if (passed !== null && passed < SHORTEST_STEP) {
      return false;
    }
    this.#last = this.now;
    this.#count(passed);
    this.#growth.step();
    return true;
  }

  /** The disconnects that were before this page knew the node. */
  past(records) {
    for (const record of records) {
      const at = seconds(record.at);
      if (at <= this.now) {
        this.#ends.add(at, record.reason, 1);
      }
    }
  }

  /** The connection was lost: what comes next is not joined to what was. */
  interrupted() {
    [this.bytes, this.messages, this.lag].forEach((history) => history.gap());
  }

  #restarted() {
    this.#growth.clear();
    this.#last = null;
    this.peers.clear();
    this.protocols.clear();
  }

  #count(passed) {
    const rate = (key, count) => {
      const grown = this.#growth.of(key, count);
      return grown === null || !passed ? null : grown / passed;
    };
    const load = this.load;
    this.total = { in: rate("read", load.bytesRead), out: rate("written", load.bytesWritten) };
    this.peers = new Map(
      load.peers.map((peer) => [
        peer.id,
        {
          in: rate("r" + peer.id, peer.bytesRead),
          out: rate("w" + peer.id, peer.bytesWritten),
          load: peer,
        },
      ]),
    );
    this.#protocols(rate);
    this.lag.push(this.now, Object.fromEntries(load.eventLoopLags.map((lag, i) => ["Loop " + i, lag])));
    this.#events(passed);
  }

  #protocols(rate) {
    const bytes = {};
    const messages = {};
    this.protocols = new Map();
    for (const protocol of this.load.protocols) {
      const name = protocol.protocol;
      const one = {
        bytesIn: rate("bi" + name, protocol.bytesReceived),
        bytesOut: rate("bo" + name, protocol.bytesSent),
        messagesIn: rate("mi" + name, protocol.messagesReceived),
        messagesOut: rate("mo" + name, protocol.messagesSent),
        busy: rate("b" + name, protocol.busySeconds),
        load: protocol,
      };
      this.protocols.set(name, one);
      if (protocol.links || protocol.messagesReceived || protocol.messagesSent) {
        bytes["<" + name] = one.bytesIn;
        bytes[">" + name] = one.bytesOut === null ? null : -one.bytesOut;
        messages["<" + name] = one.messagesIn;
        messages[">" + name] = one.messagesOut === null ? null : -one.messagesOut;
      }
    }
    this.bytes.push(this.now, bytes);
    this.messages.push(this.now, messages);
  }

  /** The first time everything has been before. */
  #events(passed) {
    for (const [reason, count] of sums(this.load.disconnects, (end) => end.reason)) {
      this.#happened(this.#ends, passed, "e", reason, count);
    }
    for (const [outcome, count] of sums(this.load.handshakes, (shake) => shake.outcome)) {
      this.#happened(this.handshakes, passed, "h", outcome, count);
    }
  }

  #happened(buckets, passed, kind, name, count) {
    const grown = this.#growth.ofSparse(kind + name, count);
    if (passed && grown) {
      buckets.add(this.now, name, grown);
    }
  }
}
