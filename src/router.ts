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
import type { Ticket } from "./handoff/ticket.ts";
import type { Voice } from "./knowledge/voices.ts";
import { dayOf, type Day } from "./lib/calendar.ts";
import type { Clock } from "./lib/clock.ts";
import type { InboundMessage, OutboundMessage } from "./message.ts";
import type { InterestStore } from "./broadcast/ledger.ts";
import type { createVotes } from "./broadcast/votes.ts";
import { createActs, type Acted } from "./router/acts.ts";
import { createCalling, isClear, isDoubtfullyOutside, urgent } from "./router/calling.ts";
import type { ReminderActs } from "./router/reminders.ts";
import type { LeaderActs } from "./router/leaders.ts";
import { chooseLanguage, INDONESIAN, inLanguage, withLanguage, type Spoken } from "./router/language.ts";
import { readable } from "./router/reading.ts";
import { textAnswer, vouched } from "./router/answers.ts";
import { remember, rememberInterest, rememberPerson } from "./router/memory.ts";
import type { StaffOffice } from "./staff/office.ts";
import { NEW_CHAT, type ChatMemory, type Context } from "./understanding/context.ts";
import { findEmergency, type Emergency } from "./understanding/emergency.ts";
import { NO_ENTITIES } from "./understanding/entities.ts";
import type { Understand, Understanding } from "./understanding/understand.ts";
import { plain } from "./understanding/whole-message.ts";

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
  /** Has something done while the kit speaks a language. */
  speaking: Voice["speaking"];
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
  taught?: (text: string, today: Day) => string | undefined;
  /** Erases somebody everywhere. */
  forget: (contactId: string) => void;
  /** Community leaders, and those who come through them. */
  leaders: LeaderActs;
  /** Wishes to be reminded. */
  reminders: ReminderActs;
  /** Answers to broadcasts. */
  votes: ReturnType<typeof createVotes>;
  /** What people asked about. */
  interests: Pick<InterestStore, "asked">;
  /** How long things are kept, for the text on privacy. */
  retention: () => { messageDays: number; closedTicketDays: number };
  timeZone: string;
  clock: Clock;
};

/** Joins all rooms around one message. Messages of one chat must be handed over in order. */
export function createRouter(parts: RouterParts): Router {
  const { understand, kit, conversations, contacts, history, outcomes, unanswered, handoff, desk, staff } = parts;
  const { leaders, timeZone, clock } = parts;
  const { say } = kit;
  const acts = createActs(parts);
  const { reasonToCall, callStaff } = createCalling(parts);

  /** A message of somebody who asks. */
  function fromPerson(said: InboundMessage, account: string, contactId: string): Handled {
    rememberPerson(contacts, contactId, said, clock());
    const { message } = leaders.before(said, contactId);
    const active = handoff.activeOf(contactId);
    if (message.deletes !== undefined) {
      history.takeBack(contactId, message.deletes);
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
      messageId: message.id,
      ...(active ? { ticket: active.number } : {}),
      ...(attachment ? { attachment } : {}),
    });
    if (active && message.edits !== undefined) handoff.changed(active, message);
    const ticket = active && message.edits === undefined ? handoff.heard(active, account, message) : active;
    const turn: Turn = { message, account, contactId, text, ticket };
    if (kind === "text" || text.trim() !== "") return words(turn);
    return parts.speaking(conversations.load(message.from)?.language?.reply ?? "id", () => wordless(turn, kind));
  }

  function words(turn: Turn): Handled {
    const { message, text } = turn;
    const memory = conversations.load(message.from) ?? NEW_CHAT;
    const today = dayOf(message.sentAt, timeZone);
    const emergency = findEmergency(plain(text).split(" "));
    const understanding = leaders.read(turn, urgent(understand(text, { today, memory }), emergency), memory);
    const spoken = chooseLanguage(memory, understanding, text);
    return parts.speaking(spoken.reply, () =>
      answered({ ...turn, spoken }, inLanguage(understanding, spoken, memory), emergency, {
        today,
        memory: { ...memory, language: spoken.memory },
      }),
    );
  }

  function answered(
    turn: Turn,
    understanding: Understanding,
    emergency: Emergency | undefined,
    { today, memory }: Context,
  ): Handled {
    const { message, contactId, text, ticket } = turn;
    const acted = ofOutreach(turn, understanding, memory) ?? acts.act(turn, understanding, memory);
    if (acted) return finish(turn, understanding, acted.answer, acted);
    if (ticket?.owner === "staff" || isReaction(message)) return { ...SILENT, understanding };

    // who waits for a person tells them what it is about: that is no question to the bot
    if (ticket && !isClear(understanding)) {
      const passedOn = textAnswer(say("handoff.passed-on", { number: ticket.number }));
      if (emergency) handoff.urgent(ticket);
      return finish(turn, understanding, passedOn, { aside: true });
    }

    const taught = understanding.via === "model" ? parts.taught?.(text, today) : undefined;
    const answer = taught === undefined ? answerQuestion(understanding, { today, memory }, kit) : textAnswer(taught);
    const missed = answer.unsure || isDoubtfullyOutside(understanding);
    const misunderstood = missed ? (memory.misunderstood ?? 0) + 1 : 0;
    if (missed && !ticket)
      unanswered.add({ text, at: message.sentAt, reason: "misunderstood", intent: understanding.intent, contactId });
    const reason = reasonToCall(answer, ticket ? undefined : emergency, misunderstood);
    if (ticket && emergency) handoff.urgent(ticket);
    const linked = leaders.linked(contactId, understanding, answer);
    const offered = linked.unsure && !desk.available() ? acts.offerToTell(linked) : linked;
    const whole = reason
      ? callStaff(turn, understanding, memory, answer, reason)
      : acts.offerNews(turn, understanding, memory, offered);
    acts.effects(turn, whole.effects);
    if (!missed) rememberInterest(parts.interests, contactId, understanding, message.sentAt);
    const learned = {
      ...remember(memory, text, understanding, whole),
      misunderstood: reason === "misunderstood" ? 0 : misunderstood,
    };
    conversations.save(message.from, learned);
    acts.learn(contactId, understanding);
    return finish(turn, understanding, whole);
  }

  /** An answer to a broadcast, a wish to be reminded, a leader's code: what belongs to messages that we send first. */
  function ofOutreach(turn: Turn, { via }: Understanding, memory: ChatMemory): Acted | undefined {
    const { contactId, message, text, ticket } = turn;
    if (ticket?.owner === "staff") return undefined;
    const { quotedId } = message;
    // what we asked since then is what a "ya" or a number answers, unless the broadcast itself is quoted
    const numbered = memory.choices !== undefined || memory.asked !== undefined;
    const vote =
      numbered && via === "choice" && quotedId === undefined
        ? undefined
        : parts.votes.vote(contactId, { text, quotedId, numbered });
    return vote ? { answer: textAnswer(say("broadcast.voted", { choice: vote.choice })) } : leaders.act(turn, memory);
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
    return finish(turn, WORDLESS, answer, { aside: ticket !== undefined });
  }

  function mediaAnswer(kind: WordlessKind): Answer {
    return textAnswer(`${say(`handoff.media.${kind}`)}\n\n${say("handoff.media.next")}`);
  }

  /** Counts what became of it, keeps what is said, and shows it to staff who have a ticket open. */
  function finish(
    turn: Turn,
    understanding: Understanding,
    said: Answer,
    /** `aside`: staff need not read it. */
    { forgets, aside = false }: { forgets?: readonly string[] | undefined; aside?: boolean } = {},
  ): Handled {
    const answer = vouched(withLanguage(said, turn.spoken ?? INDONESIAN, kit, parts.speaking), kit);
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
      if (open && turn.ticket?.number === open.number && !aside) desk.answered(open, answer.text);
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
  /** The language it is answered in; Indonesian without it. */
  spoken?: Spoken;
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

/** A thumb on a message of ours, and not a message: it asks for no reply. Its channel tells no quoted words with it. */
function isReaction({ text, quotedId, quoted }: InboundMessage): boolean {
  return /^👍[\u{1F3FB}-\u{1F3FF}]?$/u.test(text) && quotedId !== undefined && quoted === undefined;
}

/** Nothing is said: staff speak, or it was no question. */
const SILENT: Handled = { understanding: WORDLESS, answer: textAnswer("") };
