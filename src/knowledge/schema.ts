import { z } from "zod";
import { INTENTS } from "../lib/intent.ts";
import { isPossibleDate } from "../lib/calendar.ts";

/** Checked, never changed: what passed once may be read again without a check (see load.ts). */
const text = z
  .string()
  .refine((value) => value !== "" && value === value.trim(), "must not be empty, nor begin or end with a blank");
const id = z.string().regex(/^[A-Z][A-Z0-9]*-\d+[a-z]?$/, "an id looks like S1-09 or KLAIM-03");
const date = z.string().refine(isPossibleDate, "a date is YYYY, YYYY-MM or YYYY-MM-DD and must exist");
const count = z.number().nonnegative();

/** Where a statement was published. `evidence` says whether the text itself was read. */
export const sourceSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/, "a source id is lower-case words joined by dashes"),
  outlet: text,
  headline: text,
  url: z.url().nullable(),
  published: date.nullable(),
  /** The day of the statement, where no day of publication is printed. */
  stated: date.optional(),
  kind: z.enum(["official", "official_copy", "law_text", "news", "public_repo", "blog", "memory"]),
  evidence: z.enum(["read_excerpt", "listed_not_opened", "none"]),
  note: text.optional(),
});

/** One side of a share: how many, and in words what is counted. `about`: rounded; `atLeast`: "lebih dari". */
const countedSchema = z.strictObject({
  value: count,
  text,
  about: z.boolean().optional(),
  atLeast: z.boolean().optional(),
});

/** Parts of a whole that people ask for by name. */
export const SEGMENTS = [
  "formal",
  "informal",
  "pu",
  "bpu",
  "jakon",
  "apbd",
  "non-asn",
  "padat-karya",
  "pendidik",
  "pekerja-rentan",
  "ojol",
  "ukm",
  "petani",
  "guru-ngaji",
  "marbot",
  "rt-rw",
  "perangkat-desa",
  "kader",
  "bekerja",
  "berhak",
] as const;

export type Segment = (typeof SEGMENTS)[number];

/** One row of the contribution table: income band and what follows from it, all in rupiah a month. */
export const contributionBandSchema = z.strictObject({
  income_min: count,
  income_max: count.nullable(),
  base: count,
  jkk: count,
  jkm: count,
  jht: count,
  total_jkk_jkm: count,
  total_with_jht: count,
  total_jkk_jkm_disc50: count,
  total_with_jht_disc50: count,
  stmb_month: count,
  death_work_accident_48x: count,
  total_disability_56x: count,
});

export type ContributionBand = z.infer<typeof contributionBandSchema>;

/** One thing we may tell, with where it holds, since when, who says so and what must be said along with it. */
export const factSchema = z.strictObject({
  id,
  kind: z.enum([
    "figure",
    "target",
    "rule",
    "procedure",
    "list",
    "table",
    "quote",
    "event",
    "award",
    "group",
    "funding",
    "channel",
    "definition",
    "comparison_note",
    "programme",
    "partner",
    "context",
    "role",
    "office",
  ]),
  title: text.optional(),
  /** One Indonesian sentence or two that may be shown to people as they stand. */
  statement: text,
  /** The questions this fact may answer. */
  intents: z.array(z.enum(INTENTS)).min(1),
  /** Words people use when they mean just this fact; they choose it among the facts of an intent. */
  keywords: z.array(text).optional(),
  value: z.number().optional(),
  valueText: text.optional(),
  unit: text.optional(),
  /** Code from regions.json; "ID" is the whole country. */
  region: text.optional(),
  /** Further regions that the same figure covers together with `region`. */
  alsoRegions: z.array(text).optional(),
  topic: z.enum(["coverage", "target", "target-gap", "gap", "part", "base", "benefits", "event"]).optional(),
  segments: z.array(z.enum(SEGMENTS)).optional(),
  percent: z.number().min(0).max(100).optional(),
  numerator: countedSchema.optional(),
  denominator: countedSchema.optional(),
  /** The year a target is for. */
  targetFor: date.optional(),
  /** Targets told in the same breath as a figure. */
  targets: z.array(z.strictObject({ for: date, text })).optional(),
  measures: text.optional(),
  numeratorNote: text.optional(),
  denominatorNote: text.optional(),
  asOf: date.optional(),
  asOfNote: text.optional(),
  published: date.optional(),
  publishedNote: text.optional(),
  validFrom: date.optional(),
  validTo: date.optional(),
  appliesTo: text.optional(),
  legalBasis: text.optional(),
  speaker: text.optional(),
  speakerRole: text.optional(),
  sources: z.array(text),
  alsoReportedAt: z.array(text).optional(),
  /** A sum of ours, said by nobody; always told as a sum. */
  derived: z.boolean().optional(),
  check: text.optional(),
  checkVerdict: z.enum(["consistent", "rounded", "inconsistent", "not_checkable"]).optional(),
  /** Facts that belong beside this one when it is told: the formal count beside the informal one. */
  tellWith: z.array(id).optional(),
  /** Must be told whenever the fact is. */
  caveat: text.optional(),
  conflictsWith: z.array(id).optional(),
  seeAlso: z.array(id).optional(),
  confidence: z.enum(["official", "official_copy", "two_plus_news", "one_news", "other_public", "memory_only"]),
  status: z.enum(["current", "historical", "superseded", "check_before_use", "current_unverified"]),
  lastChecked: date.optional(),
  remarks: text.optional(),
  steps: z.array(text).optional(),
  items: z.array(z.union([text, z.number(), z.record(text, z.union([text, z.number()]))])).optional(),
  table: z.array(contributionBandSchema).optional(),
});

export type Source = z.infer<typeof sourceSchema>;
export type Fact = z.infer<typeof factSchema>;

/** A contribution rule that holds for a sector during an interval of contribution months. */
export const tariffSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  /** Occupations of which sector: carrying people and goods, or everything else. */
  sector: z.enum(["transport", "other"]),
  /** Percent taken off JKK and JKM. */
  discountPercent: z.number().min(0).max(100),
  validFrom: date,
  validTo: date.nullable(),
  facts: z.array(id).min(1),
});

export type Tariff = z.infer<typeof tariffSchema>;

/** An occupation, the words for it, and what follows for membership and tariff. */
export const occupationSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  /** What we call it when we answer: "tukang ojek". */
  label: text,
  /** Ways of writing it, lower case, Indonesian, Sundanese and Javanese. */
  words: z.array(text).min(1),
  sector: z.enum(["transport", "other"]),
  /** How the person works, which decides the membership: see answers/eligibility. */
  group: z.enum([
    "self-employed",
    "domestic",
    "family-worker",
    "housewife",
    "employer",
    "employee",
    "non-asn",
    "civil-servant",
    "police-military",
    "migrant",
    "construction-project",
    "student",
    "not-working",
  ]),
  /** The group this occupation stands for in statistics and funding, when there is one. */
  segment: z.enum(SEGMENTS).optional(),
  /** Facts that speak of this occupation. */
  facts: z.array(id).optional(),
});

export type Occupation = z.infer<typeof occupationSchema>;

export const regionSchema = z.strictObject({
  code: text,
  level: z.enum(["nasional", "provinsi", "kabupaten", "kota", "kecamatan", "desa"]),
  name: text,
  parent: text.nullable(),
});

export type Region = z.infer<typeof regionSchema>;

export const factsDocument = z.strictObject({ facts: z.array(factSchema) });
export const sourcesDocument = z.strictObject({ sources: z.array(sourceSchema) });
export const tariffsDocument = z.strictObject({ tariffs: z.array(tariffSchema) });
export const occupationsDocument = z.strictObject({ occupations: z.array(occupationSchema) });
export const regionsDocument = z.strictObject({ licence: text, regions: z.array(regionSchema) });
/** Names people use for a place besides the official one: code → names, lower case. */
export const regionNamesDocument = z.strictObject({
  names: z.record(text, z.array(text)),
  /** Names that are everyday words as well; they count as places only after a cue such as "di" or "kab". */
  needCue: z.array(text),
});

export type RegionNames = z.infer<typeof regionNamesDocument>;

const words = z.array(text);

/** The word lists of understanding; what each is for stands in understanding/lexicon.ts. */
export const lexiconDocument = z.strictObject({
  spellings: z.record(text, text),
  protected: words,
  fillers: words,
  openings: words,
  programmes: z.strictObject({ jkk: words, jkm: words, jht: words, jp: words, jkp: words }),
  segments: z.partialRecord(z.enum(SEGMENTS), words),
  payments: z.record(text, words),
  everyday: words,
  generic: words,
  emoji: z.strictObject({ "smalltalk.thanks": words }),
  commands: z.strictObject({ "consent.unsubscribe": words, menu: words, "handoff.request": words, cancel: words }),
});

export type LexiconDocument = z.infer<typeof lexiconDocument>;

const lettersList = z.array(z.string().regex(/^[a-z]+$/, "must be small letters, without accents or blanks"));

const languageMarks = z.strictObject({
  source: text,
  strong: lettersList,
  weak: lettersList,
  strongEndings: lettersList,
  weakEndings: lettersList,
  weakBeginnings: lettersList,
});

/** The words by which a language is known; what each list is for stands in understanding/language-words.ts. */
export const languagesDocument = z
  .strictObject({
    languages: z.strictObject({ id: languageMarks, su: languageMarks, jv: languageMarks, en: languageMarks }),
    byChance: lettersList,
  })
  .superRefine(({ languages, byChance }, context) => {
    const listed = new Map<string, string[]>();
    const list = (word: string, where: string) => listed.set(word, [...(listed.get(word) ?? []), where]);
    for (const [language, { strong, weak }] of Object.entries(languages)) {
      for (const word of strong) list(word, `languages.${language}.strong`);
      for (const word of weak) list(word, `languages.${language}.weak`);
    }
    for (const word of byChance) list(word, "byChance");
    for (const [word, where] of listed) {
      const isOnceEach = new Set(where).size === where.length;
      if (where.length < 2 || (isOnceEach && where.every((list) => list.endsWith(".weak")))) continue;
      const [first = "", second = ""] = where;
      context.addIssue({ code: "custom", path: second.split("."), message: `"${word}" is in ${first} as well` });
    }
  });

export type LanguagesDocument = z.infer<typeof languagesDocument>;
