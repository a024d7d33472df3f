import type { Fact, Occupation } from "../knowledge/schema.ts";
import type { AnswerHandler } from "./answer.ts";
import { caveatLines, unique } from "./compose.ts";
import { focusOn } from "./focus.ts";
import { channelFacts, choice, handoffChoice } from "./next-steps.ts";

/** A focus score from which a rule about joining is what was asked for. */
const STANDS_OUT = 6;
const STANDS_OUT_BESIDE = 11;

/** Youngest age that is not questioned: the sources name no lower limit, so younger people are sent to ask. */
const SURELY_OLD_ENOUGH = 18;

/** The fact that decides for each way of working. */
const DECIDES: Readonly<Record<Occupation["group"], readonly string[]>> = {
  "self-employed": ["ELIG-02", "ELIG-04"],
  domestic: ["ELIG-02", "ELIG-04"],
  "family-worker": ["ELIG-16", "ELIG-02"],
  housewife: ["ELIG-03", "ELIG-02"],
  employer: ["ELIG-11", "ELIG-01"],
  employee: ["ELIG-11"],
  "non-asn": ["ELIG-10"],
  "civil-servant": ["ELIG-01"],
  "police-military": ["ELIG-01"],
  migrant: ["ELIG-06"],
  "construction-project": ["ELIG-07"],
  student: ["ELIG-02", "ELIG-15"],
  "not-working": ["ELIG-15", "ELIG-02"],
};

/** Groups that join on their own, as BPU. */
const JOINS_ALONE = new Set<Occupation["group"]>(["self-employed", "domestic", "family-worker", "housewife"]);

/** May this person join: yes, no or under what condition, by occupation and age. */
export const eligibility: AnswerHandler = (question, kit) => {
  const { knowledge, say } = kit;
  const { age } = question.entities;
  const occupation = question.entities.occupations.flatMap((id) => knowledge.occupation(id) ?? [])[0];
  const rule = knowledge.fact("ELIG-02");
  const limit = rule.value ?? 65;
  const programmes = knowledge.fact("PROG-02");
  // with the occupation known only what is plainly asked beside it is worth a line
  const focus = focusOn(["eligibility"], question, knowledge, occupation ? STANDS_OUT_BESIDE : STANDS_OUT);
  const extra = focus && focus.id !== "ELIG-04" && focus.id !== "ELIG-02" ? focus : undefined;
  const decisive = occupation ? DECIDES[occupation.group].map((id) => knowledge.fact(id)) : [];
  const { phone } = channelFacts(knowledge);

  if (age !== undefined && age >= limit && (!occupation || JOINS_ALONE.has(occupation.group)))
    return {
      lead: say("eligibility.too-old", { age: String(age), limit: String(limit) }),
      details: [say("eligibility.already-member", { phone })],
      rests: [rule],
      next: say("eligibility.next-family"),
      choices: [choice(say, "registration.how"), handoffChoice(say)],
    };
  const lines: string[] = [];
  if (age !== undefined && age < SURELY_OLD_ENOUGH) lines.push(say("eligibility.young", { phone }));
  else if (age !== undefined) lines.push(say("eligibility.age-fits", { age: String(age), limit: String(limit) }));

  const lead = occupation
    ? say(`eligibility.group.${occupation.group}`, { occupation: occupation.label, limit: String(limit) })
    : age !== undefined
      ? (lines.shift() as string)
      : say("eligibility.general", { limit: String(limit) });
  const alone = !occupation || JOINS_ALONE.has(occupation.group);
  const more = [...(occupation?.facts ?? []).map((id) => knowledge.fact(id)), ...(extra ? [extra] : [])].filter(
    (fact) => !decisive.includes(fact) || !alone,
  );
  const spoken: Fact[] = unique([...(alone ? [] : decisive), ...more]).slice(0, 2);
  return {
    lead: extra && !occupation && age === undefined ? extra.statement : lead,
    details: [
      ...(extra && !occupation && age === undefined ? [lead] : []),
      ...lines,
      ...spoken.filter((fact) => fact !== extra || occupation || age !== undefined).map(({ statement }) => statement),
      ...(alone ? [say("eligibility.programmes")] : []),
      ...caveatLines(spoken, say),
    ],
    rests: unique([...(occupation ? decisive : [rule]), ...spoken]),
    mentions: alone ? [programmes, rule] : [rule],
    next: alone ? say("eligibility.next") : say("eligibility.next-person", { phone }),
    choices: alone ? [choice(say, "registration.how"), choice(say, "contribution.amount")] : [handoffChoice(say)],
  };
};
