import * as fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Audience, AudienceRules, Segment, Survey } from "../../src/broadcast/audience.ts";
import type { Recipient } from "../../src/broadcast/ledger.ts";
import type { Address } from "../../src/message.ts";
import { createSqliteAudience } from "../../src/storage/sqlite/audience.ts";
import { IN_MEMORY, openDatabase, type Database } from "../../src/storage/sqlite/database.ts";
import { createSqliteLedger } from "../../src/storage/sqlite/ledger.ts";
import { insert } from "../../src/storage/sqlite/sql.ts";
import { MIGRATIONS } from "../../src/storage/sqlite/tables.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { DAY, describeStores, telegram, whatsapp, type Kept } from "./forms.ts";
import { addCampaign, addRecipient } from "./fresh.ts";
import { ago, audiences, judge, NOW, people, rulesAtRandom, type Person } from "./people-at-random.ts";

const EVERYBODY: Audience = { topic: "safety", include: [], exclude: [] };
const RULES: AudienceRules = { now: NOW, recentDays: 3, accounts: { telegram: "tg", whatsapp: "wa" }, zone: "WIB" };

type Looking = Pick<Stores, "audience" | "ledger">;

/** What the pages of a survey add up to. */
function surveyed({ audience: store }: Pick<Looking, "audience">, audience: Audience, rules = RULES, limit = 1000) {
  const pages: Survey[] = [];
  for (let after: string | undefined = ""; after !== undefined; after = pages.at(-1)?.next)
    pages.push(store.survey({ audience, rules, after, limit }));
  const add = (into: Record<string, number>, from: Readonly<Record<string, number>>) => {
    for (const [key, count] of Object.entries(from)) into[key] = (into[key] ?? 0) + count;
  };
  const sum = { recipients: 0, withoutName: 0, withoutRegion: 0 };
  const [skipped, languages, byAccount]: Record<string, number>[] = [{}, {}, {}];
  for (const page of pages) {
    for (const key of ["recipients", "withoutName", "withoutRegion"] as const) sum[key] += page[key];
    add(skipped!, page.skipped);
    add(languages!, page.languages);
    for (const [account, zones] of Object.entries(page.byAccount))
      for (const [zone, count] of Object.entries(zones)) add(byAccount!, { [`${account} ${zone}`]: count });
  }
  return { ...sum, skipped, languages, byAccount, pages };
}

/** Fills a campaign's ledger page by page and gives it. */
function filled(
  { ledger }: Pick<Looking, "ledger">,
  id: number,
  audience: Audience,
  rules = RULES,
  limit = 1000,
): Recipient[] {
  const from = (cursor?: string) => ({ id, audience, ...(cursor === undefined ? {} : { cursor }) });
  let { cursor } = ledger.fill(from(), rules, limit);
  while (cursor !== undefined) ({ cursor } = ledger.fill(from(cursor), rules, limit));
  return ledger.list({ campaign: id, after: 0, limit: 1e6 });
}

describeStores("an audience", (kept) => {
  /** Somebody who wrote from these addresses, one after another, and agreed on the first. */
  function person(addresses: Address[], agreed: "agreed" | "not" = "agreed"): string {
    const [first] = addresses;
    const id = kept.contacts.idOf(first!);
    for (const address of addresses) {
      if (address !== first) kept.contacts.link(first!, address.chatId);
      kept.contacts.seen(id, kept.now, address);
    }
    if (agreed === "agreed") agree(id, first!);
    return id;
  }
  const agree = (id: string, { channel }: Address, granted = true) =>
    kept.consent.change(id, { topic: "safety", granted, at: kept.now, channel, wording: "YA", source: "person" });
  const campaign = (more: Partial<Parameters<Kept["campaigns"]["add"]>[0]> = {}) =>
    kept.campaigns.add({
      kind: "broadcast",
      name: "kabar",
      content: { texts: { id: "Kabar" } },
      audience: EVERYBODY,
      state: "running",
      createdBy: "siti",
      createdAt: kept.now,
      filled: false,
      ...more,
    }).id;

  it("of nobody is empty", () => {
    const nobody = {
      recipients: 0,
      byAccount: {},
      skipped: {},
      withoutName: 0,
      withoutRegion: 0,
      languages: {},
      samples: [],
    };
    expect(kept.audience.survey({ audience: EVERYBODY, rules: RULES, after: "", limit: 10 })).toStrictEqual(nobody);
    expect(filled(kept, campaign(), EVERYBODY)).toEqual([]);
  });

  it("is told by account, zone, language, and by what is not known", () => {
    const [ani, , budi] = [person([whatsapp("1")]), person([whatsapp("2")]), person([telegram("3")])];
    kept.contacts.learn(ani, { name: "Ani", region: "51.71", language: "su" });
    kept.contacts.learn(budi, { region: "91.03" });
    const survey = kept.audience.survey({ audience: EVERYBODY, rules: RULES, after: "", limit: 10 });
    expect(survey).toEqual({
      recipients: 3,
      byAccount: { wa: { WITA: 1, WIB: 1 }, tg: { WIT: 1 } },
      skipped: {},
      withoutName: 2,
      withoutRegion: 1,
      languages: { su: 1, id: 2 },
      samples: expect.any(Array),
    });
    expect(new Set(survey.samples).size).toBe(3);
  });

  it("leaves people out for the first reason that holds", () => {
    const imported = kept.contacts.idOf(whatsapp("imported"));
    agree(imported, whatsapp("imported"));
    person([{ channel: "terminal", chatId: "local" }]);
    const changed = person([whatsapp("changed")]);
    agree(changed, whatsapp("changed"), false);
    kept.contacts.setReachable(whatsapp("changed"), false);
    person([whatsapp("not")], "not");
    const blocked = person([whatsapp("blocked")]);
    kept.contacts.setReachable(whatsapp("blocked"), false);
    const recent = person([whatsapp("recent")]);
    const well = person([whatsapp("well")]);

    const earlier = campaign();
    for (const contactId of [blocked, recent]) {
      const address = whatsapp(contactId === blocked ? "blocked" : "recent");
      kept.ledger.add({ campaign: earlier, contactId, account: "wa", address, zone: "WIB", dueAt: kept.now });
      kept.ledger.taken(kept.ledger.get(earlier, contactId)!.seq, 1000, undefined, kept.now);
    }
    const skipped = { "never-wrote": 2, "no-consent": 2, unreachable: 1, recent: 1 };
    expect(surveyed(kept, EVERYBODY)).toMatchObject({ recipients: 1, skipped });
    expect(filled(kept, campaign(), EVERYBODY).map(({ contactId }) => contactId)).toEqual([well]);
    // three days of 24 hours later it is no longer lately
    const soon = { ...RULES, now: kept.later(3 * DAY - 1) };
    expect(surveyed(kept, EVERYBODY, soon).skipped).toEqual(skipped);
    const later = { ...RULES, now: kept.later(3 * DAY) };
    expect(surveyed(kept, EVERYBODY, later).skipped).not.toHaveProperty("recent");
    expect(surveyed(kept, EVERYBODY, { ...RULES, recentDays: 0 }).skipped).not.toHaveProperty("recent");
    const telegramOnly: AudienceRules = { ...RULES, accounts: { telegram: "tg" } };
    expect(surveyed(kept, EVERYBODY, telegramOnly)).toMatchObject({ recipients: 0, skipped: { unreachable: 3 } });
    expect(surveyed(kept, { ...EVERYBODY, channels: ["telegram"] })).toMatchObject({ skipped: { "never-wrote": 7 } });
  });

  it.each<[what: string, segment: Segment, who: string[]]>([
    ["everybody", {}, ["a", "b", "c", "d"]],
    ["a role", { roles: ["leader"] }, ["a"]],
    ["one of two occupations", { occupations: ["petani", "ojol"] }, ["b", "c"]],
    ["a region with all below it", { regions: ["32"] }, ["a", "b"]],
    ["a region alone", { regions: ["32.04"] }, ["b"]],
    ["the whole country", { regions: ["ID"] }, ["a", "b", "c", "d"]],
    ["two regions", { regions: ["32.04.01", "33", "32.04"] }, ["b", "c"]],
    ["a language that was told, or was not", { languages: ["id"] }, ["a", "d"]],
    ["seen lately", { seenWithinDays: 2 }, ["a", "b"]],
    ["not seen lately", { notSeenForDays: 2 }, ["c", "d"]],
    ["asked about anything of claims", { askedAbout: { intents: ["claim"] } }, ["a", "b"]],
    ["asked lately", { askedAbout: { intents: ["claim"], withinDays: 1 } }, ["a"]],
    ["a tag", { tags: ["pasar", "lain"] }, ["d"]],
    ["all of it together", { regions: ["32"], seenWithinDays: 2, askedAbout: { intents: ["claim.jht"] } }, ["b"]],
    ["a list without anything", { tags: [] }, []],
  ])("takes %s", (_, segment, who) => {
    const details = {
      a: { role: "leader", region: "32", language: "id" },
      b: { occupation: "petani", region: "32.04", language: "su" },
      c: { occupation: "ojol", region: "33.74", language: "jv" },
      d: { region: "320" },
    } as const;
    const daysAgo = { a: 0, b: 2, c: 2.5, d: 9 };
    const ids = new Map<string, string>();
    for (const chat of ["a", "b", "c", "d"] as const) {
      const id = person([whatsapp(chat)]);
      kept.contacts.learn(id, details[chat]);
      kept.contacts.seen(id, ago(daysAgo[chat]), whatsapp(chat));
      ids.set(id, chat);
    }
    const idOf = (chat: string) => kept.contacts.idOf(whatsapp(chat));
    kept.interests.asked(idOf("a"), "claim", ago(1));
    kept.interests.asked(idOf("b"), "claim.jht", ago(1.5));
    kept.interests.asked(idOf("c"), "claims", ago(0));
    kept.interests.tag(idOf("d"), "pasar");
    const names = (audience: Audience) =>
      filled(kept, campaign(), audience)
        .map(({ contactId }) => ids.get(contactId))
        .toSorted();
    expect(names({ ...EVERYBODY, include: [segment] })).toEqual(who);
    expect(names({ ...EVERYBODY, exclude: [segment] })).toEqual(
      ["a", "b", "c", "d"].filter((one) => !who.includes(one)),
    );
    expect(names({ ...EVERYBODY, include: [segment, { tags: ["pasar"] }] })).toEqual(
      [...new Set([...who, "d"])].toSorted(),
    );
  });

  it("writes to where somebody wrote from last, and never to what blocked us", () => {
    const id = person([whatsapp("628@phone"), whatsapp("42@lid")]);
    const to = () => filled(kept, campaign(), EVERYBODY)[0]?.address.chatId;
    kept.contacts.seen(id, kept.later(1), whatsapp("42@lid"));
    expect(to()).toBe("42@lid");
    kept.contacts.seen(id, kept.later(2), whatsapp("628@phone"));
    expect(to()).toBe("628@phone");
    kept.contacts.setReachable(whatsapp("628@phone"), false);
    expect(to()).toBe("42@lid");
  });

  it("leaves whoever is in the ledger as they are, however often it is filled", () => {
    const [a, b] = [person([whatsapp("a")]), person([whatsapp("b")])];
    const id = campaign();
    const first = filled(kept, id, EVERYBODY);
    expect(first.map(({ contactId }) => contactId).toSorted()).toEqual([a, b].toSorted());
    kept.ledger.taken(first[0]!.seq, 7, "own-1", kept.now);
    kept.ledger.moveZone(first[1]!.seq, "WIT");
    const before = kept.ledger.list({ campaign: id, after: 0, limit: 9 });
    expect(filled(kept, id, EVERYBODY)).toEqual(before);
    const c = person([whatsapp("c")]);
    expect(filled(kept, id, EVERYBODY).map(({ contactId }) => contactId)).toContain(c);
  });

  it("of twenty thousand is looked at page by page, the preview the same as what is sent", () => {
    kept.atomically(() => {
      for (let number = 0; number < 20_000; number++) {
        const address = number % 2 ? whatsapp(`${number}`) : telegram(`${number}`);
        const id = person([address], number % 10 === 0 ? "not" : "agreed");
        if (number % 3 === 0) kept.contacts.learn(id, { region: "73.71" });
      }
    });
    const { pages, ...sum } = surveyed(kept, EVERYBODY, RULES, 1500);
    expect(pages).toHaveLength(14);
    expect(sum).toMatchObject({ recipients: 18_000, skipped: { "no-consent": 2000 }, languages: { id: 18_000 } });
    for (const { samples } of pages) expect(new Set(samples).size).toBe(3);
    const id = campaign();
    const rows = filled(kept, id, EVERYBODY, RULES, 777);
    expect(new Set(rows.map(({ contactId }) => contactId)).size).toBe(18_000);
    const { waiting } = kept.ledger.counts(id);
    const flat = Object.entries(waiting).flatMap(([account, zones]) =>
      Object.entries(zones).map(([zone, count]) => [`${account} ${zone}`, count]),
    );
    expect(Object.fromEntries(flat)).toEqual(sum.byAccount);
  });
});

describe("over people and audiences at random", () => {
  it("the preview and the ledger are what the rules say, to the last person", () => {
    const db = openDatabase({ path: IN_MEMORY, migrations: MIGRATIONS });
    onTestFinished(() => db.close());
    const stores = { audience: createSqliteAudience(db), ledger: createSqliteLedger(db) };

    /** Runs what follows on empty tables. */
    function undone(work: () => void): void {
      const undo = new Error("undo");
      const all = () => {
        work();
        throw undo;
      };
      try {
        db.atomically(all);
      } catch (error) {
        if (error !== undo) throw error;
      }
    }

    const holds = (persons: readonly Person[], audience: Audience, rules: AudienceRules, limit: number) => {
      persons.forEach((person, index) => keep(db, idOf(index), person));
      const outcomes = persons.map((person) => judge(person, audience, rules));
      const skips = outcomes.flatMap((outcome) => (outcome && "skip" in outcome ? [outcome.skip] : []));
      const recipients = persons.flatMap((person, index) => {
        const outcome = outcomes[index];
        return outcome && "place" in outcome ? [{ id: idOf(index), person, ...outcome }] : [];
      });

      const { pages, ...sum } = surveyed(stores, audience, rules, limit);
      expect(sum).toEqual({
        recipients: recipients.length,
        withoutName: recipients.filter(({ person }) => person.name === undefined).length,
        withoutRegion: recipients.filter(({ person }) => person.region === undefined).length,
        skipped: tally(skips),
        languages: tally(recipients.map(({ person }) => person.language ?? "id")),
        byAccount: tally(recipients.map(({ account, zone }) => `${account} ${zone}`)),
      });
      const ids = recipients.map(({ id }) => id);
      for (const { samples, recipients: count } of pages) {
        expect(new Set(samples).size).toBe(Math.min(3, count));
        expect(ids).toEqual(expect.arrayContaining([...samples]));
      }
      const rows = filled(stores, addCampaign(db), audience, rules, limit);
      expect(rows).toMatchObject(
        recipients.map(({ id, person, place, account, zone }) => ({
          contactId: id,
          account,
          address: { channel: person.addresses[place]?.channel, chatId: chatOf(id, place) },
          zone,
          status: "queued",
          attempts: 0,
          dueAt: rules.now,
        })),
      );
    };
    fc.assert(
      fc.property(people, audiences, rulesAtRandom, fc.integer({ min: 1, max: 5 }), (...world) =>
        undone(() => holds(...world)),
      ),
      { numRuns: 250 },
    );
  });
});

const idOf = (index: number) => `id-${String(index).padStart(3, "0")}`;
const chatOf = (id: string, place: number) => `${id}@${place}`;

function tally(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

/** Writes a person into the tables. */
function keep(db: Database, id: string, person: Person): void {
  const time = (days: number | undefined) => (days === undefined ? null : ago(days).getTime());
  const { name = null, role, occupation = null, region = null, language = null, seen } = person;
  insert(db, "contact", { id, created_at: 0, name, role, occupation, region, language, seen_at: time(seen) });
  person.addresses.forEach(({ channel, reachable, wrote }, place) =>
    insert(db, "address", {
      channel,
      chat_id: chatOf(id, place),
      contact_id: id,
      reachable: reachable ? 1 : 0,
      seen_at: time(wrote),
    }),
  );
  for (const { topic, granted, at, channel } of person.consents) {
    const row = { topic, granted: granted ? 1 : 0, at: ago(at).getTime(), channel };
    insert(db, "consent", { contact_id: id, ...row, wording: "YA", source: "person" });
  }
  for (const { intent, at } of person.interests)
    insert(db, "interest", { contact_id: id, intent, at: ago(at).getTime() });
  for (const tag of person.tags) insert(db, "tag", { contact_id: id, tag });
  for (const { kind, status, at } of person.got) {
    const campaign = insert(db, "campaign", { kind, period: null, state: "done", body: "{}" });
    addRecipient(db, { campaign, contact_id: id, status, taken_at: ago(at).getTime() });
  }
}
