import type { Fact } from "../knowledge/schema.ts";
import type { Knowledge } from "../knowledge/knowledge.ts";
import type { Say } from "../knowledge/texts.ts";
import type { Choice } from "../understanding/context.ts";
import type { Intent } from "../lib/intent.ts";

/** "Bicara dengan petugas", as a choice. */
export function handoffChoice(say: Say): Choice {
  return { label: say("choices.handoff.request"), intent: "handoff.request" };
}

/** The ordinary label of an intent, as a choice. */
export function choice(say: Say, intent: Intent): Choice {
  return { label: say(`choices.${intent}`), intent };
}

/** The numbered menu, the same at the start and whenever somebody asks for it. */
export function menuChoices(say: Say): Choice[] {
  const menu: Intent[] = [
    "programme.overview",
    "registration.how",
    "contribution.amount",
    "contribution.pay",
    "claim.jkk",
    "claim.jkm",
    "claim.jht",
    "statistics.coverage",
    "contact.office",
    "handoff.request",
  ];
  return menu.map((intent) => choice(say, intent));
}

/** The official channels that next steps name, with the facts that they rest on. */
export function channelFacts(knowledge: Knowledge): { callCentre: Fact; phone: string; website: Fact } {
  const callCentre = knowledge.fact("KONTAK-01");
  return { callCentre, phone: String(callCentre.value), website: knowledge.fact("KONTAK-03") };
}
