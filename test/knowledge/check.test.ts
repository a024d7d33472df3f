import { describe, expect, it } from "vitest";
import { checkKnowledge, staleFacts, type KnowledgeContent } from "../../src/knowledge/check.ts";
import type { Fact } from "../../src/knowledge/schema.ts";
import { shippedContent } from "../support/knowledge.ts";

type Draft = {
  -readonly [Key in keyof KnowledgeContent]: KnowledgeContent[Key] extends readonly (infer Item)[]
    ? Item[]
    : KnowledgeContent[Key];
};

const fact = (content: Draft, id: string): Fact => {
  const found = content.facts.find((entry) => entry.fact.id === id);
  if (!found) throw new Error(`no such fact: ${id}`);
  return found.fact;
};

/** What an editor may get wrong → where the error must point and what it must say. */
const MISTAKES: [name: string, change: (content: Draft) => void, where: string, message: RegExp][] = [
  [
    "a source that is not there",
    (c) => void (fact(c, "S1-09").sources = ["jabar-ekspres-1999"]),
    "S1-09.sources",
    /no such source: jabar-ekspres-1999/,
  ],
  [
    "no source at all",
    (c) => void Object.assign(fact(c, "S1-09"), { sources: [], seeAlso: [] }),
    "S1-09.sources",
    /needs a source/,
  ],
  [
    "a region that is not there",
    (c) => void (fact(c, "S3-03").region = "34.99"),
    "S3-03.region",
    /no such region: 34\.99/,
  ],
  ["a coverage figure without region", (c) => void delete fact(c, "S3-03").region, "S3-03.region", /needs its region/],
  ["a coverage figure without date", (c) => void delete fact(c, "S3-03").asOf, "S3-03.asOf", /needs its date/],
  [
    "a figure from after its publication",
    (c) => void (fact(c, "S3-03").asOf = "2024-02-27"),
    "S3-03.asOf",
    /later than it was published/,
  ],
  [
    "a share that contradicts its numbers",
    (c) => void (fact(c, "S3-03").percent = 52.23),
    "S3-03.percent",
    /115463 of 457718 is 25\.23 persen/,
  ],
  [
    "a conflict told on one side only",
    (c) => void (fact(c, "S1-09").conflictsWith = []),
    "S0-01.conflictsWith",
    /S1-09 does not name S0-01 in return/,
  ],
  [
    "a related fact that is not there",
    (c) => void (fact(c, "S1-09").seeAlso = ["S9-99"]),
    "S1-09.seeAlso",
    /no such fact: S9-99/,
  ],
  [
    "validity that ends before it begins",
    (c) => void Object.assign(fact(c, "DISK-02"), { validFrom: "2027-01-01", validTo: "2026-01-01" }),
    "DISK-02.validTo",
    /before it begins/,
  ],
  [
    "an id used twice",
    (c) => void c.facts.push({ file: "knowledge/figures.json", fact: fact(c, "S1-09") }),
    "S1-09",
    /used twice/,
  ],
  [
    "two tariffs for one sector at one time",
    (c) => void c.tariffs.push({ ...structuredClone(c.tariffs[0]!), id: "discount-again", validFrom: "2026-06-01" }),
    "discount-again.validFrom",
    /overlaps discount-transport/,
  ],
  [
    "a tariff without its fact",
    (c) => void (c.tariffs[0]!.facts = ["DISK-99"]),
    "discount-transport.facts",
    /no such fact: DISK-99/,
  ],
  [
    "a tariff that ends before it begins",
    (c) => void (c.tariffs[0]!.validTo = "2025-01-01"),
    "discount-transport.validTo",
    /before it begins/,
  ],
  [
    "a word for two occupations",
    (c) => void c.occupations[1]!.words.push(c.occupations[0]!.words[0]!),
    "*",
    /also means/,
  ],
  [
    "a place whose parent is not there",
    (c) => void (c.regions.find(({ code }) => code === "34.02")!.parent = "99"),
    "34.02.parent",
    /no such region: 99/,
  ],
  [
    "a nickname for a place that is not there",
    (c) => void (c.regionNames = { ...c.regionNames, "99.99": ["antah berantah"] }),
    "99.99",
    /no such region/,
  ],
  ["a source id used twice", (c) => void c.sources.push(c.sources[0]!), "*", /used twice/],
];

describe("cross-checks of the knowledge", () => {
  it("finds no error in what is shipped", async () => {
    const errors = checkKnowledge(await shippedContent()).filter(({ level }) => level === "error");
    expect(errors).toEqual([]);
  });

  it.each(MISTAKES)("names %s", async (_, change, where, message) => {
    const content = (await shippedContent()) as Draft;
    change(content);
    const errors = checkKnowledge(content).filter(({ level }) => level === "error");
    const found = errors.filter((error) => message.test(error.message));
    expect(found).not.toEqual([]);
    expect(found[0]?.file).toMatch(/\.json$/);
    expect(found.map((error) => error.where)).toContain(where === "*" ? found[0]?.where : where);
  });

  it("warns of a share that is known to contradict its numbers instead of stopping", async () => {
    const content = (await shippedContent()) as Draft;
    Object.assign(fact(content, "S3-03"), { percent: 52.23, checkVerdict: "inconsistent" });
    expect(checkKnowledge(content).find(({ where }) => where === "S3-03.percent")?.level).toBe("warning");
  });

  it("lists what nobody compared with its source for half a year, and what has run out", async () => {
    const { facts } = await shippedContent();
    expect(staleFacts(facts, "2026-11-24").filter(({ where }) => where.startsWith("S3-"))).toEqual([]);
    const later = staleFacts(facts, "2027-06-30");
    expect(later.map(({ where }) => where)).toContain("S3-03.lastChecked");
    expect(later.map(({ where }) => where)).toContain("DISK-02.validTo");
  });
});
