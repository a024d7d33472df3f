import type { ContactStore } from "../contacts/contact.ts";
import type { HistoryStore } from "../contacts/history.ts";
import type { Handoff } from "../handoff/handoff.ts";
import { spoken } from "../handoff/staff-side.ts";
import type { Hours } from "../handoff/office-hours.ts";
import type { Say, Send } from "../handoff/ports.ts";
import type { Ticket, TicketStore } from "../handoff/ticket.ts";
import type { Log } from "../lib/log.ts";
import type { Address, InboundMessage, OutboundMessage } from "../message.ts";
import type { SettingsStore } from "../settings/settings.ts";
import { callName, cardText, chatLine, subjectOf, type Names } from "./card.ts";
import { actOf, parseCommand, type StaffAct, type StaffTools } from "./commands.ts";
import type { BroadcastDesk } from "./broadcast/desk.ts";
import { createHands } from "./hands.ts";
import { byTelegram } from "./members.ts";
import type { Questions } from "./questions.ts";
import type { Post } from "./telegram-desk.ts";

/** Tickets shown in the queue at once. */
const QUEUE_LINES = 20;

/** What was sent to a person, as far as the outbox remembers. */
export type FindSent = (key: string) => { account: string; to: Address; platformId?: string } | undefined;

/** The ticket that a message of ours to a member of staff was about, by the account and its platform id. */
export type TicketOfSent = (account: string, platformId: string) => number | undefined;

/** Where staff write: takes what they say and makes it happen. */
export type StaffOffice = {
  /** Something was written or pressed in the staff's group. */
  inGroup(message: InboundMessage): void;
  /** A message of a member of staff on WhatsApp. False when it is an ordinary question of theirs. */
  onWhatsApp(message: InboundMessage, account: string, contactId: string): boolean;
};

export function createStaffOffice({
  tickets,
  handoff,
  contacts,
  history,
  settings,
  office,
  send,
  findSent,
  ticketOfSent,
  post,
  whatsappId,
  names,
  say,
  questions,
  broadcast,
  leaderCode,
  promptOf,
  log,
}: {
  tickets: TicketStore;
  handoff: Handoff;
  contacts: ContactStore;
  history: HistoryStore;
  settings: SettingsStore;
  office: () => Hours;
  send: Send;
  findSent: FindSent;
  ticketOfSent: TicketOfSent;
  /** Undefined when there is no group. */
  post: Post | undefined;
  /** The WhatsApp chat id of a number. */
  whatsappId: (digits: string) => string;
  names: Names;
  say: Say;
  /** What the bot could not answer; undefined where nobody can teach it. */
  questions: Questions | undefined;
  /** Messages to many; undefined where none can be sent. */
  broadcast: BroadcastDesk | undefined;
  /** A code by which somebody becomes a community leader. */
  leaderCode: StaffTools["leaders"]["code"];
  /** The key of what we posted in the group under a platform id. */
  promptOf: (platformId: string) => string | undefined;
  log: Log;
}): StaffOffice {
  const tools: StaffTools = {
    handoff,
    settings,
    say,
    office,
    digest: () => questions?.show(),
    broadcast,
    leaders: {
      code: leaderCode,
      name: ({ contactId }) => contacts.learn(contactId, { role: "leader" }),
    },
    callName: ({ contactId }) => callName(contacts.get(contactId)) ?? "",
    show: {
      queue() {
        const open = tickets.allOpen();
        if (open.length === 0) return say("staff.reply.empty-queue");
        const lines = open.slice(0, QUEUE_LINES).map((ticket) =>
          say("staff.reply.queue-line", {
            number: ticket.number,
            // the list stands outside of topics, where nothing goes when somebody is forgotten
            subject: subjectOf(ticket, names, say),
            since: names.moment(ticket.waitingSince ?? ticket.openedAt),
            who: ticket.claimedBy
              ? (settings.current().staff.find(({ id }) => id === ticket.claimedBy)?.name ?? ticket.claimedBy)
              : say("staff.reply.free"),
          }),
        );
        const more = open.length - lines.length;
        return [
          say("staff.reply.queue", { count: open.length }),
          ...lines,
          ...(more > 0 ? [say("staff.reply.queue-more", { count: more })] : []),
        ].join("\n");
      },
      card: (ticket) =>
        cardText(
          { ticket, contact: contacts.get(ticket.contactId), said: history.recent(ticket.contactId, 12) },
          false,
          names,
          say,
        ),
      transcript(ticket) {
        const said = history.ofTicket(ticket.number);
        if (said.length === 0) return say("staff.reply.transcript-empty");
        return [
          say("staff.reply.transcript", { number: ticket.number }),
          ...said.map((line) => chatLine(line, names, say)),
        ].join("\n");
      },
    },
    mend: {
      takeBack(ticket, staffMessageId, by) {
        const sent = findSent(`staff:${ticket.number}:${staffMessageId}`);
        if (!sent) return "unknown";
        if (sent.platformId === undefined) return "not-sent";
        change(sent, `${ticket.number}:${staffMessageId}:${by}`, {
          text: "",
          act: { type: "delete", id: sent.platformId },
        });
        return "done";
      },
      edit(ticket, member, staffMessageId, { by, text }) {
        const sent = findSent(`staff:${ticket.number}:${staffMessageId}`);
        if (!sent) return false;
        const words = spoken(member, text, say);
        const which = `${ticket.number}:${staffMessageId}:${by}`;
        if (sent.platformId === undefined)
          change(sent, which, { text: say("staff.reply.correction", { text: words }) });
        else change(sent, which, { text: words, act: { type: "edit", id: sent.platformId } });
        return true;
      },
    },
  };
  const hands = createHands(tools);
  let count = 0;

  /** `which` names the ticket, the message, and what asks for the change: a key that no other run uses for another. */
  function change(
    { account, to }: NonNullable<ReturnType<FindSent>>,
    which: string,
    more: Pick<OutboundMessage, "text" | "act">,
  ): void {
    send({ key: `mend:${which}`, account, message: { to, choices: [], ...more } });
  }

  function ticketOf(number: string | undefined): Ticket | undefined {
    return number === undefined || !/^\d+$/.test(number) ? undefined : tickets.get(Number(number));
  }

  function inGroup(message: InboundMessage): void {
    const { desk } = message;
    if (!desk || !post) return;
    const ticket = ticketOf(desk.topic) ?? ticketOf(desk.button?.split(":")[1]);
    const back: StaffAct["back"] = (text, buttons) =>
      post(desk.topic === undefined || ticket?.contactId === "" ? undefined : ticket, "back", {
        text,
        ...(buttons ? { buttons } : {}),
      });
    const now = settings.current();
    const member = byTelegram(now, desk.by.id);
    if (!member) {
      log.info("desk.ignored", { by: desk.by.id });
      if (now.staff.length === 0 && parseCommand(message.text)) back(say("staff.reply.setup", { id: desk.by.id }));
      return;
    }
    // their topic is about to go, and nothing may open it again
    if (ticket?.contactId === "") return back(say("staff.reply.forgotten", { number: ticket.number }));
    const act = actOf(message, { member, ticket, back });
    if (desk.button !== undefined) {
      if (!broadcast?.pressed(desk.button, act) && !questions?.pressed(desk.button, act)) hands.press(desk.button, act);
    } else if (message.edits !== undefined) hands.edited(message.edits, act);
    else if (ticket || !wroteBelow((message.quotedId && promptOf(message.quotedId)) ?? "", act)) hands.write(act);
  }

  /** Something was written in answer to what the program posted. */
  const wroteBelow = (key: string, act: StaffAct) =>
    broadcast?.wrote(key, act) === true || questions?.wrote(key, act) === true;

  function onWhatsApp(message: InboundMessage, account: string, contactId: string): boolean {
    const member = settings
      .current()
      .staff.find(
        ({ whatsapp }) =>
          whatsapp !== undefined && contacts.find({ channel: "whatsapp", chatId: whatsappId(whatsapp) }) === contactId,
      );
    if (!member || message.deletes !== undefined) return false;
    const number = message.quotedId === undefined ? undefined : ticketOfSent(account, message.quotedId);
    const command = parseCommand(message.text);
    if (number === undefined && !command) return false;
    const ticket = number === undefined ? undefined : tickets.get(number);
    const to = message.from;
    const back: StaffAct["back"] = (text) =>
      send({
        key: `w:${number ?? 0}:${member.id}:back:${message.id}:${++count}`,
        account,
        message: { to, text, choices: [] },
      });
    const act = actOf(message, { member, ticket, back });
    hands.write({ ...act, plain: true });
    return true;
  }

  return { inGroup, onWhatsApp };
}
