import { FileGoneError, type Channel, type ChannelEvents, type ChannelState } from "./channels/channel.ts";
import type { RunningApp } from "./app.ts";
import { linksOf } from "./broadcast/leaders/links.ts";
import { plainName } from "./contacts/plain-name.ts";
import { createInboxWorker, type InboxDepth, type InboxRow } from "./inbox.ts";
import type { Clock } from "./lib/clock.ts";
import { maskIdNumbers } from "./lib/id-number.ts";
import type { Log } from "./lib/log.ts";
import type { Address, Attachment, InboundMessage } from "./message.ts";
import { ACCOUNT_SINCE } from "./outreach.ts";
import { createSender, type Delivery, type OutboxDepth, type Sender } from "./outbox.ts";
import { createFailures, isMarked, isToGroup } from "./service/failures.ts";
import type { Retention, Stores } from "./storage/stores.ts";

/** How the whole service is doing, for /health. */
export type Health = {
  /** Every channel is up. */
  ready: boolean;
  channels: { name: string; account: string; status: ChannelState["status"]; since: string; detail?: string }[];
  inbox: InboxDepth;
  outbox: OutboxDepth;
  /** Cases that are open, and how many of them wait for a word of staff. */
  tickets: { open: number; waiting: number };
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

/** More messages than ever wait at once. */
const MANY = 1_000_000;

/** How long a stop waits for messages on their way; what is left goes out after the next start. */
const DRAIN_MS = 5_000;

/**
 * Puts everything together: whatever a channel takes in is written to the inbox first, answered from there, and its reply
 * goes out through the one sender of that account. The service closes the stores when it stops.
 */
export function createService({
  app: { router, kit, post, desk, outreach, sweepFiles, stop: stopApp },
  stores,
  channels,
  retention,
  watchEveryMs = WATCH_EVERY_MS,
  clock,
  log,
}: {
  app: Pick<RunningApp, "router" | "kit" | "post" | "desk" | "outreach" | "sweepFiles" | "stop">;
  stores: Stores;
  channels: readonly Channel[];
  retention: () => Retention;
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
      const { desk: said } = row.message;
      if (said) failures.notDone(said.topic, row.seq);
      else queue(row, "apology", { to, text: say("service.apology"), choices: [] });
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
    if (contactId !== undefined && !wroteAgain(contactId, forgets)) stores.contacts.erase(contactId);
    try {
      stores.scrub();
    } catch (error) {
      // a command may be reading just now; the daily work does it again
      log.warn("scrub.failed", { error: error instanceof Error ? error.name : "error" });
    }
    // whoever wrote on two channels is known on both
    for (const channel of channels) channel.forget?.(forgets);
    log.info("forgotten", { channel: to.channel });
  }

  /** Then they are somebody new, whose messages are answered like anybody's. */
  function wroteAgain(contactId: string, chatIds: readonly string[]): boolean {
    return (
      stores.contacts.get(contactId)?.lastSeen !== undefined ||
      stores.inbox.due(clock(), MANY).some(({ message }) => !message.desk && chatIds.includes(message.from.chatId))
    );
  }

  const isKnown = (address: Address) => stores.contacts.find(address) !== undefined;

  function setReachable(address: Address, reachable: boolean): void {
    if (isKnown(address)) stores.contacts.setReachable(address, reachable);
  }

  /** False when the person was forgotten while it was on its way: then its words are not said again. */
  const isKept = ({ key }: Delivery) => stores.outbox.find(key) !== undefined;

  async function fetch(attachment: Attachment): Promise<Uint8Array> {
    const source = channels.find((entry) => entry.name === attachment.source.channel);
    if (!source?.fetch) throw new FileGoneError("nothing can fetch it");
    return source.fetch(attachment);
  }

  function eventsOf({ account, name }: Channel): ChannelEvents {
    return {
      received(message) {
        const isNew = stores.inbox.add(account, atTheDoor(message), clock());
        log.info("received", { account, kind: message.kind ?? "text", duplicate: !isNew });
        if (isNew) worker.wake();
      },
      receipt: (platformId, status, detail) =>
        stores.atomically(() => {
          stores.outbox.receipt(account, platformId, status, clock());
          if (status === "failed") outreach.engine.refused(account, detail);
        }),
      // neither makes anybody known: who was forgotten may block us, and groups tell of people who never wrote
      reachable: setReachable,
      samePerson(address, alias) {
        if (isKnown(address) || isKnown({ ...address, chatId: alias })) stores.contacts.link(address, alias);
      },
      // staff hear of it along with what is stopped for it
      restricted(detail) {
        log.error("restricted", { channel: name, account, detail });
        stores.atomically(() => outreach.engine.restricted(account));
      },
      alarm(what, detail) {
        log.error("alarm", { channel: name, account, what, detail });
        failures.alarm(name, what);
      },
      fetch,
    };
  }

  for (const channel of channels) {
    senders.set(
      channel.account,
      createSender({
        outbox: stores.outbox,
        outreach: outreach.engine,
        atomically: stores.atomically,
        channel,
        onUnreachable: ({ message }) => setReachable(message.to, false),
        onUnknown: (delivery) => isKept(delivery) && failures.unknown(delivery),
        onFailed: (delivery, why) => isKept(delivery) && failures.failed(delivery, why),
        onGone: forget,
        // staff may be shut out of their group for a day; what people wrote waits for them
        isPatient: (delivery) =>
          (delivery.message.topic !== undefined || isToGroup(delivery)) && delivery.message.attachment === undefined,
        mayRepeat: isMarked,
        clock,
        log,
      }),
    );
  }
  const byAccount = new Map(channels.map((channel) => [channel.account, channel]));
  outreach.connect({
    fetch,
    links: () => linksOf(channels),
    newMessageId: (account) => byAccount.get(account)?.newMessageId?.(),
    compose: (account, to, ms) =>
      void byAccount
        .get(account)
        ?.compose?.(to, ms)
        .catch(() => log.debug("outreach.not-composed", { account })),
  });
  // the desk tells of campaigns that were paused for it
  outreach.onStop((stop, paused) => (paused.length === 0 ? failures.outreachStopped(stop) : setImmediate(watch)));
  outreach.onChange(() => {
    wakeAll();
    fillOn();
  });
  let timers: NodeJS.Timeout[] = [];

  const wakeAll = () => {
    for (const sender of senders.values()) sender.wake();
  };

  let filling = false;
  let ending = false;

  /** Finds the recipients of what has been started, a page at a time, so that messages are answered in between. */
  function fillOn(): void {
    if (filling) return;
    filling = true;
    setImmediate(() => {
      filling = false;
      if (ending) return;
      try {
        if (!stores.atomically(() => outreach.work())) return;
      } catch (error) {
        // tried again at the next look
        log.error("fill.failed", { error: error instanceof Error ? error.name : "error" });
        return;
      }
      wakeAll();
      fillOn();
    });
  }

  async function start(): Promise<void> {
    for (const { account } of channels)
      if (!stores.done.last(ACCOUNT_SINCE + account)) stores.done.mark(ACCOUNT_SINCE + account, clock());
    for (const sender of senders.values()) sender.start();
    worker.start();
    timers = [setInterval(watch, watchEveryMs), setInterval(sweep, SWEEP_EVERY_MS)];
    for (const timer of timers) timer.unref();
    sweep();
    // what the last run did not come to the end of
    fillOn();
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
        outreach.tick();
        desk.tick();
      });
    } catch (error) {
      log.error("watch.failed", { error: error instanceof Error ? error.name : "error" });
    }
    // a command beside this program may have queued or started something
    wakeAll();
    fillOn();
  }

  /** Once a day, also when the program was not running at the hour. */
  function sweep(): void {
    const now = clock();
    const last = stores.done.last("sweep");
    if (last && now.getTime() - last.getTime() < DAY_MS) return;
    try {
      const swept = stores.tidy(now, retention());
      sweepFiles(new Date(now.getTime() - retention().messageDays * DAY_MS));
      stores.done.mark("sweep", now);
      log.info("swept", { rows: swept });
    } catch (error) {
      // a command may be at work on the store just now: it is tried again in some minutes
      log.error("sweep.failed", { error: error instanceof Error ? error.name : "error" });
    }
  }

  function waiting(): boolean {
    return (
      stores.inbox.due(clock(), 1).length > 0 || channels.some(({ account }) => stores.outbox.next(account, clock()))
    );
  }

  let stopped: Promise<void> | undefined;

  async function end(): Promise<void> {
    ending = true;
    for (const timer of timers) clearInterval(timer);
    // what has come in is answered first, as far as the time allows; the rest waits for the next start
    for (let waited = 0; waited < DRAIN_MS && waiting(); waited += 50)
      await new Promise((resolve) => setTimeout(resolve, 50));
    await worker.stop();
    await stopApp();
    await Promise.all([...senders.values()].map((sender) => sender.stop()));
    await Promise.allSettled(channels.map((channel) => channel.stop()));
    stores.close();
  }

  return {
    start,
    health() {
      const states = channels.map((channel) => ({ channel, state: channel.state() }));
      const tickets = stores.tickets.allOpen();
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
        tickets: { open: tickets.length, waiting: tickets.filter(({ waitingSince }) => waitingSince).length },
      };
    },
    stop: () => (stopped ??= end()),
  };
}

/** Nothing with a number that belongs to a person goes any further, not even into our own store. */
function atTheDoor(message: InboundMessage): InboundMessage {
  const { text } = maskIdNumbers(message.text);
  const { attachment, desk } = message;
  return {
    ...message,
    text,
    ...(message.quoted === undefined ? {} : { quoted: maskIdNumbers(message.quoted).text }),
    ...(message.senderName === undefined ? {} : { senderName: plainName(maskIdNumbers(message.senderName).text) }),
    ...(attachment?.fileName === undefined
      ? {}
      : { attachment: { ...attachment, fileName: maskIdNumbers(attachment.fileName).text } }),
    ...(desk ? { desk: { ...desk, by: { ...desk.by, name: plainName(maskIdNumbers(desk.by.name).text) } } } : {}),
  };
}
