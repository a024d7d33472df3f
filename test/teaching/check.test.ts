import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readExamples } from "../../src/knowledge/load.ts";
import type { Intent } from "../../src/lib/intent.ts";
import { compareReadings, contradictions, type Compared, type Reading } from "../../src/teaching/check.ts";
import { examplesWithTaught, type Example } from "../../src/teaching/fingerprint.ts";
import { probesNear } from "../../src/teaching/probes.ts";
import { SHIPPED } from "../support/knowledge.ts";

const example = (intent: Intent, text: string): Example => ({ intent, text });
const right = ({ intent }: Example): Reading => ({ intent, first: intent });
const wrong: Reading = { intent: "menu", first: "menu" };

const shipped = Array.from({ length: 4000 }, (_, index) => example("claim.jht", `cara ${index}`));
const taught = [example("contact.office", "loket tutup jam pinten")];
const added = [example("share.kit", "minta brosur buat pos ronda")];

/** The verdict when these are read wrongly afterwards; everything was right before, unless it says so. */
function verdictWith(
  broken: {
    shipped?: readonly number[];
    taught?: boolean;
    added?: boolean;
    rulesOnly?: boolean;
    probes?: Compared["probes"];
  },
  wrongBefore: readonly number[] = [],
) {
  const now = (example: Example, is: boolean | undefined): Reading =>
    is ? (broken.rulesOnly ? { ...wrong, first: example.intent } : wrong) : right(example);
  return compareReadings({
    shipped,
    taught,
    added,
    before: [
      ...shipped.map((line, index) => (wrongBefore.includes(index) ? wrong : right(line))),
      ...taught.map(right),
    ],
    after: [
      ...shipped.map((line, index) => now(line, broken.shipped?.includes(index))),
      ...taught.map((line) => now(line, broken.taught)),
      ...added.map((line) => now(line, broken.added)),
    ],
    probes: broken.probes ?? [],
  });
}

describe("comparing how examples are read before and after", () => {
  it("accepts what changes nothing else", () => expect(verdictWith({})).toEqual({ ok: true }));

  it("refuses what is not learned", () =>
    expect(verdictWith({ added: true })).toEqual({
      ok: false,
      why: "not-learned",
      broke: [{ text: "minta brosur buat pos ronda", was: "share.kit", becomes: "menu" }],
    }));

  it("refuses whatever breaks one that was taught, even if only by a rule", () => {
    const refused = {
      ok: false,
      why: "breaks-others",
      broke: [{ text: "loket tutup jam pinten", was: "contact.office", becomes: "menu" }],
    };
    expect(verdictWith({ taught: true })).toEqual(refused);
    expect(verdictWith({ taught: true, rulesOnly: true })).toEqual(refused);
  });

  it("lets two in four thousand shipped lines turn, and names them all when it is three", () => {
    expect(verdictWith({ shipped: [3, 9] })).toEqual({ ok: true });
    expect(verdictWith({ shipped: [3, 9, 27] })).toEqual({
      ok: false,
      why: "breaks-others",
      broke: [3, 9, 27].map((index) => ({ text: `cara ${index}`, was: "claim.jht", becomes: "menu" })),
    });
  });

  it("counts neither what was wrong already nor what only crossed the bounds of a rule", () => {
    expect(verdictWith({ shipped: [3, 9, 27] }, [3])).toEqual({ ok: true });
    expect(verdictWith({ shipped: [3, 9, 27], rulesOnly: true })).toEqual({ ok: true });
  });

  it("lets one probe in a hundred turn to what is taught, and names them when it is more", () => {
    const probes = (turned: number, after: Intent, before: Intent = "claim.jht") =>
      Array.from({ length: 200 }, (_, index) => ({
        ...example("claim.jht", `near ${index}`),
        before: index < turned ? before : ("claim.jht" as const),
        after: index < turned ? after : ("claim.jht" as const),
      }));
    expect(verdictWith({ probes: probes(2, "share.kit") })).toEqual({ ok: true });
    expect(verdictWith({ probes: probes(3, "share.kit") })).toEqual({
      ok: false,
      why: "breaks-others",
      broke: [0, 1, 2].map((index) => ({ text: `near ${index}`, was: "claim.jht", becomes: "share.kit" })),
    });
    // turned to something else by the order of learning, or never right
    expect(verdictWith({ probes: probes(3, "menu") })).toEqual({ ok: true });
    expect(verdictWith({ probes: probes(3, "share.kit", "menu") })).toEqual({ ok: true });
  });

  it("wants a reading of every example", () =>
    expect(() => compareReadings({ shipped, taught, added, before: [], after: [], probes: [] })).toThrow(RangeError));
});

describe("examples that contradict each other", () => {
  const fillers = new Set(["ya", "min", "gimana", "ganti"]);

  it.each([
    ["CARA DAFTAR?", ["cara daftar"]],
    ["daftar, cara ya min", ["cara daftar"]],
    ["cara daftar ulang", []],
    ["daftar", []],
    ["cara daftar gimana", []],
  ])("%s", (text, against) =>
    expect(contradictions([example("claim.jht", text)], [example("registration.how", "cara daftar")], fillers)).toEqual(
      against.map((line) => ({ text: line, was: "registration.how", becomes: "claim.jht" })),
    ),
  );

  it("are not found in the shipped ones, but for a single word with two uses", async () => {
    const lexicon = JSON.parse(readFileSync(join(SHIPPED.data, "lexicon.json"), "utf8")) as { fillers: string[] };
    const lines = await readExamples(join(SHIPPED.data, "examples"));
    expect(contradictions(lines, [], new Set(lexicon.fillers)).length).toBeLessThan(6);
    const other = [example("contact.office", "alamat?")];
    expect(contradictions([example("account.change", "ganti alamat")], other, fillers)).toEqual([]);
    // two signs have no word in common, though neither has any
    expect(contradictions([example("smalltalk.thanks", "🙏")], [example("out-of-scope", "🐈")], fillers)).toEqual([]);
    expect(contradictions([example("smalltalk.thanks", "🙏")], [example("out-of-scope", "🙏")], fillers)).toHaveLength(
      1,
    );
  });

  it("are none when they mean the same, and some when two of the new ones do not", () => {
    const known = [example("registration.how", "cara daftar")];
    expect(contradictions([example("registration.how", "daftar cara ya")], known, fillers)).toEqual([]);
    const two = [example("claim.jht", "ambil uang"), example("claim.jkm", "uang ambil")];
    expect(contradictions(two, known, fillers)).toEqual([
      { text: "ambil uang", was: "claim.jht", becomes: "claim.jkm" },
    ]);
  });
});

describe("what is learned from", () => {
  const known = [example("registration.how", "cara daftar")];

  it("is the shipped examples alone while nothing was taught", () =>
    expect(examplesWithTaught(known, [])).toEqual(known));

  it("takes each taught one twice, and none that was shipped since", () => {
    const more = { ...example("claim.jht", "ambil"), by: "staff-1", at: "2026-11-24T05:00:00.000Z" };
    expect(examplesWithTaught(known, [more, example("registration.how", "cara daftar")])).toEqual([
      ...known,
      example("claim.jht", "ambil"),
      example("claim.jht", "ambil"),
    ]);
  });
});

describe("probes", () => {
  it("are the nearest examples of another meaning, each with one word left out, and none that is known", () => {
    const known = [
      example("claim.jht", "cara ambil saldo"),
      example("claim.jht", "cara saldo"),
      example("share.kit", "ambil brosur saldo"),
      example("menu", "tolong bantu saya"),
    ];
    expect(probesNear([example("share.kit", "ambil saldo sekarang")], known)).toEqual([
      example("claim.jht", "ambil saldo"),
      example("claim.jht", "cara ambil"),
    ]);
    expect(probesNear([], known)).toEqual([]);
  });
});
