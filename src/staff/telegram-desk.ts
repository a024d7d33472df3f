import type { ContactStore } from "../contacts/contact.ts";
import type { HistoryStore } from "../contacts/history.ts";
import type { Desk, DeskNote, Say, Send, Staff } from "../handoff/ports.ts";
import type { Ticket } from "../handoff/ticket.ts";
import type { Clock } from "../lib/clock.ts";
import type { Address, Button, OutboundMessage } from "../message.ts";
import { cardText, firstName, topicTitle, type Names } from "./card.ts";

/** How long before a ticket a file may have been sent and still belong to it. */
const FILES_OF_MS = 30 * 60_000;

/** Says something in the topic of a ticket, or in the general part of the group. */
export type Post = (ticket: Ticket | undefined, what: string, more: Partial<OutboundMessage>) => void;

/** Posts to the staff's group, each topic in its own order. */
export function createPost({
  account,
  group,
  contacts,
  send,
  names,
  say,
  clock,
}: {
  account: string;
  group: Address;
  contacts: Pick<ContactStore, "get">;
  send: Send;
  names: Names;
  say: Say;
  clock: Clock;
}): Post {
  let count = 0;

  /** Of somebody who is forgotten nothing but the number is left. */
  function titleOf(ticket: Ticket): string {
    if (ticket.contactId === "") return `#${ticket.number}`;
    return topicTitle({ ticket, contact: contacts.get(ticket.contactId) }, names, say);
  }

  return (ticket, what, more) => {
    const key = ticket && String(ticket.number);
    send({
      key: what.includes(":") ? what : `desk:${key ?? "group"}:${what}:${clock().getTime()}:${++count}`,
      account,
      lane: `topic:${key ?? ""}`,
      message: {
        to: group,
        text: "",
        choices: [],
        ...(ticket && key ? { topic: { key, title: titleOf(ticket) } } : {}),
        ...more,
      },
    });
  };
}

/** Tickets as topics of a Telegram group. */
export function createTelegramDesk({
  post,
  contacts,
  history,
  names,
  say,
  sentId,
  staffed,
  leads,
}: {
  post: Post;
  contacts: Pick<ContactStore, "get">;
  history: HistoryStore;
  names: Names;
  say: Say;
  /** The platform's id of what we posted under a key. */
  sentId: (key: string) => string | undefined;
  /** Whether anybody is staff. */
  staffed: () => boolean;
  /** Names of those who are told when nobody answers. */
  leads: () => readonly string[];
}): Desk {
  return {
    available: staffed,
    opened(ticket, { again }) {
      const contact = contacts.get(ticket.contactId);
      const said = history.recent(ticket.contactId, 12);
      if (again) post(ticket, "open", { act: { type: "reopen-topic" } });
      post(ticket, "card", {
        text: cardText({ ticket, contact, said }, again, names, say),
        buttons: [
          [button(ticket.claimedBy ? "release" : "claim", ticket, say)],
          [button("canned", ticket, say), button("close", ticket, say)],
        ],
      });
      // what was sent before a person was called for belongs to the case
      const since = ticket.lastSaidAt.getTime() - FILES_OF_MS;
      for (const { attachment, text, at, author } of said)
        if (attachment && author === "person" && at.getTime() >= since) post(ticket, "file", { text, attachment });
    },
    heard(ticket, { id, text, kind = "text", attachment }) {
      const name = firstName(contacts.get(ticket.contactId), say);
      const words = text || attachment ? text : `[${say(`staff.kind.${kind}`)}]`;
      post(ticket, `seen:${ticket.number}:${id}`, {
        text: words ? say("staff.heard", { name, text: words }) : say("staff.heard-file", { name }),
        ...(attachment ? { attachment } : {}),
      });
    },
    answered: (ticket, text) => post(ticket, "bot", { text: say("staff.bot-said", { text }) }),
    note(ticket, note) {
      const copy = note.type === "taken-back" ? sentId(`seen:${ticket.number}:${note.messageId}`) : undefined;
      if (copy !== undefined) post(ticket, "take-back", { act: { type: "delete", id: copy } });
      post(ticket, note.type, noteMessage(ticket, note, say));
      // a word in a closed topic opens it
      if (ticket.state === "closed") post(ticket, "close-topic", { act: { type: "close-topic" } });
    },
    remind(ticket, level) {
      const waiting = say(`staff.waited.${level}`);
      const claimed = ticket.claimedBy ? say("staff.remind-claimed") : say("staff.remind-free");
      post(ticket, `remind-${level}`, {
        text: say("staff.remind", { number: ticket.number, waiting, claimed }),
        ...(ticket.claimedBy ? {} : { buttons: [[button("claim", ticket, say)]] }),
      });
      if (level === 1) return;
      const names = level === 3 ? leads().join(", ") : "";
      post(undefined, `escalate-${level}`, {
        text: say(names ? "staff.escalate-leads" : "staff.escalate", { number: ticket.number, waiting, names }),
      });
    },
    closed(ticket, by) {
      const reason = ticket.closeReason ? say("staff.close-reason", { reason: ticket.closeReason }) : "";
      post(ticket, "closed", {
        text: by
          ? say("staff.closed", { number: ticket.number, name: by.name, reason })
          : say("staff.closed-by-worker", { number: ticket.number }),
        buttons: [[button("reopen", ticket, say)]],
      });
      post(ticket, "close-topic", { act: { type: "close-topic" } });
    },
  };
}

/** A button about a ticket; what comes back is "claim:12". */
export function button(what: string, { number }: Pick<Ticket, "number">, say: Say): Button {
  return { label: say(`staff.button.${what}`), data: `${what}:${number}` };
}

/** One event as a line of its topic, with what can be done about it. */
export function noteMessage(ticket: Ticket, note: DeskNote, say: Say): Pick<OutboundMessage, "text" | "buttons"> {
  const of = (values: Readonly<Record<string, string | number>> = {}) =>
    say(`staff.note.${note.type}`, { number: ticket.number, ...values });
  switch (note.type) {
    case "claimed":
      return {
        text: of({ name: note.staff.name }),
        buttons: [[button("release", ticket, say), button("close", ticket, say)]],
      };
    case "already-claimed":
      return { text: of({ name: note.asked.name, by: note.by.name }) };
    case "released":
      return {
        text: say(`staff.note.released-${note.why}`, { name: note.staff.name }),
        buttons: [[button("claim", ticket, say)]],
      };
    case "moved":
      return { text: of({ from: note.from.name, to: note.to.name }) };
    case "back-to-bot":
      return { text: say(`staff.note.back-to-bot-${note.by}`) };
    case "edited":
      return { text: of({ text: note.text }) };
    case "rated":
      return { text: say(`staff.note.rated-${note.satisfaction}`) };
    default:
      return { text: of() };
  }
}

/** Several desks as one: each sees everything. */
export function joinDesks(desks: readonly Desk[]): Desk {
  const all =
    <Values extends unknown[]>(work: (desk: Desk, ...values: Values) => void) =>
    (...values: Values) =>
      desks.forEach((desk) => work(desk, ...values));
  return {
    available: () => desks.some((desk) => desk.available()),
    opened: all((desk, ...values: Parameters<Desk["opened"]>) => desk.opened(...values)),
    heard: all((desk, ...values: Parameters<Desk["heard"]>) => desk.heard(...values)),
    answered: all((desk, ...values: Parameters<Desk["answered"]>) => desk.answered(...values)),
    note: all((desk, ...values: Parameters<Desk["note"]>) => desk.note(...values)),
    remind: all((desk, ...values: Parameters<Desk["remind"]>) => desk.remind(...values)),
    closed: all((desk, ...values: [Ticket, Staff | undefined]) => desk.closed(...values)),
  };
}
