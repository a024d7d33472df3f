import { FileGoneError, type Channel, type ChannelEvents, type ChannelState } from "./channels/channel.ts";
import type { App } from "./app.ts";
import { createInboxWorker, type InboxDepth, type InboxRow } from "./inbox.ts";
import type { Clock } from "./lib/clock.ts";
import { maskIdNumbers } from "./lib/id-number.ts";
import type { Log } from "./lib/log.ts";
import type { InboundMessage } from "./message.ts";
import { createSender, type Delivery, type OutboxDepth, type Sender } from "./outbox.ts";
import { createFailures } from "./service/failures.ts";
import type { Retention, Stores } from "./storage/stores.ts";

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

/** How often tickets are looked after. */
const WATCH_EVERY_MS = 15_000;

/** How often it is asked whether the daily work is due. */
const SWEEP_EVERY_MS = 600_000;
const DAY_MS = 86_400_000;

/** How long a stop waits for messages on their way; what is left goes out after the next start. */
const DRAIN_MS = 5_000;

/**
 * Puts everything together: whatever a channel takes in is written to the inbox first, answered from there, and its reply
 * goes out through the one sender of that account. The service closes the stores when it stops.
 */
export function createService({
  app: { router, kit, post, desk },
  stores,
  channels,
  retention,
  tick = () => {},
  watchEveryMs = WATCH_EVERY_MS,
  clock,
  log,
}: {
  app: Pick<App, "router" | "kit" | "post" | "desk">;
  stores: Stores;
  channels: readonly Channel[];
  retention: () => Retention;
  /** More work that goes by the clock. */
  tick?: () => void;
  watchEveryMs?: number;
  clock: Clock;
  log: Log;
}): Service {
  const { say } = kit;
  const senders = new Map<string, Sender>();
  const failures = createFailures({ stores, post, desk, say, clock });
  post.onSend((account) => senders.get(account)?.wake());
  const worker = createInboxWorker({
    inbox: stores.inbox,
    atomically: stores.atomically,
    clock,
    log,
    answer(row) {
      const { reply, understanding, answer } = router.handle(row.message, row.account);
      if (reply) queue(row, "reply", reply);
      log.info(reply ? "answered" : "taken", {
        seq: row.seq,
        account: row.account,
        ...(reply
          ? {
              intent: understanding.intent,
              confidence: Math.round(understanding.confidence * 100) / 100,
              effects: answer.effects.map(({ type }) => type).join(" ") || undefined,
            }
          : { desk: row.message.desk !== undefined }),
      });
    },
    apologise(row, { to }) {
      // staff see an error as a line of their topic, people as an apology
      if (!row.message.desk) queue(row, "apology", { to, text: say("service.apology"), choices: [] });
    },
  });

  function queue(row: InboxRow, what: string, message: Parameters<Stores["outbox"]["add"]>[0]["message"]): void {
    const { seq, account } = row;
    post.send({ key: `${what}:${seq}`, account, message, answers: row.message.id });
  }

  /** Whoever asked to be forgotten has read the last word: now nothing of them is left. */
  function forget({ message: { to, forgets } }: Delivery): void {
    if (!forgets) return;
    const contactId = stores.contacts.find(to);
    if (contactId !== undefined) stores.contacts.erase(contactId);
    stores.checkpoint();
    for (const channel of channels) if (channel.name === to.channel) channel.forget?.(forgets);
    log.info("forgotten", { channel: to.channel });
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
      alarm(what, detail) {
        log.error("alarm", { channel: name, account, what, detail });
        failures.alarm(name, what);
      },
      async fetch(attachment) {
        const source = channels.find((entry) => entry.name === attachment.source.channel);
        if (!source?.fetch) throw new FileGoneError("nothing can fetch it");
        return source.fetch(attachment);
      },
    };
  }

  for (const channel of channels) {
    senders.set(
      channel.account,
      createSender({
        outbox: stores.outbox,
        channel,
        onUnreachable: ({ message }) => stores.contacts.setReachable(message.to, false),
        onUnknown: failures.unknown,
        onFailed: failures.failed,
        onGone: forget,
        // staff may be shut out of their group for a day; what people wrote waits for them
        isPatient: ({ message: { topic, attachment } }) => topic !== undefined && attachment === undefined,
        clock,
        log,
      }),
    );
  }
  let timers: NodeJS.Timeout[] = [];

  async function start(): Promise<void> {
    for (const sender of senders.values()) sender.start();
    worker.start();
    timers = [setInterval(watch, watchEveryMs), setInterval(sweep, SWEEP_EVERY_MS)];
    for (const timer of timers) timer.unref();
    sweep();
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

  /** What goes by the clock: reminders, tickets given back, chats that went quiet, weekly lists. */
  function watch(): void {
    try {
      stores.atomically(() => {
        desk.watch.look();
        tick();
      });
    } catch (error) {
      log.error("watch.failed", { error: error instanceof Error ? error.name : "error" });
    }
  }

  /** Once a day, also when the program was not running at the hour. */
  function sweep(): void {
    const now = clock();
    const last = stores.done.last("sweep");
    if (last && now.getTime() - last.getTime() < DAY_MS) return;
    const swept = stores.tidy(now, retention());
    stores.done.mark("sweep", now);
    log.info("swept", { rows: swept });
  }

  function waiting(): boolean {
    return (
      stores.inbox.due(clock(), 1).length > 0 || channels.some(({ account }) => stores.outbox.next(account, clock()))
    );
  }

  let stopped: Promise<void> | undefined;

  async function end(): Promise<void> {
    for (const timer of timers) clearInterval(timer);
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
