import type { Term } from "../knowledge/knowledge.ts";
import { familyOf, type Intent } from "../lib/intent.ts";
import type { Entities } from "./entities.ts";
import type { Ranking } from "./model.ts";
import { placesAsked } from "./places-asked.ts";

/** One question with how sure we are of it. */
export type Asked = { intent: Intent; confidence: number; entities: Entities };

/** What is known of a message when the rules look at it. */
export type Evidence = {
  ranking: Ranking;
  entities: Entities;
  /** Terms in it that name facts. */
  terms: readonly Term[];
  /** Its words, folded and corrected, entities replaced by their type. */
  words: readonly string[];
  /** The words that carry the question: no entities, no fillers. */
  content: readonly string[];
  folded: string;
  /** Share of its words that training has seen. */
  knownShare(): number;
};

type Rule = (evidence: Evidence & { best: Ranking[number] }) => { intent: Intent; confidence: number } | undefined;

/** Below this share of known words a message without entities is not believed to be a question for us. */
const KNOWN_SHARE = 0.34;

/** Below this confidence even a single word that names a fact decides what is asked. */
const SURE_OF_TERM = 0.6;

/** From this confidence on a question about the aid of others stays one, whatever name is in it: "BLT dana desa". */
const SURE_OF_OTHERS = 0.9;

/** Below this confidence a share and a place are sooner a coverage than none of our business. */
const SURE_OF_OTHER_SHARE = 0.7;

/** Below this confidence a question about one year is one about that year. */
const SURE_OF_TREND = 0.9;

/** Below this confidence "out of scope" is only the likeliest of many guesses; the best question is asked back instead. */
const SURE_OUTSIDE = 0.55;

/** Below this confidence a question about formal or informal workers is not one about all of them. */
const SURE_OF_WHOLE = 0.9;

/** Words that ask for a share: with a place beside them they ask for its coverage. */
const PERCENT = /^(?:persen|prosen|persentase|prosentase|percent|persenna|persene)$/;

/** Words that name, or ask for, a part of a number. */
const PART =
  /^(?:rinci|rincian|rinciannya|rinciane|komposisi|bagian|bagiannya|porsi|porsinya|sektor|kelompok|golongan|segmen|jenis|profesi|perempuan|wanita|laki|lelaki|pria|gender|umur|usia|awewe|lalaki|wadon|lanang|dibayar|dibayari|dibayarin|dibayarkan|ditanggung|dibiayai|dibantu|terbagi|dibagi|pecahan|proporsi|perbandingan)/;

/** Words of asking for and giving away, by which a code or money changes hands. */
const HANDS_OVER =
  /^(?:di)?(?:minta|mintain|njaluk|jaluk|jaluki|nyuhunkeun|menta|penta|kasih|ngasih|kasihkan|kasi|beri|berikan|kekno|kekke|wenehi|weneh|bere|mere|pasihkeun|kirim|kirimin|transfer|tf|sebut|sebutin|sebutkan)/;

/** Words of a course of time. */
const COURSE =
  /^(?:tren|trend|naik|turun|nambah|tambah|bertambah|berkurang|kurang|susut|menyusut|tumbuh|pertumbuhan|kembang|berkembang|perkembangan|berubah|perubahan|sejak|dari|sampai|hingga|dibanding|dibandingkan|banding|sebelum|sebelumnya|runtun|riwayat|munggah|mudhun|mundhak|suda|naek|ningkat|meningkat|peningkatan|penurunan|lonjakan|melonjak|up|down|since|growth|change|increase|decrease|dropped)/;

/** Words that ask how things differ. */
const DIFFERENCE = /^(?:beda|perbedaan|bedana|bedane|bentene|bentenna|difference|vs)/;

/** Words of a discount, in Indonesian, Sundanese, Javanese and English. */
const DISCOUNT =
  /^(?:disk|dison|dsk|potong|dipotong|motong|kepotong|pemotongan|keringan|diringan|relaks|promo|setengah|satengah|separ|separo|sapalih|murah|mirah|turun|mudhun|subsidi|discount|half|cheaper|off|pp$|naik|normal|hemat|insentif|stimulus|bonus|gratis|kortin)/;

/** Codes that nobody may ask for. */
const SECRET = /^(?:otp|pin|password|sandi)/;

/**
 * Where an entity or a word says more than the model's ranking. The first rule that applies decides; without one the
 * ranking does.
 */
const RULES: readonly (readonly [name: string, rule: Rule])[] = [
  // nothing but a number that was hidden, or nothing but places
  [
    "nothing but a hidden number",
    ({ content, entities }) =>
      content.length === 0 && entities.idNumber ? { intent: "registration.status", confidence: 0.9 } : undefined,
  ],
  [
    "nothing but places",
    ({ content, entities }) =>
      content.length === 0 &&
      entities.regions.length > 0 &&
      entities.occupations.length + entities.programmes.length + entities.payments.length === 0
        ? {
            intent: entities.regions.length > 1 ? "statistics.compare" : "statistics.coverage",
            confidence: 0.6,
          }
        : undefined,
  ],
  // a fact is named by words of its own
  [
    "a fact is named",
    ({ terms, best, entities }) => {
      if (best.confidence < SURE_OF_TERM && terms.some(({ intents }) => intents.includes(best.intent)))
        return { intent: best.intent, confidence: SURE_OF_TERM };
      const term = terms.find(
        ({ phrase, intents }) =>
          intents.length > 0 &&
          !intents.includes(best.intent) &&
          ((isName(phrase) && !(best.intent === "other-scheme.bsu" && best.confidence >= SURE_OF_OTHERS)) ||
            best.confidence < SURE_OF_TERM ||
            (best.intent === "out-of-scope" && entities.regions.length > 0)),
      );
      return term?.intents[0] && { intent: term.intents[0], confidence: 0.8 };
    },
  ],
  // a secret is asked for: better one warning too many
  [
    "a secret is asked for",
    ({ words, best }) =>
      best.intent !== "safety.scam" &&
      best.confidence < 0.8 &&
      words.some((word) => SECRET.test(word)) &&
      words.some((word) => HANDS_OVER.test(word))
        ? { intent: "safety.scam", confidence: 0.7 }
        : undefined,
  ],
  // only a programme's name
  [
    "nothing but a programme's name",
    ({ content, entities: { programmes }, words, best }) =>
      programmes[0] && programmes.length === 1 && content.length <= 1 && words.length <= 3 && best.confidence < 0.8
        ? { intent: `programme.${programmes[0]}`, confidence: 0.8 }
        : undefined,
  ],
  [
    "hardly a known word",
    ({ entities, knownShare, best }) =>
      best.confidence < 0.8 && !hasEntities(entities) && knownShare() < KNOWN_SHARE
        ? { intent: "out-of-scope", confidence: 0.7 }
        : undefined,
  ],
  // one programme named is no question about all of them; several are
  [
    "one programme, not all of them",
    ({ entities: { programmes }, best }) =>
      programmes[0] && programmes.length === 1 && best.intent === "programme.overview"
        ? { intent: `programme.${programmes[0]}`, confidence: best.confidence }
        : undefined,
  ],
  [
    "how programmes differ",
    ({ entities: { programmes }, best, words }) =>
      programmes.length > 1 && best.intent.startsWith("programme") && words.some((word) => DIFFERENCE.test(word))
        ? { intent: "programme.overview", confidence: 0.7 }
        : undefined,
  ],
  [
    "several programmes",
    ({ entities: { programmes }, best }) =>
      programmes.length > 1 && best.confidence < 0.5 && !/^(?:claim|contribution|programme)/.test(best.intent)
        ? { intent: "programme.overview", confidence: 0.5 }
        : undefined,
  ],
  // the programme named decides between those of a family
  [
    "the programme named decides within its family",
    ({ entities: { programmes }, best, ranking }) => {
      const [programme] = programmes;
      if (!programme || programmes.length > 1 || !/^(?:programme|claim)\.(?:jkk|jkm|jht|jp|jkp)$/.test(best.intent))
        return undefined;
      const intent = `${familyOf(best.intent)}.${programme}` as Intent;
      const ranked = ranking.find((entry) => entry.intent === intent);
      return intent !== best.intent && ranked && (ranked.confidence > 0.05 || best.confidence < 0.6)
        ? { intent, confidence: Math.max(0.5, ranked.confidence) }
        : undefined;
    },
  ],
  // statistics: what the numbers and places say
  [
    "a share and a place",
    ({ best, entities, words }) =>
      best.intent === "out-of-scope" &&
      best.confidence < SURE_OF_OTHER_SHARE &&
      entities.regions.length > 0 &&
      words.some((word) => PERCENT.test(word))
        ? { intent: "statistics.coverage", confidence: 0.6 }
        : undefined,
  ],
  [
    "no part of a number is asked for",
    ({ best, entities, words, ranking }) =>
      best.intent === "statistics.breakdown" &&
      best.confidence < 0.8 &&
      entities.segments.length + entities.named.length + entities.counts.length === 0 &&
      !words.some((word) => PART.test(word))
        ? likeliest(ranking, ["statistics.coverage", "statistics.target", "statistics.gap"])
        : undefined,
  ],
  [
    "a part of a number is named",
    ({ best, entities: { segments }, ranking }) =>
      best.intent === "statistics.coverage" &&
      best.confidence < SURE_OF_TERM &&
      ranking[1]?.intent === "statistics.breakdown" &&
      segments.some((segment) => segment !== "bekerja")
        ? ranking[1]
        : undefined,
  ],
  // what it costs is no question about the discount, though the discount is part of the answer
  [
    "the price, not the discount",
    ({ best, words, entities }) =>
      best.intent === "contribution.discount" &&
      entities.percents.length === 0 &&
      !words.some((word) => DISCOUNT.test(word))
        ? { intent: "contribution.amount", confidence: best.confidence }
        : undefined,
  ],
  // one year is a moment and no course
  [
    "one year, no course of time",
    ({ best, entities, words }) =>
      best.intent === "statistics.trend" &&
      best.confidence < SURE_OF_TREND &&
      entities.years.length === 1 &&
      !words.some((word) => COURSE.test(word))
        ? { intent: "statistics.coverage", confidence: best.confidence }
        : undefined,
  ],
  // "jumlah pekerja informal Jawa Barat" asks for a part
  [
    "a part of the workers is named",
    ({ best, entities }) =>
      best.intent === "statistics.coverage" &&
      best.confidence < SURE_OF_WHOLE &&
      entities.segments.some((segment) => segment === "formal" || segment === "informal")
        ? { intent: "statistics.breakdown", confidence: best.confidence }
        : undefined,
  ],
  [
    "several places",
    ({ best, entities, folded, words }) =>
      distinct(entities.regions) > 1 &&
      (best.intent === "statistics.coverage" ||
        (best.intent.startsWith("statistics") && words.some((word) => DIFFERENCE.test(word)))) &&
      !/\bbukan|\bsanes|\bdudu/.test(folded)
        ? { intent: "statistics.compare", confidence: best.confidence }
        : undefined,
  ],
  [
    "one place is asked about",
    ({ best, entities, ranking, words }) =>
      best.intent === "statistics.compare" &&
      entities.regions.length === 1 &&
      words.filter((word) => word === "_wilayah_").length > 1
        ? (ranking.find(({ intent }) => familyOf(intent) === "statistics" && intent !== best.intent) ?? best)
        : undefined,
  ],
  // nothing fits well, "out of scope" no better than the rest
  [
    "not surely out of scope",
    ({ best, ranking }) =>
      best.intent === "out-of-scope" && best.confidence < SURE_OUTSIDE
        ? ranking.find(({ intent }) => intent !== "out-of-scope")
        : undefined,
  ],
];

/** What a message asks, by the first rule that applies, else by the ranking. */
export function decide(evidence: Evidence): Asked {
  return decideBy(evidence).asked;
}

/** The same, with the name of the rule that decided; undefined when the ranking did. */
export function decideBy(evidence: Evidence): { asked: Asked; rule: string | undefined } {
  const { ranking, entities: named, terms, words, content, folded, knownShare } = evidence;
  const best = ranking[0] ?? { intent: "out-of-scope" as const, confidence: 0 };
  const regions = placesAsked(words, named.regions);
  const entities = regions.length === named.regions.length ? named : { ...named, regions };
  const all = { best, ranking, entities, terms, words, content, folded, knownShare };
  for (const [name, rule] of RULES) {
    const decided = rule(all);
    if (decided) return { asked: { intent: decided.intent, confidence: decided.confidence, entities }, rule: name };
  }
  return { asked: { intent: best.intent, confidence: best.confidence, entities }, rule: undefined };
}

/** How many different places are meant: "Universitas Jambi" and "Provinsi Jambi" name one. */
function distinct(regions: readonly (readonly string[])[]): number {
  return regions.filter(
    (codes, index) => !regions.slice(0, index).some((other) => other.some((code) => codes.includes(code))),
  ).length;
}

function likeliest(ranking: Ranking, among: readonly Intent[]): Ranking[number] | undefined {
  return ranking.find(({ intent }) => among.includes(intent));
}

/** Whether a term is surely a name: words only, and more than one. */
function isName(phrase: string): boolean {
  return phrase.includes(" ") && !/\d/.test(phrase);
}

function hasEntities({
  regions,
  programmes,
  occupations,
  segments,
  payments,
  outlets,
  incomeRupiah,
  age,
}: Entities): boolean {
  return (
    [regions, programmes, occupations, segments, payments, outlets].some((list) => list.length > 0) ||
    incomeRupiah !== undefined ||
    age !== undefined
  );
}
