import { describe, expect, it } from "vitest";
import { createSqliteInterests } from "../../src/storage/sqlite/interests.ts";
import { createSqliteLeaders } from "../../src/storage/sqlite/leaders.ts";
import { at, fresh, NOW } from "./fresh.ts";

function leaders(random?: (below: number) => number) {
  const { db, contact } = fresh();
  return { store: createSqliteLeaders(db, random), interests: createSqliteInterests(db), contact };
}

describe("a leader's link", () => {
  it("has six letters and digits that cannot be mistaken, and stays the same", () => {
    const { store, contact } = leaders();
    const codes = Array.from({ length: 300 }, (_, index) => store.linkCode(contact(`leader ${index}`)));
    for (const code of codes) expect(code).toMatch(/^[CDFGHJKMNPRTWXY34679]{6}$/);
    expect(new Set(codes).size).toBe(300);
    expect(new Set(codes.join("")).size).toBe(20);
    expect(store.linkCode(contact("leader 7"))).toBe(codes[7]);
  });

  it("leads to the leader however it was typed, and nowhere else", () => {
    const { store, contact } = leaders();
    const leader = contact("leader");
    const code = store.linkCode(leader);
    for (const typed of [code, code.toLowerCase(), ` ${code}\n`]) expect(store.leaderOfLink(typed)).toBe(leader);
    for (const typed of ["", "CCCCCCC", code.slice(1)]) expect(store.leaderOfLink(typed)).toBeUndefined();
  });

  it("is another one when chance gives one that is there, as a link or as an invitation", () => {
    const throws = [...Array<number>(12).fill(0), ...Array<number>(6).fill(1), ...Array<number>(6).fill(2)];
    const { store, contact } = leaders(() => throws.shift() ?? 0);
    store.addInvite({ code: "DDDDDD", by: "siti", at: NOW, expiresAt: at(1) });
    expect(store.linkCode(contact("first"))).toBe("CCCCCC");
    expect(store.linkCode(contact("second"))).toBe("FFFFFF");
  });
});

describe("people who come through a leader", () => {
  it("count once, with the first leader, and never through themselves", () => {
    const { store, contact } = leaders();
    const [ani, budi, leader, other] = ["ani", "budi", "leader", "other"].map(contact) as [
      string,
      string,
      string,
      string,
    ];
    expect(store.arrived(ani, leader, at(1))).toBe(true);
    expect(store.arrived(ani, leader, at(2))).toBe(false);
    expect(store.arrived(ani, other, at(3))).toBe(false);
    expect(store.arrived(leader, leader, at(3))).toBe(false);
    expect(store.arrived(leader, other, at(3))).toBe(true);
    expect(store.arrived(budi, leader, at(4))).toBe(true);
    expect(store.tally(leader, at(3))).toMatchObject({ arrived: 2, arrivedSince: 1 });
    expect(store.tally(other, NOW)).toMatchObject({ arrived: 1, arrivedSince: 1 });
    expect(store.tally(budi, NOW)).toEqual({ arrived: 0, arrivedSince: 0, asked: 0, intents: {} });
  });

  it("are counted by what they asked since then, each person once for each", () => {
    const { store, interests, contact } = leaders();
    const [leader, stranger] = [contact("leader"), contact("stranger")];
    const people = ["a", "b", "c", "d"].map(contact);
    for (const id of people) store.arrived(id, leader, NOW);
    for (const id of people.slice(0, 3)) interests.asked(id, "registration.how", at(10));
    for (const time of [10, 20, 30]) interests.asked(people[0] ?? "", "claim.jht", at(time));
    interests.asked(people[3] ?? "", "claim.jht", at(9)); // before that time
    interests.asked(stranger, "claim.jht", at(10));
    interests.asked(leader, "claim.jht", at(10));
    const { asked, intents } = store.tally(leader, at(10));
    expect({ asked, intents }).toEqual({ asked: 3, intents: { "registration.how": 3, "claim.jht": 1 } });
  });

  it("name their leaders in pages, each once", () => {
    const { store, contact } = leaders();
    const ids = ["x", "y", "z"].map(contact).sort();
    ids.forEach((leader, index) => {
      for (const word of ["a", "b"]) store.arrived(contact(`${word}${index}`), leader, NOW);
    });
    store.linkCode(contact("nobody came"));
    expect(store.leaders({ after: "", limit: 2 })).toEqual(ids.slice(0, 2));
    expect(store.leaders({ after: ids[1] ?? "", limit: 2 })).toEqual(ids.slice(2));
    expect(store.leaders({ after: ids[2] ?? "", limit: 2 })).toEqual([]);
  });
});

describe("an invitation", () => {
  it.each([
    ["as it is", "DESA77", 0, true],
    ["in small letters", " desa77 ", 0, true],
    ["just in time", "DESA77", 99, true],
    ["too late", "DESA77", 100, false],
    ["wrong", "DESA78", 0, false],
  ])("%s: %s", (_, typed, when, works) => {
    const { store, contact } = leaders();
    store.addInvite({ code: "desa77", by: "siti", at: NOW, expiresAt: at(100) });
    expect(store.useInvite(typed, contact("ani"), at(when))).toBe(works);
  });

  it("works once", () => {
    const { store, contact } = leaders();
    store.addInvite({ code: "DESA77", by: "siti", at: NOW, expiresAt: at(100) });
    expect(store.useInvite("DESA77", contact("ani"), NOW)).toBe(true);
    for (const word of ["ani", "budi"]) expect(store.useInvite("DESA77", contact(word), NOW)).toBe(false);
    expect(() => store.addInvite({ code: "desa77", by: "siti", at: NOW, expiresAt: at(1) })).toThrow(/UNIQUE/);
  });
});
