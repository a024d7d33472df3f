import { beforeAll, describe, expect, it } from "vitest";
import type { Say } from "../../../src/broadcast/leaders/links.ts";
import { createLeaderReports } from "../../../src/broadcast/leaders/reports.ts";
import { fixedClock } from "../../../src/lib/clock.ts";
import { openMemoryStores } from "../../../src/storage/sqlite/index.ts";
import { testApp } from "../../support/app.ts";

const MONDAY = new Date("2026-11-23T02:00:00Z");
const DAY_MS = 86_400_000;
const WEEK_BEFORE = new Date(MONDAY.getTime() - 7 * DAY_MS);

let say: Say;
beforeAll(async () => {
  ({ say } = (await testApp()).kit);
});

function week() {
  const stores = openMemoryStores({ clock: fixedClock(MONDAY) });
  const { contacts, leaders, interests } = stores;
  let people = 0;
  const person = () => contacts.idOf({ channel: "telegram", chatId: String(++people) });
  const leader = () => {
    const id = person();
    contacts.learn(id, { role: "leader" });
    return id;
  };
  /** So many people come through a leader and ask how to register, some days before Monday. */
  const come = (leaderId: string, count: number, daysBefore: number) => {
    for (let index = 0; index < count; index++) {
      const at = new Date(MONDAY.getTime() - daysBefore * DAY_MS);
      const id = person();
      leaders.arrived(id, leaderId, at);
      interests.asked(id, "registration.how", at);
    }
  };
  const reports = createLeaderReports({ ...stores, say });
  const due = () => [...reports.leaderReports(WEEK_BEFORE)].map(({ contactId }) => contactId);
  return { ...stores, reports, leader, person, come, due };
}

describe("weekly lines", () => {
  it("go to leaders through whom somebody came or asked this week, however many leaders there are", () => {
    const { leader, come, due } = week();
    const busy = Array.from({ length: 450 }, leader);
    const [quiet, alone] = [leader(), leader()];
    for (const id of busy) come(id, 1, 2);
    come(quiet, 5, 9);
    expect(due().sort()).toEqual([...busy].sort());
    expect(due()).not.toContain(alone);
  });

  it("say how many, of the week alone", () => {
    const { leader, come, reports } = week();
    const id = leader();
    come(id, 4, 1);
    come(id, 20, 30);
    expect(reports.leaderText(id, WEEK_BEFORE)).toMatch(
      /^Seminggu ini 4 orang bertanya .+: 4 menanyakan cara daftar\./,
    );
    expect(reports.leaderText(id, MONDAY)).toBeUndefined();
  });

  it("go to nobody who is no leader any more, was erased, or never was one", () => {
    const { leader, person, come, reports, due, contacts } = week();
    const [former, gone, worker] = [leader(), leader(), person()];
    for (const id of [former, gone, worker]) come(id, 5, 1);
    contacts.learn(former, { role: "worker" });
    contacts.erase(gone);
    expect(due()).toEqual([]);
    for (const id of [former, gone, worker]) expect(reports.leaderText(id, WEEK_BEFORE)).toBeUndefined();
  });

  it("stop at once when a leader says so, and begin again when they say so", () => {
    const { leader, person, come, reports, due } = week();
    const id = leader();
    come(id, 5, 1);
    expect(reports.stop(id)).toBe(true);
    expect(reports.stop(id)).toBe(false);
    expect(due()).toEqual([]);
    expect(reports.leaderText(id, WEEK_BEFORE)).toBeUndefined();
    expect(reports.resume(id)).toBe(true);
    expect(reports.resume(id)).toBe(false);
    expect(due()).toEqual([id]);
    expect(reports.stop(person())).toBe(false);
  });

  it("name nobody who came", () => {
    const { leader, come, reports, contacts, leaders } = week();
    const id = leader();
    const ani = contacts.idOf({ channel: "whatsapp", chatId: "6281@s.whatsapp.net" });
    contacts.learn(ani, { name: "Ani Lestari" });
    leaders.arrived(ani, id, new Date(MONDAY.getTime() - DAY_MS));
    come(id, 4, 1);
    expect(reports.leaderText(id, WEEK_BEFORE)).not.toMatch(/Ani|Lestari|6281/);
  });
});
