import type { Answer, Effect } from "../answers/answer.ts";
import { handoffChoice } from "../answers/next-steps.ts";
import { TOPICS, type Topic } from "../contacts/consent.ts";
import { setConsent } from "../contacts/consents.ts";
import type { Said } from "../handoff/person-side.ts";
import { dayOf } from "../lib/calendar.ts";
import { textAnswer, withChoices } from "./answers.ts";
import type { RouterParts, Turn } from "../router.ts";
import type { ChatMemory, Choice, ChoiceAct } from "../understanding/context.ts";
import type { Understanding } from "../understanding/understand.ts";
import { plain } from "../understanding/whole-message.ts";

/** What came of something that was done instead of answered. */
export type Acted = { answer: Answer; forgets?: readonly string[] };

/** Whole messages by which a person gives the chat back to the bot, and by which they end their ticket. */
const TO_BOT = /^(?:bot|ke bot|kembali ke bot|balik ke bot|bot saja|bot aja)$/;
const DONE =
  /^(?:selesai|sudah selesai|udah selesai|sdh selesai|beres|sudah beres|rengse|tos rengse|rampung|wis rampung)$/;

/** Whole messages that ask what is kept of a person. */
const PRIVACY = /^(?:privasi|kebijakan privasi|privacy|data saya|data apa yang disimpan)$/;

/** Whole messages that end news of one kind: "berhenti kabar penipuan". */
const STOP_TOPIC = /^(?:stop|berhenti|unsubscribe|eureun|mandeg|mandheg) (?:kabar|info|siaran|berita) (.+)$/;
const TOPIC_WORDS: readonly (readonly [RegExp, Topic])[] = [
  [/^(?:iuran|diskon|keringanan|potongan)/, "discount"],
  [/^(?:pendaftaran|jadwal|daftar)/, "registration"],
  [/^(?:penipuan|waspada|peringatan)/, "safety"],
];

const THUMB_DOWN = /^\s*👎[\u{1F3FB}-\u{1F3FF}]?\s*$/u;

/** What people set going besides asking: yes and no to our questions, consent, privacy, and who speaks in the chat. */
export function createActs(parts: RouterParts) {
  const { kit, conversations, contacts, consent, unanswered, handoff, reminders, retention, timeZone, clock } = parts;
  const { say } = kit;

  /** Does what a message sets going; undefined when it is a question to be answered. */
  function act(turn: Turn, understanding: Understanding, memory: ChatMemory): Acted | undefined {
    const { ticket, text } = turn;
    const bare = plain(text);
    const chosen = understanding.act && ACTS[understanding.act]?.(turn, memory);
    if (chosen) return chosen;
    if (PRIVACY.test(bare)) return said(turn, memory, privacyNotice());
    const topic = topicToStop(bare);
    if (topic) return stopTopic(turn, memory, topic);
    if (ticket?.owner === "staff") return whileStaffSpeak(turn, understanding, memory, bare);
    const reminder = understanding.via === "choice" ? undefined : reminders.act(wishOf(turn));
    if (reminder) return said(turn, memory, reminder);
    if (ticket && understanding.cancelled && !memory.asked) return told(turn, memory, handoff.cancel(ticket));
    if (ticket && DONE.test(bare)) return told(turn, memory, handoff.endByWorker(ticket));
    if (THUMB_DOWN.test(text)) return unhelpful(turn, memory);
    return undefined;
  }

  /** The bot is silent, but never to a stop, to a wish to be forgotten, and to being called back. */
  function whileStaffSpeak(
    turn: Turn,
    { intent, via }: Understanding,
    memory: ChatMemory,
    bare: string,
  ): Acted | undefined {
    const { ticket } = turn;
    if (!ticket) return undefined;
    if (TO_BOT.test(bare)) return told(turn, memory, handoff.backToBot(ticket, "worker"));
    if (DONE.test(bare)) return told(turn, memory, handoff.endByWorker(ticket));
    const reminder = reminders.stop(wishOf(turn));
    if (reminder) return said(turn, memory, reminder);
    if (via === "word" && intent === "consent.unsubscribe") {
      unsubscribe(turn);
      return said(turn, memory, textAnswer(`${say("talk.unsubscribe.text")}\n\n${say("talk.unsubscribe.next")}`));
    }
    if (intent === "consent.delete" && /\b(?:hapus|dihapus|hps)\b/.test(bare) && bare.split(" ").length <= 6)
      return said(turn, memory, eraseQuestion());
    return undefined;
  }

  const ACTS: Readonly<Record<ChoiceAct, (turn: Turn, memory: ChatMemory) => Acted | undefined>> = {
    erase: (turn) => erase(turn),
    "keep-data": (turn, memory) => said(turn, memory, textAnswer(say("privacy.kept"))),
    "accept-news": () => undefined, // asks to subscribe, which has its own answer
    "stop-news": () => undefined,
    "decline-news": (turn, memory) => said(turn, memory, textAnswer(say("consent.declined"))),
    "keep-news": (turn, memory) => said(turn, memory, textAnswer(say("consent.kept"))),
    "only-discount": (turn, memory) => only(turn, memory, "discount"),
    "only-registration": (turn, memory) => only(turn, memory, "registration"),
    "only-safety": (turn, memory) => only(turn, memory, "safety"),
    "tell-me": (turn, memory) =>
      said(turn, memory, textAnswer(say(unanswered.tellAbout(turn.contactId) ? "unsure.will-tell" : "unsure.told"))),
    "cancel-ticket": (turn, memory) => turn.ticket && told(turn, memory, handoff.cancel(turn.ticket)),
    "wait-staff": (turn, memory) => turn.ticket && told(turn, memory, handoff.keepWaiting(turn.ticket)),
    "back-to-bot": (turn, memory) => turn.ticket && told(turn, memory, handoff.backToBot(turn.ticket, "worker")),
    "rate-up": (turn, memory) => rate(turn, memory, "up"),
    "rate-down": (turn, memory) => rate(turn, memory, "down"),
  };

  /** Says it, with its choices open and whatever was asked before dropped. */
  function said({ message }: Turn, memory: ChatMemory, answer: Answer): Acted {
    conversations.save(message.from, {
      ...memory,
      asked: undefined,
      choices: answer.choices.length > 0 ? [...answer.choices] : undefined,
    });
    return { answer };
  }

  function told(turn: Turn, memory: ChatMemory, { text, offers }: Said): Acted {
    const choices = offers.map(({ label, act: what }): Choice => ({ label, intent: "menu", act: what }));
    return said(
      turn,
      memory,
      textAnswer(offers.length > 0 ? `${text}\n\n${withChoices("", choices).trim()}` : text, choices),
    );
  }

  function rate(turn: Turn, memory: ChatMemory, answer: "up" | "down"): Acted | undefined {
    const thanks = handoff.rate(turn.contactId, answer);
    return thanks && told(turn, memory, thanks);
  }

  function only(turn: Turn, memory: ChatMemory, topic: Topic): Acted {
    setConsent(consent, turn.contactId, [topic], wordsOf(turn));
    return said(turn, memory, textAnswer(say("consent.only", { topic: say(`consent.topics.${topic}`) })));
  }

  function stopTopic(turn: Turn, memory: ChatMemory, topic: Topic): Acted {
    const rest = consent.of(turn.contactId).filter((entry) => entry !== topic);
    setConsent(consent, turn.contactId, rest, wordsOf(turn));
    return said(turn, memory, textAnswer(say("consent.stopped-one", { topic: say(`consent.topics.${topic}`) })));
  }

  function unsubscribe(turn: Turn): void {
    setConsent(consent, turn.contactId, [], wordsOf(turn));
    parts.leaders.stop(turn.contactId);
    reminders.stopAll(turn.contactId);
  }

  /** What a message may wish to be reminded of. */
  function wishOf({ contactId, text, message }: Turn) {
    return { contactId, text, from: message.from, today: dayOf(message.sentAt, timeZone) };
  }

  /** How a change of consent is written down. */
  function wordsOf({ message, text }: Turn) {
    return { at: clock(), channel: message.from.channel, wording: text, source: "person" } as const;
  }

  /** Everything goes now; what stays until the last word has gone out is the address it goes to. */
  function erase({ message, contactId }: Turn): Acted {
    const addresses = contacts.get(contactId)?.addresses ?? [];
    parts.forget(contactId);
    return {
      answer: { ...textAnswer(say("privacy.erased")), effects: [{ type: "forget-me" }] },
      forgets: [...new Set([message.from.chatId, ...addresses.map(({ chatId }) => chatId)])],
    };
  }

  function eraseQuestion(): Answer {
    const choices: Choice[] = [
      { label: say("privacy.erase-yes"), intent: "consent.delete", act: "erase" },
      { label: say("privacy.erase-no"), intent: "menu", act: "keep-data" },
    ];
    return textAnswer(withChoices(`${say("privacy.erase-ask")}\n\n${say("privacy.erase-how")}`, choices), choices);
  }

  function privacyNotice(): Answer {
    const { messageDays: days, closedTicketDays: ticketDays } = retention();
    return textAnswer(`${say("privacy.notice", { days, ticketDays })}\n\n${say("privacy.notice-next")}`);
  }

  /** "👎" to an answer: the question goes on the list, and a person is offered. */
  function unhelpful(turn: Turn, memory: ChatMemory): Acted {
    const { contactId, message } = turn;
    const listed = unanswered
      .of(contactId)
      .some(({ state, text: question }) => state === "open" && question === memory.question);
    if (memory.question && !listed)
      unanswered.add({
        text: memory.question,
        at: message.sentAt,
        reason: "unhelpful",
        contactId,
        ...(memory.last ? { intent: memory.last.intent } : {}),
      });
    const choices: Choice[] = [handoffChoice(say), { label: say("unsure.tell-me"), intent: "menu", act: "tell-me" }];
    return said(turn, memory, textAnswer(withChoices(`${say("unsure.unhelpful")}\n`, choices), choices));
  }

  return {
    act,

    /** Has what an answer names done. */
    effects(turn: Turn, effects: readonly Effect[]): void {
      for (const effect of effects) {
        if (effect.type === "subscribe") setConsent(consent, turn.contactId, TOPICS, wordsOf(turn));
        if (effect.type === "unsubscribe") unsubscribe(turn);
      }
    },

    /**
     * Asks once, after a thanks to something that was answered, whether news may be sent: then the person has just
     * found this useful, and nobody waits for an answer. Whoever said yes or no before is never asked.
     */
    offerNews({ contactId }: Turn, { intent }: Understanding, memory: ChatMemory, answer: Answer): Answer {
      if (intent !== "smalltalk.thanks" || !memory.last) return answer;
      if (contacts.get(contactId)?.consentAskedAt || consent.history(contactId).length > 0) return answer;
      contacts.learn(contactId, { consentAskedAt: clock() });
      const choices: Choice[] = [
        { label: say("consent.yes"), intent: "consent.subscribe", act: "accept-news" },
        { label: say("consent.no"), intent: "menu", act: "decline-news" },
      ];
      return { ...answer, text: withChoices(`${say("talk.thanks.text")}\n\n${say("consent.ask")}`, choices), choices };
    },

    /** Where no person can take over, whoever was not understood can at least hear when there is an answer. */
    offerToTell(answer: Answer): Answer {
      const choices: Choice[] = [...answer.choices, { label: say("unsure.tell-me"), intent: "menu", act: "tell-me" }];
      return { ...answer, text: withChoices(answer.text, choices.slice(-1), answer.choices.length), choices };
    },

    /** What a person told of themselves while asking. */
    learn(contactId: string, { intent, entities, language }: Understanding): void {
      const region = OWN_PLACE.test(intent) ? entities.regions[0]?.[0] : undefined;
      const occupation = OWN_WORK.test(intent) ? entities.occupations[0] : undefined;
      contacts.learn(contactId, {
        language,
        ...(region ? { region } : {}),
        ...(occupation ? { occupation } : {}),
      });
    },
  };

  function topicToStop(bare: string): Topic | undefined {
    const rest = STOP_TOPIC.exec(bare)?.[1];
    return rest === undefined ? undefined : TOPIC_WORDS.find(([words]) => words.test(rest))?.[1];
  }
}

/** Who asks for an office or how to register names the place where they live; who asks for a figure may name any. */
const OWN_PLACE = /^(?:registration\.(?:how|where|group)|contact\.office)$/;

/** Who asks what they pay or whether they may join names their own work. */
const OWN_WORK = /^(?:registration|eligibility|contribution)/;
