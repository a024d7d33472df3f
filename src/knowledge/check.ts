import { lastDayOf, yearOf, type Day } from "../lib/calendar.ts";
import type { Problem } from "./document.ts";
import type { Fact, LanguagesDocument, LexiconDocument, Occupation, Region, Source, Tariff } from "./schema.ts";

/** A share may differ from numerator ÷ denominator by this many points before it is flagged: printed shares are rounded. */
const SHARE_TOLERANCE_POINTS = 0.6;

/** A fact that was last compared with its sources longer ago than this many days is listed as stale. */
const STALE_AFTER_DAYS = 180;

/** Everything that is checked together: facts with the file each came from, and what they point at. */
export type KnowledgeContent = {
  facts: readonly { file: string; fact: Fact }[];
  sources: readonly Source[];
  tariffs: readonly Tariff[];
  occupations: readonly Occupation[];
  regions: readonly Region[];
  regionNames: Readonly<Record<string, readonly string[]>>;
  needCue: readonly string[];
  lexicon: LexiconDocument;
  languages: LanguagesDocument;
};

/**
 * Cross-checks what no single record can show: ids that point nowhere, conflicts told on one side only, shares that
 * contradict their own numbers, intervals that overlap. Warnings are things a person should know but may keep.
 */
export function checkKnowledge(content: KnowledgeContent): Problem[] {
  return [
    ...checkIds(content),
    ...content.facts.flatMap(({ file, fact }) => checkFact(file, fact, content)),
    ...checkSources(content),
    ...checkTariffs(content),
    ...checkOccupations(content),
    ...checkRegions(content),
  ];
}

/** Facts whose last comparison with the sources is too long ago, and facts whose validity has run out on that day. */
export function staleFacts(facts: KnowledgeContent["facts"], today: Day): Problem[] {
  const limit = new Date(Date.parse(today) - STALE_AFTER_DAYS * 86_400_000).toISOString().slice(0, 10);
  return facts.flatMap(({ file, fact }) => {
    const warnings: Problem[] = [];
    if (!fact.lastChecked || fact.lastChecked < limit)
      warnings.push(
        warning(file, `${fact.id}.lastChecked`, `last compared with its sources: ${fact.lastChecked ?? "never"}`),
      );
    if (fact.status === "current" && fact.validTo && lastDayOf(fact.validTo) < today)
      warnings.push(warning(file, `${fact.id}.validTo`, `is called current, but was valid only to ${fact.validTo}`));
    return warnings;
  });
}

function checkIds({ facts }: KnowledgeContent): Problem[] {
  const seen = new Map<string, string>();
  return facts.flatMap(({ file, fact }) => {
    const before = seen.get(fact.id);
    seen.set(fact.id, file);
    return before ? [error(file, fact.id, `the id is used twice (also in ${before})`)] : [];
  });
}

function checkFact(file: string, fact: Fact, { facts, sources, regions }: KnowledgeContent): Problem[] {
  const problems: Problem[] = [];
  const at = (field: string) => `${fact.id}.${field}`;
  const find = (id: string) => facts.find((entry) => entry.fact.id === id)?.fact;

  for (const source of fact.sources)
    if (!sources.some(({ id }) => id === source))
      problems.push(error(file, at("sources"), `no such source: ${source}`));
  if (fact.sources.length === 0 && !fact.seeAlso?.length)
    problems.push(error(file, at("sources"), "a fact needs a source, or the facts it rests on in seeAlso"));
  for (const code of [fact.region, ...(fact.alsoRegions ?? [])])
    if (code !== undefined && !regions.some((region) => region.code === code))
      problems.push(error(file, at("region"), `no such region: ${code}`));
  for (const field of ["seeAlso", "tellWith"] as const)
    for (const id of fact[field] ?? []) if (!find(id)) problems.push(error(file, at(field), `no such fact: ${id}`));
  for (const id of fact.conflictsWith ?? []) {
    const other = find(id);
    if (!other) problems.push(error(file, at("conflictsWith"), `no such fact: ${id}`));
    else if (!other.conflictsWith?.includes(fact.id))
      problems.push(error(file, at("conflictsWith"), `${id} does not name ${fact.id} in return`));
  }
  if (fact.validFrom && fact.validTo && lastDayOf(fact.validTo) < fact.validFrom)
    problems.push(error(file, at("validTo"), `ends (${fact.validTo}) before it begins (${fact.validFrom})`));
  if (fact.topic === "coverage" && !fact.region)
    problems.push(error(file, at("region"), "a coverage figure needs its region"));
  if (fact.topic === "coverage" && !fact.asOf)
    problems.push(error(file, at("asOf"), "a coverage figure needs its date"));
  if (
    fact.asOf &&
    fact.published &&
    !fact.targetFor &&
    fact.kind === "figure" &&
    yearOf(fact.asOf) > yearOf(fact.published)
  )
    problems.push(error(file, at("asOf"), `holds for ${fact.asOf}, later than it was published (${fact.published})`));
  problems.push(...checkShare(file, fact));
  return problems;
}

function checkShare(file: string, fact: Fact): Problem[] {
  if (fact.percent === undefined || !fact.numerator || !fact.denominator) return [];
  const share = (100 * fact.numerator.value) / fact.denominator.value;
  if (Math.abs(share - fact.percent) <= SHARE_TOLERANCE_POINTS) return [];
  const said = `${fact.percent} persen, but ${fact.numerator.value} of ${fact.denominator.value} is ${share.toFixed(2)} persen`;
  return fact.checkVerdict === "inconsistent" || fact.checkVerdict === "rounded"
    ? [warning(file, `${fact.id}.percent`, `${said} (flagged as ${fact.checkVerdict})`)]
    : [error(file, `${fact.id}.percent`, `${said}; correct it or flag it in checkVerdict`)];
}

function checkSources({ sources, facts }: KnowledgeContent): Problem[] {
  const file = "sources.json";
  const used = new Set(facts.flatMap(({ fact }) => fact.sources));
  const seen = new Set<string>();
  return sources.flatMap(({ id }) => {
    const problems: Problem[] = [];
    if (seen.has(id)) problems.push(error(file, id, "the id is used twice"));
    if (!used.has(id)) problems.push(warning(file, id, "no fact rests on this source"));
    seen.add(id);
    return problems;
  });
}

function checkTariffs({ tariffs, facts }: KnowledgeContent): Problem[] {
  const file = "tariffs.json";
  const ids = new Set(facts.map(({ fact }) => fact.id));
  return tariffs.flatMap((tariff, index) => {
    const problems: Problem[] = [];
    for (const id of tariff.facts)
      if (!ids.has(id)) problems.push(error(file, `${tariff.id}.facts`, `no such fact: ${id}`));
    if (tariff.validTo && tariff.validTo < tariff.validFrom)
      problems.push(
        error(file, `${tariff.id}.validTo`, `ends (${tariff.validTo}) before it begins (${tariff.validFrom})`),
      );
    for (const other of tariffs.slice(0, index)) {
      const apart = (other.validTo ?? "9999") < tariff.validFrom || (tariff.validTo ?? "9999") < other.validFrom;
      if (other.sector === tariff.sector && !apart)
        problems.push(error(file, `${tariff.id}.validFrom`, `overlaps ${other.id} for sector ${tariff.sector}`));
    }
    return problems;
  });
}

function checkOccupations({ occupations, facts }: KnowledgeContent): Problem[] {
  const file = "occupations.json";
  const ids = new Set(facts.map(({ fact }) => fact.id));
  const words = new Map<string, string>();
  return occupations.flatMap((occupation) => {
    const problems: Problem[] = [];
    for (const id of occupation.facts ?? [])
      if (!ids.has(id)) problems.push(error(file, `${occupation.id}.facts`, `no such fact: ${id}`));
    for (const word of occupation.words) {
      const other = words.get(word);
      if (other) problems.push(error(file, `${occupation.id}.words`, `"${word}" also means ${other}`));
      words.set(word, occupation.id);
    }
    return problems;
  });
}

function checkRegions({ regions, regionNames }: KnowledgeContent): Problem[] {
  const codes = new Set(regions.map(({ code }) => code));
  return [
    ...regions
      .filter(({ parent }) => parent !== null && !codes.has(parent))
      .map(({ code, parent }) => error("regions.json", `${code}.parent`, `no such region: ${parent}`)),
    ...Object.keys(regionNames)
      .filter((code) => !codes.has(code))
      .map((code) => error("region-names.json", code, "no such region")),
  ];
}

function error(file: string, where: string, message: string): Problem {
  return { level: "error", file, where, message };
}

function warning(file: string, where: string, message: string): Problem {
  return { level: "warning", file, where, message };
}
