import { join } from "node:path";
import { expect, it } from "vitest";
import { openDatabase, StorageError } from "../../src/storage/sqlite/database.ts";
import { openSqliteStores } from "../../src/storage/sqlite/index.ts";
import { MIGRATIONS } from "../../src/storage/sqlite/tables.ts";
import { DAY, describeStores, HOUR, telegram, whatsapp, type Kept } from "./forms.ts";

const ask = (kept: Kept, id: string, at = kept.now) =>
  kept.inbox.add("wa-1", { id, from: whatsapp(id), text: "apa?", sentAt: at }, at);
const reply = (kept: Kept, key: string, at = kept.now) =>
  kept.outbox.add(
    { key, account: "wa-1", message: { to: whatsapp(key), text: "ini", choices: [] }, priority: "reply" },
    at,
  );
const ticket = (kept: Kept, contactId: string, openedAt = kept.now) =>
  kept.tickets.open({ contactId, account: "wa-1", address: whatsapp("1"), reason: "request", openedAt }).number;

describeStores("what is held, in numbers,", (kept) => {
  it("is nothing at first", () => {
    const none = { count: 0 };
    expect(kept.privacyCounts()).toEqual({
      contacts: 0,
      addresses: {},
      consents: { discount: 0, registration: 0, safety: 0 },
      replyLanguages: 0,
      messages: none,
      inboxWithWords: none,
      outboxWithWords: none,
      tickets: { open: 0, closed: 0 },
      unanswered: none,
      conversations: none,
      setAside: none,
      reminders: 0,
      interests: none,
      tags: 0,
      leaderLinks: 0,
      arrivals: 0,
      recipients: none,
    });
  });

  it("counts each of it, and from when on", () => {
    const [a, b] = [kept.contacts.idOf(whatsapp("1")), kept.contacts.idOf(telegram("1"))];
    kept.contacts.link(whatsapp("1"), "2");
    const consent = { channel: "whatsapp", wording: "ya", source: "person" } as const;
    kept.consent.change(a, { ...consent, topic: "safety", granted: true, at: kept.later(-HOUR) });
    kept.consent.change(a, { ...consent, topic: "discount", granted: true, at: kept.later(-HOUR) });
    kept.consent.change(a, { ...consent, topic: "discount", granted: false, at: kept.now });
    kept.consent.change(b, { ...consent, topic: "safety", granted: true, at: kept.now });
    for (const ms of [0, -DAY]) {
      kept.history.add(a, { author: "person", at: kept.later(ms), text: "apa?", kind: "text" });
      kept.unanswered.add({ contactId: a, text: "apa?", at: kept.later(ms), reason: "unhelpful" });
    }
    kept.conversations.save(whatsapp("1"), {});
    kept.contacts.learn(b, { replyLanguage: "su" });
    for (const [index, id] of ["waiting", "done", "aside"].entries()) ask(kept, id, kept.later(index));
    kept.inbox.done(2, kept.now);
    kept.inbox.setAside(3, "TypeError", kept.later(5));
    reply(kept, "queued");
    reply(kept, "sent");
    kept.outbox.settle(2, "sent", kept.later(7));
    ticket(kept, a);
    for (const ms of [HOUR, 2 * HOUR])
      kept.tickets.change(ticket(kept, b), { state: "closed", closedAt: kept.later(ms) });
    const address = whatsapp("1");
    for (const kind of ["pay", "discount-end"] as const)
      kept.reminders.setReminder({ contactId: a, kind, address, createdAt: kept.now });
    for (const ms of [0, -DAY]) kept.interests.asked(a, `intent ${ms}`, kept.later(ms));
    for (const tag of ["petani", "lansia", "perempuan"]) kept.interests.tag(b, tag);
    kept.leaders.linkCode(b);
    kept.leaders.arrived(a, b, kept.now);
    expect(kept.privacyCounts()).toEqual({
      // whoever wrote or is written to is a contact, by their address
      contacts: 7,
      addresses: { telegram: 1, whatsapp: 7 },
      consents: { discount: 0, registration: 0, safety: 2 },
      replyLanguages: 1,
      messages: { count: 2, oldest: kept.later(-DAY) },
      inboxWithWords: { count: 1, oldest: kept.now },
      outboxWithWords: { count: 2, oldest: kept.later(7) },
      tickets: { open: 1, closed: 2, oldestClosed: kept.later(HOUR) },
      unanswered: { count: 2, oldest: kept.later(-DAY) },
      conversations: { count: 1, oldest: kept.now },
      setAside: { count: 1, oldest: kept.later(5) },
      reminders: 2,
      interests: { count: 2, oldest: kept.later(-DAY) },
      tags: 3,
      leaderLinks: 1,
      arrivals: 1,
      recipients: { count: 0 },
    });
  });
});

describeStores("tidying", (kept) => {
  it("forgets each kind after its own time, and nothing before it or that is still needed", () => {
    const start = kept.now;
    const id = kept.contacts.idOf(whatsapp("1"));
    const day = (days: number) => new Date(start.getTime() + days * DAY);
    // one of each kind on each of these days
    for (const days of [0, 20, 40]) {
      const at = day(days);
      kept.history.add(id, { author: "person", at, text: `hari ${days}`, kind: "text" });
      kept.unanswered.add({ contactId: id, text: `hari ${days}`, at, reason: "unhelpful" });
      kept.interests.asked(id, `hari ${days}`, at);
      kept.outcomes.add({ at, channel: "whatsapp", intent: `hari ${days}`, kind: "answered" });
      kept.tickets.change(ticket(kept, id, at), { state: "closed", closedAt: at });
      for (const what of ["done", "aside", "waiting"]) ask(kept, `${what} ${days}`, at);
      for (const what of ["sent", "queued"]) reply(kept, `${what} ${days}`, at);
    }
    for (const { seq, message } of kept.inbox.due(day(40), 99)) {
      const at = day(Number(message.id.split(" ")[1]));
      if (message.id.startsWith("done")) kept.inbox.done(seq, at);
      if (message.id.startsWith("aside")) kept.inbox.setAside(seq, "TypeError", at);
    }
    for (const days of [0, 20, 40]) kept.outbox.settle(kept.outbox.find(`sent ${days}`)?.seq ?? 0, "sent", day(days));
    kept.now = day(41);
    kept.conversations.save(whatsapp("1"), {});

    const rows = { inbox: 3, outbox: 3, said: 1, unanswered: 1, tickets: 2, interests: 1 };
    expect(kept.tidy(day(41), { messageDays: 30, closedTicketDays: 15 })).toBe(
      Object.values(rows).reduce((sum, count) => sum + count),
    );
    expect(kept.history.recent(id, 9).map(({ text }) => text)).toEqual(["hari 20", "hari 40"]);
    expect(kept.unanswered.of(id).map(({ text }) => text)).toEqual(["hari 20", "hari 40"]);
    expect(kept.interests.interestsOf(id).map(({ intent }) => intent)).toEqual(["hari 20", "hari 40"]);
    expect(kept.outcomes.between(start, day(99))).toHaveLength(3);
    expect(kept.tickets.openedBetween(start, day(99)).map(({ number }) => number)).toEqual([3]);
    expect(kept.inbox.depth()).toEqual({ waiting: 3, aside: 2, oldest: start });
    expect(["done 0", "done 20", "done 40"].map((one) => ask(kept, one))).toEqual([true, true, false]);
    expect(["sent 0", "sent 20", "sent 40"].map((key) => kept.outbox.find(key)?.message.text)).toEqual([
      undefined, // forgotten altogether
      undefined, // only its words
      "ini",
    ]);
    expect(["sent 0", "sent 20"].map((key) => reply(kept, key))).toEqual([true, false]);
    expect(["queued 0", "queued 20"].map((key) => kept.outbox.find(key)?.status)).toEqual(["queued", "queued"]);
    expect(kept.conversations.load(whatsapp("1"))).toEqual({});
  });

  it("says how many rows it took, and takes none twice", () => {
    const id = kept.contacts.idOf(whatsapp("1"));
    kept.history.add(id, { author: "person", at: kept.now, text: "apa?", kind: "text" });
    kept.conversations.save(whatsapp("1"), {});
    kept.now = kept.later(31 * DAY);
    const retention = { messageDays: 30, closedTicketDays: 365 };
    expect(kept.tidy(kept.now, retention)).toBe(2);
    expect(kept.tidy(kept.now, retention)).toBe(0);
  });
});

describeStores("a file in use", (kept) => {
  const open = (shared: boolean) => openSqliteStores({ folder: kept.folder, clock: () => kept.now, shared });

  it("is open to a short command beside its owner, and to no second owner", ({ skip }) => {
    if (!kept.durable) skip();
    const id = kept.contacts.idOf(whatsapp("1"));
    expect(() => open(false)).toThrow(StorageError);
    const beside = open(true);
    try {
      expect(beside.contacts.find(whatsapp("1"))).toBe(id);
      beside.contacts.learn(id, { role: "leader" });
      expect(kept.contacts.get(id)?.role).toBe("leader");
      kept.contacts.learn(id, { name: "Ani" });
      expect(beside.contacts.get(id)?.name).toBe("Ani");
      expect(() => open(false)).toThrow(StorageError);
    } finally {
      beside.close();
    }
    expect(kept.contacts.get(id)).toMatchObject({ name: "Ani", role: "leader" });
  });

  it.each(MIGRATIONS.slice(0, -1).map(({ name }, index) => [name, index + 1] as const))(
    'of the time of "%s" goes on with what is in it',
    (_, changes) => {
      const path = join(kept.folder, "old.db");
      const old = openDatabase({ path, migrations: MIGRATIONS.slice(0, changes) });
      old.exec(`insert into inbox (account, contact_id, message_id, body, status, received_at, due_at)
        values ('wa-1', 'a', '1', '{"text":"halo"}', 'waiting', 1, 1)`);
      old.close();
      const db = openDatabase({ path, migrations: MIGRATIONS });
      expect(db.prepare("select message_id from inbox indexed by inbox_due where status = 'waiting'").all()).toEqual([
        { message_id: "1" },
      ]);
      db.close();
    },
  );
});
