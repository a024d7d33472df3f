import type { Clock } from "./lib/clock.ts";
import type { Log } from "./lib/log.ts";
import { createWaker } from "./lib/waker.ts";
import type { InboundMessage, OutboundMessage } from "./message.ts";

/** A message that waits to be answered. */
export type InboxRow = {
  seq: number;
  account: string;
  message: InboundMessage;
  /** How often answering it has failed. */
  attempts: number;
};

/** How much waits, and since when. */
export type InboxDepth = { waiting: number; aside: number; oldest?: Date };

/**
 * What came in and is not answered yet. Every call is synchronous: when it returns, it is kept. The contact's messages
 * are handed out in the order they came, one at a time.
 */
export type InboxStore = {
  /** Writes a message down. False when it was there already (same account, contact and platform id). */
  add(account: string, message: InboundMessage, at: Date): boolean;
  /** Of each contact the oldest waiting message, when its time has come; oldest first. */
  due(now: Date, limit: number): InboxRow[];
  /** When the next waiting message is due that is not due yet. */
  nextDue(now: Date): Date | undefined;
  /** Answered: its words are forgotten, its key is kept against a second copy. */
  done(seq: number, at: Date): void;
  /** To be tried again at that time. */
  retry(seq: number, dueAt: Date, reason: string): void;
  /** Given up: kept with its reason for people to look at. */
  setAside(seq: number, reason: string, at: Date): void;
  depth(): InboxDepth;
  /** Forgets the keys of what was answered before that time. Returns how many. */
  sweep(before: Date): number;
  /** Forgets what was set aside before that time, words and all. Returns how many. */
  sweepAside(before: Date): number;
};

/** Pauses before each further attempt; after the last one the message is set aside. */
const RETRY_AFTER_MS = [1_000, 10_000, 60_000, 300_000] as const;

/** Messages handed out in one go: other work of the process gets its turn in between. */
const BATCH = 50;

/** Works through the inbox until it is stopped. */
export type InboxWorker = {
  /** Something new may have come in. */
  wake(): void;
  /** Starts where the last run stopped. */
  start(): void;
  /** Resolves when the message at hand is done; the rest stays for the next start. */
  stop(): Promise<void>;
};

/**
 * Makes the worker. `answer` must do all it does to the stores in the one transaction that `atomically` runs, so that a
 * message is answered as a whole or not at all. A message that fails again and again is set aside with an apology, and
 * never holds up anybody else's.
 */
export function createInboxWorker({
  inbox,
  atomically,
  answer,
  apologise,
  clock,
  log,
}: {
  inbox: InboxStore;
  atomically: <T>(work: () => T) => T;
  answer: (row: InboxRow) => void;
  /** Queues what is said when a message could not be answered. */
  apologise: (row: InboxRow, apology: Pick<OutboundMessage, "to">) => void;
  clock: Clock;
  log: Log;
}): InboxWorker {
  const waker = createWaker();
  let running: Promise<void> | undefined;
  let stopping = false;

  function work(row: InboxRow): void {
    try {
      atomically(() => {
        answer(row);
        inbox.done(row.seq, clock());
      });
      log.debug("inbox.answered", { seq: row.seq, account: row.account });
    } catch (error) {
      fail(row, error);
    }
  }

  function fail(row: InboxRow, error: unknown): void {
    // the error's own text may quote the message: only its name and place go on
    const reason = error instanceof Error ? error.name : "unknown error";
    const pause = RETRY_AFTER_MS[row.attempts];
    if (pause !== undefined) {
      inbox.retry(row.seq, new Date(clock().getTime() + pause), reason);
      log.warn("inbox.retry", { seq: row.seq, attempts: row.attempts + 1, reason });
      return;
    }
    atomically(() => {
      inbox.setAside(row.seq, reason, clock());
      apologise(row, { to: row.message.from });
    });
    log.error("inbox.aside", { seq: row.seq, attempts: row.attempts + 1, reason });
  }

  async function loop(): Promise<void> {
    for (;;) {
      if (stopping) return;
      const rows = inbox.due(clock(), BATCH);
      for (const row of rows) {
        if (stopping) return;
        work(row);
      }
      if (rows.length > 0) {
        await new Promise((resolve) => setImmediate(resolve));
        continue;
      }
      const next = inbox.nextDue(clock());
      await waker.wait(next && next.getTime() - clock().getTime());
    }
  }

  return {
    wake: () => waker.wake(),
    start: () => void (running ??= loop()),
    async stop() {
      stopping = true;
      waker.wake();
      await running;
    },
  };
}
