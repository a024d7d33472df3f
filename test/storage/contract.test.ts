import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { InboundMessage, OutboundMessage } from "../../src/message.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { FORMS } from "./forms.ts";

let now: Date;
const clock = () => now;
const later = (ms: number) => new Date(now.getTime() + ms);

const inbound = (id: string, chatId = "a", more: Partial<InboundMessage> = {}): InboundMessage => ({
  id,
  from: { channel: "whatsapp", chatId },
  text: `pesan ${id}`,
  sentAt: new Date("2026-11-24T05:00:00Z"),
  ...more,
});
const outbound = (chatId: string, text = "jawaban"): OutboundMessage => ({
  to: { channel: "whatsapp", chatId },
  text,
  choices: [],
});
const delivery = (key: string, chatId = "a", priority: "reply" | "broadcast" = "reply", account = "wa-1") => ({
  key,
  account,
  message: outbound(chatId, key),
  priority,
});

describe.each(FORMS)("stores %s", (_, open, durable) => {
  let folder: string;
  let stores: Stores;
  beforeEach(() => {
    now = new Date("2026-11-24T05:00:00Z");
    folder = mkdtempSync(join(tmpdir(), "sapa-stores-"));
    stores = open(folder, clock);
  });
  afterEach(() => {
    stores.close();
    rmSync(folder, { recursive: true });
  });

  describe("inbox", () => {
    it("takes a message once, by account, contact and id", () => {
      expect(stores.inbox.add("wa-1", inbound("1"), now)).toBe(true);
      expect(stores.inbox.add("wa-1", inbound("1"), now)).toBe(false);
      expect(stores.inbox.add("wa-2", inbound("1"), now)).toBe(true);
      expect(stores.inbox.add("wa-1", inbound("1", "b"), now)).toBe(true);
      expect(stores.inbox.depth()).toMatchObject({ waiting: 3, aside: 0, oldest: now });
    });

    it("gives the message back as it came", () => {
      const message = inbound("1", "a", {
        senderName: "Ani",
        kind: "voice",
        quoted: "1. Menu",
        text: "🙏 iuran\nberapa?",
      });
      stores.inbox.add("wa-1", message, now);
      expect(stores.inbox.due(now, 10)[0]?.message).toEqual(message);
    });

    it("hands out of each contact the oldest, side by side with others", () => {
      for (const [id, chat] of [
        ["1", "a"],
        ["2", "a"],
        ["3", "b"],
      ] as const)
        stores.inbox.add("wa-1", inbound(id, chat), now);
      expect(stores.inbox.due(now, 10).map(({ message }) => message.id)).toEqual(["1", "3"]);
      stores.inbox.done(stores.inbox.due(now, 10)[0]!.seq, now);
      expect(stores.inbox.due(now, 10).map(({ message }) => message.id)).toEqual(["2", "3"]);
    });

    it("a message that waits for another try holds up its own contact only", () => {
      for (const [id, chat] of [
        ["1", "a"],
        ["2", "a"],
        ["3", "b"],
      ] as const)
        stores.inbox.add("wa-1", inbound(id, chat), now);
      stores.inbox.retry(stores.inbox.due(now, 10)[0]!.seq, later(5000), "TypeError");
      expect(stores.inbox.due(now, 10).map(({ message }) => message.id)).toEqual(["3"]);
      expect(stores.inbox.nextDue(now)).toEqual(later(5000));
      now = later(5000);
      expect(stores.inbox.due(now, 10)[0]).toMatchObject({ attempts: 1, message: { id: "1" } });
    });

    it("what was set aside makes way, and is counted", () => {
      stores.inbox.add("wa-1", inbound("1"), now);
      stores.inbox.add("wa-1", inbound("2"), now);
      stores.inbox.setAside(stores.inbox.due(now, 10)[0]!.seq, "TypeError", now);
      expect(stores.inbox.due(now, 10).map(({ message }) => message.id)).toEqual(["2"]);
      expect(stores.inbox.depth()).toMatchObject({ waiting: 1, aside: 1 });
    });

    it("remembers the key of what was answered until it is swept", () => {
      stores.inbox.add("wa-1", inbound("1"), now);
      stores.inbox.done(stores.inbox.due(now, 10)[0]!.seq, now);
      expect(stores.inbox.add("wa-1", inbound("1"), now)).toBe(false);
      expect(stores.inbox.sweep(later(1))).toBe(1);
      expect(stores.inbox.add("wa-1", inbound("1"), now)).toBe(true);
    });
  });

  describe("contacts", () => {
    it("a LID and a phone number that are one person lead to one contact, whoever wrote first", () => {
      stores.inbox.add("wa-1", inbound("1", "628@phone"), now);
      stores.inbox.add("wa-1", inbound("2", "42@lid"), now);
      expect(stores.inbox.due(now, 10)).toHaveLength(2);
      stores.contacts.link({ channel: "whatsapp", chatId: "42@lid" }, "628@phone");
      const id = stores.contacts.idOf({ channel: "whatsapp", chatId: "42@lid" });
      expect(stores.contacts.idOf({ channel: "whatsapp", chatId: "628@phone" })).toBe(id);
      expect(stores.inbox.due(now, 10).map(({ message }) => message.id)).toEqual(["1"]);
    });

    it("one message that came in under both ids is answered once", () => {
      stores.inbox.add("wa-1", inbound("1", "628@phone"), now);
      stores.inbox.add("wa-1", inbound("1", "42@lid"), now);
      stores.contacts.link({ channel: "whatsapp", chatId: "42@lid" }, "628@phone");
      expect(stores.inbox.depth().waiting).toBe(1);
      expect(stores.inbox.add("wa-1", inbound("1", "42@lid", { aliases: ["628@phone"] }), now)).toBe(false);
    });

    it("what was remembered goes along, the newer of the two", () => {
      const [lid, phone] = [
        { channel: "whatsapp", chatId: "42@lid" },
        { channel: "whatsapp", chatId: "628@phone" },
      ] as const;
      stores.conversations.save(lid, { occupation: "petani" });
      stores.contacts.link(phone, "42@lid");
      expect(stores.conversations.load(phone)).toEqual({ occupation: "petani" });
    });

    it("linking is the same in any order and any number of times", () => {
      const address = { channel: "whatsapp", chatId: "1" } as const;
      stores.contacts.link(address, "2");
      stores.contacts.link({ ...address, chatId: "3" }, "2");
      stores.contacts.link({ ...address, chatId: "2" }, "1");
      const ids = ["1", "2", "3"].map((chatId) => stores.contacts.idOf({ ...address, chatId }));
      expect(new Set(ids).size).toBe(1);
      expect(stores.contacts.idOf({ channel: "telegram", chatId: "1" })).not.toBe(ids[0]);
    });

    it("knows who can be reached", () => {
      const address = { channel: "telegram", chatId: "9" } as const;
      expect(stores.contacts.isReachable(address)).toBe(true);
      stores.contacts.setReachable(address, false);
      expect(stores.contacts.isReachable(address)).toBe(false);
      stores.contacts.setReachable(address, true);
      expect(stores.contacts.isReachable(address)).toBe(true);
    });
  });

  describe("conversations", () => {
    const address = { channel: "telegram", chatId: "9" } as const;
    it("are forgotten after a day of silence, or at once", () => {
      stores.conversations.save(address, { occupation: "nelayan" });
      now = later(24 * 3600_000);
      expect(stores.conversations.load(address)).toEqual({ occupation: "nelayan" });
      now = later(1);
      expect(stores.conversations.load(address)).toBeUndefined();
      stores.conversations.save(address, { misunderstood: 1 });
      stores.conversations.forget(address);
      expect(stores.conversations.load(address)).toBeUndefined();
    });

    it("are swept when they are over", () => {
      stores.conversations.save(address, {});
      now = later(25 * 3600_000);
      expect(stores.conversations.sweep()).toBe(1);
      expect(stores.conversations.sweep()).toBe(0);
    });
  });

  describe("outbox", () => {
    const seqOf = (account = "wa-1") => stores.outbox.next(account, now)?.seq ?? 0;

    it("queues a key once", () => {
      expect(stores.outbox.add(delivery("1:0"), now)).toBe(true);
      expect(stores.outbox.add(delivery("1:0"), now)).toBe(false);
      expect(stores.outbox.depth("wa-1").queued).toBe(1);
      expect(stores.outbox.depth("tg-1").queued).toBe(0);
    });

    it("sends replies before broadcasts, and a contact's messages in order", () => {
      stores.outbox.add(delivery("news", "a", "broadcast"), now);
      stores.outbox.add(delivery("r1", "a"), now);
      stores.outbox.add(delivery("r2", "a"), now);
      stores.outbox.add(delivery("r3", "b"), now);
      const order = [];
      for (let row = stores.outbox.next("wa-1", now); row; row = stores.outbox.next("wa-1", now)) {
        order.push(row.key);
        stores.outbox.sending(row.seq, row.key);
        stores.outbox.settle(row.seq, "sent", now);
      }
      expect(order).toEqual(["r1", "r2", "r3", "news"]);
    });

    it("a message that waits for another try holds back its contact's later ones, and nobody else's", () => {
      for (const [key, chat] of [
        ["1", "a"],
        ["2", "a"],
        ["3", "b"],
      ] as const)
        stores.outbox.add(delivery(key, chat), now);
      const first = seqOf();
      stores.outbox.sending(first, "id");
      expect(stores.outbox.next("wa-1", now)?.key).toBe("3");
      stores.outbox.retry(first, later(3000), "no ack");
      expect(stores.outbox.next("wa-1", now)?.key).toBe("3");
      expect(stores.outbox.nextDue("wa-1", now)).toEqual(later(3000));
      now = later(3000);
      expect(stores.outbox.next("wa-1", now)).toMatchObject({ key: "1", attempts: 1, platformId: "id" });
    });

    it("receipts only ever move forward", () => {
      stores.outbox.add(delivery("1"), now);
      stores.outbox.sending(seqOf(), "wire-1");
      stores.outbox.settle(1, "sent", now);
      for (const [said, is] of [
        ["delivered", "delivered"],
        ["read", "read"],
        ["delivered", "read"],
        ["sent", "read"],
        ["failed", "read"],
      ] as const) {
        stores.outbox.receipt("wa-1", "wire-1", said, now);
        expect(stores.outbox.byPlatformId("wa-1", "wire-1")?.status).toBe(is);
      }
      expect(stores.outbox.byPlatformId("wa-2", "wire-1")).toBeUndefined();
    });

    it("a receipt that overtakes the send settles it, and it is not sent again", () => {
      stores.outbox.add(delivery("1"), now);
      const seq = seqOf();
      stores.outbox.sending(seq, "wire-1");
      stores.outbox.receipt("wa-1", "wire-1", "delivered", now);
      stores.outbox.retry(seq, now, "no ack");
      stores.outbox.settle(seq, "unknown", now);
      expect(stores.outbox.byPlatformId("wa-1", "wire-1")?.status).toBe("delivered");
      expect(stores.outbox.next("wa-1", now)).toBeUndefined();
    });

    it("tells what was on its way when the program was stopped, until that is settled or tried again", () => {
      stores.outbox.add(delivery("1"), now);
      stores.outbox.add(delivery("2", "b", "reply", "tg-1"), now);
      expect(stores.outbox.inDoubt("wa-1")).toEqual([]);
      const seq = seqOf();
      stores.outbox.sending(seq, "wire-1");
      expect(stores.outbox.inDoubt("wa-1")).toMatchObject([{ seq, platformId: "wire-1" }]);
      expect(stores.outbox.inDoubt("tg-1")).toEqual([]);
      stores.outbox.retry(seq, now, "stopped while sending");
      expect(stores.outbox.inDoubt("wa-1")).toEqual([]);
      expect(stores.outbox.next("wa-1", now)?.platformId).toBe("wire-1");
      stores.outbox.sending(seq, "wire-1");
      stores.outbox.settle(seq, "unknown", now);
      expect(stores.outbox.inDoubt("wa-1")).toEqual([]);
      expect(stores.outbox.depth("wa-1")).toMatchObject({ queued: 0, unknown: 1 });
    });

    it("forgets the words of what is long settled, not of what waits", () => {
      stores.outbox.add(delivery("1"), now);
      stores.outbox.add(delivery("2", "b"), now);
      stores.outbox.sending(1, "wire-1");
      stores.outbox.settle(1, "sent", now);
      expect(stores.outbox.sweep(later(1))).toBe(1);
      expect(stores.outbox.byPlatformId("wa-1", "wire-1")).toBeUndefined();
      expect(stores.outbox.next("wa-1", now)?.message.text).toBe("2");
    });
  });

  it.runIf(durable)("keeps or takes back a whole transaction", () => {
    expect(() =>
      stores.atomically(() => {
        stores.inbox.add("wa-1", inbound("1"), now);
        stores.outbox.add(delivery("1"), now);
        throw new Error("in the middle");
      }),
    ).toThrow("in the middle");
    expect(stores.inbox.depth().waiting).toBe(0);
    expect(stores.outbox.depth().queued).toBe(0);
  });

  it.runIf(durable)("goes on where it was after being opened again", () => {
    stores.inbox.add("wa-1", inbound("1"), now);
    stores.outbox.add(delivery("1"), now);
    stores.conversations.save({ channel: "whatsapp", chatId: "a" }, { occupation: "petani" });
    stores.close();
    stores = open(folder, clock);
    expect(stores.inbox.due(now, 10)[0]?.message).toEqual(inbound("1"));
    expect(stores.outbox.next("wa-1", now)?.key).toBe("1");
    expect(stores.conversations.load({ channel: "whatsapp", chatId: "a" })).toEqual({ occupation: "petani" });
  });
});
