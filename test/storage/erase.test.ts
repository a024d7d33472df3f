import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { InboundMessage } from "../../src/message.ts";
import { openDatabase } from "../../src/storage/sqlite/database.ts";
import { MIGRATIONS } from "../../src/storage/sqlite/tables.ts";
import { describeStores, whatsapp, type Kept } from "./forms.ts";

/** Two campaigns, with a row of each of these people in both: one on its way and failed, one waiting. */
function writeTo(kept: Kept, people: Readonly<Record<string, string>>): number[] {
  return ["taken", "queued"].map((stage) => {
    const { id: campaign } = kept.campaigns.add({
      kind: "broadcast",
      name: "diskon",
      content: { texts: { id: "Kabar." } },
      audience: { topic: "safety", include: [], exclude: [] },
      state: "running",
      createdBy: "siti",
      createdAt: kept.now,
      filled: false,
      cursor: Object.values(people)[0] ?? "",
    });
    for (const [name, contactId] of Object.entries(people)) {
      const address = whatsapp(`${name}@phone`);
      kept.ledger.add({ campaign, contactId, account: "wa-1", address, zone: "WIB", dueAt: kept.now });
      const row = kept.ledger.get(campaign, contactId);
      if (!row || stage === "queued") continue;
      const message = { to: address, text: `kabar ${name}`, choices: [] };
      const key = `c:${campaign}:${contactId}`;
      const sent = kept.outbox.take({ key, account: "wa-1", priority: "broadcast", message }, `P-${name}`, kept.now);
      kept.ledger.taken(row.seq, sent?.seq ?? 0, `P-${name}`, kept.now);
      kept.outbox.settle(sent?.seq ?? 0, "failed", kept.now, { reason: `blocked: ${name}@phone` });
    }
    return campaign;
  });
}

/** Leaves something of a person wherever something can be: all of their words hold their name. */
function live(kept: Kept, name: string): { id: string; open: number; closed: number } {
  const { now } = kept;
  const address = whatsapp(`${name}@phone`);
  const id = kept.contacts.idOf(address);
  kept.contacts.link(address, `${name}@lid`);
  kept.contacts.learn(id, { name, region: "34" });
  kept.consent.change(id, {
    topic: "safety",
    granted: true,
    at: now,
    channel: "whatsapp",
    wording: `ya ${name}`,
    source: "person",
  });
  kept.conversations.save(address, { occupation: name });
  const ticket = { contactId: id, account: "wa-1", address, reason: "request", region: "34", openedAt: now } as const;
  const closed = kept.tickets.open(ticket).number;
  kept.tickets.change(closed, { state: "closed", closedAt: now, endedBy: "staff", closeReason: `sudah ${name}` });
  const open = kept.tickets.open(ticket).number;
  kept.tickets.change(open, { owner: "staff", claimedBy: "siti" });
  kept.history.add(id, { author: "person", at: now, text: `tanya ${name}`, kind: "text" });
  kept.history.add("siti", { author: "staff", at: now, text: `halo ${name}`, kind: "text", ticket: open });
  kept.contacts.seen(id, now, address);
  kept.reminders.setReminder({ contactId: id, kind: "pay", day: 10, address, createdAt: now });
  kept.interests.asked(id, "claim.how", now);
  kept.interests.tag(id, `tag-${name}`);
  kept.leaders.linkCode(id);
  kept.leaders.arrived(kept.contacts.idOf(whatsapp("warga")), id, now);
  kept.leaders.arrived(id, "leader", now);
  kept.leaders.addInvite({ code: `KODE${name.length}`, by: "siti", at: now, expiresAt: kept.later(1) });
  kept.leaders.useInvite(`KODE${name.length}`, id, now);
  kept.unanswered.add({ contactId: id, text: `kenapa ${name}`, at: now, reason: "misunderstood" });

  const inbound = (more: Partial<InboundMessage>): InboundMessage => ({
    id: `${name} ${Object.keys(more).join()}`,
    from: address,
    text: `pesan ${name}`,
    sentAt: now,
    ...more,
  });
  kept.inbox.add("wa-1", inbound({}), now);
  const desk = { topic: String(open), by: { id: "1", name: "Siti" } };
  kept.inbox.add("tg-1", inbound({ from: whatsapp("group"), desk }), now);
  const outbound = (key: string, lane?: string) =>
    kept.outbox.add(
      {
        key,
        account: "wa-1",
        message: { to: whatsapp("staff"), text: `jawab ${name}`, choices: [] },
        priority: "reply",
        ...(lane === undefined ? {} : { lane }),
      },
      now,
    );
  outbound(`reply:${name}`, id);
  for (const number of [open, closed]) {
    outbound(`topic:${number}`, `topic:${number}`);
    outbound(`w:${number}:siti:${name}`, "siti");
  }
  return { id, open, closed };
}

describeStores("a person who is erased", (kept) => {
  it("is nobody any more, and of their tickets numbers and times are left", () => {
    const { id, open, closed } = live(kept, "melati");
    const before = [open, closed].map((number) => kept.tickets.get(number));
    expect(kept.contacts.erase(id).sort()).toEqual([open, closed].sort());

    expect(kept.contacts.get(id)).toBeUndefined();
    expect(kept.contacts.list({ limit: 9 }).map((left) => left.id)).toEqual([kept.contacts.find(whatsapp("warga"))]);
    expect(kept.reminders.remindersOf(id)).toEqual([]);
    expect(kept.interests.interestsOf(id)).toEqual([]);
    expect(kept.interests.tags()).toEqual([]);
    expect(kept.leaders.leaders({ after: "", limit: 9 })).toEqual([]);
    for (const chatId of ["melati@phone", "melati@lid"]) expect(kept.contacts.find(whatsapp(chatId))).toBeUndefined();
    expect(kept.consent.history(id)).toEqual([]);
    expect(kept.history.recent(id, 9)).toEqual([]);
    for (const number of [open, closed]) expect(kept.history.ofTicket(number)).toEqual([]);
    expect(kept.unanswered.of(id)).toEqual([]);
    expect(kept.conversations.load(whatsapp("melati@phone"))).toBeUndefined();
    expect(kept.inbox.due(kept.later(1), 9)).toEqual([]);
    expect(kept.outbox.depth()).toEqual({ queued: 0, unknown: 0, failed: 0 });

    const { intent: _, region: __, waitingSince: ___, ...left } = before[0]!;
    expect(kept.tickets.get(open)).toEqual({
      ...left,
      contactId: "",
      address: whatsapp(""),
      state: "closed",
      owner: "bot",
      closedAt: kept.now,
      endedBy: "erased",
    });
    expect(kept.tickets.get(closed)).toMatchObject({ contactId: "", endedBy: "staff", closedAt: kept.now });
    expect(kept.tickets.get(closed)).not.toHaveProperty("closeReason");
    expect(kept.tickets.activeOf(id)).toBeUndefined();
    expect(kept.contacts.erase(id)).toEqual([]);
  });

  it("is counted in campaigns as before, and gets nothing any more", () => {
    const [melati, kenanga] = [live(kept, "melati").id, live(kept, "kenanga").id];
    const [taken = 0, queued = 0] = writeTo(kept, { melati, kenanga });
    const before = kept.ledger.counts(taken);
    expect(before).toMatchObject({ total: 2, failed: { blocked: 2 } });
    kept.contacts.erase(melati);
    expect(kept.ledger.counts(taken)).toEqual(before);
    expect(kept.ledger.counts(queued)).toMatchObject({
      total: 2,
      byStatus: { queued: 1, skipped: 1 },
      skipped: { erased: 1 },
    });
    expect(kept.ledger.next("wa-1", [queued], ["WIB"], kept.now)?.contactId).toBe(kenanga);
    expect(kept.ledger.get(taken, melati)).toBeUndefined();
    expect(kept.privacyCounts()).toMatchObject({
      reminders: 1,
      interests: { count: 1, oldest: kept.now },
      tags: 1,
      leaderLinks: 1,
      arrivals: 1,
      recipients: { count: 2 },
    });
  });

  it("takes nothing of anybody else along", () => {
    const first = live(kept, "melati");
    // of "w:1:…" and "w:10:…" only the first is ticket 1's
    for (let number = first.open; number < 10; number++)
      kept.tickets.open({
        contactId: "c",
        account: "wa-1",
        address: whatsapp("c"),
        reason: "request",
        openedAt: kept.now,
      });
    const other = live(kept, "kenanga");
    expect([first.closed, other.closed]).toEqual([1, 11]);
    kept.contacts.erase(first.id);
    expect(kept.reminders.remindersOf(other.id)).toHaveLength(1);
    expect(kept.interests.interestsOf(other.id)).toHaveLength(1);
    expect(kept.interests.tagsOf(other.id)).toEqual(["tag-kenanga"]);
    expect(kept.outbox.depth().queued).toBe(5);
    for (const key of ["w:11:siti:kenanga", "w:12:siti:kenanga", "topic:11", "topic:12", "reply:kenanga"])
      expect(kept.outbox.find(key)?.message.text).toBe("jawab kenanga");
    expect(kept.inbox.due(kept.now, 9)).toHaveLength(2);
    expect(kept.contacts.get(other.id)?.name).toBe("kenanga");
    expect(kept.consent.of(other.id)).toEqual(["safety"]);
    expect(kept.history.recent(other.id, 9)).toHaveLength(1);
    expect(kept.history.ofTicket(other.open)).toHaveLength(1);
    expect(kept.unanswered.of(other.id)).toHaveLength(1);
    expect(kept.tickets.activeOf(other.id)?.number).toBe(other.open);
    expect(kept.conversations.load(whatsapp("kenanga@lid"))).toEqual({ occupation: "kenanga" });
  });

  it("is in no row and in no byte of the file", ({ skip }) => {
    if (!kept.durable) skip();
    const { id } = live(kept, "melati");
    const other = live(kept, "kenanga");
    writeTo(kept, { melati: id, kenanga: other.id });
    const inFile = (word: string) =>
      readdirSync(kept.folder).filter((file) => readFileSync(join(kept.folder, file)).includes(word));
    kept.scrub();
    expect(inFile("melati")).toEqual(["sapa.db"]);

    kept.contacts.erase(id);
    kept.scrub();
    for (const word of ["melati", id]) expect(inFile(word)).toEqual([]);
    const db = openDatabase({ path: join(kept.folder, "sapa.db"), migrations: MIGRATIONS, shared: true });
    const tables = db.prepare("select name from sqlite_master where type = 'table'").all();
    const rows = JSON.stringify(tables.map(({ name }) => db.prepare(`select * from ${String(name)}`).all()));
    db.close();
    expect(rows).toContain("kenanga");
    expect(rows).not.toContain("melati");
    expect(rows).not.toContain(id);
  });
});
