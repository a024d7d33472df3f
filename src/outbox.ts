import type { Channel, ReceiptStatus, SendResult } from "./channels/channel.ts";
import type { Clock } from "./lib/clock.ts";
import type { Log } from "./lib/log.ts";
import { createWaker } from "./lib/waker.ts";
import type { OutboundMessage } from "./message.ts";

/** Why a delivery was given up; "retry": it was tried often enough. */
export type FailureReason = Exclude<Extract<SendResult, { ok: false }>["reason"], "unknown">;

/** Replies go before everything else. */
export type Priority = "reply" | "broadcast";

/** "unknown": it may have arrived, nobody can tell; it is shown to staff and not sent again by itself. */
export type DeliveryStatus = "queued" | "sending" | "sent" | "delivered" | "read" | "failed" | "unknown";

/** One message on its way out. */
export type Delivery = {
  seq: number;
  /** Unique: the same key is queued once, however often the work that queues it is repeated. */
  key: string;
  account: string;
  message: OutboundMessage;
  priority: Priority;
  status: DeliveryStatus;
  /** The platform's id, known before the send where the platform lets us. */
  platformId?: string;
  attempts: number;
  /** The platform id of the message this answers. */
  answers?: string;
};

/** What a row needs to be queued. */
export type NewDelivery = Pick<Delivery, "key" | "account" | "message" | "priority" | "answers"> & {
  /** What it keeps its order with; the contact it goes to unless said. */
  lane?: string;
};

export type OutboxDepth = { queued: number; unknown: number; failed: number; oldest?: Date };

/** What goes out, and what became of it. Every call is synchronous: when it returns, it is kept. */
export type OutboxStore = {
  /** False when the key was there already. */
  add(delivery: NewDelivery, at: Date): boolean;
  /** The next to send on an account: replies first, within a contact in order. */
  next(account: string, now: Date): Delivery | undefined;
  /** When the next queued row of an account is due that is not due yet. */
  nextDue(account: string, now: Date): Date | undefined;
  /** Adds a row that is on its way already; undefined when the key was there. */
  take(delivery: NewDelivery, platformId: string | undefined, at: Date): Delivery | undefined;
  /** Takes a row out that did not go out and is kept elsewhere until its next turn. */
  putBack(seq: number): void;
  /** Kept before the network hears of it, so that a crash leaves this one row in doubt and no other. */
  sending(seq: number, platformId: string | undefined): void;
  settle(
    seq: number,
    status: "sent" | "failed" | "unknown",
    at: Date,
    more?: { platformId?: string; reason?: string },
  ): void;
  retry(seq: number, dueAt: Date, reason: string): void;
  /** What the network says later; a status only ever moves forward. */
  receipt(account: string, platformId: string, status: ReceiptStatus, at: Date): void;
  /** For a recipient's phone that asks for a message again. */
  byPlatformId(account: string, platformId: string): Delivery | undefined;
  /** All whose keys begin so and whose words are kept, oldest first. */
  beginning(key: string): Delivery[];
  /** By its key; the message is empty once its words are forgotten. */
  find(key: string): Delivery | undefined;
  /** What a crash left on its way to the network; may have arrived or not. */
  inDoubt(account: string): Delivery[];
  depth(account?: string): OutboxDepth;
  /** Forgets the words of what was settled before that time. Returns how many. */
  sweep(before: Date): number;
  /** Forgets altogether what was settled before that time. Returns how many. */
  sweepKeys(before: Date): number;
};

/** What goes out behind the replies: each message is decided on at the moment it goes. */
export type Outreach = {
  /** What goes now on an account, in the outbox already as being sent; or when to ask again; undefined: nothing waits. */
  next(account: string, now: Date): { row: Delivery } | { at: Date } | undefined;
  /**
   * An attempt is over, and settled in the outbox in the same transaction. `retryAt`: it did not go out, is to be tried
   * again at that time, and is still in the outbox.
   */
  settled(row: Delivery, result: SendResult, now: Date, retryAt?: Date): void;
};

/** What a receipt may change: a message that was read does not become "delivered" again. */
const FORWARD: Readonly<Record<ReceiptStatus, readonly DeliveryStatus[]>> = {
  sent: ["queued", "sending", "unknown"],
  delivered: ["queued", "sending", "unknown", "sent"],
  read: ["queued", "sending", "unknown", "sent", "delivered"],
  failed: ["queued", "sending", "unknown", "sent"],
};

/** The statuses that a receipt may follow. */
export function forwardFrom(status: ReceiptStatus): readonly DeliveryStatus[] {
  return FORWARD[status];
}

/** Pauses before each further attempt; after the last one the delivery has failed. */
const RETRY_AFTER_MS = [2_000, 10_000, 60_000, 300_000, 900_000] as const;

/** The reason of what a crash interrupted. */
const STOPPED = "stopped while sending";

/** Drains one account's outbox until it is stopped: the only way out. */
export type Sender = { wake(): void; start(): void; stop(): Promise<void> };

/** Makes the sender of one account: one message at a time, so that at most one is ever in doubt. */
export function createSender({
  outbox,
  outreach,
  channel,
  onUnreachable,
  onUnknown,
  onFailed = () => {},
  onGone = () => {},
  isPatient = () => false,
  mayRepeat = () => false,
  atomically = (work) => work(),
  clock,
  log,
}: {
  outbox: OutboxStore;
  /** What goes out when no reply waits. */
  outreach?: Outreach;
  channel: Channel;
  onUnreachable: (delivery: Delivery) => void;
  /** Called before a delivery is named unknown; after a crash in between it is called again. */
  onUnknown: (delivery: Delivery) => void;
  /** Called before a delivery is given up, with why; after a crash in between it is called again. */
  onFailed?: (delivery: Delivery, why: FailureReason) => void;
  /** Called when a delivery is settled, however it went. */
  onGone?: (delivery: Delivery) => void;
  /** What is tried until it can be sent, however often. */
  isPatient?: (delivery: Delivery) => boolean;
  /** What says of itself that it may show twice. */
  mayRepeat?: (delivery: Delivery) => boolean;
  /** Runs work on the stores as a whole or not at all. */
  atomically?: <T>(work: () => T) => T;
  clock: Clock;
  log: Log;
}): Sender {
  const waker = createWaker();
  const { account } = channel;
  let running: Promise<void> | undefined;
  let stopping = false;
  let pausedUntil = 0;

  /**
   * Sent again when nobody knows whether it arrived: what is done twice, like closing a topic, shows once. A broadcast
   * never is: nobody waits for it, and twice is worse than not at all.
   */
  const repeats = (row: Delivery) =>
    row.priority === "reply" && (channel.repeatsSafely || row.message.act !== undefined || mayRepeat(row));

  async function send(row: Delivery): Promise<SendResult> {
    // beside the send, not before it: a courtesy must not hold up the answer
    if (row.priority === "reply" && row.answers !== undefined)
      channel.attend(row.message.to, row.answers).catch(() => log.debug("outbox.not-attended", { seq: row.seq }));
    return channel.send(row.message, row.platformId).catch((error: unknown): SendResult => ({
      ok: false,
      reason: "unknown",
      detail: error instanceof Error ? error.name : "error",
    }));
  }

  /** When it is tried again; undefined when it is not. A pause of the whole account begins here. */
  function retryAt(row: Delivery, result: SendResult, at: Date): Date | undefined {
    if (result.ok) return undefined;
    const { reason } = result;
    if (reason !== "retry" && !(reason === "unknown" && repeats(row))) return undefined;
    const wholeAccount = reason === "retry" && result.wholeAccount;
    // a platform that names a time means just that; our own pauses grow
    const asked = reason === "retry" ? result.retryAfterMs : 0;
    const pause = wholeAccount ? asked : Math.max(asked, growingPause(row.attempts));
    if (wholeAccount) pausedUntil = Math.max(pausedUntil, at.getTime() + pause);
    // a pause of the whole account is no fault of this message: it is never given up for it
    const patient = reason === "retry" && isPatient(row);
    const again = wholeAccount || row.attempts < RETRY_AFTER_MS.length || patient;
    return again ? new Date(at.getTime() + pause) : undefined;
  }

  function settle(row: Delivery, result: SendResult): void {
    const at = clock();
    const fields = { seq: row.seq, account, attempts: row.attempts + 1 };
    const again = retryAt(row, result, at);
    if (result.ok) {
      outbox.settle(row.seq, "sent", at, result.platformId === undefined ? {} : { platformId: result.platformId });
      log.info("outbox.sent", fields);
    } else if (again) {
      outbox.retry(row.seq, again, result.detail);
      log.warn("outbox.retry", { ...fields, reason: result.reason, pauseMs: again.getTime() - at.getTime() });
    } else {
      const { reason, detail } = result;
      if (reason === "unknown") onUnknown(row);
      else onFailed(row, reason);
      outbox.settle(row.seq, reason === "unknown" ? "unknown" : "failed", at, { reason: `${reason}: ${detail}` });
      if (reason === "blocked") onUnreachable(row);
      log.warn("outbox.unsent", { ...fields, reason });
    }
    outreach?.settled(row, result, at, again);
    if (!again) onGone(row);
  }

  /** Goes on with what a crash interrupted: again where that shows once, else named, and the person is told. */
  function recover(): void {
    const left = outbox.inDoubt(account);
    if (left.length > 0)
      log.warn("outbox.in-doubt", { account, count: left.length, repeated: left.filter(repeats).length });
    for (const row of left) {
      if (repeats(row)) {
        outbox.retry(row.seq, clock(), STOPPED);
        continue;
      }
      onUnknown(row);
      outbox.settle(row.seq, "unknown", clock(), { reason: STOPPED });
      onGone(row);
    }
  }

  /** What goes now, written down as on its way; or when to look again. */
  function pick(now: Date): { row: Delivery } | { at: number } {
    if (now.getTime() < pausedUntil) return { at: pausedUntil };
    const reply = outbox.next(account, now);
    if (reply) {
      const platformId = reply.platformId ?? channel.newMessageId?.();
      outbox.sending(reply.seq, platformId);
      return { row: platformId === undefined ? reply : { ...reply, platformId } };
    }
    const more = outreach?.next(account, now);
    if (more && "row" in more) return more;
    return { at: Math.min(outbox.nextDue(account, now)?.getTime() ?? Infinity, more?.at.getTime() ?? Infinity) };
  }

  async function loop(): Promise<void> {
    let over: { row: Delivery; result: SendResult } | undefined;
    for (;;) {
      try {
        // what became of one broadcast and the choice of the next are one transaction: half the work, and as safe
        if (over?.row.priority === "reply") {
          settle(over.row, over.result);
          over = undefined;
        }
        const last = over;
        const next = atomically(() => {
          if (last) settle(last.row, last.result);
          return stopping ? undefined : pick(clock());
        });
        over = undefined;
        if (!next) return;
        if ("row" in next) over = { row: next.row, result: await send(next.row) };
        else await waker.wait(Number.isFinite(next.at) ? next.at - clock().getTime() : undefined);
      } catch (error) {
        // a command may hold the store for too long: what was sent is settled at the next try
        log.error("outbox.failed", { account, error: error instanceof Error ? error.name : "error" });
        if (stopping) return;
        await waker.wait(AFTER_FAILURE_MS);
      }
    }
  }

  return {
    wake: () => waker.wake(),
    start() {
      recover();
      running ??= loop();
    },
    async stop() {
      stopping = true;
      waker.wake();
      await running;
    },
  };
}

/** How long to wait when the stores could not be written. */
const AFTER_FAILURE_MS = 1_000;

function growingPause(attempts: number): number {
  return RETRY_AFTER_MS[Math.min(attempts, RETRY_AFTER_MS.length - 1)] ?? 0;
}
