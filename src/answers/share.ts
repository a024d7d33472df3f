import { rupiahWords } from "../lib/numbers.ts";
import type { AnswerHandler } from "./answer.ts";
import { minimumFacts, minimumLine } from "./contributions.ts";
import { channelFacts, handoffChoice } from "./next-steps.ts";

/** Occupations of those who pass information on. */
const LEADERS: ReadonlySet<string> = new Set(["rt-rw", "kader", "perangkat-desa"]);

/** A text that a community leader can pass on as it stands, right on the day it is asked for. */
export const shareKit: AnswerHandler = (question, kit) => {
  const { knowledge, say } = kit;
  const { phone, website } = channelFacts(knowledge);
  const death = knowledge.fact("JKM-01");
  const accident = knowledge.fact("JKK-02");
  // "saya ketua RT, mau ajak petani": the text is for those who are invited, not for who invites
  const occupation = question.entities.occupations
    .flatMap((id) => knowledge.occupation(id) ?? [])
    .find(({ segment }) => segment === undefined || !LEADERS.has(segment));
  const forThem = { ...question, entities: { ...question.entities, occupations: occupation ? [occupation.id] : [] } };
  return {
    lead: say("share.intro"),
    details: [
      say("share.text", {
        whom: occupation?.label ?? say("share.everybody"),
        minimum: minimumLine(forThem, kit).join(" "),
        death: rupiahWords(death.value ?? 0),
        website: website.valueText ?? "",
        phone,
      }),
    ],
    rests: [death, accident, ...minimumFacts(forThem, kit)],
    mentions: [website],
    next: say("share.next"),
    choices: [handoffChoice(say)],
  };
};
