import type { Handoff } from "../handoff/handoff.ts";
import { hoursText, type Hours } from "../handoff/office-hours.ts";
import type { Say } from "../handoff/ports.ts";
import type { Ticket } from "../handoff/ticket.ts";
import { asksForSecret } from "../lib/asks-secret.ts";
import type { Attachment, Button, InboundMessage } from "../message.ts";
import type { Settings, SettingsStore, StaffMember } from "../settings/settings.ts";
import { fillPlaces } from "./canned.ts";
import type { BroadcastDesk } from "./broadcast/desk.ts";
import { byName } from "./members.ts";

/** Something a member of staff wrote or pressed, and where the answer to it goes. */
export type StaffAct = {
  member: StaffMember;
  /** The ticket it is about: that of the topic, of the button, or of the quoted message. */
  ticket: Ticket | undefined;
  /** The platform's id of what they wrote. */
  id: string;
  text: string;
  attachment?: Attachment;
  /** The platform's id of the message they answer, its words and its file. */
  quotedId?: string;
  quoted?: string;
  quotedAttachment?: Attachment;
  /** Where there are no buttons. */
  plain?: boolean;
  /** Says something back to staff, where they are. */
  back: (text: string, buttons?: readonly (readonly Button[])[]) => void;
};

/** What commands work with. */
export type StaffTools = {
  handoff: Handoff;
  settings: SettingsStore;
  say: Say;
  office: () => Hours;
  /** What is shown of tickets: the queue, one ticket's card, its transcript. */
  show: { queue(): string; card(ticket: Ticket): string; transcript(ticket: Ticket): string };
  /** Changes or takes back what a member of staff has written to a person; `by` is the id of what asks for it. */
  mend: {
    takeBack(ticket: Ticket, staffMessageId: string, by: string): "done" | "not-sent" | "unknown";
    edit(ticket: Ticket, member: StaffMember, staffMessageId: string, words: { by: string; text: string }): boolean;
  };
  /** The first name of the person of a ticket; "" when it is not known. */
  callName(ticket: Ticket): string;
  /** The unanswered questions, now. */
  digest(): void;
  /** Messages to many; undefined where none can be sent. */
  broadcast: BroadcastDesk | undefined;
  leaders: {
    /** A code by which somebody becomes a community leader, and until when. */
    code(member: StaffMember): { code: string; until: string };
    /** The person of a ticket is a community leader from now on. */
    name(ticket: Ticket): void;
  };
};

type Command = (act: StaffAct, rest: string, tools: StaffTools) => void;

/** "/tutup sudah beres" → what is to be done and the rest; undefined when it is no command. */
export function parseCommand(text: string): { name: string; rest: string } | undefined {
  const [, name, rest = ""] = /^\/([a-z_]+)(?:@\w+)?(?:\s+([\s\S]*))?$/i.exec(text.trim()) ?? [];
  return name === undefined ? undefined : { name: name.toLowerCase(), rest: rest.trim() };
}

/** Does what a command of staff says. False when there is no such command. */
export function runCommand(name: string, act: StaffAct, rest: string, tools: StaffTools): boolean {
  const onTicket = ON_TICKET[name];
  const general = GENERAL[name];
  if (onTicket) {
    if (act.ticket) onTicket({ ...act, ticket: act.ticket }, rest, tools);
    else act.back(tools.say("staff.reply.only-in-topic"));
    return true;
  }
  if (!general) return false;
  general(act, rest, tools);
  return true;
}

const ON_TICKET: Readonly<
  Record<string, (act: StaffAct & { ticket: Ticket }, rest: string, tools: StaffTools) => void>
> = {
  ambil: ({ ticket, member, back }, _, { handoff, say }) => {
    if (ticket.state === "closed") return back(say("staff.reply.already-closed", { number: ticket.number }));
    handoff.claim(ticket, member);
  },
  lepas: ({ ticket, member, back }, _, { handoff, say }) => {
    if (ticket.claimedBy !== member.id) return back(say("staff.reply.not-yours", { number: ticket.number }));
    handoff.release(ticket, member, "asked");
  },
  tutup: ({ ticket, member, back }, reason, { handoff, say }) => {
    if (ticket.state === "closed") return back(say("staff.reply.already-closed", { number: ticket.number }));
    handoff.close(ticket, member, reason || undefined);
  },
  buka: ({ ticket, member, back }, _, { handoff, say }) => {
    if (ticket.state === "open") return back(say("staff.reply.already-open", { number: ticket.number }));
    if (ticket.contactId === "") return back(say("staff.reply.no-ticket"));
    handoff.reopen(ticket, member);
  },
  bot: ({ ticket, back }, _, { handoff, say }) => {
    if (ticket.state === "closed") return back(say("staff.reply.already-closed", { number: ticket.number }));
    handoff.backToBot(ticket, "staff");
  },
  pindah: ({ ticket, member, back }, word, { handoff, settings, say }) => {
    const { staff } = settings.current();
    const to = byName(settings.current(), word);
    if (!to)
      return back(say("staff.reply.who", { example: staff[0]?.id ?? "", names: staff.map(({ id }) => id).join(", ") }));
    if (ticket.state === "closed") return back(say("staff.reply.already-closed", { number: ticket.number }));
    handoff.move(ticket, member, to);
  },
  ketua: ({ ticket, back }, _, { leaders, say }) => {
    if (ticket.contactId === "") return back(say("staff.reply.no-ticket"));
    leaders.name(ticket);
    back(say("staff.reply.leader-named"));
  },
  transkrip: ({ ticket, back }, _, { show }) => back(show.transcript(ticket)),
  info: ({ ticket, back }, _, { show }) => back(show.card(ticket)),
  hapus: ({ id, ticket, quotedId, back }, _, { mend, say }) => {
    const outcome = quotedId === undefined ? "unknown" : mend.takeBack(ticket, quotedId, id);
    back(say(`staff.reply.${{ done: "deleted", "not-sent": "not-sent-yet", unknown: "delete-how" }[outcome]}`));
  },
  balas: (act, name, tools) => {
    const { ticket, back } = act;
    const { say, settings } = tools;
    const canned = settings.current().canned.find((reply) => reply.name === name.toLowerCase());
    if (!canned) return back(say("staff.reply.canned-unknown", { name }));
    if (ticket.state === "closed") return back(say("staff.reply.closed", { number: ticket.number }));
    if (asksForSecret(canned.text)) return back(say("staff.note.no-id-number"));
    const places = { nama: tools.callName(ticket), tiket: String(ticket.number), petugas: act.member.name };
    speakFor(act, fillPlaces(canned.text, places), tools);
  },
};

const GENERAL: Readonly<Record<string, Command>> = {
  bantuan: ({ back }, _, { say }) => back(say("staff.reply.help")),
  help: ({ back }, _, { say }) => back(say("staff.reply.help")),
  antrean: ({ back }, _, { show }) => back(show.queue()),
  pertanyaan: (_act, _, { digest }) => digest(),
  siaran: (act, rest, tools) => broadcast(act, rest, tools),
  jeda: (act, rest, tools) => broadcast(act, `jeda ${rest}`, tools),
  lanjut: (act, rest, tools) => broadcast(act, `lanjut ${rest}`, tools),
  kode: ({ member, back }, _, { leaders, say }) => back(say("staff.reply.leader-code", leaders.code(member))),
  batalsiaran: (act, rest, tools) => broadcast(act, `batal ${rest}`, tools),
  balasan: (act, rest, tools) => canned(act, rest, tools),
  jam: ({ back }, _, { settings, office, say }) => back(hours(settings.current(), office(), say)),
  libur: (act, rest, tools) => holiday(act, rest, tools),
  staf: ({ back }, _, { settings, say }) =>
    back(
      say("staff.reply.staff-list", {
        list: settings
          .current()
          .staff.map(({ name, role }) =>
            say("staff.reply.staff-line", { name, role: say(`staff.reply.staff-role.${role}`) }),
          )
          .join("\n"),
      }),
    ),
};

function broadcast(act: StaffAct, rest: string, { broadcast: desk, say }: StaffTools): void {
  if (desk) desk.command(act, rest.trim());
  else act.back(say("siaran.none-here"));
}

/** Sends a ready text in the name of a member of staff, and shows the others what went out. */
function speakFor(
  { ticket, member, id, back }: StaffAct & { ticket: Ticket },
  text: string,
  { handoff, say }: StaffTools,
): void {
  handoff.speak(ticket, member, { id, text });
  back(say("staff.sent-for", { name: member.name, text }));
}

function canned({ back }: StaffAct, rest: string, { settings, say }: StaffTools): void {
  const [, action, name = "", text = ""] = /^(simpan|hapus)\s+(\S+)\s*([\s\S]*)$/i.exec(rest) ?? [];
  const known = settings.current().canned;
  if (action === undefined) {
    const list = known.map((reply) => `• ${reply.name}: ${reply.text.split("\n")[0]}`).join("\n");
    return back(list === "" ? say("staff.reply.canned-none") : say("staff.reply.canned-list", { list }));
  }
  const wanted = name.toLowerCase();
  const others = known.filter((reply) => reply.name !== wanted);
  if (action.toLowerCase() === "hapus") {
    if (others.length === known.length) return back(say("staff.reply.canned-unknown", { name }));
    if (change(settings, say, back, (now) => ({ ...now, canned: others })))
      back(say("staff.reply.canned-deleted", { name: wanted }));
    return;
  }
  if (asksForSecret(text)) return back(say("staff.note.no-id-number"));
  if (change(settings, say, back, (now) => ({ ...now, canned: [...others, { name: wanted, text }] })))
    back(say("staff.reply.canned-saved", { name: wanted }));
}

function holiday({ member, back }: StaffAct, rest: string, { settings, say }: StaffTools): void {
  const [, remove, date, name = ""] = /^(hapus\s+)?(\d{4}-\d{2}-\d{2}|\d{2}-\d{2})\s*(.*)$/i.exec(rest) ?? [];
  if (member.role !== "lead") return back(say("staff.reply.only-lead"));
  if (date === undefined || (!remove && name === "")) return back(say("staff.reply.holiday-how"));
  const edit = (now: Settings): Settings => {
    const others = now.office.holidays.filter((day) => day.date !== date);
    return { ...now, office: { ...now.office, holidays: remove ? others : [...others, { date, name }] } };
  };
  if (change(settings, say, back, edit))
    back(say(remove ? "staff.reply.holiday-deleted" : "staff.reply.holiday-saved", { date, name }));
}

function hours(settings: Settings, office: Hours, say: Say): string {
  const days = settings.office.holidays.map(({ date, name }) => `${date} ${name}`).join(", ");
  return say("staff.reply.hours", {
    hours: hoursText(office, say),
    holidays: days || say("staff.reply.no-holidays"),
  });
}

/** Changes the settings; what is wrong with the change is told and nothing is changed. */
function change(settings: SettingsStore, say: Say, back: StaffAct["back"], edit: (now: Settings) => Settings): boolean {
  try {
    settings.change(edit);
    return true;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "DocumentError") throw error;
    back(say("staff.reply.settings-wrong", { problem: error.message }));
    return false;
  }
}

/** The message that a member of staff wrote, as an act. */
export function actOf(message: InboundMessage, rest: Pick<StaffAct, "member" | "ticket" | "back">): StaffAct {
  const { id, text, attachment, quotedId, quoted, quotedAttachment } = message;
  return {
    ...rest,
    id,
    text,
    ...(attachment ? { attachment } : {}),
    ...(quotedId === undefined ? {} : { quotedId }),
    ...(quoted === undefined ? {} : { quoted }),
    ...(quotedAttachment ? { quotedAttachment } : {}),
  };
}
