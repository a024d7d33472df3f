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
  const candidates = [...new Set(intents.flatMap((intent) => knowledge.factsFor(intent)))].filter(isTellable);
  const texts = candidates.map(wordsOf);
  const asked = [...new Set(words.flatMap((word) => [word, stem(word)]))].filter(
    (word) => word.length > 2 && !COMMON.has(word),
  );
  const rarity = new Map(
    asked.map((word) => {
      const holders = texts.filter((text) => text.has(word)).length;
      return [word, holders === 0 ? 0 : Math.log(1 + candidates.length / holders)];
    }),
  );
  const regions = entities.regions.flat();
  const occupied = new Set(entities.occupations.flatMap((id) => knowledge.occupation(id)?.facts ?? []));
  return candidates
    .map((fact, index) => {
      let score = asked.reduce((sum, word) => sum + (texts[index]?.has(word) ? (rarity.get(word) ?? 0) : 0), 0);
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
  const numbers = [fact.value, fact.percent, fact.numerator?.value, fact.denominator?.value];
  return [...percents, ...counts].filter((number) => number > 0 && numbers.includes(number)).length;
}

const textWords = new WeakMap<Fact, ReadonlySet<string>>();

/** The words of a fact and their roots; kept, since every question looks at them. */
function wordsOf(fact: Fact): ReadonlySet<string> {
  const known = textWords.get(fact);
  if (known) return known;
  const text = [
    fact.title,
    fact.statement,
    fact.valueText,
    fact.speaker,
    fact.speakerRole,
    ...(fact.keywords ?? []),
    ...(fact.items ?? []).map(String),
  ].join(" ");
  const words = new Set(
    text
      .toLowerCase()
      .split(/[^\p{L}\d]+/u)
      .flatMap((word) => (word.length > 2 ? [word, stem(word)] : [])),
  );
  textWords.set(fact, words);
  return words;
}

/** Cuts the commonest endings and beginnings so that "iurannya", "pembayaran" and "dibayar" meet their root. */
export function stem(word: string): string {
  const short = word
    .replace(/(?:nya|kah|lah|ku|mu)$/, "")
    .replace(/(?:kan|an|i)$/, (ending) => (word.length - ending.length >= 4 ? "" : ending));
  const root = short.replace(/^(?:memper|diper|meng|mem|men|me|peng|pem|pen|pe|ber|ter|di|se)(?=[a-z]{4,})/, "");
  return root.length >= 3 ? root : word;
}
