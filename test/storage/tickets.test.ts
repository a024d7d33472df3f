import { expect, it } from "vitest";
import type { NewTicket, TicketChange } from "../../src/handoff/ticket.ts";
import { DAY, describeStores, HOUR, telegram, whatsapp } from "./forms.ts";

describeStores("tickets", (kept) => {
  const open = (contactId: string, more: Partial<NewTicket> = {}) =>
    kept.tickets.open({
      contactId,
      account: "wa-1",
      address: whatsapp(contactId),
      reason: "request",
      openedAt: kept.now,
      ...more,
    });
  const close = (number: number, closedAt = kept.now) =>
    kept.tickets.change(number, { state: "closed", owner: "bot", closedAt, endedBy: "staff", waitingSince: null });

  it("are opened under the next number, waiting, with the bot", () => {
    expect(open("a", { intent: "claim.jht", region: "34" })).toEqual({
      number: 1,
      contactId: "a",
      account: "wa-1",
      address: whatsapp("a"),
      reason: "request",
      intent: "claim.jht",
      region: "34",
      state: "open",
      owner: "bot",
      openedAt: kept.now,
      waitingSince: kept.now,
      reminders: 0,
      lastSaidAt: kept.now,
    });
    expect(open("b").number).toBe(2);
    expect(kept.tickets.get(2)).not.toHaveProperty("intent");
    expect(kept.tickets.get(3)).toBeUndefined();
  });

  it("never get a number twice", () => {
    open("a");
    close(open("b").number);
    expect(kept.tickets.sweep(kept.later(1))).toBe(1);
    expect(open("c").number).toBe(3);
  });

  it("of a contact are the open one, and the one closed last", () => {
    const [first, second, third] = [open("a"), open("b"), open("a")];
    expect(kept.tickets.activeOf("a")?.number).toBe(first.number);
    expect(kept.tickets.lastClosedOf("a")).toBeUndefined();
    close(first.number, kept.later(2 * HOUR));
    close(third.number, kept.later(HOUR));
    expect(kept.tickets.activeOf("a")).toBeUndefined();
    expect(kept.tickets.lastClosedOf("a")?.number).toBe(first.number);
    expect(kept.tickets.activeOf("b")?.number).toBe(second.number);
    expect(kept.tickets.activeOf("c")).toBeUndefined();
  });

  it.each<[TicketChange]>([
    [{ account: "tg-1", address: telegram("7") }],
    [{ reason: "complaint" }],
    [{ intent: "share.figures" }],
    [{ region: "32" }],
    [{ state: "closed" }],
    [{ owner: "staff" }],
    [{ openedAt: new Date("2026-11-01T00:00:00Z"), lastSaidAt: new Date("2026-11-02T00:00:00Z") }],
    [{ reminders: 2 }],
    [{ waitingSince: new Date("2026-11-24T06:00:00Z") }],
    [{ firstReplyAt: new Date("2026-11-24T06:00:00Z") }],
    [{ idleAskedAt: new Date("2026-11-24T06:00:00Z") }],
    [{ claimedBy: "siti", claimedAt: new Date("2026-11-24T06:00:00Z") }],
    [{ closedAt: new Date("2026-11-24T06:00:00Z"), endedBy: "worker", closeReason: "sudah jelas" }],
    [{ satisfactionAskedAt: new Date("2026-11-24T06:00:00Z"), satisfaction: "up" }],
    [{}],
  ])("change as told and no other: %j", (change) => {
    const ticket = open("a", { intent: "claim.jht", region: "34" });
    const other = open("b");
    expect(kept.tickets.change(ticket.number, change)).toEqual({ ...ticket, ...change });
    expect(kept.tickets.get(ticket.number)).toEqual({ ...ticket, ...change });
    expect(kept.tickets.get(other.number)).toEqual(other);
  });

  it("lose what is changed to nothing, and keep what is not named", () => {
    const full = kept.tickets.change(open("a", { intent: "claim.jht", region: "34" }).number, {
      claimedBy: "siti",
      claimedAt: kept.now,
      idleAskedAt: kept.now,
      closeReason: "sudah",
    });
    const names = ["intent", "region", "waitingSince", "claimedBy", "claimedAt", "idleAskedAt", "closeReason"] as const;
    const nothing = Object.fromEntries(names.map((name) => [name, null])) as TicketChange;
    const left = kept.tickets.change(full.number, nothing);
    expect(left).toEqual(Object.fromEntries(Object.entries(full).filter(([name]) => !names.some((n) => n === name))));
    expect(kept.tickets.change(full.number, { intent: undefined } as unknown as TicketChange)).toEqual(left);
  });

  it("that do not exist cannot be changed", () => {
    expect(() => kept.tickets.change(7, { reminders: 1 })).toThrow("there is no ticket 7");
    expect(() => kept.tickets.change(7, {})).toThrow("there is no ticket 7");
  });

  it("wait in the order they were opened, behind those nobody has taken", () => {
    const [taken, answered, closed, waiting, last] = ["a", "b", "c", "d", "e"].map((who) => open(who));
    kept.tickets.change(taken!.number, { claimedBy: "siti" });
    kept.tickets.change(answered!.number, { firstReplyAt: kept.now, waitingSince: null });
    close(closed!.number);
    expect(kept.tickets.allOpen().map(({ number }) => number)).toEqual([1, 2, 4, 5]);
    expect(kept.tickets.aheadOf(waiting!)).toBe(0);
    expect(kept.tickets.aheadOf(last!)).toBe(1);
    kept.tickets.change(taken!.number, { claimedBy: null });
    expect(kept.tickets.aheadOf(last!)).toBe(2);
    expect(kept.tickets.aheadOf(taken!)).toBe(0);
  });

  it("tell how long the first answer took, of those opened since", () => {
    const opened = [-2 * DAY, 0, HOUR, 2 * HOUR].map((ms) => open(`c${ms}`, { openedAt: kept.later(ms) }).number);
    const [early, now, later] = opened;
    kept.tickets.change(early!, { firstReplyAt: kept.now });
    kept.tickets.change(now!, { firstReplyAt: kept.later(90_000) });
    kept.tickets.change(later!, { firstReplyAt: kept.later(HOUR + 5000) });
    const waits = (since: Date) =>
      kept.tickets.firstWaits(since, 10).map(({ from, to }) => to.getTime() - from.getTime());
    expect(waits(kept.now).sort((a, b) => a - b)).toEqual([5000, 90_000]);
    expect(waits(kept.later(DAY))).toEqual([]);
  });

  it.each([
    [-DAY, 3 * DAY, [1, 2, 3]],
    [0, DAY, [1]],
    [0, DAY + 1, [1, 2]],
    [1, 2 * DAY, [2]],
    [3 * DAY, 9 * DAY, []],
  ])("opened between %i and %i are %j: the start counts, the end does not", (from, to, numbers) => {
    for (const day of [0, 1, 2]) open(`c${day}`, { openedAt: kept.later(day * DAY) });
    const found = kept.tickets.openedBetween(kept.later(from), kept.later(to));
    expect(found.map(({ number }) => number)).toEqual(numbers);
  });

  it("are forgotten once they were closed long ago, never while they are open", () => {
    for (const who of ["a", "b", "c"]) open(who, { openedAt: kept.later(-90 * DAY) });
    close(1, kept.later(-2 * DAY));
    close(2, kept.later(-DAY));
    expect(kept.tickets.sweep(kept.later(-DAY))).toBe(1);
    expect([1, 2, 3].map((number) => kept.tickets.get(number)?.state)).toEqual([undefined, "closed", "open"]);
  });

  it("go along when two addresses turn out to be one person", () => {
    const older = kept.contacts.idOf(whatsapp("1"));
    kept.now = kept.later(1);
    const younger = kept.contacts.idOf(whatsapp("2"));
    const ticket = open(younger);
    close(open(younger).number);
    kept.contacts.link(whatsapp("1"), "2");
    expect(kept.tickets.activeOf(older)).toEqual({ ...ticket, contactId: older });
    expect(kept.tickets.lastClosedOf(older)?.contactId).toBe(older);
    expect(kept.tickets.activeOf(younger)).toBeUndefined();
  });
});
