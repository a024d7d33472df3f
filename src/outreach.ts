import { existsSync } from "node:fs";
import type { Kit } from "./answers/answer.ts";
import { discountEnds, reminderTexts } from "./answers/reminder.ts";
import { checkFigures } from "./answers/figure-check.ts";
import type { AudienceRules } from "./broadcast/audience.ts";
import type { Broadcasts } from "./broadcast/broadcasts.ts";
import type { Campaign } from "./broadcast/campaign.ts";
import { createClockwork } from "./broadcast/clockwork.ts";
import { checkContent } from "./broadcast/content-check.ts";
import { createBroadcasts, type RenderFor } from "./broadcast/directing.ts";
import { createEngine, type Engine } from "./broadcast/engine.ts";
import { createWeeklyWork } from "./broadcast/leaders/weekly-work.ts";
import { reminderKinds } from "./broadcast/reminders/kinds.ts";
import { createReminderWork } from "./broadcast/reminders/work.ts";
import type { Links, StoppedAccount } from "./broadcast/ledger.ts";
import { render, spokenName } from "./broadcast/render.ts";
import type { Contact } from "./contacts/contact.ts";
import type { Send } from "./handoff/ports.ts";
import { dayOf } from "./lib/calendar.ts";
import type { Clock } from "./lib/clock.ts";
import type { Log } from "./lib/log.ts";
import { zoneOfName, type Zone } from "./lib/zones.ts";
import type { Address, Attachment, ChannelName } from "./message.ts";
import { createOutreachAnswers, type OutreachAnswers } from "./router/outreach-answers.ts";
import type { SettingsStore } from "./settings/settings.ts";
import { lastMoment } from "./staff/weekly.ts";
import type { Stores } from "./storage/stores.ts";

/** What only the channels can do; they come later than those who need it. */
export type ChannelHands = {
  /** The content of a file that came in on any channel. */
  fetch(attachment: Attachment): Promise<Uint8Array>;
  newMessageId(account: string): string | undefined;
  compose(account: string, to: Address, ms: number): void;
  /** Links by which people come to us, as far as accounts are known. */
  links(): Links;
};

/** Everything by which we write to people first. */
export type OutreachOffice = OutreachAnswers & {
  engine: Engine;
  broadcasts: Broadcasts;
  /** Told when something may go out now that could not before. */
  onChange(wake: () => void): void;
  /** What goes by the clock; to be called often, in a transaction of the stores. */
  tick(): void;
  /**
   * A piece of longer work: finds recipients of what was started, and whom to remind. In a transaction of the stores;
   * true when there is more.
   */
  work(): boolean;
  /** Told when all outreach on an account was stopped. */
  onStop(tell: (stop: StoppedAccount, paused: readonly Campaign[]) => void): void;
  connect(hands: ChannelHands): void;
  links(): Links;
  fetch(attachment: Attachment): Promise<Uint8Array>;
  /** Paths of files that a campaign still needs. */
  filesNeeded(): Set<string>;
};

/** Under this name it is kept when an account was first used. */
export const ACCOUNT_SINCE = "account:";

/** Office time at which community leaders hear of their week. */
const LEADER_LINES = { day: "monday", hour: 9 } as const;

/** Joins the rooms of outreach on the stores. */
export function createOutreach({
  stores,
  kit,
  settings,
  accounts,
  send,
  timeZone,
  random,
  clock,
  log,
  zone = () => zoneOfName(settings.current().office.timeZone ?? timeZone),
  answers = createOutreachAnswers({ stores, kit, zone, clock }),
}: {
  stores: Stores;
  kit: Kit;
  settings: SettingsStore;
  /** The account that writes to people on each channel. */
  accounts: Readonly<Partial<Record<ChannelName, string>>>;
  send: Send;
  timeZone: string;
  /** Of those whose region is not known. */
  zone?: () => Zone;
  answers?: OutreachAnswers;
  random: () => number;
  clock: Clock;
  log: Log;
}): OutreachOffice {
  const { contacts, consent, conversations, history } = stores;
  const { knowledge, say } = kit;
  const own = () => settings.current().broadcast;
  let wake: () => void = () => {};
  let tellStop: Parameters<OutreachOffice["onStop"]>[0] = () => {};
  let hands: ChannelHands | undefined;

  const channelOf = (account: string): ChannelName =>
    (Object.keys(accounts) as ChannelName[]).find((channel) => accounts[channel] === account) ?? "terminal";

  const rules = (now: Date): AudienceRules => ({ now, recentDays: own().recentDays, accounts, zone: zone() });

  const words = ({ id, content }: Pick<Campaign, "id" | "content">, channel: ChannelName, contact: Contact) =>
    render({
      content,
      person: {
        id: contact.id,
        ...(contact.name === undefined ? {} : { firstName: contact.name }),
        ...(contact.region === undefined ? {} : { regionName: knowledge.regions.name(contact.region) }),
        ...(contact.language === undefined ? {} : { language: contact.language }),
        ...(contact.replyLanguage === undefined ? {} : { replyLanguage: contact.replyLanguage }),
      },
      channel,
      campaignId: id,
      greetings: own().greetings,
      say,
    });

  const withFile = (campaign: Pick<Campaign, "content">) => {
    const { file } = campaign.content;
    if (!file) return {};
    const { path, mimeType, fileName } = file;
    return { picture: { path, mimeType, ...(fileName === undefined ? {} : { fileName }) } };
  };

  const renderFor: RenderFor = (campaign, who, channel) => {
    const contact = typeof who === "string" ? contacts.get(who) : stranger(who.name);
    if (!contact) return undefined;
    const said = words(campaign, channel, contact);
    return "missing" in said ? undefined : { ...said, ...withFile(campaign) };
  };

  const ends = discountEnds(kit);
  const texts = reminderTexts(kit);
  const reminding = createReminderWork({
    ...stores,
    accounts,
    zone,
    discountEnds: ends,
    nameOf: texts.campaignName,
    clock,
    log,
  });
  const weekly = createWeeklyWork({
    ...stores,
    reports: answers.reports,
    accounts,
    zone,
    lastMoment: (now) => lastMoment(now, LEADER_LINES, settings.current().office.timeZone ?? timeZone),
    clock,
    log,
  });

  const engine = createEngine({
    ...stores,
    kinds: {
      ...reminderKinds({ reminders: stores.reminders, texts, zone, discountEnds: ends }),
      "leader-report": weekly.kind,
      broadcast(campaign, contact, address) {
        if (!consent.of(contact.id).includes(campaign.audience.topic)) return { skip: "no-consent" };
        const said = words(campaign, address.channel, contact);
        return "missing" in said ? { skip: "no-text" } : { ...said, ...withFile(campaign) };
      },
    },
    settings: own,
    channelOf,
    newMessageId: (account) => hands?.newMessageId(account),
    since: (account) => stores.done.last(ACCOUNT_SINCE + account),
    zone,
    isBusy: (contactId) => stores.tickets.activeOf(contactId)?.owner === "staff",
    compose: (account, to, ms) => hands?.compose(account, to, ms),
    onStop: (stop, paused) => tellStop(stop, paused),
    onSent(campaign, { contactId, address }, { text }) {
      history.add(contactId, { author: "bot", at: clock(), text, kind: "text" });
      if (campaign.content.choices === undefined) return;
      // a number that they write now means one of these, and not of an older menu
      const memory = conversations.load(address);
      if (memory?.choices ?? memory?.asked)
        conversations.save(address, { ...memory, choices: undefined, asked: undefined });
    },
    random,
    clock,
    log,
  });

  const broadcasts = createBroadcasts({
    ...stores,
    engine,
    settings: own,
    rules,
    channelOf,
    checkContent: (content, on) =>
      checkContent(content, {
        figures: (text) => checkFigures(text, knowledge, dayOf(on, settings.current().office.timeZone ?? timeZone)),
        greetings: own().greetings,
        say,
      }),
    render: renderFor,
    firstName: (contactId) => spokenName(contacts.get(contactId)?.name),
    send,
    testMark: say("broadcast.test-mark"),
    isFile: existsSync,
    clock,
  });

  /** What may let something go out wakes those who send. */
  const waking =
    <Values extends unknown[], Result>(work: (...values: Values) => Result) =>
    (...values: Values): Result => {
      const result = work(...values);
      wake();
      return result;
    };

  const clockwork = createClockwork({ ...stores, rules, clock, log });

  return {
    ...answers,
    engine,
    work: () => clockwork.fill() || reminding.tick(),
    tick() {
      clockwork.tick();
      weekly.tick();
    },
    broadcasts: {
      ...broadcasts,
      start: waking(broadcasts.start),
      resume: waking(broadcasts.resume),
      reopen: waking(broadcasts.reopen),
    },
    onChange: (next) => void (wake = next),
    onStop: (tell) => void (tellStop = tell),
    connect: (given) => void (hands = given),
    links: () => hands?.links() ?? {},
    async fetch(attachment) {
      if (!hands) throw new Error("no channel runs");
      return hands.fetch(attachment);
    },
    filesNeeded: () =>
      new Set(
        stores.campaigns
          .inState("draft", "approved", "scheduled", "running", "paused")
          .flatMap(({ content }) => content.file?.path ?? []),
      ),
  };
}

/** Somebody of whom we know the name alone. */
function stranger(name: string): Contact {
  return { id: "", name, role: "staff", firstSeen: new Date(0), addresses: [] };
}
