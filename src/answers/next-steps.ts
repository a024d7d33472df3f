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

/** What an intent is called on a choice; undefined for what has no label: small talk, or the beginning of several. */
export function intentLabels(say: Say): (intent: string) => string | undefined {
  const menu = new Map<string, string>(menuChoices(say).map(({ intent, label }) => [intent, label]));
  return (intent) => {
    const known = menu.get(intent);
    if (known !== undefined) return known;
    try {
      return say(`choices.${intent}`);
    } catch {
      return undefined;
    }
  };
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
