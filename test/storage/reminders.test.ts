import { expect, it } from "vitest";
import type { Reminder } from "../../src/broadcast/ledger.ts";
import { createSqliteReminders } from "../../src/storage/sqlite/reminders.ts";
import { at, fresh, NOW } from "./fresh.ts";

function reminders() {
  const { db, contact } = fresh();
  const store = createSqliteReminders(db);
  const pay = (contactId: string, day: number, more: Partial<Reminder> = {}): Reminder => ({
    contactId,
    kind: "pay",
    day,
    address: { channel: "whatsapp", chatId: "628" },
    createdAt: NOW,
    ...more,
  });
  const discount = (contactId: string): Reminder => {
    const { day: _, ...wish } = pay(contactId, 1, { kind: "discount-end" });
    return wish;
  };
  return { store, contact, pay, discount };
}

it("there is one of each kind, the last one that was asked for", () => {
  const { store, contact, pay, discount } = reminders();
  const id = contact("ani");
  store.setReminder(pay(id, 10));
  store.setReminder(discount(id));
  const later = pay(id, 25, { address: { channel: "telegram", chatId: "7" }, createdAt: at(5) });
  store.setReminder(later);
  expect(store.remindersOf(id)).toEqual([discount(id), later]);
  expect(store.remindersOf(contact("budi"))).toEqual([]);
});

it.each<[what: string, kind: Reminder["kind"] | undefined, dropped: number, left: Reminder["kind"][]]>([
  ["one kind", "pay", 1, ["discount-end"]],
  ["the other", "discount-end", 1, ["pay"]],
  ["all", undefined, 2, []],
])("%s can be called off, of one person alone", (_, kind, dropped, left) => {
  const { store, contact, pay, discount } = reminders();
  const [id, other] = [contact("ani"), contact("budi")];
  for (const one of [id, other]) for (const wish of [pay(one, 10), discount(one)]) store.setReminder(wish);
  expect(store.dropReminders(id, kind)).toBe(dropped);
  expect(store.dropReminders(id, kind)).toBe(0);
  expect(store.remindersOf(id).map((wish) => wish.kind)).toEqual(left);
  expect(store.remindersOf(other)).toHaveLength(2);
});

it("pages hold everybody of a kind and of the days once, in the order of their ids", () => {
  const { store, contact, pay, discount } = reminders();
  const ids = ["a", "b", "c", "d", "e"].map(contact).sort();
  ids.forEach((id, index) => store.setReminder(pay(id, [10, 31, 10, 30, 10][index] ?? 0)));
  store.setReminder(discount(ids[3] ?? ""));
  const pages = (kind: Reminder["kind"], days?: number[]) => {
    const found: string[] = [];
    for (let after = ""; ; after = found.at(-1) ?? "") {
      const page = store.reminders({ kind, after, limit: 2, ...(days ? { days } : {}) });
      if (page.length === 0) return found;
      found.push(...page.map(({ contactId }) => contactId));
    }
  };
  expect(pages("pay")).toEqual(ids);
  expect(pages("pay", [10])).toEqual([ids[0], ids[2], ids[4]]);
  expect(pages("pay", [30, 31])).toEqual([ids[1], ids[3]]);
  expect(pages("pay", [])).toEqual([]);
  expect(pages("discount-end")).toEqual([ids[3]]);
});

it("a wish of nobody is refused", () => {
  const { store, pay } = reminders();
  expect(() => store.setReminder(pay("nobody", 10))).toThrow(/FOREIGN KEY/i);
});
