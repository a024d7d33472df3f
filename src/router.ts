import { answerWordless, type WordlessKind } from "./answers/media.ts";
import { answerQuestion } from "./answers/answer-question.ts";
import type { Answer, Kit } from "./answers/answer.ts";
import type { ConversationStore } from "./conversation.ts";
import { dayOf } from "./lib/calendar.ts";
import { maskIdNumbers } from "./lib/id-number.ts";
import type { InboundMessage, OutboundMessage } from "./message.ts";
import { NEW_CHAT, type ChatMemory } from "./understanding/context.ts";
import { NO_ENTITIES } from "./understanding/entities.ts";
import type { Understand, Understanding } from "./understanding/understand.ts";

/** Longest message that is read; of a longer one only the beginning, so that nobody can keep the program busy. */
const LONGEST_READ = 4000;

/** What came of one message: what was understood, what is said, what must be done. */
export type Handled = { understanding: Understanding; answer: Answer; reply: OutboundMessage };

/** Takes a message along its whole way, from what was written to what is said. */
export type Router = { handle(message: InboundMessage): Handled };

/** Joins understanding, answers and conversation. Messages of one chat must be handed over in order. */
export function createRouter({
  understand,
  kit,
  conversations,
  timeZone,
}: {
  understand: Understand;
  kit: Kit;
  conversations: ConversationStore<ChatMemory>;
  timeZone: string;
}): Router {
  function words({ from, text, sentAt, quoted }: InboundMessage): Handled {
    const { text: safe, masked } = maskIdNumbers(choiceFromQuote(text.slice(0, LONGEST_READ), quoted));
    const memory = conversations.load(from) ?? NEW_CHAT;
    const today = dayOf(sentAt, timeZone);
    const understood = understand(safe, { today, memory });
    const understanding = masked ? { ...understood, entities: { ...understood.entities, idNumber: true } } : understood;
    const answer = answerQuestion(understanding, { today, memory }, kit);
    if (answer.effects.some(({ type }) => type === "forget-me")) conversations.forget(from);
    else conversations.save(from, remember(memory, understanding, answer));
    return handled(from, understanding, answer);
  }

  /** A voice note or a picture changes nothing of what the chat is about, but its choices are open now. */
  function wordless(from: InboundMessage["from"], kind: WordlessKind): Handled {
    const answer = answerWordless(kind, kit);
    conversations.save(from, { ...(conversations.load(from) ?? NEW_CHAT), choices: [...answer.choices] });
    return handled(from, WORDLESS, answer);
  }

  return {
    handle(message) {
      const { kind = "text", text } = message;
      return kind === "text" || text.trim() !== "" ? words(message) : wordless(message.from, kind);
    },
  };
}

function handled(to: InboundMessage["from"], understanding: Understanding, answer: Answer): Handled {
  return { understanding, answer, reply: { to, text: answer.text, choices: answer.choices.map(({ label }) => label) } };
}

/** A message without words asks nothing. */
const WORDLESS: Understanding = {
  intent: "menu",
  confidence: 1,
  alternatives: [],
  entities: NO_ENTITIES,
  language: "id",
  via: "word",
  words: [],
};

/** "2" as an answer to an older menu means the second line of that menu, not of the newest one. */
function choiceFromQuote(text: string, quoted: string | undefined): string {
  const number = /^\s*(\d{1,2})\s*[.)]?\s*$/.exec(text)?.[1];
  if (quoted === undefined || number === undefined) return text;
  return new RegExp(`^${number}\\. (.+)$`, "m").exec(quoted)?.[1] ?? text;
}

/** Small talk between two questions does not end their subject. */
const PASSING = /^(?:smalltalk|menu|out-of-scope|handoff|consent)/;

function remember(before: ChatMemory, { intent, entities, also }: Understanding, answer: Answer): ChatMemory {
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
    choices: answer.choices.length > 0 ? [...answer.choices] : undefined,
    asked: answer.asks && {
      ...answer.asks,
      intent: also && answer.asks.entities === also.entities ? also.intent : intent,
    },
    occupation: entities.occupations[0] ?? before.occupation,
  };
}
