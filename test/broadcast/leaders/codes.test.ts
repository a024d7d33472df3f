import { describe, expect, it } from "vitest";
import { codeIn, createLeaderInvites } from "../../../src/broadcast/leaders/codes.ts";
import { fixedClock } from "../../../src/lib/clock.ts";
import { createSqliteLeaders } from "../../../src/storage/sqlite/leaders.ts";
import { fresh } from "../../storage/fresh.ts";

const NOW = new Date("2026-11-24T03:00:00Z");

describe("a code as people send it", () => {
  it.each([
    "KODE CDF346",
    "kode kader CDF346",
    "Kode: cdf346",
    "kode cdf 346",
    "kode CDF-346 ",
    "halo pak, ini kode saya CDF346",
    "*kode kader CDF346*",
  ])("%s", (text) => expect(codeIn(text)).toBe("CDF346"));

  it("may be all letters, repeat one, or end in a digit that doubles words elsewhere", () => {
    expect(codeIn("kode CCCCCC")).toBe("CCCCCC");
    expect(codeIn("kode ABCDE2")).toBe("ABCDE2");
  });

  it.each([
    "CDF346",
    "kode kurang",
    "kode diskon",
    "kode promo",
    "kode bayar saya apa?",
    "kode",
    "kode CDF34",
    "kode CDF346 itu apa",
    "saya dapat kode otp 123456",
    "kode iuran 1234567890123456",
    "",
  ])("is none: %s", (text) => expect(codeIn(text)).toBeUndefined());
});

describe("codes that staff make", () => {
  it("are six signs, good for seven days and one person", () => {
    const { db, contact } = fresh();
    const leaders = createSqliteLeaders(db);
    const { code, expiresAt } = createLeaderInvites({
      leaders,
      clock: fixedClock(NOW),
      random: (below) => below - 1,
    }).make("rina");
    expect(expiresAt).toEqual(new Date("2026-12-01T03:00:00Z"));
    expect(codeIn(`KODE ${code}`)).toBe(code);
    const [ani, budi] = [contact("ani"), contact("budi")];
    expect(leaders.useInvite(code, ani, expiresAt)).toBe(false);
    expect(leaders.useInvite(code, ani, new Date(expiresAt.getTime() - 1))).toBe(true);
    expect(leaders.useInvite(code, budi, NOW)).toBe(false);
  });

  it("are never those of a leader's link", () => {
    const { db, contact } = fresh();
    const leaders = createSqliteLeaders(db, () => 0);
    const taken = leaders.linkCode(contact("leader"));
    const throws = [...Array<number>(6).fill(0), ...Array<number>(6).fill(3)];
    const { code } = createLeaderInvites({
      leaders,
      clock: fixedClock(NOW),
      random: () => throws.shift() ?? 0,
    }).make("rina");
    expect(code).not.toBe(taken);
    expect(leaders.leaderOfLink(code)).toBeUndefined();
  });
});
