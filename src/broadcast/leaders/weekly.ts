import { numberText } from "../../lib/numbers.ts";
import type { LeaderStore } from "../ledger.ts";
import type { Say } from "./links.ts";

/** Fewer people than this are never told as a number: a leader knows their people, and one or two would be somebody. */
const SMALLEST = 3;

/** Subjects told in one line. */
const MOST_SUBJECTS = 3;

/** Subjects that a leader may hear of, each with words of its own. What people complain about, or end, is their own. */
const SUBJECTS: ReadonlySet<string> = new Set([
  "programme.overview",
  "programme.jkk",
  "programme.jkm",
  "programme.jht",
  "eligibility",
  "registration.how",
  "registration.requirements",
  "registration.where",
  "registration.group",
  "registration.status",
  "contribution.amount",
  "contribution.pay",
  "contribution.discount",
  "contribution.arrears",
  "claim.jkk",
  "claim.jkm",
  "claim.jht",
  "claim.balance",
  "contact.office",
]);

/** What a leader reads people asked about; undefined for what they do not read. */
export function leaderSubject(intent: string, say: Say): string | undefined {
  return SUBJECTS.has(intent) ? say(`leader.subject.${intent}`) : undefined;
}

/**
 * The week of a leader's link in a few lines, without names; undefined when nobody came. Only one number of people is
 * told beside those of what they asked: two that nearly agree would tell how many are in the one and not in the other.
 */
export function leaderLine({
  tally: { arrivedSince, asked, intents },
  say,
  subjectOf = (intent) => leaderSubject(intent, say),
}: {
  tally: Omit<ReturnType<LeaderStore["tally"]>, "arrived">;
  say: Say;
  subjectOf?: (intent: string) => string | undefined;
}): string | undefined {
  if (asked <= 0 && arrivedSince <= 0) return undefined;
  const subjects = asked >= SMALLEST ? subjectsTold(asked, intents, subjectOf) : [];
  const told = subjects.map(({ subject, count }, index) =>
    say(index === 0 ? "leader.weekly.first-subject" : "leader.weekly.subject", { subject, count: numberText(count) }),
  );
  return `${say(...head())}\n${say("leader.weekly.next")}\n\n${say("leader.weekly.stop")}`;

  function head(): Parameters<Say> {
    if (told.length > 0) return ["leader.weekly.asked-what", { count: numberText(asked), subjects: told.join(", ") }];
    if (asked >= SMALLEST) return ["leader.weekly.asked", { count: numberText(asked) }];
    if (arrivedSince >= SMALLEST) return ["leader.weekly.came", { count: numberText(arrivedSince) }];
    return ["leader.weekly.few"];
  }
}

/**
 * The subjects whose numbers may stand beside the number of all who asked. One person may have asked several things, so
 * the numbers need not add up to it; but each says also how many did not ask it, and that must not be one or two either.
 */
function subjectsTold(
  asked: number,
  intents: Readonly<Record<string, number>>,
  subjectOf: (intent: string) => string | undefined,
): { subject: string; count: number }[] {
  return Object.entries(intents)
    .flatMap(([intent, count]) => {
      const subject = subjectOf(intent);
      return subject !== undefined && isTold(count) && (count === asked || isTold(asked - count))
        ? [{ subject, count }]
        : [];
    })
    .sort((a, b) => b.count - a.count || (a.subject < b.subject ? -1 : 1))
    .slice(0, MOST_SUBJECTS);
}

function isTold(count: number): boolean {
  return count >= SMALLEST;
}
