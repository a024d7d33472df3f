import type { Answer } from "../answers/answer.ts";
import type { InterestStore } from "../broadcast/ledger.ts";
import type { ContactStore } from "../contacts/contact.ts";
import { plainName } from "../contacts/plain-name.ts";
import { maskIdNumbers } from "../lib/id-number.ts";
import type { InboundMessage } from "../message.ts";
import type { ChatMemory } from "../understanding/context.ts";
import type { Understanding } from "../understanding/understand.ts";

/** Longest name that is kept; the platforms allow more than anybody reads. */
const LONGEST_NAME = 60;

/** Small talk between two questions does not end their subject. */
const PASSING = /^(?:smalltalk|menu|out-of-scope|handoff|consent)/;

/** Whoever says one of these has told nothing of what concerns them. */
const NO_SUBJECT = /^(?:smalltalk|menu|out-of-scope|handoff|consent|share)/;

/** Whoever says one of these has asked nothing that an answer could be missing to. */
const NO_QUESTION = /^(?:smalltalk|menu|handoff|consent)/;

/** What a chat is about after one more question and its answer. */
export function remember(
  before: ChatMemory,
  text: string,
  { intent, entities, also }: Understanding,
  answer: Answer,
): ChatMemory {
  const passing = PASSING.test(intent);
  const regions = answer.regions ? answer.regions.map((codes) => [...codes]) : entities.regions;
  const lastIntent = also?.intent ?? intent;
  return {
    last: passing
      ? before.last
      : {
          intent: lastIntent,
          entities: { ...entities, ...also?.entities, regions, idNumber: false },
          ...(answer.year ? { year: answer.year } : {}),
        },
    question: NO_QUESTION.test(intent) ? before.question : text,
    choices: answer.choices.length > 0 ? [...answer.choices] : undefined,
    asked: answer.asks && {
      ...answer.asks,
      intent: also && answer.asks.entities === also.entities ? also.intent : intent,
    },
    // who asks for a text to pass on names the work of others
    occupation: (intent === "share.kit" ? undefined : entities.occupations[0]) ?? before.occupation,
    language: before.language,
  };
}

/** What somebody asked about, for those who want to tell people just what concerns them. */
export function rememberInterest(
  interests: Pick<InterestStore, "asked">,
  contactId: string,
  { intent, also }: Understanding,
  at: Date,
): void {
  for (const asked of [intent, ...(also ? [also.intent] : [])])
    if (!NO_SUBJECT.test(asked)) interests.asked(contactId, asked, at);
}

/** Who wrote, when, and from where. */
export function rememberPerson(
  contacts: ContactStore,
  contactId: string,
  { from, senderName }: InboundMessage,
  at: Date,
): void {
  const name = senderName && plainName(maskIdNumbers(senderName).text).slice(0, LONGEST_NAME).trim();
  if (name) contacts.learn(contactId, { name });
  contacts.seen(contactId, at, from);
  // who writes has not blocked us, or not any more
  if (!contacts.isReachable(from)) contacts.setReachable(from, true);
}
