/**
 * Everything a person can ask. The ids are a contract: analytics, facts, examples and `ask --jsonl` use them.
 * An id is never used again for another meaning.
 */
export const INTENTS = [
  "smalltalk.greeting",
  "smalltalk.thanks",
  "smalltalk.goodbye",
  "smalltalk.bot",
  "smalltalk.abuse",
  "menu",
  "programme.overview",
  "programme.jkk",
  "programme.jkm",
  "programme.jht",
  "programme.jp",
  "programme.jkp",
  "eligibility",
  "statistics.coverage",
  "statistics.target",
  "statistics.gap",
  "statistics.compare",
  "statistics.trend",
  "statistics.breakdown",
  "registration.how",
  "registration.requirements",
  "registration.where",
  "registration.group",
  "registration.status",
  "contribution.amount",
  "contribution.pay",
  "contribution.arrears",
  "contribution.discount",
  "claim.jht",
  "claim.jkk",
  "claim.jkm",
  "claim.balance",
  "claim.status",
  "account.card",
  "account.jmo",
  "account.change",
  "outreach.focus",
  "outreach.funded",
  "outreach.award",
  "contact.office",
  "contact.channels",
  "safety.scam",
  "other-scheme.health",
  "other-scheme.bsu",
  "handoff.request",
  "handoff.complaint",
  "consent.subscribe",
  "consent.unsubscribe",
  "consent.delete",
  "share.kit",
  "out-of-scope",
] as const;

export type Intent = (typeof INTENTS)[number];

/** Whether a text is the id of an intent. */
export function isIntent(text: string): text is Intent {
  return (INTENTS as readonly string[]).includes(text);
}

/** The part of an intent id before the dot: "statistics.coverage" → "statistics". */
export function familyOf(intent: Intent): string {
  return FAMILIES[intent];
}

// asked dozens of times a message
const FAMILIES = Object.fromEntries(INTENTS.map((intent) => [intent, intent.split(".")[0] ?? intent])) as Record<
  Intent,
  string
>;
