import type { Intent } from "../lib/intent.ts";
import type { AnswerHandler, Kit, Question } from "./answer.ts";
import { contributionAmount, contributionDiscount } from "./contributions.ts";
import { eligibility } from "./eligibility.ts";
import { office } from "./office.ts";
import { award, focus, funded } from "./outreach.ts";
import { shareKit } from "./share.ts";
import { breakdown } from "./statistics/breakdown.ts";
import { compare } from "./statistics/compare.ts";
import { coverage } from "./statistics/coverage.ts";
import { gap } from "./statistics/gap.ts";
import { target } from "./statistics/target.ts";
import { trend } from "./statistics/trend.ts";
import {
  abuse,
  bot,
  complaint,
  forgetMe,
  goodbye,
  greeting,
  handoffRequest,
  menu,
  outOfScope,
  subscribe,
  thanks,
  unsubscribe,
} from "./talk.ts";
import { topic } from "./topic.ts";

/** A handler for every intent; a forgotten one does not compile. */
export const HANDLERS = {
  "smalltalk.greeting": greeting,
  "smalltalk.thanks": thanks,
  "smalltalk.goodbye": goodbye,
  "smalltalk.bot": bot,
  "smalltalk.abuse": abuse,
  menu,
  "programme.overview": topic({
    intent: "programme.overview",
    facts: ["PROG-01", "PROG-02"],
    mentions: ["JKM-01", "PROG-03", "PROG-04", "JHT-01", "JKK-01"],
    choices: ["programme.jkk", "programme.jkm", "programme.jht", "contribution.amount"],
    standsOut: 8,
  }),
  "programme.jkk": topic({
    intent: "programme.jkk",
    facts: ["JKK-01", "JKK-02", "JKK-03", "JKK-04", "JKK-05"],
    choices: ["claim.jkk", "contribution.amount"],
    offerPerson: true,
  }),
  "programme.jkm": topic({
    intent: "programme.jkm",
    facts: ["JKM-01", "JKM-02", "JKM-03", "JKM-07"],
    saysCaveatOf: ["JKM-01", "JKM-02"],
    choices: ["claim.jkm", "contribution.amount"],
    offerPerson: true,
  }),
  "programme.jht": topic({
    intent: "programme.jht",
    facts: ["JHT-01", "JHT-02", "JHT-03"],
    saysCaveatOf: ["JHT-02"],
    choices: ["claim.jht", "claim.balance"],
  }),
  "programme.jp": topic({ intent: "programme.jp", facts: ["JP-01", "PROG-03"], choices: ["programme.jht"] }),
  "programme.jkp": topic({
    intent: "programme.jkp",
    facts: ["JKP-01", "PROG-04"],
    choices: ["claim.jht"],
    offerPerson: true,
  }),
  eligibility,
  "statistics.coverage": coverage,
  "statistics.target": target,
  "statistics.gap": gap,
  "statistics.compare": compare,
  "statistics.trend": trend,
  "statistics.breakdown": breakdown,
  "registration.how": topic({
    intent: "registration.how",
    facts: ["REG-02", "REG-01", "REG-03"],
    mentions: ["REG-04", "REG-05", "KONTAK-04"],
    choices: ["contribution.amount", "registration.requirements"],
    offerPerson: true,
    more: ownPath,
  }),
  "registration.requirements": topic({
    intent: "registration.requirements",
    facts: ["ELIG-02", "REG-03"],
    choices: ["registration.how"],
  }),
  "registration.where": topic({
    intent: "registration.where",
    facts: ["REG-05", "REG-02"],
    mentions: ["REG-01", "REG-03", "REG-04", "REG-14"],
    choices: ["registration.how", "contact.office"],
    more: ownPath,
  }),
  "registration.group": topic({
    intent: "registration.group",
    facts: ["REG-06", "REG-04"],
    choices: ["registration.requirements", "contribution.amount"],
    offerPerson: true,
  }),
  "registration.status": topic({
    intent: "registration.status",
    facts: ["REG-09"],
    choices: ["contribution.arrears"],
    offerPerson: true,
  }),
  "contribution.amount": contributionAmount,
  "contribution.pay": topic({
    intent: "contribution.pay",
    facts: ["REG-07", "IUR-06", "IUR-07"],
    choices: ["contribution.amount"],
    more: namedPayment,
  }),
  "contribution.arrears": topic({
    intent: "contribution.arrears",
    facts: ["IUR-08", "IUR-09", "IUR-10"],
    mentions: ["JKM-07"],
    choices: ["contribution.pay"],
    offerPerson: true,
  }),
  "contribution.discount": contributionDiscount,
  "claim.jht": topic({
    intent: "claim.jht",
    facts: ["KLAIM-05", "JHT-05", "JHT-13"],
    mentions: ["JHT-10", "KONTAK-04"],
    choices: ["claim.balance", "claim.status"],
    offerPerson: true,
  }),
  "claim.jkk": topic({
    intent: "claim.jkk",
    facts: ["KLAIM-04", "KLAIM-03"],
    mentions: ["JKK-18"],
    choices: ["programme.jkk"],
    offerPerson: true,
  }),
  "claim.jkm": topic({
    intent: "claim.jkm",
    facts: ["KLAIM-01", "KLAIM-02", "JKM-06"],
    mentions: ["KLAIM-07", "KONTAK-04"],
    choices: ["programme.jkm"],
    offerPerson: true,
  }),
  "claim.balance": topic({
    intent: "claim.balance",
    facts: ["REG-09", "JMO-02"],
    saysCaveatOf: ["JMO-02"],
    choices: ["account.jmo", "claim.jht"],
  }),
  "claim.status": topic({
    intent: "claim.status",
    facts: ["KLAIM-06", "JHT-12", "JKM-06"],
    choices: [],
    offerPerson: true,
  }),
  "account.card": topic({
    intent: "account.card",
    facts: ["JHT-11", "REG-11"],
    choices: ["contact.office"],
    offerPerson: true,
  }),
  "account.jmo": topic({
    intent: "account.jmo",
    facts: ["JMO-06", "JMO-05", "JMO-07"],
    mentions: ["REG-09"],
    offerPerson: true,
  }),
  "account.change": topic({
    intent: "account.change",
    facts: ["REG-13", "JMO-08"],
    mentions: ["JMO-06"],
    choices: ["contact.office"],
    offerPerson: true,
  }),
  "outreach.focus": focus,
  "outreach.funded": funded,
  "outreach.award": award,
  "contact.office": office,
  "contact.channels": topic({
    intent: "contact.channels",
    facts: ["KONTAK-01", "KONTAK-02", "KONTAK-03", "KONTAK-08"],
    choices: [],
    offerPerson: true,
    standsOut: 8,
  }),
  "safety.scam": topic({
    intent: "safety.scam",
    facts: ["KONTAK-06", "KONTAK-04"],
    choices: ["contact.channels"],
    offerPerson: true,
  }),
  "other-scheme.health": topic({
    intent: "other-scheme.health",
    facts: ["KONTAK-07", "INST-01"],
    choices: ["claim.jkk"],
    standsOut: 99,
  }),
  "other-scheme.bsu": topic({
    intent: "other-scheme.bsu",
    facts: ["BSU-01"],
    choices: ["safety.scam"],
    mentions: ["KONTAK-05"],
    values: (_, { knowledge }) => ({ bsu: knowledge.fact("BSU-01").statement }),
    standsOut: 99,
  }),
  "handoff.request": handoffRequest,
  "handoff.complaint": complaint,
  "consent.subscribe": subscribe,
  "consent.unsubscribe": unsubscribe,
  "consent.delete": forgetMe,
  "share.kit": shareKit,
  "out-of-scope": outOfScope,
} satisfies Record<Intent, AnswerHandler>;

/** What an occupation's own way to register is: through an ojol app, by the contractor, by the employer … */
function ownPath({ entities }: Question, { knowledge, say }: Kit) {
  const occupation = entities.occupations.flatMap((id) => knowledge.occupation(id) ?? [])[0];
  const throughApp =
    entities.occupations.includes("ojol") || entities.payments.some((name) => name === "Gojek" || name === "Grab");
  const byGroup: Readonly<Record<string, string>> = {
    migrant: "ELIG-06",
    "construction-project": "ELIG-07",
    employee: "ELIG-11",
    domestic: "FUND-07",
  };
  const id = throughApp ? "REG-14" : byGroup[occupation?.group ?? ""];
  if (id === undefined) return { lines: [], facts: [] };
  const fact = knowledge.fact(id);
  return { lines: [fact.statement, say("registration.general-way")], facts: [fact] };
}

/** Whether the way of paying that was named is on the list: the first thing the person wants to know. */
function namedPayment({ entities }: Question, { knowledge, say }: Kit) {
  const list = knowledge.fact("REG-07");
  const offered = [list.statement, ...(list.items ?? []).map(String)].join(" ").toLowerCase();
  const lines = entities.payments.map((name) =>
    say(name === "Bank" || offered.includes(name.toLowerCase()) ? "contribution.pay-yes" : "contribution.pay-unknown", {
      name,
    }),
  );
  return { lines: lines.slice(0, 2), facts: lines.length > 0 ? [list] : [] };
}
