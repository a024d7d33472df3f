import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type { Campaign } from "../../src/broadcast/campaign.ts";
import type { Recipient } from "../../src/broadcast/ledger.ts";
import type { Zone } from "../../src/lib/zones.ts";
import type { Delivery } from "../../src/outbox.ts";
import { openDatabase, IN_MEMORY } from "../../src/storage/sqlite/database.ts";
import { createSqliteLedger } from "../../src/storage/sqlite/ledger.ts";
import { MIGRATIONS } from "../../src/storage/sqlite/tables.ts";
import { DAY, describeStores, HOUR, whatsapp, type Kept } from "./forms.ts";

const WA = "wa-main";
const ZONES: readonly Zone[] = ["WIB", "WITA", "WIT"];

function addCampaign(kept: Kept, more: Partial<Campaign> = {}): number {
  return kept.campaigns.add({
    kind: "broadcast",
    name: "kabar",
    content: { texts: { id: "Kabar" } },
    audience: { topic: "safety", include: [], exclude: [] },
    state: "running",
    createdBy: "siti",
    createdAt: kept.now,
    filled: true,
    ...more,
  }).id;
}

type Person = { id?: string; zone?: Zone; account?: string; dueAt?: Date };

/** Somebody who is to get a campaign, by the chat they have. */
function addRecipient(kept: Kept, campaign: number, chatId: string, person: Person = {}): Recipient {
  const { id = kept.contacts.idOf(whatsapp(chatId)), zone = "WIB", account = WA, dueAt = kept.now } = person;
  expect(kept.ledger.add({ campaign, contactId: id, account, address: whatsapp(chatId), zone, dueAt })).toBe(true);
  const recipient = kept.ledger.get(campaign, id);
  if (!recipient) throw new Error("was not added");
  return recipient;
}

/** Hands one over to the outbox, as the engine does. */
function take(kept: Kept, { campaign, contactId, seq, address, account }: Recipient, platformId?: string): Delivery {
  const message = { to: address, text: "Kabar", choices: [] };
  const key = `c:${campaign}:${contactId}`;
  const row = kept.outbox.take({ key, account, message, priority: "broadcast" }, platformId, kept.now);
  if (!row) throw new Error("was in the outbox");
  kept.ledger.taken(seq, row.seq, platformId, kept.now);
  return row;
}

describeStores("a ledger", (kept) => {
  let campaign: number;
  beforeEach(() => void (campaign = addCampaign(kept)));

  const again = ({ campaign: of, contactId }: Recipient) => kept.ledger.get(of, contactId);
  const next = (campaigns: number[], zones = ZONES, account = WA) =>
    kept.ledger.next(account, campaigns, zones, kept.now)?.seq;

  it("has everybody once, as they were added", () => {
    const contactId = kept.contacts.idOf(whatsapp("a"));
    const row = addRecipient(kept, campaign, "a", { zone: "WIT", dueAt: kept.later(5) });
    expect(row).toStrictEqual({
      seq: 1,
      campaign,
      contactId,
      account: WA,
      address: whatsapp("a"),
      zone: "WIT",
      status: "queued",
      attempts: 0,
      dueAt: kept.later(5),
    });
    const twice = {
      campaign,
      contactId,
      account: "other",
      address: whatsapp("b"),
      zone: "WIB",
      dueAt: kept.now,
    } as const;
    expect(kept.ledger.add(twice)).toBe(false);
    expect(again(row)).toStrictEqual(row);
    expect(kept.ledger.add({ ...twice, campaign: addCampaign(kept) })).toBe(true);
    expect(kept.ledger.get(campaign, "nobody")).toBeUndefined();
  });

  describe("hands out", () => {
    it("campaigns in the order asked for, each in its own order, by zone, account and time", () => {
      const other = addCampaign(kept);
      const seqs = {
        late: addRecipient(kept, campaign, "a", { dueAt: kept.later(1) }).seq,
        wit: addRecipient(kept, campaign, "b", { zone: "WIT" }).seq,
        wib: addRecipient(kept, campaign, "c").seq,
        telegram: addRecipient(kept, campaign, "d", { account: "telegram" }).seq,
        other: addRecipient(kept, other, "a", { zone: "WITA" }).seq,
      };
      expect(next([campaign, other])).toBe(seqs.wit);
      expect(next([other, campaign])).toBe(seqs.other);
      expect(next([campaign, other], ["WIB"])).toBe(seqs.wib);
      expect(next([campaign, other], ["WITA"])).toBe(seqs.other);
      expect(next([campaign], ["WITA"])).toBeUndefined();
      expect(next([campaign], ZONES, "telegram")).toBe(seqs.telegram);
      expect(next([campaign], [])).toBeUndefined();
      expect(next([])).toBeUndefined();
      expect(kept.ledger.waitingZones(WA, [campaign, other])).toEqual(["WIB", "WITA", "WIT"]);
      expect(kept.ledger.waitingZones(WA, [other])).toEqual(["WITA"]);
      expect(kept.ledger.waitingZones("telegram", [campaign, other])).toEqual(["WIB"]);
      expect(kept.ledger.waitingZones(WA, [])).toEqual([]);
      expect(kept.ledger.nextDue(WA, [campaign, other], kept.now)).toEqual(kept.later(1));
      expect(kept.ledger.nextDue(WA, [other], kept.now)).toBeUndefined();
      expect(kept.ledger.nextDue("telegram", [campaign], kept.now)).toBeUndefined();
      expect(kept.ledger.nextDue(WA, [campaign], kept.later(1))).toBeUndefined();
      kept.now = kept.later(1);
      expect(next([campaign])).toBe(seqs.late);
    });

    it("nothing that was taken, skipped, or waits in the outbox itself", () => {
      const [a, b, c] = [
        addRecipient(kept, campaign, "a"),
        addRecipient(kept, campaign, "b"),
        addRecipient(kept, campaign, "c"),
      ];
      const row = take(kept, a);
      expect(next([campaign])).toBe(b.seq);
      kept.ledger.skip(b.seq, "no-consent", kept.now);
      expect(again(b)).toMatchObject({ status: "skipped", reason: "no-consent" });
      expect(next([campaign])).toBe(c.seq);
      kept.outbox.retry(row.seq, kept.later(9), "busy");
      expect(again(a)).toMatchObject({ status: "queued", reason: "busy" });
      expect(next([campaign])).toBe(c.seq);
      kept.ledger.moveZone(c.seq, "WIT");
      expect(next([campaign], ["WIB"])).toBeUndefined();
      expect(next([campaign], ["WIT"])).toBe(c.seq);
    });
  });

  describe("follows its delivery", () => {
    const settled = { read: 4, delivered: 3 };
    it.each<[what: string, happens: (seq: number) => void, becomes: Partial<Recipient>]>([
      [
        "sent",
        (seq) => kept.outbox.settle(seq, "sent", kept.now, { platformId: "net-1" }),
        { status: "sent", platformId: "net-1" },
      ],
      [
        "failed",
        (seq) => kept.outbox.settle(seq, "failed", kept.now, { reason: "blocked: 403" }),
        { status: "failed", reason: "blocked: 403" },
      ],
      [
        "in doubt",
        (seq) => kept.outbox.settle(seq, "unknown", kept.now, { reason: "stopped" }),
        { status: "unknown", reason: "stopped" },
      ],
      ["tried again", (seq) => kept.outbox.retry(seq, kept.later(1), "busy"), { status: "queued", reason: "busy" }],
      [
        "delivered",
        () => kept.outbox.receipt(WA, "own-1", "delivered", kept.later(settled.delivered)),
        { status: "delivered" },
      ],
      ["read", () => kept.outbox.receipt(WA, "own-1", "read", kept.later(settled.read)), { status: "read" }],
      [
        "refused later",
        (seq) => {
          kept.outbox.settle(seq, "sent", kept.now);
          kept.outbox.receipt(WA, "own-1", "failed", kept.later(1));
        },
        { status: "failed" },
      ],
      [
        "read, which takes the doubt away",
        (seq) => {
          kept.outbox.settle(seq, "unknown", kept.now, { reason: "stopped" });
          kept.outbox.receipt(WA, "own-1", "read", kept.later(1));
        },
        { status: "read" },
      ],
    ])("%s", (_, happens, becomes) => {
      const [a, b] = [addRecipient(kept, campaign, "a"), addRecipient(kept, campaign, "b")];
      const row = take(kept, a, "own-1");
      take(kept, b, "own-2");
      const taken = { status: "sending", attempts: 1, platformId: "own-1", takenAt: kept.now } as const;
      expect(again(a)).toStrictEqual({ ...a, ...taken });
      expect(kept.ledger.ofDelivery(row.seq)).toStrictEqual({ ...a, ...taken });
      happens(row.seq);
      expect(again(a)).toMatchObject({ ...taken, ...becomes });
      expect(again(b)).toMatchObject({ status: "sending", platformId: "own-2" });
    });

    it("until that is swept: the ledger stays", () => {
      const a = addRecipient(kept, campaign, "a");
      const row = take(kept, a, "own-1");
      kept.outbox.settle(row.seq, "sent", kept.now);
      const before = again(a);
      expect(kept.outbox.sweep(kept.later(1))).toBe(1);
      expect(again(a)).toStrictEqual(before);
      expect(kept.outbox.sweepKeys(kept.later(1))).toBe(1);
      expect(again(a)).toStrictEqual(before);
      expect(kept.outbox.find(row.key)).toBeUndefined();
    });

    it("and no reply of ours that has the same number elsewhere", () => {
      const a = addRecipient(kept, campaign, "a");
      const message = { to: whatsapp("a"), text: "jawaban", choices: [] };
      kept.outbox.add({ key: "reply", account: WA, message, priority: "reply" }, kept.now);
      const reply = kept.outbox.next(WA, kept.now);
      kept.outbox.settle(reply?.seq ?? 0, "sent", kept.now);
      expect(again(a)?.status).toBe("queued");
    });
  });

  it("puts back what did not go out: gone from the outbox, and due later under the same id", () => {
    const a = addRecipient(kept, campaign, "a");
    const row = take(kept, a, "own-1");
    kept.outbox.retry(row.seq, kept.later(HOUR), "busy");
    kept.ledger.putBack(a.seq, kept.later(HOUR), "retry: 429");
    kept.outbox.putBack(row.seq);
    expect(kept.outbox.find(row.key)).toBeUndefined();
    expect(kept.ledger.ofDelivery(row.seq)).toBeUndefined();
    expect(again(a)).toMatchObject({ status: "queued", reason: "retry: 429", platformId: "own-1", attempts: 1 });
    expect(next([campaign])).toBeUndefined();
    expect(kept.ledger.nextDue(WA, [campaign], kept.now)).toEqual(kept.later(HOUR));
    kept.now = kept.later(HOUR);
    expect(next([campaign])).toBe(a.seq);
    const second = take(kept, a);
    expect(second.seq).toBeGreaterThan(row.seq);
    expect(again(a)).toMatchObject({ status: "sending", platformId: "own-1", attempts: 2, takenAt: kept.now });
    expect(again(a)).not.toHaveProperty("reason");
  });

  it("what is settled is neither put back, nor taken or skipped again", () => {
    const a = addRecipient(kept, campaign, "a");
    const row = take(kept, a);
    kept.outbox.settle(row.seq, "sent", kept.now);
    const before = again(a);
    kept.outbox.putBack(row.seq);
    kept.ledger.putBack(a.seq, kept.later(1), "busy");
    kept.ledger.skip(a.seq, "recent", kept.now);
    kept.ledger.taken(a.seq, row.seq, "other", kept.later(1));
    expect(again(a)).toStrictEqual(before);
    expect(kept.outbox.find(row.key)?.status).toBe("sent");
  });

  it("counts by what became of everybody", () => {
    const empty = { total: 0, byStatus: {}, skipped: {}, failed: {}, waiting: {}, answers: {} };
    expect(kept.ledger.counts(campaign)).toEqual(empty);
    expect(kept.ledger.isOpen(campaign)).toBe(false);
    const rows = ["a", "b", "c", "d", "e", "f", "g", "h"].map((chat) => addRecipient(kept, campaign, chat));
    const [a, b, c, d, e, f, g, h] = rows as [Recipient, ...Recipient[]] & Record<number, Recipient>;
    addRecipient(kept, campaign, "i", { account: "telegram", zone: "WIT" });
    addRecipient(kept, addCampaign(kept), "a");
    for (const [row, reason] of [
      [a, "blocked: 403"],
      [b, "blocked: gone"],
      [c, "invalid: 400"],
    ] as const)
      kept.outbox.settle(take(kept, row!).seq, "failed", kept.now, { reason });
    const late = take(kept, d!, "own-1");
    kept.outbox.settle(late.seq, "sent", kept.now);
    kept.outbox.receipt(WA, "own-1", "failed", kept.now);
    kept.ledger.skip(e!.seq, "no-consent", kept.now);
    kept.outbox.settle(take(kept, f!).seq, "sent", kept.now);
    take(kept, g!);
    for (const [row, index] of [
      [f, 2],
      [f, 0],
      [g, 0],
      [h, 1],
    ] as const)
      kept.ledger.answered(row!.seq, index, kept.now);
    expect(kept.ledger.counts(campaign)).toEqual({
      total: 9,
      byStatus: { failed: 4, skipped: 1, sent: 1, sending: 1, queued: 2 },
      skipped: { "no-consent": 1 },
      failed: { blocked: 2, invalid: 1, later: 1 },
      waiting: { [WA]: { WIB: 1 }, telegram: { WIT: 1 } },
      answers: { 0: 2, 1: 1 },
    });
    expect(kept.ledger.isOpen(campaign)).toBe(true);
  });

  it("is open while one waits or is on the way", () => {
    const a = addRecipient(kept, campaign, "a");
    expect(kept.ledger.isOpen(campaign)).toBe(true);
    const row = take(kept, a);
    expect(kept.ledger.isOpen(campaign)).toBe(true);
    kept.outbox.settle(row.seq, "unknown", kept.now);
    expect(kept.ledger.isOpen(campaign)).toBe(false);
  });

  it("is listed a page at a time, all of it or some", () => {
    const other = addCampaign(kept);
    const rows = ["a", "b", "c"].map((chat) => {
      addRecipient(kept, other, chat);
      return addRecipient(kept, campaign, chat);
    });
    kept.ledger.skip(rows[1]!.seq, "recent", kept.now);
    kept.ledger.answered(rows[2]!.seq, 0, kept.now);
    const list = (after: number, limit: number, statuses?: Recipient["status"][]) =>
      kept.ledger.list({ campaign, after, limit, ...(statuses ? { statuses } : {}) });
    expect(list(0, 9)).toEqual([rows[0], again(rows[1]!), { ...rows[2], answer: 0 }]);
    expect(list(0, 2).map(({ seq }) => seq)).toEqual([rows[0]!.seq, rows[1]!.seq]);
    expect(list(rows[1]!.seq, 2).map(({ seq }) => seq)).toEqual([rows[2]!.seq]);
    expect(list(0, 9, ["skipped", "unknown"]).map(({ seq }) => seq)).toEqual([rows[1]!.seq]);
    expect(list(0, 9, [])).toEqual([]);
  });

  describe("knows what a contact was asked last", () => {
    const asking = { content: { texts: { id: "Datang?" }, choices: ["Ya", "Tidak"] } };

    it("of the campaigns with choices that went out since then", () => {
      const [first, second, plain, never] = [
        addCampaign(kept, asking),
        addCampaign(kept, asking),
        addCampaign(kept, { content: { texts: { id: "x" }, choices: [] } }),
        addCampaign(kept, asking),
      ];
      const id = kept.contacts.idOf(whatsapp("a"));
      const [one, two, three, four] = [first, second, plain, never].map((of) => addRecipient(kept, of, "a"));
      const since = kept.now;
      expect(kept.ledger.lastAsked(id, since)).toBeUndefined();
      kept.outbox.settle(take(kept, one!, "own-1").seq, "sent", kept.now);
      kept.now = kept.later(DAY);
      take(kept, two!, "own-2");
      kept.now = kept.later(DAY);
      take(kept, three!, "own-3");
      kept.outbox.settle(take(kept, four!, "own-4").seq, "failed", kept.now, { reason: "invalid: 400" });
      expect(kept.ledger.lastAsked(id, since)).toEqual({ campaign: second, seq: two!.seq });
      expect(kept.ledger.lastAsked(id, kept.now)).toBeUndefined();
      expect(kept.ledger.lastAsked("nobody", since)).toBeUndefined();
      // whoever quotes a message means that one
      expect(kept.ledger.lastAsked(id, since, "own-1")).toEqual({ campaign: first, seq: one!.seq });
      expect(kept.ledger.lastAsked(id, since, "own-3")).toBeUndefined();
      expect(kept.ledger.lastAsked(id, since, "something else")).toBeUndefined();
      expect(kept.ledger.lastAsked(kept.contacts.idOf(whatsapp("b")), since, "own-1")).toBeUndefined();
    });
  });

  it("knows when a contact last got something of staff", () => {
    const id = kept.contacts.idOf(whatsapp("a"));
    const own = addCampaign(kept, { kind: "pay-reminder" });
    const [one, two] = [addRecipient(kept, campaign, "a"), addRecipient(kept, own, "a")];
    expect(kept.ledger.lastBroadcastTo(id, 0)).toBeUndefined();
    const got = kept.now;
    const row = take(kept, one);
    kept.now = kept.later(DAY);
    take(kept, two);
    expect(kept.ledger.lastBroadcastTo(id, 0)).toEqual(got);
    expect(kept.ledger.lastBroadcastTo(id, campaign)).toBeUndefined();
    kept.outbox.settle(row.seq, "failed", kept.now, { reason: "invalid: 400" });
    expect(kept.ledger.lastBroadcastTo(id, 0)).toBeUndefined();
  });

  it("knows what an account has done lately", () => {
    const start = kept.now;
    const rows = ["a", "b", "c", "d"].map((chat) => addRecipient(kept, campaign, chat));
    addRecipient(kept, campaign, "z", { account: "telegram" });
    const deliveries = rows.map((row) => {
      kept.now = kept.later(1000);
      return take(kept, row);
    });
    const at = (seconds: number) => new Date(start.getTime() + seconds * 1000);
    expect(kept.ledger.takenSince(WA, start)).toEqual([at(1), at(2), at(3), at(4)]);
    // a ceiling is free again once its time is over, not a moment later
    expect(kept.ledger.takenSince(WA, at(2))).toEqual([at(3), at(4)]);
    expect(kept.ledger.takenSince("telegram", start)).toEqual([]);
    kept.outbox.settle(deliveries[0]!.seq, "sent", kept.now);
    kept.outbox.settle(deliveries[1]!.seq, "failed", kept.now, { reason: "restricted: 463" });
    kept.outbox.settle(deliveries[2]!.seq, "unknown", kept.now, { reason: "no answer" });
    const outcomes = [
      { status: "unknown", reason: "no answer" },
      { status: "failed", reason: "restricted: 463" },
      { status: "sent" },
    ];
    expect(kept.ledger.outcomes(WA, 9, start)).toStrictEqual(outcomes);
    expect(kept.ledger.outcomes(WA, 2, start)).toStrictEqual(outcomes.slice(0, 2));
    expect(kept.ledger.outcomes(WA, 9, at(2))).toStrictEqual(outcomes.slice(0, 1));
    expect(kept.ledger.outcomes("telegram", 9, start)).toEqual([]);
  });

  it("a delivery that is taken is on its way at once, and once only", () => {
    const message = { to: whatsapp("a"), text: "Kabar", choices: [] };
    const delivery = { key: "c:1:x", account: WA, message, priority: "broadcast" } as const;
    const row = kept.outbox.take(delivery, "own-1", kept.now);
    expect(row).toStrictEqual({ ...delivery, seq: row?.seq, status: "sending", platformId: "own-1", attempts: 0 });
    expect(kept.outbox.take(delivery, "own-2", kept.now)).toBeUndefined();
    expect(kept.outbox.add(delivery, kept.now)).toBe(false);
    expect(kept.outbox.next(WA, kept.now)).toBeUndefined();
    expect(kept.outbox.inDoubt(WA)).toStrictEqual([row]);
    kept.outbox.putBack(row?.seq ?? 0);
    expect(kept.outbox.inDoubt(WA)).toEqual([]);
    const second = kept.outbox.take(delivery, undefined, kept.now);
    expect(second).not.toHaveProperty("platformId");
  });
});

describe("a ledger that was kept before", () => {
  it("still knows who waits for a time of their own, and who is due at once", () => {
    const folder = mkdtempSync(join(tmpdir(), "sapa-ledger-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, "sapa.db");
    const [now, soon] = [new Date("2026-12-10T01:00:00Z"), new Date("2026-12-10T02:00:00Z")];
    const before = openDatabase({ path, migrations: MIGRATIONS.slice(0, 5) });
    for (const [id, kind, due] of [
      [1, "broadcast", now],
      [2, "pay-reminder", soon],
    ] as const) {
      before
        .prepare("insert into campaign (id, kind, state, body) values (?, ?, 'running', ?)")
        .run(id, kind, JSON.stringify({ createdAt: 0 }));
      before
        .prepare(
          `insert into recipient (campaign, contact_id, account, channel, chat_id, zone, status, due_at)
           values (?, 'a', 'tg-1', 'telegram', '5', 'WIB', 'queued', ?)`,
        )
        .run(id, due.getTime());
    }
    before.close();
    const db = openDatabase({ path, migrations: MIGRATIONS });
    const ledger = createSqliteLedger(db);
    expect(ledger.nextDue("tg-1", [1, 2], now)).toEqual(soon);
    expect(ledger.next("tg-1", [1], ["WIB"], now)).toMatchObject({ campaign: 1, contactId: "a" });
    expect(ledger.next("tg-1", [1], ["WIB"], new Date(now.getTime() - 1))).toMatchObject({ campaign: 1 });
    expect(ledger.next("tg-1", [2], ["WIB"], now)).toBeUndefined();
    expect(ledger.next("tg-1", [2], ["WIB"], soon)).not.toHaveProperty("reason");
    db.close();
  });
});

describe("with a million rows", () => {
  const plansOf = (ask: (ledger: ReturnType<typeof createSqliteLedger>) => unknown) => {
    const db = openDatabase({ path: IN_MEMORY, migrations: MIGRATIONS });
    const texts: string[] = [];
    ask(createSqliteLedger({ ...db, prepare: (sql) => (texts.push(sql), db.prepare(sql)) }));
    const plans = texts.flatMap((sql) => db.prepare(`explain query plan ${sql}`).all());
    db.close();
    return plans.map(({ detail }) => String(detail)).filter((detail) => / recipient\b/.test(detail));
  };
  const now = new Date("2026-11-24T05:00:00Z");

  it("the next one is looked up by campaign, account and zone, in order", () => {
    const plans = plansOf((ledger) => ledger.next(WA, [1, 2], ZONES, now));
    const byIndex = "SEARCH recipient USING INDEX recipient_next (campaign=? AND account=? AND zone=?)";
    expect(new Set(plans)).toEqual(new Set([byIndex, "SEARCH recipient USING INTEGER PRIMARY KEY (rowid=?)"]));
  });

  it.each<[what: string, ask: (ledger: ReturnType<typeof createSqliteLedger>) => unknown]>([
    ["waiting zones", (ledger) => ledger.waitingZones(WA, [1])],
    ["whether it is open", (ledger) => ledger.isOpen(1)],
    ["a delivery", (ledger) => ledger.ofDelivery(1)],
    ["what was asked last", (ledger) => ledger.lastAsked("a", now)],
    ["the last broadcast", (ledger) => ledger.lastBroadcastTo("a", 1)],
    ["what was taken", (ledger) => ledger.takenSince(WA, now)],
    ["how it went", (ledger) => ledger.outcomes(WA, 20, now)],
  ])("%s: nothing is read from one end to the other, or sorted", (_, ask) => {
    const plans = plansOf(ask);
    expect(plans.length).toBeGreaterThan(0);
    for (const plan of plans) expect(plan).toMatch(/^SEARCH recipient (EXISTS )?USING (COVERING )?INDEX recipient_/);
  });
});
