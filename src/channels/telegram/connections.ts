import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { Duplex } from "node:stream";
import { setImmediate as turn } from "node:timers/promises";

/**
 * Connections to one server that are used again. A server ends those that lie idle, and what is sent on one at that
 * moment may have arrived or not: so what has been idle for `mostIdleMs` is not used any more. That has to be less than
 * any server allows; servers that name a shorter time are believed.
 */
export function createConnections(apiRoot: string, mostIdleMs: number) {
  const options = { keepAlive: true, timeout: mostIdleMs }; // of idle connections only: who waits is not cut off
  const agent = apiRoot.startsWith("https:") ? new HttpsAgent(options) : new HttpAgent(options);
  const idleSince = new WeakMap<Duplex, number>();
  let lastUse = -Infinity;
  agent.on("free", (socket: Duplex) => {
    lastUse = performance.now();
    idleSince.set(socket, lastUse);
  });
  return {
    /** The agent of the next call. Its own timers come too late where the program was busy for a while. */
    agent(): HttpAgent | HttpsAgent {
      const now = performance.now();
      for (const socket of Object.values(agent.freeSockets).flat())
        if (socket && (!socket.writable || now - (idleSince.get(socket) ?? 0) >= mostIdleMs)) socket.destroy();
      return agent;
    },
    /** Lets the network say first what it has to say: that the server has ended a connection meanwhile. */
    async settled(): Promise<void> {
      if (performance.now() - lastUse <= JUST_USED_MS) return;
      await turn(); // the rest of this round, in which the network was asked already
      await turn();
    },
  };
}

/** A connection that was used so shortly ago is taken to be there. */
const JUST_USED_MS = 20;
