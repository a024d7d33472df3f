import { SURE } from "../answers/answer-question.ts";
import type { Answer, Kit } from "../answers/answer.ts";
import { channelFacts } from "../answers/next-steps.ts";
import type { ContactStore } from "../contacts/contact.ts";
import type { Handoff } from "../handoff/handoff.ts";
import type { Desk } from "../handoff/ports.ts";
import type { TicketReason } from "../handoff/ticket.ts";
import { familyOf, type Intent } from "../lib/intent.ts";
import type { Turn } from "../router.ts";
import type { ChatMemory } from "../understanding/context.ts";
import { findEmergency, type Emergency } from "../understanding/emergency.ts";
import type { Understanding } from "../understanding/understand.ts";
import { plain } from "../understanding/whole-message.ts";
import { called, type Place } from "./answers.ts";

/** So many times in a row we may ask what was meant before a person is called. */
const MISUNDERSTOOD = 2;

/** Decides when a person is called besides the answer, and has it done. */
export function createCalling({
  kit,
  contacts,
  handoff,
  desk,
}: {
  kit: Kit;
  contacts: Pick<ContactStore, "get">;
  handoff: Pick<Handoff, "call">;
  desk: Pick<Desk, "available">;
}) {
  const { say } = kit;

  /** Why a person is needed besides the answer, if one is. */
  function reasonToCall(
    answer: Answer,
    emergency: Emergency | undefined,
    misunderstood: number,
  ): TicketReason | undefined {
    const effect = answer.effects.find((entry) => entry.type === "open-ticket");
    if (effect) return effect.reason;
    if (!desk.available()) return undefined;
    if (emergency) return "emergency";
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
    if (!desk.available())
      return called(answer, {
        lines: say("handoff.unavailable", { phone: channelFacts(kit.knowledge).phone }),
        place: "instead",
        reason,
        choices: [],
      });
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
    const [lead, where]: [string | undefined, Place] =
      reason === "emergency"
        ? [say(`handoff.${findEmergency(plain(text).split(" ")) ?? "accident"}`), "within"]
        : reason === "misunderstood"
          ? [say("handoff.misunderstood"), "instead"]
          : [undefined, "within"];
    const lines = [lead, opened ? undefined : say("handoff.already"), place].filter(Boolean).join("\n");
    const cancel = offers.map(({ label, act }) => ({ label, act, intent: "menu" as const }));
    // an answer keeps its own choices; what only calls for a person offers to take that back
    const choices = answer.choices.length > 0 && where !== "instead" ? answer.choices : cancel;
    return called(answer, { lines, place: where, reason, choices });
  }

  return { reasonToCall, callStaff };
}

/** What is asked along with an emergency, unless the message says it clearly itself. */
const ASKED_BY: Readonly<Record<Emergency, Intent>> = { death: "claim.jkm", accident: "claim.jkk" };

/** Whether a message asks something that the bot surely understands. */
export function isClear({ via, intent, confidence }: Understanding): boolean {
  return via !== "model" || (intent !== "out-of-scope" && confidence >= SURE);
}

/** Weather and football are surely none of our business; below this confidence somebody may have been misunderstood. */
const SURELY_OUTSIDE = 0.95;

/** Whether a message was turned away that may have been a question for us: vague words, or a way of asking unknown yet. */
export function isDoubtfullyOutside({ via, intent, confidence }: Understanding): boolean {
  return via === "model" && intent === "out-of-scope" && confidence < SURELY_OUTSIDE;
}

/**
 * What a message that tells of an emergency asks for. Who tells that it has happened needs to know what to do now, and
 * not what a programme is.
 */
export function urgent(understanding: Understanding, emergency: Emergency | undefined): Understanding {
  if (!emergency || understanding.via !== "model") return understanding;
  if (isClear(understanding) && familyOf(understanding.intent) !== "programme") return understanding;
  return { ...understanding, intent: ASKED_BY[emergency], confidence: 1, also: undefined };
}
