import { setImmediate as otherWork } from "node:timers/promises";
import { Cron } from "croner";
import type { ContactStore } from "../contacts/contact.ts";
import type { Clock } from "../lib/clock.ts";
import type { Zone } from "../lib/zones.ts";
import type { ChannelName, OutboundMessage } from "../message.ts";
import type { BroadcastSettings, StaffMember } from "../settings/settings.ts";
import type { Audience, AudienceRules, AudienceSkip, AudienceStore } from "./audience.ts";
import type { Broadcasts, CampaignStatus, Outcome, Preflight, ReceiptRow, Remark, Sample } from "./broadcasts.ts";
import { moved, type Campaign, type CampaignEvent, type CampaignNote, type CampaignStore } from "./campaign.ts";
import type { Engine } from "./engine.ts";
import { estimateEnd } from "./estimate.ts";
import type { LedgerStore, StoppedAccount, StopStore } from "./ledger.ts";

/** Contacts that are looked at in one go: some tens of milliseconds, then others get their turn. */
export const PAGE = 500;

/** Samples on a card. */
const SAMPLES = 3;
const DAY_MS = 86_400_000;

/** How far back the same text to the same people is warned of. */
const SAME_TEXT_DAYS = 7;

/** Newest campaigns that are searched for the same text. */
const SAME_TEXT_AMONG = 100;

/** From this duration on it is said that it takes long, in days. */
const LONG_DAYS = 3;

/** Under this share of those who are meant, it is said how few get it. */
const FEW_PERCENT = 50;

/** More than that is not listed: staff ask the people that are. */
const MOST_UNKNOWN = 20;

/** Rows of a receipt that are read in one go. */
const RECEIPT_PAGE = 1_000;

/** What can be said of a text before it is sent, by whoever knows the knowledge. */
export type ContentCheck = (
  content: Campaign["content"],
  /** When it is to go out: figures have to be right then. */
  on: Date,
) => {
  problems: Remark[];
  warnings: Remark[];
  /** Variables without which nothing can be said to somebody. */
  uses: { nama: boolean; wilayah: boolean };
};

/** The text that a contact, or somebody of that name, would get; undefined when something of it is not known of them. */
export type RenderFor = (
  campaign: Pick<Campaign, "id" | "content">,
  contact: string | { name: string },
  channel: ChannelName,
) => Pick<OutboundMessage, "text" | "choices" | "picture"> | undefined;

/** What staff do with campaigns. Everything that changes something is one transaction. */
export function createBroadcasts({
  campaigns,
  ledger,
  audience: people,
  stops,
  contacts,
  engine,
  settings,
  rules,
  channelOf,
  checkContent,
  render,
  firstName,
  send,
  testMark,
  isFile,
  atomically,
  clock,
}: {
  campaigns: CampaignStore;
  ledger: LedgerStore;
  audience: AudienceStore;
  stops: StopStore;
  contacts: Pick<ContactStore, "get">;
  engine: Pick<Engine, "limits" | "sentLately">;
  settings: () => BroadcastSettings;
  rules: (now: Date) => AudienceRules;
  channelOf: (account: string) => ChannelName;
  checkContent: ContentCheck;
  render: RenderFor;
  firstName: (contactId: string) => string | undefined;
  send: (out: { key: string; account: string; message: OutboundMessage }) => void;
  /** The line that a test message begins with. */
  testMark: string;
  /** Whether a file that goes along is there. */
  isFile: (path: string) => boolean;
  atomically: <T>(work: () => T) => T;
  clock: Clock;
}): Broadcasts {
  const refuse = (key: string, values?: Remark["values"]): Extract<Outcome, { ok: false }> => ({
    ok: false,
    problem: { key: `broadcast.problem.${key}`, ...(values ? { values } : {}) },
  });

  const may = (by: StaffMember, what: keyof BroadcastSettings["roles"]) => settings().roles[what].includes(by.role);

  /** Does something with a campaign when the role, the state and `guard` allow it. */
  function change(
    id: number,
    by: StaffMember,
    { event, role, guard, note }: Wish,
    next: (campaign: Campaign, now: Date) => Campaign,
  ): Outcome {
    return atomically(() => {
      const now = clock();
      const campaign = campaigns.get(id);
      if (!campaign || campaign.kind !== "broadcast") return refuse("not-found", { id });
      if (!may(by, role)) return refuse("role");
      const state = moved(campaign.state, event);
      if (!state) return refuse("state", { state: campaign.state });
      const problem = guard?.(campaign, now);
      if (problem) return problem;
      const changed = next({ ...campaign, state }, now);
      campaigns.save(changed);
      const detail = note?.(changed);
      campaigns.note(id, { at: now, by: by.id, what: event, ...(detail === undefined ? {} : { detail }) });
      return { ok: true, campaign: changed };
    });
  }

  function contentProblem(content: Campaign["content"]): Outcome | undefined {
    const problem = checkContent(content, clock()).problems[0];
    if (problem) return { ok: false, problem };
    return content.file && !isFile(content.file.path) ? refuse("no-file") : undefined;
  }

  /** All contacts, page by page, as one. */
  async function survey(audience: Audience, now: Date) {
    const total = {
      recipients: 0,
      byAccount: {} as Record<string, Partial<Record<Zone, number>>>,
      skipped: {} as Partial<Record<AudienceSkip, number>>,
      withoutName: 0,
      withoutRegion: 0,
      languages: {} as Record<string, number>,
      samples: [] as string[],
    };
    for (let after: string | undefined = ""; after !== undefined;) {
      const page = people.survey({ audience, rules: rules(now), after, limit: PAGE });
      total.recipients += page.recipients;
      total.withoutName += page.withoutName;
      total.withoutRegion += page.withoutRegion;
      addAll(total.skipped, page.skipped);
      addAll(total.languages, page.languages);
      for (const [account, zones] of Object.entries(page.byAccount)) addAll((total.byAccount[account] ??= {}), zones);
      // from the first pages alone they would all be people who came early
      total.samples = spread([...total.samples, ...page.samples], SAMPLES);
      after = page.next;
      if (after !== undefined) await otherWork();
    }
    return total;
  }

  function sampleOf(campaign: Campaign, contactId: string): Sample | undefined {
    const contact = contacts.get(contactId);
    const meant = new Set(campaign.audience.channels ?? Object.keys(rules(clock()).accounts));
    const address = contact?.addresses.find(({ channel, reachable }) => reachable && meant.has(channel));
    const words = address && render(campaign, contactId, address.channel);
    if (!words) return undefined;
    const name = firstName(contactId);
    return {
      channel: address.channel,
      contactId,
      text: words.text,
      ...(name === undefined ? {} : { firstName: name }),
    };
  }

  /** The same words to the same people within the last days. */
  function sameBefore(campaign: Campaign, now: Date): Campaign | undefined {
    const of = ({ content, audience }: Campaign) => JSON.stringify([content.texts, audience]);
    return campaigns
      .newest(SAME_TEXT_AMONG)
      .find(
        (other) =>
          other.id !== campaign.id &&
          other.startedAt !== undefined &&
          now.getTime() - other.startedAt.getTime() < SAME_TEXT_DAYS * DAY_MS &&
          of(other) === of(campaign),
      );
  }

  function end(waiting: CampaignStatus["counts"]["waiting"], from: Date): Date | undefined {
    return estimateEnd({
      from,
      waiting,
      limits: engine.limits,
      sent: (account) => engine.sentLately(account, from),
      quiet: settings().quiet,
    });
  }

  async function preflight(id: number): Promise<Preflight | undefined> {
    const campaign = campaigns.get(id);
    if (!campaign) return undefined;
    const now = clock();
    const { content, audience } = campaign;
    const found = await survey(audience, now);
    const startsAt = campaign.startAt && campaign.startAt > now ? campaign.startAt : now;
    const checked = checkContent(content, startsAt);
    const problems = [...checked.problems];
    const warnings = [...checked.warnings];
    const problem = (key: string, values?: Remark["values"]) =>
      problems.push({ key: `broadcast.problem.${key}`, ...(values ? { values } : {}) });
    const warn = (key: string, values?: Remark["values"]) =>
      warnings.push({ key: `broadcast.warning.${key}`, ...(values ? { values } : {}) });
    if (content.file && !isFile(content.file.path)) problem("no-file");
    if (found.recipients === 0) problem("no-recipients");
    if (checked.uses.nama && found.withoutName > 0) problem("missing-name", { count: found.withoutName });
    if (checked.uses.wilayah && found.withoutRegion > 0) problem("missing-region", { count: found.withoutRegion });
    for (const account of Object.keys(found.byAccount)) {
      const stopped = stops.stoppedAccount(account);
      if (stopped) problem("account-stopped", { account, why: stopped.why });
    }
    const same = sameBefore(campaign, now);
    if (same) warn("same-text", { id: same.id, date: same.startedAt?.toISOString() ?? "" });
    const endsAt = found.recipients === 0 ? undefined : end(found.byAccount, startsAt);
    const days = endsAt ? Math.ceil((endsAt.getTime() - startsAt.getTime()) / DAY_MS) : 0;
    if (days >= LONG_DAYS) warn("long", { days });
    if (!checked.uses.nama && found.withoutName > 0 && /\{\s*nama\b/i.test(Object.values(content.texts).join(" ")))
      warn("no-name", { count: found.withoutName });
    for (const [language, count] of Object.entries(found.languages))
      if (content.texts[language] === undefined && Object.keys(content.texts).length > 1)
        warn("no-language", { count, language });
    const percent = Math.floor((100 * found.recipients) / Math.max(1, found.recipients + sum(found.skipped)));
    if (found.recipients > 0 && percent < FEW_PERCENT) warn("few-reachable", { percent });
    const byChannel: Partial<Record<ChannelName, number>> = {};
    for (const [account, zones] of Object.entries(found.byAccount))
      addAll(byChannel, { [channelOf(account)]: sum(zones) });
    return {
      campaign,
      recipients: found.recipients,
      byChannel,
      skipped: found.skipped,
      samples: found.samples.flatMap((contactId) => sampleOf(campaign, contactId) ?? []),
      startsAt,
      ...(endsAt ? { endsAt } : {}),
      problems,
      warnings,
      needsSecond: found.recipients > settings().secondPersonAbove,
    };
  }

  /** Accounts on which the campaign still has somebody to write to, and nothing goes out. */
  function stoppedOf(id: number, counts = ledger.counts(id)): StoppedAccount[] {
    return Object.keys(counts.waiting).flatMap((account) => stops.stoppedAccount(account) ?? []);
  }

  function status(id: number): CampaignStatus | undefined {
    const campaign = campaigns.get(id);
    if (!campaign) return undefined;
    const counts = ledger.counts(id);
    const now = clock();
    const stopped = stoppedOf(id, counts);
    const waits = Object.keys(counts.waiting).length > 0;
    const endsAt = campaign.state === "running" && waits ? end(counts.waiting, now) : undefined;
    const unknown = ledger.list({ campaign: id, after: 0, limit: MOST_UNKNOWN, statuses: ["unknown"] });
    return {
      campaign,
      counts,
      stopped,
      ...(endsAt ? { endsAt } : {}),
      unknown: unknown.map(({ contactId, address, takenAt }) => {
        const name = firstName(contactId);
        return {
          contactId,
          channel: address.channel,
          ...(name === undefined ? {} : { firstName: name }),
          ...(takenAt ? { at: takenAt } : {}),
        };
      }),
    };
  }

  function* receipt(id: number): Iterable<ReceiptRow> {
    const choices = campaigns.get(id)?.content.choices ?? [];
    for (let after = 0; ;) {
      const page = ledger.list({ campaign: id, after, limit: RECEIPT_PAGE });
      for (const { contactId, account, zone, status: state, reason, takenAt, address, answer } of page) {
        const said = answer === undefined ? undefined : choices[answer];
        yield {
          contactId,
          account,
          zone,
          status: state,
          channel: address.channel,
          ...(reason === undefined ? {} : { reason }),
          ...(takenAt === undefined ? {} : { takenAt }),
          ...(said === undefined ? {} : { answer: said }),
        };
      }
      const last = page.at(-1);
      if (!last || page.length < RECEIPT_PAGE) return;
      after = last.seq;
    }
  }

  return {
    create(by, { name, content, audience }) {
      if (!may(by, "write")) return refuse("role");
      const problem = contentProblem(content);
      if (problem) return problem;
      return atomically(() => {
        const now = clock();
        const campaign = campaigns.add({
          kind: "broadcast",
          name: name?.trim() || firstWords(content.texts.id),
          content,
          audience,
          state: "draft",
          createdBy: by.id,
          createdAt: now,
          filled: false,
        });
        campaigns.note(campaign.id, { at: now, by: by.id, what: "create" });
        return { ok: true, campaign };
      });
    },
    edit: (id, by, { name, content, audience }) =>
      change(
        id,
        by,
        { event: "edit", role: "write", guard: () => (content ? contentProblem(content) : undefined) },
        ({ approvedBy: _by, approvedFor: _for, startAt: _at, repeat: _repeat, ...campaign }) => ({
          ...campaign,
          name: name?.trim() || campaign.name,
          content: content ?? campaign.content,
          audience: audience ?? campaign.audience,
        }),
      ),
    preflight,
    test(id, by, { account, address }) {
      const campaign = campaigns.get(id);
      if (!campaign || campaign.kind !== "broadcast") return refuse("not-found", { id });
      if (!may(by, "write")) return refuse("role");
      const words = render(campaign, { name: by.name }, address.channel);
      if (!words) return refuse("missing-name", { count: 1 });
      return atomically(() => {
        const now = clock();
        send({
          key: `test:${id}:${now.getTime()}`,
          account,
          message: { ...words, to: address, text: `${testMark}\n\n${words.text}` },
        });
        campaigns.note(id, { at: now, by: by.id, what: "test" });
        return { ok: true, campaign };
      });
    },
    approve: (id, by, recipients) =>
      change(
        id,
        by,
        {
          event: "approve",
          role: "approve",
          guard: ({ createdBy, content }) => {
            if (recipients === 0) return refuse("no-recipients");
            const second = recipients > settings().secondPersonAbove;
            return second && createdBy === by.id ? refuse("own-approval") : contentProblem(content);
          },
          note: () => String(recipients),
        },
        (campaign) => ({ ...campaign, approvedBy: by.id, approvedFor: recipients }),
      ),
    start(id, by, { at, repeat } = {}) {
      const later = at !== undefined && at > clock();
      const pattern = repeat && cronOf(repeat);
      if (at && !later) return refuse("past-time");
      if (repeat && !pattern) return refuse("bad-cron");
      const first = at ?? pattern?.nextRun(clock()) ?? undefined;
      if (repeat && !first) return refuse("bad-cron");
      return change(
        id,
        by,
        { event: first ? "schedule" : "start", role: "write", note: ({ startAt }) => startAt?.toISOString() },
        (campaign, now) =>
          first
            ? { ...campaign, startAt: first, ...(repeat ? { repeat } : {}) }
            : { ...campaign, startAt: now, startedAt: now },
      );
    },
    pause: (id, by) =>
      change(id, by, { event: "pause", role: "stop" }, (campaign, at) => ({
        ...campaign,
        pause: { reason: "staff", by: by.id, at },
      })),
    resume(id, by) {
      return change(
        id,
        by,
        {
          event: "resume",
          role: "stop",
          // what was stopped for a reason takes more than a tap of anybody
          guard: ({ pause }) =>
            may(by, "approve") || (pause?.reason === "staff" && stoppedOf(id).length === 0)
              ? undefined
              : refuse("role"),
        },
        ({ pause, approvedFor, ...campaign }, now) => {
          for (const { account } of stoppedOf(id)) stops.reopenAccount(account, now);
          // paused before its time had come: it goes on waiting
          if (!campaign.startedAt && campaign.startAt && campaign.startAt > now && pause?.reason === "staff")
            return { ...campaign, state: "scheduled", ...(approvedFor === undefined ? {} : { approvedFor }) };
          return {
            ...campaign,
            startedAt: campaign.startedAt ?? now,
            // whoever goes on has seen how many it became
            ...(approvedFor === undefined || pause?.reason === "grown" ? {} : { approvedFor }),
          };
        },
      );
    },
    cancel: (id, by) =>
      change(id, by, { event: "cancel", role: "stop" }, (campaign, endedAt) => ({ ...campaign, endedAt })),
    reopen(by) {
      if (!may(by, "approve")) return refuse("role");
      return atomically(() => {
        const now = clock();
        const accounts = Object.values(rules(now).accounts).filter((account) => stops.stoppedAccount(account));
        for (const account of accounts) stops.reopenAccount(account, now);
        return { ok: true, accounts };
      });
    },
    get: (id) => campaigns.get(id),
    newest: (limit) => campaigns.newest(limit),
    status,
    receipt,
  };
}

type Wish = {
  event: CampaignEvent & CampaignNote["what"];
  role: keyof BroadcastSettings["roles"];
  guard?: (campaign: Campaign, now: Date) => Outcome | undefined;
  /** What is noted besides. */
  note?: (campaign: Campaign) => string | undefined;
};

/** Repeats that are looked at, and how far apart they are at least: the same news more than once a day is a slip. */
const FEW_RUNS = 20;
const LEAST_GAP_MS = 20 * 3_600_000;

/** A cron pattern that is one and comes at most once a day; undefined otherwise. Five fields: no matter of seconds. */
export function cronOf({ cron, timeZone }: NonNullable<Campaign["repeat"]>): Cron | undefined {
  if (cron.trim().split(/\s+/).length !== 5) return undefined;
  try {
    const pattern = new Cron(cron, { timezone: timeZone, paused: true });
    const runs = pattern.nextRuns(FEW_RUNS);
    const close = runs.some(
      (run, index) => index > 0 && run.getTime() - (runs[index - 1]?.getTime() ?? 0) < LEAST_GAP_MS,
    );
    return close ? undefined : pattern;
  } catch {
    return undefined;
  }
}

function addAll<Key extends string>(
  total: Partial<Record<Key, number>>,
  more: Readonly<Partial<Record<Key, number>>>,
): void {
  for (const [key, count] of Object.entries(more) as [Key, number][]) total[key] = (total[key] ?? 0) + count;
}

function sum(counts: Readonly<Partial<Record<string, number>>>): number {
  return Object.values(counts).reduce<number>((total, count) => total + (count ?? 0), 0);
}

/** At most so many of a list, the first and the last among them. */
function spread<Item>(list: readonly Item[], most: number): Item[] {
  if (list.length <= most) return [...list];
  const step = (list.length - 1) / Math.max(1, most - 1);
  return Array.from({ length: most }, (_, index) => list[Math.round(index * step)] as Item);
}

/** The beginning of a text, for a list. */
function firstWords(text: string): string {
  const words = text.trim().split(/\s+/).slice(0, 6).join(" ");
  return words.length > 40 ? `${words.slice(0, 39)}…` : words;
}
