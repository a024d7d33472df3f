import { array, assert, integer, property, record } from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Say } from "../../../src/broadcast/leaders/links.ts";
import { leaderLine, leaderSubject } from "../../../src/broadcast/leaders/weekly.ts";
import { INTENTS } from "../../../src/lib/intent.ts";
import { testApp } from "../../support/app.ts";

let say: Say;
beforeAll(async () => {
  ({ say } = (await testApp()).kit);
});

type Tally = { arrivedSince: number; asked: number; intents: Record<string, number> };
const lineOf = (tally: Tally) => leaderLine({ tally, say });
const head = (tally: Tally) => lineOf(tally)?.split("\n")[0];

describe("the weekly line", () => {
  it("reads like this", () => {
    expect(lineOf({ arrivedSince: 7, asked: 12, intents: { "registration.how": 5, "contribution.amount": 4 } })).toBe(
      [
        "Seminggu ini 12 orang bertanya lewat tautan Anda: 5 menanyakan cara daftar, 4 besar iuran.",
        "Terima kasih sudah mengajak. Mau membagikan lagi? Ketik *bagikan*.",
        "",
        "Tidak mau kabar mingguan ini? Ketik *BERHENTI LAPORAN*.",
      ].join("\n"),
    );
  });

  it("is none when nobody came", () => {
    expect(lineOf({ arrivedSince: 0, asked: 0, intents: {} })).toBeUndefined();
  });

  it.each([
    [{ arrivedSince: 1, asked: 0, intents: {} }, "Seminggu ini ada beberapa orang yang datang lewat tautan Anda."],
    [
      { arrivedSince: 2, asked: 2, intents: { "registration.how": 2 } },
      "Seminggu ini ada beberapa orang yang datang lewat tautan Anda.",
    ],
    [
      { arrivedSince: 4, asked: 2, intents: { "registration.how": 2 } },
      "Seminggu ini 4 orang baru datang lewat tautan Anda.",
    ],
    [
      { arrivedSince: 0, asked: 3, intents: { "registration.how": 3 } },
      "Seminggu ini 3 orang bertanya lewat tautan Anda: 3 menanyakan cara daftar.",
    ],
    // whoever knows that four of five asked it knows that one did not
    [
      { arrivedSince: 5, asked: 5, intents: { "registration.how": 4, "contribution.amount": 1 } },
      "Seminggu ini 5 orang bertanya lewat tautan Anda.",
    ],
    [
      { arrivedSince: 0, asked: 1200, intents: { "registration.how": 1100 } },
      "Seminggu ini 1.200 orang bertanya lewat tautan Anda: 1.100 menanyakan cara daftar.",
    ],
    // no complaints, no consent, no small talk
    [
      { arrivedSince: 9, asked: 9, intents: { "handoff.complaint": 5, "consent.delete": 4, "smalltalk.thanks": 6 } },
      "Seminggu ini 9 orang bertanya lewat tautan Anda.",
    ],
  ])("%j → %s", (tally, text) => expect(head(tally)).toBe(text));

  it("names three subjects at most, the largest first", () => {
    expect(
      head({
        arrivedSince: 0,
        asked: 40,
        intents: { "claim.jht": 4, "registration.how": 9, "contribution.pay": 9, "contact.office": 20 },
      }),
    ).toBe(
      "Seminggu ini 40 orang bertanya lewat tautan Anda: 20 menanyakan kantor terdekat, 9 cara bayar iuran, 9 cara daftar.",
    );
  });

  it("has words for every subject it may name, each its own", () => {
    const subjects = INTENTS.flatMap((intent) => leaderSubject(intent, say) ?? []);
    expect(subjects.length).toBeGreaterThan(10);
    expect(new Set(subjects).size).toBe(subjects.length);
  });
});

describe("small numbers", () => {
  const NAMES = ["registration.how", "contribution.amount", "claim.jht"] as const;

  /** Of each person of a week, which of the subjects they asked about, as bits. */
  const week = array(integer({ min: 0, max: 7 }), { minLength: 0, maxLength: 9 });

  function tallyOf(people: readonly number[], arrivedSince: number): Tally {
    const intents = NAMES.map((name, bit) => [name, people.filter((asked) => asked & (1 << bit)).length] as const);
    return {
      arrivedSince,
      asked: people.length,
      intents: Object.fromEntries(intents.filter(([, count]) => count > 0)),
    };
  }

  it("are never told", () => {
    assert(
      property(record({ people: week, arrived: integer({ min: 0, max: 9 }) }), ({ people, arrived }) => {
        const text = head(tallyOf(people, arrived)) ?? "";
        for (const [number] of text.matchAll(/\d+/g)) expect(Number(number)).toBeGreaterThanOrEqual(3);
      }),
    );
  });

  it("cannot be worked out: whatever two subjects have in common, or leave out, may also be another number", () => {
    const given: string[] = [];
    for (let asked = 3; asked <= 12; asked++)
      for (let a = 0; a <= asked; a++) for (let b = 0; b <= asked; b++) given.push(...givenAway(asked, a, b));
    expect(given).toEqual([]);
  });

  /** Parts of a week of which a line tells that they are one or two people: of all that it can mean, they always are. */
  function givenAway(asked: number, a: number, b: number): string[] {
    const [first, second] = NAMES;
    const text = head({ arrivedSince: 0, asked, intents: { [first]: a, [second]: b } }) ?? "";
    const tells = (count: number, subject: string) => new RegExp(`\\b${count} (?:menanyakan )?${subject}`).test(text);
    const [tellsA, tellsB] = [tells(a, "cara daftar"), tells(b, "besar iuran")];
    const possible = new Map<string, Set<number>>();
    for (let both = 0; both <= asked; both++)
      for (let onlyA = 0; both + onlyA <= asked; onlyA++)
        for (let onlyB = 0; both + onlyA + onlyB <= asked; onlyB++) {
          if ((tellsA && both + onlyA !== a) || (tellsB && both + onlyB !== b)) continue;
          const neither = asked - both - onlyA - onlyB;
          const parts = { a: both + onlyA, b: both + onlyB, both, onlyA, onlyB, neither, notA: onlyB + neither };
          for (const [part, count] of Object.entries(parts))
            possible.set(part, (possible.get(part) ?? new Set()).add(count));
        }
    return [...possible].flatMap(([part, counts]) =>
      counts.size === 1 && (counts.has(1) || counts.has(2)) ? [`${text} tells ${part}`] : [],
    );
  }
});
