import { createSender } from "../../src/outbox.ts";
import type { Audience } from "../../src/broadcast/audience.ts";
import type { Campaign, Content } from "../../src/broadcast/campaign.ts";
import type { StoppedAccount } from "../../src/broadcast/ledger.ts";
import type { SendResult } from "../../src/channels/channel.ts";
import { TOPICS, type Topic } from "../../src/contacts/consent.ts";
import { setConsent } from "../../src/contacts/consents.ts";
import type { ContactDetails } from "../../src/contacts/contact.ts";
import { silentLog, type Log } from "../../src/lib/log.ts";
import type { ChannelName, OutboundMessage } from "../../src/message.ts";
import { createOutreach } from "../../src/outreach.ts";
import { DEFAULT_SETTINGS } from "../../src/settings/defaults.ts";
import type { BroadcastSettings, Settings, StaffMember } from "../../src/settings/settings.ts";
import { openMemoryStores } from "../../src/storage/sqlite/index.ts";
import { testApp } from "./app.ts";
import { createFakeChannel } from "./fake-channel.ts";
import { until } from "./wait.ts";

export const RINA: StaffMember = { id: "rina", name: "Rina", role: "lead", telegram: "500000001" };
export const BUDI: StaffMember = { id: "budi", name: "Budi", role: "agent", telegram: "500000002" };

/** Thursday 26 November 2026, 10.00 WIB. */
export const THURSDAY_TEN = new Date("2026-11-26T03:00:00Z");

const ACCOUNTS = { telegram: "tg-1", whatsapp: "wa-main" } as const;

/** What becomes of one send. */
export type Fate = SendResult | Promise<SendResult>;

/** Outreach on stores in memory, between staff and two networks that do what the test says. Faster than any real one. */
export async function openOutreach({
  at = THURSDAY_TEN,
  broadcast = {},
  still = false,
  random = Math.random,
  log = silentLog,
}: {
  at?: Date;
  broadcast?: Partial<BroadcastSettings>;
  /** The clock moves only when it is moved. */
  still?: boolean;
  random?: () => number;
  log?: Log;
} = {}) {
  const { kit } = await testApp();
  const beat = still ? () => 0 : Date.now;
  let aheadMs = at.getTime() - beat();
  const clock = () => new Date(beat() + aheadMs);
  const stores = openMemoryStores({ clock });
  let settings: Settings = {
    ...DEFAULT_SETTINGS,
    staff: [RINA, BUDI],
    broadcast: {
      ...DEFAULT_SETTINGS.broadcast,
      pace: { telegramPerSecond: 1e6, whatsapp: { perMinute: 1e6, perHour: 1e6, perDay: 1e6, since: "2020-01-01" } },
      ...broadcast,
    },
  };
  const stops: { stop: StoppedAccount; paused: readonly Campaign[] }[] = [];
  const outreach = createOutreach({
    stores,
    kit,
    settings: {
      current: () => settings,
      change: (edit) => void (settings = edit(settings)),
    },
    accounts: ACCOUNTS,
    send: (out) => {
      stores.outbox.add({ ...out, priority: "reply" }, clock());
      wake();
    },
    timeZone: "Asia/Jakarta",
    random,
    clock,
    log,
  });
  outreach.onStop((stop, paused) => void stops.push({ stop, paused }));
  outreach.onChange(() => wake());

  /** Everything sent so far, in order, with what became of it. */
  const sent: { channel: ChannelName; chatId: string; message: OutboundMessage }[] = [];
  /** Says what becomes of a send, and may do something beforehand. All goes well unless it says so. */
  let fate: (message: OutboundMessage, index: number) => Fate = () => ({ ok: true });
  let ids = 0;

  const senders = () =>
    (["telegram", "whatsapp"] as const).map((channel) =>
      createSender({
        outbox: stores.outbox,
        outreach: outreach.engine,
        channel: {
          ...createFakeChannel({ name: channel, account: ACCOUNTS[channel], repeatsSafely: channel === "whatsapp" }),
          async send(message) {
            sent.push({ channel, chatId: message.to.chatId, message });
            const result = await fate(message, sent.length - 1);
            return result.ok ? { platformId: `p${++ids}`, ...result } : result;
          },
        },
        onUnreachable: ({ message: { to } }) => stores.contacts.find(to) && stores.contacts.setReachable(to, false),
        onUnknown: () => {},
        atomically: (work) => stores.atomically(work),
        clock,
        log,
      }),
    );
  let running: ReturnType<typeof senders> = [];
  const wake = () => running.forEach((sender) => sender.wake());
  outreach.connect({
    newMessageId: (account) => (account === "wa-main" ? `w${++ids}` : undefined),
    links: () => ({}),
    compose: () => {},
    fetch: () => Promise.reject(new Error("no files here")),
  });

  let people = 0;

  return {
    ...outreach,
    stores,
    kit,
    clock,
    sent,
    stops,
    settings: () => settings,
    change: (edit: (settings: Settings) => Settings) => void (settings = edit(settings)),
    setFate: (next: typeof fate) => void (fate = next),
    skip: (ms: number) => void (aheadMs += ms),
    setTo: (instant: Date) => void (aheadMs = instant.getTime() - beat()),

    /** Somebody who wrote to us and agreed. Returns the contact's id. */
    person({
      channel = "telegram",
      topics = TOPICS,
      chatId = `${channel}-${++people}`,
      wrote = true,
      ...details
    }: {
      channel?: "telegram" | "whatsapp";
      topics?: readonly Topic[];
      chatId?: string;
      wrote?: boolean;
    } & ContactDetails = {}): string {
      const address = { channel, chatId };
      const id = stores.contacts.idOf(address);
      if (wrote) stores.contacts.seen(id, clock(), address);
      stores.contacts.learn(id, { name: "Asep", ...details });
      if (topics.length > 0)
        setConsent(stores.consent, id, topics, { at: clock(), channel, wording: "ya", source: "person" });
      return id;
    },

    /** A campaign that is approved for whoever gets it. */
    approved(content: Partial<Content> = {}, audience: Partial<Audience> = {}): number {
      const made = outreach.broadcasts.create(BUDI, {
        content: { texts: { id: "Kabar dari kami untuk {nama|Bapak/Ibu}." }, ...content },
        audience: { topic: "registration", include: [], exclude: [], ...audience },
      });
      if (!made.ok) throw new Error(made.problem.key);
      const approved = outreach.broadcasts.approve(made.campaign.id, RINA, 1_000_000);
      if (!approved.ok) throw new Error(approved.problem.key);
      return made.campaign.id;
    },

    /** Looks at all contacts of running campaigns, as the program does beside its other work. */
    fill(): void {
      while (stores.atomically(() => outreach.work()));
      wake();
    },

    /** Starts a campaign and its senders, and waits until it stands in one of these states. */
    async run(id: number, ...states: Campaign["state"][]): Promise<void> {
      const started = outreach.broadcasts.start(id, BUDI);
      if (!started.ok) throw new Error(started.problem.key);
      this.fill();
      this.startSending();
      await this.stands(id, ...(states.length > 0 ? states : ["done" as const]));
    },

    /** Queues an answer to somebody. */
    reply(channel: "telegram" | "whatsapp", chatId: string): void {
      const message = { to: { channel, chatId }, text: "jawaban", choices: [] };
      stores.outbox.add({ key: `reply:${chatId}`, account: ACCOUNTS[channel], priority: "reply", message }, clock());
      wake();
    },

    startSending(): void {
      running = senders();
      running.forEach((sender) => sender.start());
    },

    /** What is due is looked for now, and not when a timer says so. */
    wake: () => wake(),

    /** The senders are gone, as after a kill, if the network never answers to what is on its way. */
    crash(): void {
      for (const sender of running) void sender.stop();
      running = [];
    },

    async stopSending(): Promise<void> {
      await Promise.all(running.map((sender) => sender.stop()));
      running = [];
    },

    stands: (id: number, ...states: Campaign["state"][]) =>
      until(() => states.includes(outreach.broadcasts.get(id)?.state as Campaign["state"]), `campaign ${id} ${states}`),

    counts: (id: number) => stores.ledger.counts(id),

    async close(): Promise<void> {
      await this.stopSending();
      stores.close();
    },
  };
}

export type OutreachWorld = Awaited<ReturnType<typeof openOutreach>>;
