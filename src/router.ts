import type { OutcomeStore } from "./analytics/outcome.ts";
import type { UnansweredStore } from "./analytics/unanswered.ts";
import { answerQuestion } from "./answers/answer-question.ts";
import type { Answer, Kit } from "./answers/answer.ts";
import { answerWordless, type WordlessKind } from "./answers/media.ts";
import type { ConsentStore } from "./contacts/consent.ts";
import type { ContactStore } from "./contacts/contact.ts";
import type { HistoryStore } from "./contacts/history.ts";
import type { ConversationStore } from "./conversation.ts";
import type { Handoff } from "./handoff/handoff.ts";
import type { Desk } from "./handoff/ports.ts";
import type { Ticket, TicketReason } from "./handoff/ticket.ts";
import { dayOf } from "./lib/calendar.ts";
import type { Clock } from "./lib/clock.ts";
import { maskIdNumbers } from "./lib/id-number.ts";
import type { InboundMessage, OutboundMessage } from "./message.ts";
import { createActs } from "./router/acts.ts";
import { called, textAnswer, vouched } from "./router/answers.ts";
import { remember, rememberPerson } from "./router/memory.ts";
import type { StaffOffice } from "./staff/office.ts";
import { NEW_CHAT, type ChatMemory } from "./understanding/context.ts";
import { findEmergency } from "./understanding/emergency.ts";
import { NO_ENTITIES } from "./understanding/entities.ts";
import type { Understand, Understanding } from "./understanding/understand.ts";
import { plain } from "./understanding/whole-message.ts";

/** Longest message that is read; of a longer one only the beginning, so that nobody can keep the program busy. */
const LONGEST_READ = 4000;

/** So many times in a row we may ask what was meant before a person is called. */
const MISUNDERSTOOD = 2;

/** Kinds of file that say something we cannot read: they go to a person. */
const NEEDS_EARS = new Set<WordlessKind>(["voice", "document", "video"]);

/** What came of one message: what was understood, what must be done, and what is said; nothing while staff speak. */
export type Handled = { understanding: Understanding; answer: Answer; reply?: OutboundMessage };

/** Takes a message along its whole way, from what was written to what is said. */
export type Router = { handle(message: InboundMessage, account?: string): Handled };

/** Everything the router draws on. All stores must be those of one transaction. */
export type RouterParts = {
  understand: Understand;
  kit: Kit;
  conversations: ConversationStore<ChatMemory>;
  contacts: ContactStore;
  consent: ConsentStore;
  history: HistoryStore;
  outcomes: OutcomeStore;
  unanswered: UnansweredStore;
  handoff: Handoff;
  desk: Desk;
  /** Where staff write; undefined where there are none. */
  staff?: StaffOffice;
  /** An answer that staff wrote for just this question; undefined when there is none. */
  taught?: (understanding: Understanding, text: string) => string | undefined;
  /** How long things are kept, for the text on privacy. */
  retention: () => { messageDays: number; closedTicketDays: number };
  timeZone: string;
  clock: Clock;
};

/** Joins all rooms around one message. Messages of one chat must be handed over in order. */
export function createRouter(parts: RouterParts): Router {
  const { understand, kit, conversations, contacts, history, outcomes, unanswered, handoff, desk, staff } = parts;
  const { timeZone, clock } = parts;
  const { say } = kit;
  const acts = createActs(parts);

  /** A message of somebody who asks. */
  function fromPerson(message: InboundMessage, account: string, contactId: string): Handled {
    rememberPerson(contacts, contactId, message, clock());
    const active = handoff.activeOf(contactId);
    if (message.deletes !== undefined) {
      if (active) handoff.changed(active, message);
      return SILENT;
    }
    const { kind = "text", attachment } = message;
    const text = readable(message);
    history.add(contactId, {
      author: "person",
      at: message.sentAt,
      text,
      kind,
      ...(active ? { ticket: active.number } : {}),
      ...(attachment ? { attachment } : {}),
    });
    if (active && message.edits !== undefined) handoff.changed(active, message);
    const ticket = active && message.edits === undefined ? handoff.heard(active, account, message) : active;
    const turn: Turn = { message, account, contactId, text, ticket };
    return kind === "text" || text.trim() !== "" ? words(turn) : wordless(turn, kind);
  }

  function words(turn: Turn): Handled {
    const { message, contactId, text, ticket } = turn;
    const memory = conversations.load(message.from) ?? NEW_CHAT;
    const today = dayOf(message.sentAt, timeZone);
    const understanding = understand(text, { today, memory });
    const acted = acts.act(turn, understanding, memory);
    if (acted) return finish(turn, understanding, acted.answer, acted.forgets);
    if (ticket?.owner === "staff") return { ...SILENT, understanding };

    const taught = parts.taught?.(understanding, text);
    const answer =
      taught === undefined ? answerQuestion(understanding, { today, memory }, kit) : textAnswer(taught, [], ["taught"]);
    const misunderstood = answer.unsure ? (memory.misunderstood ?? 0) + 1 : 0;
    if (answer.unsure && !ticket)
      unanswered.add({ text, at: message.sentAt, reason: "misunderstood", intent: understanding.intent, contactId });
    const reason = reasonToCall(answer, text, misunderstood);
    const whole = reason
      ? callStaff(turn, understanding, memory, answer, reason)
      : acts.offerNews(turn, understanding, memory, answer);
    acts.effects(turn, whole.effects);
    const learned = {
      ...remember(memory, understanding, whole),
      misunderstood: reason === "misunderstood" ? 0 : misunderstood,
    };
    conversations.save(message.from, learned);
    acts.learn(contactId, understanding);
    return finish(turn, understanding, whole);
  }

  /** A voice note or a picture changes nothing of what the chat is about, but its choices are open now. */
  function wordless(turn: Turn, kind: WordlessKind): Handled {
    const { message, ticket } = turn;
    if (ticket?.owner === "staff") return SILENT;
    const memory = conversations.load(message.from) ?? NEW_CHAT;
    const answer = ticket
      ? textAnswer(say("handoff.passed-on", { number: ticket.number }))
      : NEEDS_EARS.has(kind) && desk.available()
        ? callStaff(turn, WORDLESS, memory, mediaAnswer(kind), "media")
        : answerWordless(kind, kit);
    conversations.save(message.from, { ...memory, choices: [...answer.choices] });
    return finish(turn, WORDLESS, answer);
  }

  function mediaAnswer(kind: WordlessKind): Answer {
    return textAnswer(`${say(`handoff.media.${kind}`)}\n\n${say("handoff.media.next")}`);
  }

  /** Why a person is needed besides the answer, if one is. */
  function reasonToCall(answer: Answer, text: string, misunderstood: number): TicketReason | undefined {
    const effect = answer.effects.find((entry) => entry.type === "open-ticket");
    if (effect) return effect.reason;
    if (!desk.available()) return undefined;
    if (findEmergency(plain(text).split(" "))) return "emergency";
    return misunderstood >= MISUNDERSTOOD ? "misunderstood" : undefined;
  }

  /** Calls staff and says so within the answer. */
  function callStaff(
    { message, account, contactId, text }: Turn,
    { intent }: Understanding,
    memory: ChatMemory,
    answer: Answer,
    reason: TicketReason,
  ): Answer {
    if (!desk.available()) return called(answer, say("handoff.unavailable", { phone: phoneOf(kit) }), reason, [], true);
    const region = contacts.get(contactId)?.region;
    const about = /^(?:handoff|menu|smalltalk)/.test(intent) ? memory.last?.intent : intent;
    const {
      text: place,
      offers,
      opened,
    } = handoff.call({
      contactId,
      account,
      address: message.from,
      reason,
      ...(about ? { intent: about } : {}),
      ...(region ? { region } : {}),
    });
    const lead =
      reason === "emergency"
        ? say(`handoff.${findEmergency(plain(text).split(" ")) ?? "accident"}`)
        : reason === "misunderstood"
          ? say("handoff.misunderstood")
          : undefined;
    const lines = [lead, opened ? undefined : say("handoff.already"), place].filter(Boolean).join("\n");
    const cancel = offers.map(({ label, act }) => ({ label, act, intent: "menu" as const }));
    // an answer keeps its own choices; what only calls for a person offers to take that back
    return called(
      answer,
      lines,
      reason,
      answer.choices.length > 0 && reason !== "misunderstood" ? answer.choices : cancel,
      reason === "misunderstood",
    );
  }

  /** Counts what became of it, keeps what is said, and shows it to staff who have a ticket open. */
  function finish(turn: Turn, understanding: Understanding, said: Answer, forgets?: readonly string[]): Handled {
    const answer = vouched(said, kit);
    const { message, contactId } = turn;
    const { intent, entities } = understanding;
    const handedOff = answer.effects.some(({ type }) => type === "open-ticket");
    const region = entities.regions[0]?.[0];
    outcomes.add({
      at: clock(),
      channel: message.from.channel,
      intent,
      kind: handedOff ? "handed-off" : answer.unsure ? "asked-again" : "answered",
      ...(region === undefined ? {} : { region }),
    });
    const reply: OutboundMessage = {
      to: message.from,
      text: answer.text,
      choices: answer.choices.map(({ label }) => label),
      ...(forgets ? { forgets } : {}),
    };
    if (!forgets) {
      const open = handoff.activeOf(contactId);
      history.add(contactId, {
        author: "bot",
        at: clock(),
        text: answer.text,
        kind: "text",
        ...(open ? { ticket: open.number } : {}),
      });
      // the card that a new ticket begins with shows the rest
      if (open && turn.ticket?.number === open.number) desk.answered(open, answer.text);
    }
    return { understanding, answer, reply };
  }

  return {
    handle(message, account = message.from.channel) {
      if (message.desk) {
        staff?.inGroup(message);
        return SILENT;
      }
      const contactId = contacts.idOf(message.from);
      if (message.from.channel === "whatsapp" && staff?.onWhatsApp(message, account, contactId)) return SILENT;
      return fromPerson(message, account, contactId);
    },
  };
}

/** One message of a person on its way. */
export type Turn = {
  message: InboundMessage;
  account: string;
  contactId: string;
  /** What is read of it: masked, not too long, an older menu's number put into words. */
  text: string;
  /** The ticket that was open before it. */
  ticket: Ticket | undefined;
};

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

/** Nothing is said: staff speak, or it was no question. */
const SILENT: Handled = { understanding: WORDLESS, answer: textAnswer("") };

function phoneOf({ knowledge }: Kit): string {
  return String(knowledge.fact("KONTAK-01").value);
}

function readable({ text, quoted }: InboundMessage): string {
  return maskIdNumbers(choiceFromQuote(text.slice(0, LONGEST_READ), quoted)).text;
}

/** "2" as an answer to an older menu means the second line of that menu, not of the newest one. */
function choiceFromQuote(text: string, quoted: string | undefined): string {
  const number = /^\s*(\d{1,2})\s*[.)]?\s*$/.exec(text)?.[1];
  if (quoted === undefined || number === undefined) return text;
  return new RegExp(`^${number}\\. (.+)$`, "m").exec(quoted)?.[1] ?? text;
}
