import { familyOf, type Intent } from "../lib/intent.ts";
import type { ChatMemory } from "./context.ts";
import type { Ranking } from "./model.ts";

/** A message of more words than this says by itself what it is about. */
const SHORT = 6;

/** How much likelier a short message goes on with the last subject, or with one that often follows, than its words say. */
const SAME = 6;
const NEXT = 3;

/** The same for one and the same programme: what it pays, and how to claim it, are one subject. */
const SAME_PROGRAMME = 12;

/** How much less likely a short message within a conversation is about something else altogether. */
const ELSEWHERE = 0.25;

/** What people ask after a subject: after how to register comes what it costs. */
const FOLLOWS: Readonly<Record<string, readonly string[]>> = {
  programme: ["claim", "eligibility", "contribution", "registration"],
  eligibility: ["registration", "contribution", "programme"],
  registration: ["contribution", "contact", "eligibility"],
  contribution: ["registration", "programme"],
  claim: ["programme", "contact", "account"],
  account: ["contact", "claim"],
  contact: ["registration"],
  outreach: ["statistics", "eligibility"],
};

/**
 * Weighs the ranking of a short message by what the conversation is about: "terus siapin apa?" after "cara daftar" asks
 * for the documents to register. Probabilities add up to 1 again.
 */
export function expectNext(ranking: Ranking, words: number, { last }: ChatMemory): Ranking {
  if (!last || words > SHORT) return ranking;
  const weighed = ranking.map(({ intent, confidence }) => ({
    intent,
    confidence: confidence * weight(intent, last.intent),
  }));
  const total = weighed.reduce((sum, { confidence }) => sum + confidence, 0);
  return weighed
    .map(({ intent, confidence }) => ({ intent, confidence: confidence / total }))
    .sort((a, b) => b.confidence - a.confidence);
}

function weight(intent: Intent, last: Intent): number {
  if (intent === "out-of-scope") return ELSEWHERE;
  const family = familyOf(last);
  const own = familyOf(intent);
  if (subjectOf(intent) === subjectOf(last)) return SAME_PROGRAMME;
  if (own === family) return SAME;
  return FOLLOWS[family]?.includes(own) ? NEXT : 1;
}

function subjectOf(intent: Intent): string {
  return intent.slice(intent.indexOf(".") + 1);
}
