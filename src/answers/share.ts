import type { Fact, Occupation } from "../knowledge/schema.ts";
import type { Say } from "../knowledge/texts.ts";
import { dateText, monthOf, type Month } from "../lib/calendar.ts";
import { rupiahText, rupiahWords } from "../lib/numbers.ts";
import type { Choice } from "../understanding/context.ts";
import type { Answer, AnswerHandler, Kit, Question } from "./answer.ts";
import { unique } from "./compose.ts";
import { bandFor, contributionFor, type Sector } from "./contribution-sums.ts";
import { channelFacts, handoffChoice } from "./next-steps.ts";

/** Links by which people come to us through somebody: each takes that person's code. */
export type CodeLinks = Readonly<Partial<Record<"whatsapp" | "telegram", (code: string) => string>>>;

/** Who a text can be for; each has words of its own on what may happen at work. */
type Audience = "everybody" | "farm" | "market" | "road" | "sea" | "building" | "day" | "village";

/** Occupations whose text is offered by name; for any other one people type it. */
const OFFERED = ["petani", "pedagang-pasar", "ojol", "perangkat-desa"] as const;

/** Segments of those who pass information on. */
const LEADERS: ReadonlySet<string> = new Set(["rt-rw", "kader", "perangkat-desa"]);

/** Groups that pay what the text says. Employees and others have rules of their own; for them there is the general text. */
const PAY_FOR_THEMSELVES: ReadonlySet<string> = new Set(["self-employed", "domestic", "family-worker"]);

/** The way to and from work is a part of what the text tells these. */
const ON_THE_WAY: ReadonlySet<Audience> = new Set(["market", "road"]);

const SECTORS: readonly Sector[] = ["transport", "other"];

/** A text that a community leader can pass on as it stands, right on the day it is asked for. */
export const shareKit: AnswerHandler = (question, kit) => {
  const { knowledge, say } = kit;
  const { phone, website } = channelFacts(knowledge);
  const fact = (id: string) => knowledge.fact(id);
  const occupation = occupationMeant(question, kit);
  const audience = occupation ? audienceOf(occupation) : "everybody";
  const sectors = occupation ? [occupation.sector] : SECTORS;
  const month = monthMeant(question);
  const death = fact("JKM-01");
  const reduced = sectors.some((sector) => knowledge.tariff(sector, month));
  const village = audience === "village";
  return {
    lead: say("share.intro"),
    details: [
      say("share.hello", {
        whom: occupation ? say(`share.whom.${audience}`, { label: occupation.label }) : say("share.whom.everybody"),
      }),
      say(`share.accident.${audience}`),
      say("share.death", { death: rupiahWords(death.value ?? 0) }),
      costLine(sectors, month, kit),
      ...(village ? [say(reduced ? "share.paid-for-discount" : "share.paid-for")] : []),
      say("share.register", { website: website.valueText ?? "", phone }),
      say("share.free"),
    ],
    rests: [
      ...costFacts(sectors, month, kit),
      death,
      fact("JKK-02"),
      ...(ON_THE_WAY.has(audience) ? [fact("JKK-01")] : []),
      ...(village ? [fact("ELIG-12"), ...(reduced ? [fact("DISK-04")] : [])] : []),
    ],
    mentions: [website, fact("JKM-03"), fact("KONTAK-04")],
    next: say(occupation ? "share.next" : "share.next-for-whom"),
    choices: [
      ...(occupation ? [{ label: say("share.others"), intent: "share.kit" as const }] : offers(say)),
      handoffChoice(say),
    ],
  };
};

/**
 * The same answer with the links of the one who passes it on, as the last lines of the text to be passed on. Unchanged
 * where there is no link, or no such text in the answer.
 */
export function withLinks(answer: Answer, links: CodeLinks, code: string, say: Say): Answer {
  const named = (["whatsapp", "telegram"] as const).flatMap((channel) => {
    const link = links[channel]?.(code);
    return link ? [{ channel, link }] : [];
  });
  if (named.length === 0) return answer;
  const lines = named.map(({ channel, link }) => say(`share.link.${named.length > 1 ? channel : "only"}`, { link }));
  const last = say("share.free");
  const text = answer.text
    .split("\n")
    .flatMap((line) => (line === last ? [line, ...lines] : [line]))
    .join("\n");
  return { ...answer, text };
}

/**
 * "saya ketua RT, mau ajak petani": the text is for those who are invited. Whoever invites is meant only when picked, or
 * by "untuk".
 */
function occupationMeant({ entities, words, plain }: Question, { knowledge }: Kit): Occupation | undefined {
  const text = ` ${words.join(" ")} `;
  const picked = plain && words.length <= PICKED_WORDS;
  return entities.occupations
    .flatMap((id) => knowledge.occupation(id) ?? [])
    .filter(({ group }) => PAY_FOR_THEMSELVES.has(group))
    .find((one) => one.segment === undefined || !LEADERS.has(one.segment) || picked || isAddressed(one, text));
}

/** Whether a text says that it is for them: "buat para kader". "buat grup RT" and "untuk warga RT" are for who lives there. */
function isAddressed({ words }: Occupation, text: string): boolean {
  return words.some((word) =>
    FOR.some((cue) =>
      [" ", " para ", " grup ", " bapak ", " ibu "].some((title) => text.includes(`${cue}${title}${word} `)),
    ),
  );
}

/** So many words the labels of choices have, and "bagikan perangkat desa". */
const PICKED_WORDS = 3;

const FOR = [" untuk", " buat", " ke", " kepada", " kanggo", " kangge", " khusus"];

function audienceOf({ id, segment, sector }: Occupation): Audience {
  if (segment !== undefined && LEADERS.has(segment)) return "village";
  if (sector === "transport") return "road";
  if (segment === "petani" || /^(?:peternak|penyemprot-hama|operator-traktor)/.test(id)) return "farm";
  if (/^(?:pedagang|angkringan|kantin|pangkalan-gas)/.test(id)) return "market";
  if (/^(?:nelayan|abk-kapal-ikan|pencari-kerang|penyelam)/.test(id)) return "sea";
  if (/^tukang-(?:bangunan|kayu|cat|keramik|las|listrik|ledeng|sumur)$/.test(id)) return "building";
  return id === "kuli-serabutan" ? "day" : "everybody";
}

/** The month the text is for: a later one when it is named, else this one. */
function monthMeant({ entities, today }: Question): Month {
  const now = monthOf(today);
  return entities.month !== undefined && entities.month > now ? entities.month : now;
}

/** What the smallest package costs in that month, and until when it is reduced, for one sector or for both. */
function costLine(sectors: readonly Sector[], month: Month, { knowledge, say }: Kit): string {
  const band = bandFor(undefined, knowledge.bands);
  const costs = sectors.map((sector) => {
    const { package: rupiah, tariff } = contributionFor(sector, month, band, knowledge);
    const until = tariff?.validTo ? dateText(monthOf(tariff.validTo)) : undefined;
    return { who: say(`share.sector.${sector}`), price: rupiahText(rupiah), reduced: tariff !== undefined, until };
  });
  const values = { month: dateText(month), normal: rupiahText(band.total_jkk_jkm) };
  const [first, ...others] = costs;
  if (!first) throw new Error("a text to pass on is for one sector at least");
  const { price } = first;
  if (others.some((cost) => cost.price !== price))
    return say("share.cost.by-sector", {
      ...values,
      list: costs
        .map((cost) =>
          cost.until
            ? say("share.cost.sector-until", { who: cost.who, price: cost.price, until: cost.until })
            : say("share.cost.sector", { who: cost.who, price: cost.price }),
        )
        .join("; "),
    });
  if (!first.reduced) return say("share.cost.normal", { ...values, price });
  const ends = costs.flatMap(({ who, until }) => (until ? [say("share.cost.end", { who, until })] : []));
  const sameEnd = unique(costs.map(({ until }) => until));
  const until = sameEnd.length > 1 ? ends.join(say("common.and")) : first.until;
  return until
    ? say("share.cost.reduced-until", { ...values, price, until })
    : say("share.cost.reduced", { ...values, price });
}

/** The facts behind costLine. */
function costFacts(sectors: readonly Sector[], month: Month, { knowledge }: Kit): Fact[] {
  return unique(["IUR-04", ...sectors.flatMap((sector) => knowledge.tariff(sector, month)?.facts ?? [])]).map((id) =>
    knowledge.fact(id),
  );
}

function offers(say: Say): Choice[] {
  return OFFERED.map((id) => ({ label: say(`share.for.${id}`), intent: "share.kit", entities: { occupations: [id] } }));
}
