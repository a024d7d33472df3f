import type { Region } from "../knowledge/schema.ts";
import { familyOf, type Intent } from "../lib/intent.ts";
import type { Context } from "./context.ts";
import { NO_ENTITIES, type Entities } from "./entities.ts";
import type { Ranking } from "./model.ts";
import { wordsOf } from "./normalise.ts";
import { asks } from "./question-words.ts";

/** The message gives just what we asked for and asks nothing itself. */
export function slotAnswer({
  context,
  entities,
  content,
  folded,
}: {
  context: Context;
  entities: Entities;
  content: string[];
  folded: string;
}): { intent: Intent; entities: Entities } | undefined {
  const asked = context.memory.asked;
  if (!asked) return undefined;
  const merge = (found: Partial<Entities>) => ({ intent: asked.intent, entities: { ...asked.entities, ...found } });
  if (asked.slot === "region" && entities.regions.length > 0 && content.length === 0)
    return merge({ regions: entities.regions });
  if (asked.slot === "occupation" && entities.occupations.length > 0 && content.length <= 3)
    return merge({ occupations: entities.occupations });
  if (asked.slot === "incomeRupiah" && content.length <= 2) {
    const income = entities.incomeRupiah ?? entities.counts.find((count) => count >= 50_000) ?? bareMillions(folded);
    if (income !== undefined) return merge({ incomeRupiah: income, incomePeriod: entities.incomePeriod ?? "month" });
  }
  return undefined;
}

/** "2" or "1,5" after we asked for an income are millions; nobody earns two rupiah. */
function bareMillions(folded: string): number | undefined {
  const number = /^(\d{1,2}(?:[.,]\d)?)$/.exec(folded)?.[1];
  return number === undefined ? undefined : Number(number.replace(",", ".")) * 1e6;
}

/** Only another kind of place with the same name: "kotanya?", "kalau yang kabupaten?". */
const LEVEL_ONLY =
  /^(?:(?:kalau|kalo|klo|nek|lamun|mun|terus|trus|yang|yg|nu|sing|di)\s+)*(kota|kabupaten|kab|provinsi|prov)(?:nya|ne|na|e)?\s*[?.!]*$/;

/** Words that ask what a thing is. */
const WHAT = /\b(?:apa|apaan|apakah|opo|nopo|menapa|naon|what|maksud\w*)\b/;

/** Questions that a place, a year or a group alone can continue. */
const CONTINUES = /^(?:statistics|contribution|eligibility|registration|programme|claim|outreach|contact)/;

/** The place of another level that shares a name: Kabupaten Bandung, kota → Kota Bandung; for a province the one it lies in. */
export type Namesake = (code: string, level: Region["level"]) => string | undefined;

/** A message that only changes one detail of the last question: "kalau Jambi?", "tahun 2023?", "yang informal?". */
export function followUp({
  context,
  entities,
  content,
  folded,
  ranking,
  namesake,
}: {
  namesake: Namesake;
  context: Context;
  entities: Entities;
  content: string[];
  folded: string;
  ranking: Ranking;
}): { intent: Intent; entities: Entities; confidence: number } | undefined {
  const last = context.memory.last;
  if (!last || !CONTINUES.test(last.intent)) return undefined;
  const family = familyOf(last.intent);
  const statistics = family === "statistics";

  if (statistics) {
    const level = LEVEL_ONLY.exec(folded)?.[1];
    const before = last.entities.regions[0]?.[0];
    if (level && before && entities.regions.length === 0) {
      const other = namesake(
        before,
        level.startsWith("kab") ? "kabupaten" : level.startsWith("prov") ? "provinsi" : "kota",
      );
      if (other) return { intent: last.intent, confidence: 0.9, entities: { ...last.entities, regions: [[other]] } };
    }
    if (/\b(?:tahun|thn|taun)\s+(?:sebelum|sblm|sadurung|samemeh|saacan)/.test(folded)) {
      const year = last.year ?? last.entities.years[0];
      if (year !== undefined)
        return { intent: last.intent, confidence: 0.9, entities: { ...last.entities, years: [year - 1] } };
    }
  }
  const best = ranking[0];
  const rest = content.filter(
    (word) =>
      !/^(?:formal|informal|apbd|asn|pns|bpu|pu|sektor|pekerja|upah|penerima|daftar|peserta)(?:na|ne|nya|e)?$/.test(
        word,
      ) && !/^(?:di)?(?:bayar|biayai|tanggung)/.test(word),
  );
  if (statistics && entities.segments.length > 0 && rest.length === 0 && entities.regions.length === 0) {
    return {
      intent: "statistics.breakdown",
      confidence: 0.9,
      entities: { ...last.entities, segments: entities.segments },
    };
  }
  // "25 orang, kebanyakan buruh tani": more of the group that is to be registered, and no question
  if (last.intent === "registration.group" && entities.people !== undefined && !asks(wordsOf(folded)))
    return { intent: last.intent, confidence: 0.85, entities: withoutEmpty(last.entities, entities) };
  if (content.length > 0) return undefined;
  // "kalau sama JHT?" after the price asks for the price; "JHT itu apa?" does not
  const priced = family === "contribution" && entities.programmes.length > 0 && !WHAT.test(folded);
  const isNew = best !== undefined && best.confidence > 0.9 && familyOf(best.intent) !== family;
  if (isNew && !statistics && !priced && entities.regions.length === 0) return undefined;
  if (entities.regions.length > 0 && (statistics || last.intent === "contact.office" || family === "outreach")) {
    const intent =
      last.intent === "statistics.compare" && entities.regions.length === 1 ? "statistics.coverage" : last.intent;
    return {
      intent,
      confidence: 0.9,
      entities: {
        ...last.entities,
        regions: entities.regions,
        years: entities.years.length > 0 ? entities.years : statistics ? [] : last.entities.years,
      },
    };
  }
  if (entities.years.length > 0 && statistics)
    return { intent: last.intent, confidence: 0.9, entities: { ...last.entities, years: entities.years } };
  const programme = entities.programmes[0];
  if (programme && (family === "programme" || family === "claim")) {
    const claimable = family === "claim" && /^(?:jht|jkk|jkm)$/.test(programme);
    return {
      intent: claimable ? (`claim.${programme}` as Intent) : `programme.${programme}`,
      confidence: 0.85,
      entities: { ...last.entities, programmes: entities.programmes },
    };
  }
  if (
    family === "contribution" &&
    (entities.incomeRupiah !== undefined ||
      entities.occupations.length > 0 ||
      entities.month !== undefined ||
      entities.monthsCount !== undefined ||
      entities.programmes.length > 0)
  )
    return {
      intent: last.intent === "contribution.pay" ? "contribution.pay" : last.intent,
      confidence: 0.85,
      entities: withoutEmpty(last.entities, entities),
    };
  // "kalau 60?" after an age
  const bareAge = last.entities.age === undefined ? undefined : /^\D*(\d{2})\D*$/.exec(folded)?.[1];
  const age = entities.age ?? (bareAge === undefined ? undefined : Number(bareAge));
  if ((family === "eligibility" || family === "registration") && (entities.occupations.length > 0 || age !== undefined))
    return {
      intent: last.intent,
      confidence: 0.85,
      entities: { ...NO_ENTITIES, occupations: entities.occupations, age },
    };
  return undefined;
}

/** Entities of the last question with those of this message on top. */
function withoutEmpty(before: Entities, now: Entities): Entities {
  const said = Object.entries(now).filter(
    ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
  );
  return { ...before, ...Object.fromEntries(said), idNumber: now.idNumber };
}

/** What a new question of the same family may leave unsaid: the place in statistics, the occupation in tariffs. */
export function inherit(intent: Intent, entities: Entities, { memory }: Context): Entities {
  const last = memory.last;
  if (!last && memory.occupation === undefined) return entities;
  const statistics = familyOf(intent) === "statistics" && last && familyOf(last.intent) === "statistics";
  const money = intent === "contribution.amount" && last && familyOf(last.intent) === "contribution";
  const occupation =
    /^(?:contribution|registration|eligibility)/.test(intent) && entities.occupations.length === 0
      ? memory.occupation
      : undefined;
  return {
    ...entities,
    ...(statistics && entities.regions.length === 0 ? { regions: last.entities.regions } : {}),
    ...(money && entities.incomeRupiah === undefined
      ? { incomeRupiah: last.entities.incomeRupiah, incomePeriod: last.entities.incomePeriod }
      : {}),
    ...(occupation ? { occupations: [occupation] } : {}),
  };
}
