import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { InboundMessage } from "../../src/message.ts";
import { openDatabase } from "../../src/storage/sqlite/database.ts";
import { MIGRATIONS } from "../../src/storage/sqlite/tables.ts";
import { describeStores, whatsapp, type Kept } from "./forms.ts";

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
    expect(kept.contacts.list({ limit: 9 })).toEqual([]);
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
    live(kept, "kenanga");
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
