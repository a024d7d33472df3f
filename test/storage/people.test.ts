import { describe, expect, it } from "vitest";
import type { RecipientStatus } from "../../src/broadcast/ledger.ts";
import { createSqliteCampaigns } from "../../src/storage/sqlite/campaigns.ts";
import { createSqliteConsent } from "../../src/storage/sqlite/consent.ts";
import { countHeld } from "../../src/storage/sqlite/counts.ts";
import { createSqliteInterests } from "../../src/storage/sqlite/interests.ts";
import { createSqliteLedger } from "../../src/storage/sqlite/ledger.ts";
import { createSqliteLeaders } from "../../src/storage/sqlite/leaders.ts";
import { outreachOf } from "../../src/storage/sqlite/person-outreach.ts";
import { forgetRecipients } from "../../src/storage/sqlite/people.ts";
import { createSqliteReminders } from "../../src/storage/sqlite/reminders.ts";
import { all, insert, update } from "../../src/storage/sqlite/sql.ts";
import type { Row } from "../../src/storage/sqlite/tables.ts";
import { addCampaign, addRecipient, at, fresh, NOW } from "./fresh.ts";

/** Two contacts that turn out to be one, when `merge` is called. */
function twoOfOne() {
  const { db, contacts, contact } = fresh();
  const [older, younger] = [contact("phone"), contact("lid")];
  return {
    db,
    contact,
    contacts,
    older,
    younger,
    reminders: createSqliteReminders(db),
    leaders: createSqliteLeaders(db),
    interests: createSqliteInterests(db),
    merge: () => contacts.link({ channel: "whatsapp", chatId: "lid" }, "phone"),
    ledger: () => all<Row<"recipient">>(db, "select * from recipient order by seq"),
  };
}

describe("two contacts that turn out to be one", () => {
  it.each([
    ["the older one's wish", 2, 1, 10],
    ["the younger one's wish", 1, 2, 20],
    ["the older one's wish of two at once", 1, 1, 10],
  ])("keep the newer reminder of a kind: %s", (_, olderAt, youngerAt, day) => {
    const { reminders, older, younger, merge } = twoOfOne();
    const address = { channel: "whatsapp", chatId: "phone" } as const;
    reminders.setReminder({ contactId: older, kind: "pay", day: 10, address, createdAt: at(olderAt) });
    reminders.setReminder({ contactId: younger, kind: "pay", day: 20, address, createdAt: at(youngerAt) });
    reminders.setReminder({ contactId: younger, kind: "discount-end", address, createdAt: at(1) });
    merge();
    expect(reminders.remindersOf(older)).toMatchObject([{ kind: "discount-end" }, { kind: "pay", day }]);
    expect(reminders.remindersOf(younger)).toEqual([]);
  });

  it("have what both asked about, the last time, and the tags of both", () => {
    const { interests, older, younger, merge } = twoOfOne();
    for (const [id, intent, time] of [
      [older, "share", 5],
      [younger, "share", 9],
      [older, "claim.jht", 8],
      [younger, "claim.jht", 3],
      [younger, "menu", 1],
    ] as const)
      interests.asked(id, intent, at(time));
    for (const [id, tag] of [
      [older, "petani"],
      [younger, "petani"],
      [younger, "lansia"],
    ] as const)
      interests.tag(id, tag);
    merge();
    expect(interests.interestsOf(older)).toEqual([
      { intent: "menu", at: at(1) },
      { intent: "claim.jht", at: at(8) },
      { intent: "share", at: at(9) },
    ]);
    expect(interests.tagsOf(older)).toEqual(["lansia", "petani"]);
    expect(interests.tags().map(({ count }) => count)).toEqual([1, 1]);
  });

  it("lead by the one code to the one leader, and all who came through either came through them", () => {
    const { leaders, older, younger, contact, merge } = twoOfOne();
    const code = leaders.linkCode(younger);
    leaders.arrived(contact("a"), older, at(1));
    leaders.arrived(contact("b"), younger, at(2));
    merge();
    expect(leaders.leaderOfLink(code)).toBe(older);
    expect(leaders.linkCode(older)).toBe(code);
    expect(leaders.tally(older, at(2))).toMatchObject({ arrived: 2, arrivedSince: 1 });
    expect(leaders.leaders({ after: "", limit: 9 })).toEqual([older]);
  });

  it("keep the older one's code of two", () => {
    const { leaders, older, younger, merge } = twoOfOne();
    const [code, dropped] = [leaders.linkCode(older), leaders.linkCode(younger)];
    merge();
    expect(leaders.linkCode(older)).toBe(code);
    expect(leaders.leaderOfLink(dropped)).toBeUndefined();
  });

  it.each([
    ["the older one came through the younger one", "older"],
    ["the younger one came through the older one", "younger"],
  ] as const)("never came through themselves: %s", (_, who) => {
    const { db, leaders, older, younger, contact, merge } = twoOfOne();
    const leader = contact("leader");
    const [guest, host] = who === "older" ? [older, younger] : [younger, older];
    leaders.arrived(guest, host, at(1));
    leaders.arrived(host, leader, at(2));
    merge();
    expect(all(db, "select * from arrival")).toEqual([{ contact_id: older, leader_id: leader, at: at(2).getTime() }]);
  });

  it.each([
    [1, 2, "first"],
    [2, 1, "second"],
  ])("came through the leader they came through first: %d, %d", (olderAt, youngerAt, leader) => {
    const { leaders, older, younger, contact, merge } = twoOfOne();
    leaders.arrived(older, contact("first"), at(olderAt));
    leaders.arrived(younger, contact("second"), at(youngerAt));
    merge();
    expect(leaders.leaders({ after: "", limit: 9 })).toEqual([contact(leader)]);
  });

  it("have used the code that either used", () => {
    const { db, leaders, older, younger, merge } = twoOfOne();
    leaders.addInvite({ code: "X", by: "siti", at: NOW, expiresAt: at(9) });
    leaders.useInvite("X", younger, at(3));
    merge();
    expect(outreachOf(db, older).usedLeaderCodeAt).toEqual(at(3));
  });

  it("do not agree to what either has taken back since", () => {
    for (const first of ["older", "younger"] as const) {
      const two = twoOfOne();
      const consent = createSqliteConsent(two.db);
      const [agreed, stopped] = first === "older" ? [two.older, two.younger] : [two.younger, two.older];
      const change = { topic: "discount", channel: "whatsapp", wording: "x", source: "person" } as const;
      consent.change(stopped, { ...change, granted: false, at: at(2) });
      consent.change(agreed, { ...change, granted: true, at: at(1) });
      expect(consent.of(agreed)).toEqual(["discount"]);
      two.merge();
      expect(consent.of(two.older)).toEqual([]);
    }
  });

  it.each([
    ["older", "person", []],
    ["younger", "person", []],
    ["older", "staff", ["discount"]],
  ] as const)("do not agree by a list to what the %s of them declined before: %s", (who, source, agreed) => {
    const two = twoOfOne();
    const consent = createSqliteConsent(two.db);
    const [declined, listed] = who === "older" ? [two.older, two.younger] : [two.younger, two.older];
    const change = { topic: "discount", channel: "whatsapp" } as const;
    consent.change(declined, { ...change, granted: false, at: at(1), wording: "stop", source });
    consent.change(listed, { ...change, granted: true, at: at(2), wording: "formulir", source: "import" });
    two.merge();
    expect(consent.of(two.older)).toEqual(agreed);
    // their own word is said again, so that it stands last
    const last = consent.history(two.older).at(-1);
    expect(last?.granted).toBe(source !== "person");
  });

  type Side = [status: RecipientStatus, taken?: number];
  it.each<[older: Side | undefined, younger: Side | undefined, left: string, gone: string]>([
    [["sent", 1], undefined, "older sent", ""],
    [undefined, ["sent", 1], "younger sent", ""],
    [undefined, ["queued"], "younger queued", ""],
    [["queued"], ["queued"], "older queued", "younger skipped merged"],
    [["queued"], ["sent", 1], "younger sent", "older skipped merged"],
    [["sent", 1], ["queued"], "older sent", "younger skipped merged"],
    [["sending", 1], ["queued"], "older sending", "younger skipped merged"],
    [["queued"], ["unknown", 1], "younger unknown", "older skipped merged"],
    [["read", 1], ["delivered", 2], "younger delivered", "older read"],
    [["read", 2], ["delivered", 1], "older read", "younger delivered"],
    [["failed", 1], ["sending", 2], "younger sending", "older failed"],
    [["sent", 1], ["failed", 2], "older sent", "younger failed"],
    // what is under way may come back, and would go out again
    [["sent", 1], ["sending", 2], "older sent", "younger sending"],
    [["sending", 1], ["sent", 2], "younger sent", "older sending"],
    [["sending", 2], ["sending", 1], "older sending", "younger sending"],
    [["skipped"], ["sent", 1], "younger sent", "older skipped"],
    [["sent", 1], ["skipped"], "older sent", "younger skipped"],
  ])("get a campaign once: %j and %j", (olderSide, youngerSide, left, gone) => {
    const { db, older, younger, merge, ledger } = twoOfOne();
    const campaign = addCampaign(db);
    const names = new Map<number, string>();
    for (const [name, id, side] of [
      ["older", older, olderSide],
      ["younger", younger, youngerSide],
    ] as const)
      if (side)
        names.set(addRecipient(db, { campaign, contact_id: id, status: side[0], taken_at: side[1] ?? null }), name);
    merge();
    const shown = (rows: Row<"recipient">[]) =>
      rows.map(({ seq, status, reason }) => [names.get(seq), status, reason].filter(Boolean).join(" ")).join();
    const rows = ledger();
    expect(rows).toHaveLength(names.size);
    expect(shown(rows.filter(({ contact_id }) => contact_id === older))).toBe(left);
    const others = rows.filter(({ contact_id }) => contact_id !== older);
    expect(shown(others)).toBe(gone);
    for (const row of others) expect(row).toMatchObject({ contact_id: `gone:${row.seq}`, chat_id: "" });
  });

  it("have had news when either had it last", () => {
    const { db, older, younger, merge } = twoOfOne();
    const campaign = addCampaign(db);
    addRecipient(db, { campaign, contact_id: older, status: "sent", taken_at: 1 });
    addRecipient(db, { campaign, contact_id: younger, status: "sending", taken_at: 5 });
    merge();
    expect(createSqliteLedger(db).lastBroadcastTo(older, 0)).toEqual(new Date(5));
  });

  it("let a campaign go on where it was", () => {
    const { db, older, younger, merge } = twoOfOne();
    const campaign = addCampaign(db, { cursor: younger });
    merge();
    expect(createSqliteCampaigns(db).get(campaign)?.cursor).toBe(older < younger ? older : "");
  });
});

describe("a recipient who is erased", () => {
  it.each<[RecipientStatus, string | null, RecipientStatus, string | null]>([
    ["queued", null, "skipped", "erased"],
    ["queued", "retry: 429", "skipped", "erased"],
    ["sending", null, "unknown", "erased"],
    ["sent", null, "sent", null],
    ["read", null, "read", null],
    ["failed", "blocked: 628@phone has blocked us", "failed", "blocked"],
    ["skipped", "recent", "skipped", "recent"],
    ["unknown", "stopped", "unknown", "stopped"],
  ])("%s (%s) stays as %s (%s), and says not who", (status, reason, after, why) => {
    const { db, older, contacts, ledger, contact } = twoOfOne();
    const campaign = addCampaign(db, { cursor: older });
    const other = addRecipient(db, { campaign, contact_id: contact("other"), status, reason });
    const before = ledger()[0];
    const seq = addRecipient(db, { campaign, contact_id: older, status, reason, platform_id: "P1", delivery: 7 });
    contacts.erase(older);
    const rows = ledger();
    expect(rows.map((row) => row.seq)).toEqual([other, seq]);
    expect(rows[0]).toEqual(before);
    expect(rows[1]).toMatchObject({
      contact_id: `gone:${seq}`,
      chat_id: "",
      platform_id: null,
      delivery: null,
      status: after,
      reason: why,
    });
    expect(JSON.stringify(all(db, "select * from campaign"))).not.toContain(older);
  });

  it("is not left on its way when it was taken for another one's before", () => {
    const { db, older, younger, contacts, merge, ledger } = twoOfOne();
    const campaign = addCampaign(db);
    for (const id of [older, younger]) {
      const delivery = insert(db, "outbox", {
        key: `c:${id}`,
        account: "wa-main",
        contact_id: id,
        body: "{}",
        priority: 1,
        status: "sending",
        attempts: 0,
        created_at: 0,
        due_at: 0,
      });
      addRecipient(db, { campaign, contact_id: id, status: "sending", taken_at: 1, delivery });
    }
    merge();
    contacts.erase(older);
    expect(ledger().map(({ status, delivery }) => [status, delivery])).toEqual([
      ["unknown", null],
      ["unknown", null],
    ]);
  });
});

describe("a leader who is erased", () => {
  it("leaves no link, no arrivals and no name on the code, which stays used up", () => {
    const { db, leaders, older, younger, contacts, contact } = twoOfOne();
    const code = leaders.linkCode(older);
    leaders.arrived(younger, older, at(1));
    leaders.arrived(older, contact("other"), at(1));
    leaders.addInvite({ code: "X", by: "siti", at: NOW, expiresAt: at(9) });
    leaders.useInvite("X", older, at(3));
    contacts.erase(older);
    expect(leaders.leaderOfLink(code)).toBeUndefined();
    expect(all(db, "select * from arrival")).toEqual([]);
    expect(all(db, "select used_by, used_at from leader_invite")).toEqual([
      { used_by: null, used_at: at(3).getTime() },
    ]);
    expect(leaders.useInvite("X", younger, at(4))).toBe(false);
  });
});

describe("campaigns that ended long ago", () => {
  it("keep how many got them, but not who", () => {
    const { db, older, younger, ledger } = twoOfOne();
    const fill = (campaign: number) => {
      addRecipient(db, { campaign, contact_id: older, status: "sent", platform_id: "P", delivery: 1, answer: 2 });
      addRecipient(db, { campaign, contact_id: younger, status: "skipped", reason: "recent" });
    };
    const [old, cancelled, recent, running] = [
      addCampaign(db, { state: "done", endedAt: at(1) }),
      addCampaign(db, { state: "cancelled", endedAt: at(2) }),
      addCampaign(db, { state: "done", endedAt: at(3) }),
      addCampaign(db, { state: "running" }),
    ];
    for (const campaign of [old, cancelled, recent, running]) fill(campaign);
    // nobody knows yet what becomes of it
    const going = addRecipient(db, { campaign: old, contact_id: "c", status: "sending" });
    const before = ledger();
    expect(forgetRecipients(db, at(3))).toBe(4);
    expect(forgetRecipients(db, at(3))).toBe(0);
    for (const row of ledger()) {
      const was = before.find(({ seq }) => seq === row.seq);
      const forgotten = [old, cancelled].includes(row.campaign) && row.seq !== going;
      const nobody = { contact_id: `gone:${row.seq}`, chat_id: "", platform_id: null, delivery: null };
      expect(row).toEqual({ ...was, ...(forgotten ? nobody : {}) });
    }
  });

  it("that ended without a time are old from their beginning on", () => {
    const { db, older } = twoOfOne();
    addRecipient(db, { campaign: addCampaign(db, { state: "cancelled" }), contact_id: older, status: "queued" });
    expect(forgetRecipients(db, NOW)).toBe(0);
    expect(forgetRecipients(db, at(1))).toBe(1);
  });
});

describe("an address", () => {
  it("is seen when somebody writes from there, and no other of theirs", () => {
    const { db, contacts, older, younger, merge } = twoOfOne();
    const seen = () =>
      Object.fromEntries(
        all<Row<"address">>(db, "select * from address").map(({ chat_id, seen_at }) => [chat_id, seen_at]),
      );
    contacts.seen(younger, at(5), { channel: "whatsapp", chatId: "lid" });
    expect(seen()).toEqual({ lid: at(5).getTime(), phone: null });
    // an address that is somebody else's is not proved to be theirs by this
    contacts.seen(younger, at(6), { channel: "whatsapp", chatId: "phone" });
    expect(seen()).toEqual({ lid: at(5).getTime(), phone: null });
    merge();
    expect(seen()).toEqual({ lid: at(5).getTime(), phone: null });
    contacts.seen(older, at(7), { channel: "whatsapp", chatId: "phone" });
    expect(seen()).toEqual({ lid: at(5).getTime(), phone: at(7).getTime() });
    expect(contacts.get(older)?.lastSeen).toEqual(at(7));
    update(db, "address", { reachable: 0 }, { chat_id: "lid" });
    expect(contacts.get(older)?.addresses).toEqual([
      { channel: "whatsapp", chatId: "lid", reachable: false },
      { channel: "whatsapp", chatId: "phone", reachable: true },
    ]);
  });
});

describe("who is counted as held in campaigns", () => {
  it("are those that are still named, from the end of the first of their campaigns on", () => {
    const { db, older, younger } = twoOfOne();
    const recipients = () => countHeld(db, NOW).recipients;
    expect(recipients()).toEqual({ count: 0 });
    const running = addCampaign(db);
    for (const id of [older, younger]) addRecipient(db, { campaign: running, contact_id: id, status: "sent" });
    expect(recipients()).toEqual({ count: 2 });
    for (const time of [5, 3, 4])
      addRecipient(db, {
        campaign: addCampaign(db, { state: "done", endedAt: at(time) }),
        contact_id: older,
        status: "sent",
      });
    expect(recipients()).toEqual({ count: 5, oldest: at(3) });
    forgetRecipients(db, at(4));
    expect(recipients()).toEqual({ count: 4, oldest: at(4) });
  });
});

describe("what outreach holds of somebody", () => {
  it("is everything of theirs, and looking gives nobody a link", () => {
    const { db, older, younger, reminders, leaders, interests } = twoOfOne();
    const nothing = { reminders: [], askedAbout: [], tags: [], campaigns: [] };
    const address = { channel: "whatsapp", chatId: "phone" } as const;
    reminders.setReminder({ contactId: older, kind: "discount-end", address, createdAt: at(1) });
    reminders.setReminder({ contactId: older, kind: "pay", day: 31, address, createdAt: at(2) });
    interests.asked(older, "share", at(3));
    interests.tag(older, "petani");
    const linkCode = leaders.linkCode(older);
    leaders.arrived(older, "leader", at(4));
    leaders.addInvite({ code: "X", by: "siti", at: NOW, expiresAt: at(9) });
    leaders.useInvite("X", older, at(5));
    const campaign = addCampaign(db);
    const went = { status: "read", taken_at: at(6).getTime(), answer: 0, answered_at: at(7).getTime() } as const;
    addRecipient(db, { campaign, contact_id: older, ...went });
    expect(outreachOf(db, older)).toEqual({
      reminders: [
        { kind: "discount-end", channel: "whatsapp", askedAt: at(1) },
        { kind: "pay", day: 31, channel: "whatsapp", askedAt: at(2) },
      ],
      askedAbout: [{ intent: "share", at: at(3) }],
      tags: ["petani"],
      campaigns: [{ campaign, channel: "whatsapp", status: "read", sentAt: at(6), answer: 0, answeredAt: at(7) }],
      linkCode,
      cameThroughLeaderAt: at(4),
      usedLeaderCodeAt: at(5),
    });
    expect(outreachOf(db, younger)).toEqual(nothing);
    expect(outreachOf(db, younger)).toEqual(nothing);
  });
});
