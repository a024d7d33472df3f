import type { Fact } from "../knowledge/schema.ts";
import { isTellable, type Knowledge } from "../knowledge/knowledge.ts";
import { yearOf } from "../lib/calendar.ts";
import type { Intent } from "../lib/intent.ts";
import type { Entities } from "../understanding/entities.ts";

/** A fact with how well it fits the question. */
export type Focus = { fact: Fact; score: number };

/** Points for what a fact shares with the question besides words; a term that names the fact outweighs all else. */
const POINTS = {
  named: 12,
  number: 6,
  outlet: 3,
  segment: 3,
  occupation: 3,
  year: 2,
  region: 1.5,
  otherRegion: -4,
  otherYear: -2,
} as const;

/** Words too common in this field to tell one fact from another. */
const COMMON = new Set(
  "yang di ke dari dan atau untuk itu ini apa berapa bagaimana siapa kapan mana saya aku anda kami bisa ada tidak sudah belum kalau dengan pada oleh juga saja bpjs ketenagakerjaan tk jamsostek peserta pekerja orang program mau dapat jadi punya harus ya kah dong sih nya yg apakah menurut soal tentang dalam kerja".split(
    " ",
  ),
);

/**
 * Ranks the facts that may answer an intent by how well they fit the words and entities of a question. Rare words weigh
 * more; a term that names a fact counts most, since it was chosen to mean just that one. Best first; only positive scores.
 */
export function rankFacts(
  intents: readonly Intent[],
  { words, entities }: { words: readonly string[]; entities: Entities },
  knowledge: Knowledge,
): Focus[] {
  const { facts: candidates, holders } = candidatesFor(intents, knowledge);
  const scores = new Float64Array(candidates.length);
  for (const word of new Set(words.flatMap((word) => [word, stem(word)]))) {
    if (word.length <= 2 || COMMON.has(word)) continue;
    const holding = holders.get(word) ?? [];
    const rarity = Math.log(1 + candidates.length / holding.length);
    for (const index of holding) scores[index] = (scores[index] ?? 0) + rarity;
  }
  const regions = entities.regions.flat();
  const occupied = new Set(entities.occupations.flatMap((id) => knowledge.occupation(id)?.facts ?? []));
  return candidates
    .map((fact, index) => {
      let score = scores[index] ?? 0;
      if (entities.named.includes(fact.id)) score += POINTS.named;
      if (quotes(fact, entities)) score += POINTS.number;
      if (occupied.has(fact.id)) score += POINTS.occupation;
      if (fact.segments?.some((segment) => entities.segments.includes(segment))) score += POINTS.segment;
      if (
        entities.outlets.length > 0 &&
        knowledge.sourcesOf(fact).some(({ outlet }) => entities.outlets.includes(outlet))
      )
        score += POINTS.outlet;
      if (entities.years.length > 0 && fact.asOf)
        score +=
          entities.years.includes(yearOf(fact.asOf)) ||
          (fact.targetFor && entities.years.includes(yearOf(fact.targetFor)))
            ? POINTS.year
            : POINTS.otherYear;
      if (regions.length > 0 && fact.region) {
        const fits = regions.some((code) => fact.region === code || fact.alsoRegions?.includes(code));
        score += fits ? POINTS.region : fact.region === "ID" ? 0 : POINTS.otherRegion;
      }
      return { fact, score };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
}

/** The one fact a question is about, when it stands out: scores at least `enough`. */
export function focusOn(
  intents: readonly Intent[],
  question: { words: readonly string[]; entities: Entities },
  knowledge: Knowledge,
  enough: number,
): Fact | undefined {
  const [best] = rankFacts(intents, question, knowledge);
  return best && best.score >= enough ? best.fact : undefined;
}

/** Whether the person quotes this fact's own number. */
export function quotes(fact: Fact, entities: Entities): boolean {
  return quoted(fact, entities) > 0;
}

/** How many of the numbers in the question are this fact's own. */
export function quoted(fact: Fact, { percents, counts }: Entities): number {
  if (percents.length === 0 && counts.length === 0) return 0;
  const numbers = [fact.value, fact.percent, fact.numerator?.value, fact.denominator?.value];
  return [...percents, ...counts].filter((number) => number > 0 && numbers.includes(number)).length;
}

/** The facts that may be ranked together, and under each of their words which of them hold it. */
type Candidates = { facts: readonly Fact[]; holders: ReadonlyMap<string, readonly number[]> };

/** By the intents they may answer; kept, since every question looks at them. */
const CANDIDATES = new WeakMap<Knowledge, Map<string, Candidates>>();

function candidatesFor(intents: readonly Intent[], knowledge: Knowledge): Candidates {
  const kept = CANDIDATES.get(knowledge) ?? new Map<string, Candidates>();
  CANDIDATES.set(knowledge, kept);
  const key = intents.join(" ");
  const known = kept.get(key);
  if (known) return known;
  const facts = [...new Set(intents.flatMap((intent) => knowledge.factsFor(intent)))].filter(isTellable);
  const holders = new Map<string, number[]>();
  for (const [index, fact] of facts.entries())
    for (const word of wordsOf(fact)) holders.set(word, [...(holders.get(word) ?? []), index]);
  const made = { facts, holders };
  kept.set(key, made);
  return made;
}

/** The words of a fact and their roots. */
function wordsOf(fact: Fact): ReadonlySet<string> {
  const text = [
    fact.title,
    fact.statement,
    fact.valueText,
    fact.speaker,
    fact.speakerRole,
    ...(fact.keywords ?? []),
    ...(fact.items ?? []).map(String),
  ].join(" ");
  return new Set(
    text
      .toLowerCase()
      .split(/[^\p{L}\d]+/u)
      .flatMap((word) => (word.length > 2 ? [word, stem(word)] : [])),
  );
}

/** Cuts the commonest endings and beginnings so that "iurannya", "pembayaran" and "dibayar" meet their root. */
export function stem(word: string): string {
  const short = word
    .replace(/(?:nya|kah|lah|ku|mu)$/, "")
    .replace(/(?:kan|an|i)$/, (ending) => (word.length - ending.length >= 4 ? "" : ending));
  const root = short.replace(/^(?:memper|diper|meng|mem|men|me|peng|pem|pen|pe|ber|ter|di|se)(?=[a-z]{4,})/, "");
  return root.length >= 3 ? root : word;
}
