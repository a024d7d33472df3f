import type { Channel, ChannelEvents, ChannelState } from "./channels/channel.ts";
import { createInboxWorker, type InboxDepth, type InboxRow } from "./inbox.ts";
import type { Say } from "./knowledge/texts.ts";
import type { Clock } from "./lib/clock.ts";
import { maskIdNumbers } from "./lib/id-number.ts";
import type { Log } from "./lib/log.ts";
import type { InboundMessage } from "./message.ts";
import { createSender, type Delivery, type OutboxDepth, type Sender } from "./outbox.ts";
import type { Router } from "./router.ts";
import type { Stores } from "./storage/stores.ts";

/** How the whole service is doing, for /health. */
export type Health = {
  /** Every channel is up. */
  ready: boolean;
  channels: { name: string; account: string; status: ChannelState["status"]; since: string; detail?: string }[];
  inbox: InboxDepth;
  outbox: OutboxDepth;
};

/** All channels, the inbox and the outbox, running together. */
export type Service = {
  /**
   * Takes up what the last run left and starts the channels. A channel that cannot start is reported and does not keep
   * the others back; rejects with an AggregateError when none can, and everything is stopped then.
   */
  start(): Promise<void>;
  /** Can be asked at any time, also while channels are still starting. */
  health(): Health;
  /** Ends everything and closes the stores. Resolves when that is done. */
  stop(): Promise<void>;
};

/** How long the keys of answered messages and the words of settled ones are kept. */
const KEPT_MS = 7 * 24 * 3_600_000;

/** The key of what is said about a reply in doubt begins so; of that itself nothing more is said. */
const DOUBT = "doubt:";

const SWEEP_EVERY_MS = 3_600_000;

/** How long a stop waits for messages on their way; what is left goes out after the next start. */
const DRAIN_MS = 5_000;

/**
 * Puts everything together: whatever a channel takes in is written to the inbox first, answered from there, and its reply
 * goes out through the one sender of that account. The service closes the stores when it stops.
 */
export function createService({
  router,
  say,
  stores,
  channels,
  clock,
  log,
}: {
  router: Router;
  say: Say;
  stores: Stores;
  channels: readonly Channel[];
  clock: Clock;
  log: Log;
}): Service {
  const senders = new Map<string, Sender>();
  const worker = createInboxWorker({
    inbox: stores.inbox,
    atomically: stores.atomically,
    clock,
    log,
    answer(row) {
      const { reply, understanding, answer } = router.handle(row.message);
      queue(row, "reply", reply);
      log.info("answered", {
        seq: row.seq,
        account: row.account,
        intent: understanding.intent,
        confidence: Math.round(understanding.confidence * 100) / 100,
        effects: answer.effects.map(({ type }) => type).join(" ") || undefined,
      });
    },
    apologise: (row, { to }) => queue(row, "apology", { to, text: say("service.apology"), choices: [] }),
  });

  function queue(row: InboxRow, what: string, message: Parameters<Stores["outbox"]["add"]>[0]["message"]): void {
    const { seq, account } = row;
    stores.outbox.add({ key: `${what}:${seq}`, account, message, priority: "reply", answers: row.message.id }, clock());
    senders.get(account)?.wake();
  }

  /** A reply that may not have arrived is not said twice; but nobody is left waiting for it either. */
  function explain({ key, seq, account, message: { to }, answers }: Delivery): void {
    if (answers === undefined || key.startsWith(DOUBT)) return;
    const message = { to, text: say("service.in-doubt"), choices: [] };
    stores.outbox.add({ key: `${DOUBT}${seq}`, account, message, priority: "reply", answers }, clock());
  }

  function eventsOf({ account, name }: Channel): ChannelEvents {
    return {
      received(message) {
        const isNew = stores.inbox.add(account, atTheDoor(message), clock());
        log.info("received", { account, kind: message.kind ?? "text", duplicate: !isNew });
        if (isNew) worker.wake();
      },
      receipt: (platformId, status) => stores.outbox.receipt(account, platformId, status, clock()),
      reachable: (address, reachable) => stores.contacts.setReachable(address, reachable),
      samePerson: (address, alias) => stores.contacts.link(address, alias),
      alarm: (what, detail) => log.error("alarm", { channel: name, account, what, detail }),
    };
  }

  for (const channel of channels) {
    senders.set(
      channel.account,
      createSender({
        outbox: stores.outbox,
        channel,
        onUnreachable: ({ message }) => stores.contacts.setReachable(message.to, false),
        onUnknown: explain,
        clock,
        log,
      }),
    );
  }
  let sweeper: NodeJS.Timeout | undefined;

  async function start(): Promise<void> {
    for (const sender of senders.values()) sender.start();
    worker.start();
    sweeper = setInterval(sweep, SWEEP_EVERY_MS);
    sweeper.unref();
    const started = await Promise.allSettled(channels.map((channel) => channel.start(eventsOf(channel))));
    const reasons: unknown[] = [];
    for (const [index, result] of started.entries()) {
      if (result.status === "fulfilled") continue;
      const reason: unknown = result.reason;
      reasons.push(reason);
      const said = reason instanceof Error ? reason.message : "error";
      log.error("channel.failed", { channel: channels[index]?.name, reason: said });
    }
    if (reasons.length === channels.length) {
      await (stopped ??= end());
      throw new AggregateError(reasons, "no channel could be started");
    }
  }

  function sweep(): void {
    const swept = stores.tidy(new Date(clock().getTime() - KEPT_MS));
    if (swept > 0) log.info("swept", { rows: swept });
  }

  function waiting(): boolean {
    return (
      stores.inbox.due(clock(), 1).length > 0 || channels.some(({ account }) => stores.outbox.next(account, clock()))
    );
  }

  let stopped: Promise<void> | undefined;

  async function end(): Promise<void> {
    clearInterval(sweeper);
    // what has come in is answered first, as far as the time allows; the rest waits for the next start
    for (let waited = 0; waited < DRAIN_MS && waiting(); waited += 50)
      await new Promise((resolve) => setTimeout(resolve, 50));
    await worker.stop();
    await Promise.all([...senders.values()].map((sender) => sender.stop()));
    await Promise.allSettled(channels.map((channel) => channel.stop()));
    stores.close();
  }

  return {
    start,
    health() {
      const states = channels.map((channel) => ({ channel, state: channel.state() }));
      return {
        ready: states.every(({ state }) => state.status === "up"),
        channels: states.map(({ channel, state: { status, since, detail } }) => ({
          name: channel.name,
          account: channel.account,
          status,
          since: since.toISOString(),
          ...(detail === undefined ? {} : { detail }),
        })),
        inbox: stores.inbox.depth(),
        outbox: stores.outbox.depth(),
      };
    },
    stop: () => (stopped ??= end()),
  };
}

/** Nothing with a number that belongs to a person goes any further, not even into our own store. */
function atTheDoor(message: InboundMessage): InboundMessage {
  const { text } = maskIdNumbers(message.text);
  return {
    ...message,
    text,
    ...(message.quoted === undefined ? {} : { quoted: maskIdNumbers(message.quoted).text }),
    ...(message.senderName === undefined ? {} : { senderName: maskIdNumbers(message.senderName).text }),
  };
}
