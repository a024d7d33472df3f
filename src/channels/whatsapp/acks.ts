/** What the server said about a message: taken (`error` undefined), refused, or nothing in time. */
export type Ack = { said: "taken" } | { said: "refused"; error: string } | { said: "nothing"; why: string };

/**
 * Waits for the server's acknowledgements. They are taken from the wire, because Baileys tells "written to the socket"
 * and nothing more. `late` hears of those nobody waits for any more.
 */
export function createAcks({ timeoutMs, late }: { timeoutMs: number; late(id: string, error?: string): void }) {
  const waiting = new Map<string, (ack: Ack) => void>();
  return {
    /** Begins to listen for the acknowledgement of one message; call it before the message is sent. */
    expect(id: string) {
      let settle: (ack: Ack) => void = () => {};
      const answer = new Promise<Ack>((resolve) => {
        settle = resolve;
      });
      waiting.set(id, settle);
      const forget = () => {
        if (waiting.get(id) === settle) waiting.delete(id);
      };
      return {
        /** What the server said, or that the connection ended; waits for it without end. */
        answer,
        /** Resolves with what the server said; the time starts now. */
        async within(): Promise<Ack> {
          const timer = setTimeout(() => settle({ said: "nothing", why: `no ack within ${timeoutMs} ms` }), timeoutMs);
          try {
            return await answer;
          } finally {
            clearTimeout(timer);
            forget();
          }
        },
        forget,
      };
    },
    /** The server spoke. */
    heard(id: string, error?: string): void {
      const settle = waiting.get(id);
      if (!settle) return late(id, error);
      settle(error === undefined ? { said: "taken" } : { said: "refused", error });
    },
    /** The connection is gone: acknowledgements of what was sent on it never come. */
    abandon(why: string): void {
      for (const settle of waiting.values()) settle({ said: "nothing", why });
    },
  };
}
