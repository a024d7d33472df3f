import type { SendResult } from "../channels/channel.ts";
import type { Contact, ContactStore } from "../contacts/contact.ts";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import { zoneOfRegion, type Zone } from "../lib/zones.ts";
import type { Address, ChannelName, OutboundMessage } from "../message.ts";
import type { Delivery, Outreach, OutboxStore } from "../outbox.ts";
import type { BroadcastSettings } from "../settings/settings.ts";
import { tripReason } from "./breaker.ts";
import { moved, type Campaign, type CampaignKind, type CampaignStore } from "./campaign.ts";
import type { LedgerStore, Recipient, RecipientSkip, StoppedAccount, StopStore } from "./ledger.ts";
import { ageDays, countedMs, createPacer, limitsOf, type Limits } from "./pace.ts";
import { openZones, quietUntil } from "./quiet.ts";
import { stopWord } from "./stop-words.ts";

/** What is said to one recipient now, or why nothing is: decided at the moment it goes out. */
export type Words = Pick<OutboundMessage, "text" | "choices" | "picture"> | { skip: RecipientSkip };

/** What each kind of campaign says, and whether the person still wants it. */
export type Kinds = Readonly<
  Record<CampaignKind, (campaign: Campaign, contact: Contact, to: Address, now: Date) => Words>
>;

/** The stores of the engine: of one transaction. */
export type EngineStores = {
  campaigns: CampaignStore;
  ledger: LedgerStore;
  stops: StopStore;
  contacts: Pick<ContactStore, "get">;
  outbox: Pick<OutboxStore, "take" | "putBack">;
};

/** Decides, message by message, what outreach goes out, and stops what could harm a number. */
export type Engine = Outreach & {
  /** The platform has restricted an account. */
  restricted(account: string): void;
  /** The network said later that a message of ours was refused; `detail` is its code. */
  refused(account: string, detail: string | undefined): void;
  /** Ceilings of an account at a time. */
  limits(account: string, at: Date): Limits;
  /** What was sent on an account as far back as its limits count. */
  sentLately(account: string, now: Date): readonly Date[];
};

/** Most people that are left out in one go before a reply gets its turn. */
const MOST_SKIPS = 200;
const DAY_MS = 86_400_000;

/** After this time it is asked again whether somebody still talks to staff. */
const BUSY_MS = 15 * 60_000;

/** How long somebody seems to write before a message comes, in ms: a part that is always there and one by chance. */
const COMPOSING_MS = { least: 1_200, more: 1_800 } as const;

/** WhatsApp refuses with these when an account may not write to people. */
const RESTRICTED = /\b(?:463|403)\b/;

export function createEngine({
  campaigns,
  ledger,
  stops,
  contacts,
  outbox,
  kinds,
  settings,
  channelOf,
  newMessageId = () => undefined,
  since,
  zone,
  compose = () => {},
  isBusy = () => false,
  onStop,
  onSent = () => {},
  random,
  clock,
  log,
}: EngineStores & {
  kinds: Kinds;
  settings: () => BroadcastSettings;
  channelOf: (account: string) => ChannelName;
  /** The id of a message before it is sent, where the platform lets us choose it. */
  newMessageId?: (account: string) => string | undefined;
  /** When an account began to be used. */
  since: (account: string) => Date | undefined;
  /** Of those whose region is not known. */
  zone: () => Zone;
  /** Shows the next one that somebody is writing. */
  compose?: (account: string, to: Address, ms: number) => void;
  /** Whether somebody of the staff speaks with them now: news from the bot would come in between. */
  isBusy?: (contactId: string) => boolean;
  /** All outreach on an account has been stopped. */
  onStop: (stop: StoppedAccount, paused: readonly Campaign[]) => void;
  /** A message of a campaign went out. */
  onSent?: (campaign: Campaign, recipient: Recipient, message: OutboundMessage) => void;
  /** From 0 to 1. */
  random: () => number;
  clock: Clock;
  log: Log;
}): Engine {
  const pacers = new Map<string, ReturnType<typeof createPacer>>();
  /** For which moment we already seem to be writing, by account. */
  const composed = new Map<string, number>();

  const limits = (account: string, at: Date): Limits => {
    const { pace } = settings();
    const channel = channelOf(account);
    // asked several times for each message; elsewhere an account's age does not matter
    if (channel !== "whatsapp") return limitsOf(channel, pace, 0);
    const from = pace.whatsapp.since === undefined ? since(account) : new Date(`${pace.whatsapp.since}T00:00:00Z`);
    return limitsOf(channel, pace, ageDays(from, at));
  };
  // without ceilings a day may hold millions that no limit counts
  const sentLately = (account: string, now: Date) =>
    ledger.takenSince(account, new Date(now.getTime() - countedMs(limits(account, now))));

  function pacerOf(account: string, now: Date): ReturnType<typeof createPacer> {
    let pacer = pacers.get(account);
    if (!pacer) {
      // ceilings hold over restarts
      pacer = createPacer({ limits: () => limits(account, clock()), taken: sentLately(account, now), random });
      pacers.set(account, pacer);
    }
    return pacer;
  }

  /** What runs by itself goes before what staff sent to many: it is little, and people wait for it on a day. */
  function running(): Campaign[] {
    const all = campaigns.inState("running");
    return all.length < 2
      ? all
      : all.toSorted((a, b) => Number(a.kind === "broadcast") - Number(b.kind === "broadcast"));
  }

  function next(account: string, now: Date): ReturnType<Outreach["next"]> {
    if (stops.stoppedAccount(account)) return undefined;
    const active = running();
    if (active.length === 0) return undefined;
    const ids = active.map(({ id }) => id);
    const open = openZones(now, settings().quiet);
    const slot = pacerOf(account, now).earliest(now);
    for (let skips = 0; skips < MOST_SKIPS;) {
      const recipient = open.length === 0 ? undefined : ledger.next(account, ids, open, now);
      if (!recipient) return later(account, ids, now);
      const choice = decide(recipient, active, now);
      if ("zone" in choice || "dueAt" in choice || "skip" in choice) {
        if ("zone" in choice) ledger.moveZone(recipient.seq, choice.zone);
        else if ("dueAt" in choice) ledger.putBack(recipient.seq, choice.dueAt, "talking to staff");
        else leaveOut(recipient, choice.skip, now);
        skips += 1;
        continue;
      }
      if (slot > now) return waitFor(account, slot, recipient, now);
      const row = take(recipient, choice, now);
      if (row) {
        pacerOf(account, now).took(now);
        return { row };
      }
      skips += 1;
    }
    return { at: now };
  }

  function leaveOut({ seq, campaign }: Recipient, reason: RecipientSkip, now: Date): void {
    ledger.skip(seq, reason, now);
    log.info("broadcast.skipped", { campaign, seq, reason });
  }

  /** When there may be something again: a try that is due, or the end of the night in a zone where somebody waits. */
  function later(account: string, ids: readonly number[], now: Date): { at: Date } | undefined {
    finish(ids, now);
    const { quiet } = settings();
    const times = [
      ledger.nextDue(account, ids, now),
      ...ledger.waitingZones(account, ids).map((zone) => quietUntil(now, zone, quiet)),
    ].flatMap((at) => (at && at > now ? [at.getTime()] : []));
    return times.length === 0 ? undefined : { at: new Date(Math.min(...times)) };
  }

  function waitFor(account: string, slot: Date, { address }: Recipient, now: Date): { at: Date } {
    if (limits(account, now).jitter === 0 || composed.get(account) === slot.getTime()) return { at: slot };
    const ms = COMPOSING_MS.least + random() * COMPOSING_MS.more;
    const begin = slot.getTime() - ms;
    if (now.getTime() < begin) return { at: new Date(begin) };
    composed.set(account, slot.getTime());
    compose(account, address, slot.getTime() - now.getTime());
    return { at: slot };
  }

  /**
   * What the recipient gets, by everything that is known now. `zone`: they live in another one than was thought;
   * `dueAt`: they are talking to somebody of the staff, and are asked about again then. Writes nothing.
   */
  function decide(
    recipient: Recipient,
    active: readonly Campaign[],
    now: Date,
  ): Words | { zone: Zone } | { dueAt: Date } {
    const campaign = active.find(({ id }) => id === recipient.campaign);
    const contact = contacts.get(recipient.contactId);
    if (!campaign || !contact) return { skip: "erased" };
    const here = zoneOfRegion(contact.region, zone());
    if (here !== recipient.zone) return { zone: here };
    if (contact.lastSeen === undefined) return { skip: "never-wrote" };
    const address = contact.addresses.find(
      ({ channel, chatId }) => channel === recipient.address.channel && chatId === recipient.address.chatId,
    );
    if (!address?.reachable) return { skip: "unreachable" };
    if (campaign.kind === "broadcast" && gotOneLately(recipient, now)) return { skip: "recent" };
    if (isBusy(contact.id)) return { dueAt: new Date(now.getTime() + BUSY_MS) };
    return kinds[campaign.kind](campaign, contact, recipient.address, now);
  }

  function gotOneLately({ contactId, campaign }: Recipient, now: Date): boolean {
    const { recentDays } = settings();
    const last = recentDays > 0 ? ledger.lastBroadcastTo(contactId, campaign) : undefined;
    return last !== undefined && now.getTime() - last.getTime() < recentDays * DAY_MS;
  }

  function take(recipient: Recipient, words: Exclude<Words, { skip: unknown }>, now: Date): Delivery | undefined {
    const { seq, campaign, contactId, account, address, attempts } = recipient;
    // the same one over all attempts
    const platformId = recipient.platformId ?? newMessageId(account);
    const message: OutboundMessage = { ...words, to: address };
    const key = `c:${campaign}:${contactId}`;
    const row = outbox.take({ key, account, message, priority: "broadcast", lane: contactId }, platformId, now);
    if (!row) {
      // the same message to the same person is in the outbox already, under another contact that has become this one
      ledger.skip(seq, "merged", now);
      return undefined;
    }
    ledger.taken(seq, row.seq, platformId, now);
    return { ...row, attempts };
  }

  /** Ends campaigns of which nobody is left. */
  function finish(ids: readonly number[], now: Date): void {
    for (const id of ids) {
      const campaign = campaigns.get(id);
      const state = campaign && moved(campaign.state, "finish");
      if (!campaign?.filled || !state || ledger.isOpen(id)) continue;
      campaigns.save({ ...campaign, state, endedAt: now });
      campaigns.note(id, { at: now, by: "program", what: "finish" });
      log.info("broadcast.done", { campaign: id });
    }
  }

  function settled(row: Delivery, result: SendResult, now: Date, retryAt?: Date): void {
    const { account } = row;
    if (row.priority === "broadcast") {
      const recipient = ledger.ofDelivery(row.seq);
      if (recipient && retryAt && !result.ok) {
        ledger.putBack(recipient.seq, retryAt, result.detail);
        outbox.putBack(row.seq);
      }
      const campaign = recipient && result.ok ? campaigns.get(recipient.campaign) : undefined;
      if (recipient && campaign) onSent(campaign, recipient, row.message);
    }
    if (result.ok || retryAt) return;
    if (result.reason === "restricted") stop(account, { why: "restricted" }, now);
    else if (row.priority === "broadcast") check(account, now);
  }

  function check(account: string, now: Date): void {
    const { breaker } = settings();
    const from = stops.reopenedAt(account) ?? new Date(0);
    const outcomes = ledger.outcomes(account, Math.max(breaker.window, breaker.missingAcks), from);
    const reason = tripReason(outcomes, breaker, channelOf(account));
    if (reason) stop(account, reason, now);
  }

  /** Everything on this number stands still until somebody of the staff has looked at it. */
  function stop(account: string, reason: NonNullable<ReturnType<typeof tripReason>>, now: Date): void {
    if (stops.stoppedAccount(account)) return;
    const stopped: StoppedAccount = { account, at: now, why: stopWord(reason) };
    stops.stopAccount(stopped);
    const paused: Campaign[] = [];
    for (const campaign of campaigns.inState("running")) {
      if (campaign.kind !== "broadcast" || ledger.waitingZones(account, [campaign.id]).length === 0) continue;
      const state = moved(campaign.state, "pause");
      if (!state) continue;
      const next: Campaign = {
        ...campaign,
        state,
        pause: { reason: "breaker", by: "program", at: now, why: stopped.why },
      };
      campaigns.save(next);
      campaigns.note(campaign.id, { at: now, by: "program", what: "breaker", detail: stopped.why });
      paused.push(next);
    }
    log.error("broadcast.stopped", { account, why: stopped.why, campaigns: paused.length });
    onStop(stopped, paused);
  }

  return {
    next,
    settled,
    restricted: (account) => stop(account, { why: "restricted" }, clock()),
    refused(account, detail = "") {
      if (RESTRICTED.test(detail)) stop(account, { why: "restricted" }, clock());
      else check(account, clock());
    },
    limits,
    sentLately,
  };
}
