import type { ContactStore } from "../contacts/contact.ts";
import type { HistoryStore } from "../contacts/history.ts";
import type { Desk, Say, Send } from "../handoff/ports.ts";
import type { Ticket } from "../handoff/ticket.ts";
import type { Clock } from "../lib/clock.ts";
import type { OutboundMessage } from "../message.ts";
import type { StaffMember } from "../settings/settings.ts";
import { cardText, firstName, topicTitle, type Names } from "./card.ts";
import { noteMessage } from "./telegram-desk.ts";

/**
 * Tickets on the WhatsApp of each member of staff, for offices without a Telegram group. Whoever has a ticket gets what
 * is said in it, all of them while nobody has; they answer by quoting one of its messages.
 */
export function createWhatsAppDesk({
  account,
  members,
  whatsappId,
  contacts,
  history,
  send,
  names,
  say,
  clock,
}: {
  account: string;
  /** Those who have a WhatsApp number. */
  members: () => readonly (StaffMember & { whatsapp: string })[];
  whatsappId: (digits: string) => string;
  contacts: Pick<ContactStore, "get">;
  history: HistoryStore;
  send: Send;
  names: Names;
  say: Say;
  clock: Clock;
}): Desk {
  let count = 0;

  /** To whoever has the ticket; to all while nobody has, and where it says who has it. */
  function post(ticket: Ticket, text: string, more: Partial<OutboundMessage> = {}, toAll = false): void {
    const all = members();
    const owner = toAll ? [] : all.filter(({ id }) => id === ticket.claimedBy);
    for (const { id, whatsapp } of owner.length > 0 ? owner : all)
      send({
        // the number first: what quotes this message is about that ticket
        key: `w:${ticket.number}:${id}:${clock().getTime()}:${++count}`,
        account,
        message: {
          to: { channel: "whatsapp", chatId: whatsappId(whatsapp) },
          text: say("staff.whatsapp.quote", { number: ticket.number, text }),
          choices: [],
          ...more,
        },
      });
  }

  return {
    available: () => members().length > 0,
    opened(ticket, { again }) {
      const contact = contacts.get(ticket.contactId);
      const said = history.recent(ticket.contactId, 12);
      const title = topicTitle({ ticket, contact }, names, say);
      const card = cardText({ ticket, contact, said }, again, names, say).replace(
        say("staff.card-how"),
        say("staff.whatsapp.card-how"),
      );
      post(ticket, `${title}\n${card}`);
    },
    heard(ticket, { text, kind = "text", attachment }) {
      const name = firstName(contacts.get(ticket.contactId), say);
      const words = text || attachment ? text : `[${say(`staff.kind.${kind}`)}]`;
      post(
        ticket,
        words ? say("staff.heard", { name, text: words }) : say("staff.heard-file", { name }),
        attachment ? { attachment } : {},
      );
    },
    // who answers on a phone is not told of each word of the bot
    answered: () => {},
    note: (ticket, note) =>
      post(ticket, noteMessage(ticket, note, say).text, {}, /^(?:claimed|released|moved)$/.test(note.type)),
    remind(ticket, level) {
      const waiting = say(`staff.waited.${level}`);
      post(ticket, say("staff.escalate", { number: ticket.number, waiting }));
    },
    closed(ticket, by) {
      const reason = ticket.closeReason ? say("staff.close-reason", { reason: ticket.closeReason }) : "";
      const { number } = ticket;
      post(
        ticket,
        by ? say("staff.closed", { number, name: by.name, reason }) : say("staff.closed-by-worker", { number }),
        {},
        true,
      );
    },
  };
}
