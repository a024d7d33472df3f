import { describe, expect, it } from "vitest";
import { reminderTown, type Got } from "./town.ts";

const times = (got: readonly Got[]) => got.map(({ at, who }) => `${at} ${who}`);

describe("a monthly reminder", () => {
  it("comes at nine, month after month, with what that month costs", () => {
    const town = reminderTown("2026-11-24T10:00+07:00");
    town.person("Siti", { occupation: "petani" }).says("ingatkan saya bayar tiap tanggal 10");
    town.until("2027-03-01T00:00+07:00");
    expect(times(town.got)).toEqual(["2026-12-10 09:00 Siti", "2027-01-10 09:00 Siti", "2027-02-10 09:00 Siti"]);
    const [december, january] = town.got;
    expect(december?.text).toMatch(/Halo Siti, .*Desember 2026[^]*Rp8\.400[^]*stop pengingat/);
    expect(january?.text).toMatch(/Januari 2027[^]*Rp16\.800/);
    expect(january?.text).not.toContain("8.400");
    expect(new Set(town.states().map((state) => state.split(" ").at(-1)))).toEqual(new Set(["done"]));
  });

  it("comes on the last day of months that are too short", () => {
    const town = reminderTown("2026-11-24T10:00+07:00");
    town.person("Siti").says("ingatkan tanggal 31");
    town.person("Budi").says("ingatkan tanggal 29");
    town.until("2027-04-02T00:00+07:00");
    const of = (name: string) => town.got.filter(({ who }) => who === name).map(({ at }) => at.slice(0, 10));
    expect(of("Siti")).toEqual(["2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28", "2027-03-31"]);
    expect(of("Budi")).toEqual(["2026-11-29", "2026-12-29", "2027-01-29", "2027-02-28", "2027-03-29"]);
  });

  it("comes at nine by everybody's own clock", () => {
    const town = reminderTown("2026-12-01T10:00+07:00");
    for (const [name, region] of [
      ["Asep", "32.04"],
      ["Wayan", "51.71"],
      ["Yosef", "91.01"],
    ] as const)
      town.person(name, { region }).says("ingatkan tanggal 10");
    town.person("Entah").says("ingatkan tanggal 10");
    town.until("2026-12-11T00:00+07:00");
    expect(times(town.got).sort()).toEqual([
      "2026-12-10 07:00 Yosef",
      "2026-12-10 08:00 Wayan",
      "2026-12-10 09:00 Asep",
      "2026-12-10 09:00 Entah",
    ]);
    expect(town.states().sort()).toEqual([
      "pay-reminder 2026-12-10 WIB done",
      "pay-reminder 2026-12-10 WIT done",
      "pay-reminder 2026-12-10 WITA done",
    ]);
  });

  it("goes out late when the program was off at nine, but not after eight in the evening", () => {
    const late = reminderTown("2026-12-09T10:00+07:00");
    late.person("Siti").says("ingatkan tanggal 10");
    late.until("2026-12-10T15:00+07:00", { off: true });
    late.restart();
    late.until("2026-12-11T00:00+07:00");
    expect(times(late.got)).toEqual(["2026-12-10 15:00 Siti"]);

    const tooLate = reminderTown("2026-12-09T10:00+07:00");
    tooLate.person("Siti").says("ingatkan tanggal 10");
    tooLate.until("2026-12-10T20:00+07:00", { off: true });
    tooLate.restart();
    tooLate.until("2026-12-20T00:00+07:00");
    expect(tooLate.got).toEqual([]);
  });

  it("what waits when the program stops is dropped the next day", () => {
    const town = reminderTown("2026-12-10T08:00+07:00");
    town.person("Budi").says("ingatkan tanggal 10");
    town.stores.stops.stopAccount({ account: "telegram", at: new Date("2026-12-10T08:30+07:00"), why: "restricted" });
    town.until("2026-12-10T12:00+07:00");
    expect(town.states()).toContain("pay-reminder 2026-12-10 WIB running");
    town.until("2026-12-11T09:30+07:00");
    town.stores.stops.reopenAccount("telegram", new Date("2026-12-11T09:30+07:00"));
    town.until("2026-12-12T00:00+07:00");
    expect(town.states()).toContain("pay-reminder 2026-12-10 WIB cancelled");
    expect(town.got).toEqual([]);
  });

  it("what the engine still finds in the night or on another day says nothing", () => {
    const town = reminderTown("2026-12-10T08:00+07:00");
    town.person("Budi").says("ingatkan tanggal 10");
    town.stores.stops.stopAccount({ account: "telegram", at: new Date("2026-12-10T08:30+07:00"), why: "restricted" });
    town.until("2026-12-10T19:59+07:00");
    town.stores.stops.reopenAccount("telegram", new Date("2026-12-10T19:59+07:00"));
    town.until("2026-12-11T08:30+07:00", { off: true });
    town.step();
    expect(town.got).toEqual([]);
  });

  it("restarts in mid-work repeat and lose nobody", () => {
    const town = reminderTown("2026-12-09T10:00+07:00");
    const names = Array.from({ length: 1_203 }, (_, index) => `p${index}`);
    for (const name of names) town.person(name).says("ingatkan tanggal 10");
    town.until("2026-12-10T09:00+07:00", { off: true });
    // a page at a time, each in a program that has just begun: three for each zone
    for (let pieces = 0; pieces < 10; pieces++) {
      town.restart();
      town.step({ onePiece: true });
    }
    town.until("2026-12-10T10:30+07:00", { everyMinutes: 0.02 });
    expect(town.got).toHaveLength(1_203);
    expect(new Set(town.got.map(({ who }) => who)).size).toBe(1_203);
    expect(town.counts("2026-12-10 WIB").byStatus).toEqual({ sent: 1_203 });
    town.until("2026-12-10T20:00+07:00");
    expect(town.got).toHaveLength(1_203);
  });

  it("asked for in the morning of the day it comes the same day, later the next month", () => {
    const town = reminderTown("2026-12-10T08:59+07:00");
    expect(town.person("Siti").says("ingatkan tanggal 10")).toContain("10 Desember 2026");
    town.until("2026-12-10T09:00+07:00");
    expect(town.person("Budi").says("ingatkan tanggal 10")).toContain("10 Januari 2027");
    town.until("2027-01-11T00:00+07:00");
    expect(times(town.got).sort()).toEqual(["2026-12-10 09:00 Siti", "2027-01-10 09:00 Budi", "2027-01-10 09:00 Siti"]);
  });

  it("another day takes the place of the first one, and nobody gets two for one month", () => {
    const town = reminderTown("2026-12-01T10:00+07:00");
    const siti = town.person("Siti");
    siti.says("ingatkan tanggal 10");
    town.until("2026-12-05T10:00+07:00");
    expect(siti.says("ingatkan tanggal 8")).toMatch(/diganti[^]*tanggal 8[^]*8 Desember 2026/);
    town.until("2026-12-12T10:00+07:00");
    expect(siti.says("ingatkan tanggal 25")).toMatch(/sudah diingatkan; berikutnya 25 Januari 2027/);
    town.until("2027-02-01T00:00+07:00");
    expect(times(town.got)).toEqual(["2026-12-08 09:00 Siti", "2027-01-25 09:00 Siti"]);
  });

  it("whoever stopped and asked again gets no second one either", () => {
    const town = reminderTown("2026-12-01T10:00+07:00");
    const siti = town.person("Siti");
    siti.says("ingatkan tanggal 10");
    town.until("2026-12-11T10:00+07:00");
    siti.says("stop pengingat");
    siti.says("ingatkan tanggal 20");
    town.until("2027-01-01T00:00+07:00");
    expect(times(town.got)).toEqual(["2026-12-10 09:00 Siti"]);
  });

  it.each([
    ["stop pengingat", "2026-12-10T08:00+07:00"],
    ["ingatkan tanggal 20", "2026-12-10T08:00+07:00"],
  ])("%s before nine is heeded", (words, at) => {
    const town = reminderTown("2026-12-01T10:00+07:00");
    const siti = town.person("Siti");
    siti.says("ingatkan tanggal 10");
    town.until(at);
    siti.says(words);
    town.until("2026-12-11T00:00+07:00");
    expect(town.got).toEqual([]);
  });

  it.each(["stop pengingat", "ingatkan tanggal 20"])("%s is heeded by the very next send", (words) => {
    const town = reminderTown("2026-12-01T10:00+07:00");
    const siti = town.person("Siti");
    siti.says("ingatkan tanggal 10");
    town.stores.stops.stopAccount({ account: "telegram", at: new Date("2026-12-01T10:00+07:00"), why: "restricted" });
    town.until("2026-12-10T09:30+07:00");
    expect(town.counts("2026-12-10 WIB").byStatus).toEqual({ queued: 1 });
    siti.says(words);
    town.stores.stops.reopenAccount("telegram", new Date("2026-12-10T09:30+07:00"));
    town.until("2026-12-10T12:00+07:00");
    expect(town.got).toEqual([]);
    expect(town.counts("2026-12-10 WIB").skipped).toEqual({ "not-wanted": 1 });
  });

  it("the same day again changes nothing, also while it is due", () => {
    const town = reminderTown("2026-12-01T10:00+07:00");
    const siti = town.person("Siti");
    siti.says("ingatkan tanggal 10");
    town.until("2026-12-10T10:00+07:00", { off: true });
    expect(siti.says("ingatkan tanggal 10")).toContain("10 Desember 2026");
    town.until("2026-12-11T00:00+07:00");
    expect(times(town.got)).toEqual(["2026-12-10 10:00 Siti"]);
  });

  it("whoever moves between zones that morning gets one", () => {
    const west = reminderTown("2026-12-01T10:00+07:00");
    const yosef = west.person("Yosef", { region: "91.01" });
    yosef.says("ingatkan tanggal 10");
    west.until("2026-12-10T07:30+07:00");
    west.stores.contacts.learn(yosef.contactId, { region: "32.04" });
    west.until("2026-12-11T00:00+07:00");
    expect(times(west.got)).toEqual(["2026-12-10 07:00 Yosef"]);

    const east = reminderTown("2026-12-01T10:00+07:00");
    const asep = east.person("Asep", { region: "32.04" });
    asep.says("ingatkan tanggal 10");
    east.until("2026-12-10T08:30+07:00");
    east.stores.contacts.learn(asep.contactId, { region: "91.01" });
    east.until("2026-12-11T00:00+07:00");
    expect(times(east.got)).toEqual(["2026-12-10 09:00 Asep"]);
  });

  it("leaves out those on a channel that nothing is sent on", () => {
    const town = reminderTown("2026-12-01T10:00+07:00");
    expect(town.person("Siti", { channel: "terminal" }).says("ingatkan tanggal 10")).toContain("tanggal 10");
    town.until("2026-12-11T00:00+07:00");
    expect(town.got).toEqual([]);
    expect(town.counts("2026-12-10 WIB").total).toBe(0);
    expect(town.states()).toContain("pay-reminder 2026-12-10 WIB done");
  });

  it("makes no campaign where nobody asked", () => {
    const town = reminderTown("2026-12-01T10:00+07:00");
    town.person("Siti").says("ingatkan tanggal 10");
    town.until("2026-12-09T23:00+07:00");
    expect(town.states()).toEqual([]);
  });

  it("ends an old campaign whose period names no zone", () => {
    const town = reminderTown("2026-12-10T08:00+07:00");
    const { campaigns } = town.stores;
    campaigns.add({
      kind: "pay-reminder",
      name: "x",
      content: { texts: { id: "x" } },
      audience: { topic: "discount", include: [], exclude: [] },
      state: "running",
      createdBy: "program",
      createdAt: new Date("2026-12-08T09:00+07:00"),
      filled: true,
      period: "2026-12-08",
    });
    town.until("2026-12-10T09:00+07:00");
    expect(town.states()).toEqual(["pay-reminder 2026-12-08 done"]);
  });
});

describe("a reminder before a discount ends", () => {
  it("comes two weeks and three days before, by the work people do, and then no more", () => {
    const town = reminderTown("2026-11-24T10:00+07:00");
    for (const [name, occupation] of [
      ["Tani", "petani"],
      ["Ojol", "ojol"],
    ] as const)
      expect(town.person(name, { occupation }).says("ingatkan sebelum diskon berakhir")).toMatch(
        name === "Tani" ? /17 Desember dan 28 Desember 2026/ : /17 Maret dan 28 Maret 2027/,
      );
    town.until("2027-05-01T00:00+07:00");
    expect(times(town.got)).toEqual([
      "2026-12-17 09:00 Tani",
      "2026-12-28 09:00 Tani",
      "2027-03-17 09:00 Ojol",
      "2027-03-28 09:00 Ojol",
    ]);
    const [first, last] = town.got;
    expect(first?.text).toMatch(/Sisa 14 hari[^]*Rp8\.400[^]*Januari 2027: \*Rp16\.800[^]*28 Desember 2026/);
    expect(last?.text).toMatch(/Sisa 3 hari[^]*pengingat terakhir/);
    expect(town.stores.reminders.reminders({ kind: "discount-end", after: "", limit: 10 })).toEqual([]);
  });

  it("drops the wish soon after the last one, not before", () => {
    const town = reminderTown("2026-12-20T10:00+07:00");
    const { contactId, says } = town.person("Tani", { occupation: "petani" });
    expect(says("ingatkan sebelum diskon habis")).toContain("28 Desember 2026");
    town.until("2026-12-28T08:59+07:00");
    expect(town.stores.reminders.remindersOf(contactId)).toHaveLength(1);
    town.until("2026-12-28T11:00+07:00");
    expect(town.stores.reminders.remindersOf(contactId)).toEqual([]);
    expect(town.got).toHaveLength(1);
  });

  it("comes a little late rather than never", () => {
    const town = reminderTown("2026-11-24T10:00+07:00");
    town.person("Tani", { occupation: "petani" }).says("ingatkan sebelum diskon berakhir");
    town.until("2026-12-18T13:00+07:00", { off: true });
    town.restart();
    town.until("2026-12-27T10:00+07:00");
    expect(times(town.got)).toEqual(["2026-12-18 13:00 Tani"]);
    expect(town.got[0]?.text).toContain("Sisa 13 hari");
    town.until("2026-12-31T10:00+07:00", { off: true });
    town.until("2027-01-02T10:00+07:00");
    expect(town.got).toHaveLength(1);
    expect(town.stores.reminders.reminders({ kind: "discount-end", after: "", limit: 10 })).toEqual([]);
  });

  it("is told at once when too little is left, and nothing is kept", () => {
    const town = reminderTown("2026-12-29T10:00+07:00");
    const { contactId, says } = town.person("Tani", { occupation: "petani" });
    expect(says("ingatkan sebelum diskon berakhir")).toMatch(/tinggal 2 hari[^]*Desember 2026[^]*Rp16\.800/);
    expect(town.stores.reminders.remindersOf(contactId)).toEqual([]);
  });

  it("is refused where there is none", () => {
    const town = reminderTown("2027-01-05T10:00+07:00");
    expect(town.person("Tani", { occupation: "petani" }).says("ingatkan sebelum diskon berakhir")).toContain(
      "tidak ada potongan",
    );
    expect(town.person("Ojol", { occupation: "ojol" }).says("ingatkan sebelum diskon berakhir")).toContain("17 Maret");
  });

  it("goes by what people do by then", () => {
    const town = reminderTown("2026-11-24T10:00+07:00");
    const { contactId, says } = town.person("Siti");
    expect(says("ingatkan sebelum diskon berakhir")).toContain("17 Desember");
    town.stores.contacts.learn(contactId, { occupation: "ojol" });
    town.until("2027-04-01T00:00+07:00");
    expect(times(town.got)).toEqual(["2027-03-17 09:00 Siti", "2027-03-28 09:00 Siti"]);
  });
});
