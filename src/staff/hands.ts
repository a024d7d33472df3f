import { asksForSecret } from "../lib/asks-secret.ts";
import type { Button } from "../message.ts";
import { parseCommand, runCommand, type StaffAct, type StaffTools } from "./commands.ts";

/** What members of staff write or press, wherever they are, turned into what happens to a ticket. */
export function createHands(tools: StaffTools) {
  const { handoff, say, settings } = tools;

  /** Something was written. A note ("// …") stays among staff. */
  function write(act: StaffAct): void {
    const { ticket, member, text, back } = act;
    if (text.startsWith("//")) return;
    const command = parseCommand(text);
    if (command) {
      if (!runCommand(command.name, act, command.rest, tools))
        back(say("staff.reply.unknown-command", { command: `/${command.name}` }));
      return;
    }
    if (!ticket) return;
    if (ticket.state === "closed") return back(say("staff.reply.closed", { number: ticket.number }));
    if (asksForSecret(text)) return back(say("staff.note.no-id-number"));
    const { id, attachment } = act;
    handoff.speak(ticket, member, { id, text, ...(attachment ? { attachment } : {}) });
  }

  /** A button was pressed: "claim:12", or "say:12:salam" for a reply that is ready. */
  function press(data: string, act: StaffAct): void {
    const [what = "", , name = ""] = data.split(":");
    const { ticket, back } = act;
    if (!ticket) return back(say("staff.reply.no-ticket"));
    if (what === "canned") {
      const rows: Button[][] = settings
        .current()
        .canned.map((reply) => [{ label: reply.name, data: `say:${ticket.number}:${reply.name}` }]);
      return rows.length > 0
        ? back(say("staff.reply.canned-pick", { number: ticket.number }), rows)
        : back(say("staff.reply.canned-none"));
    }
    if (what === "close") {
      if (ticket.state === "closed") return back(say("staff.reply.already-closed", { number: ticket.number }));
      const rows: Button[][] = REASONS.map((reason) => [
        { label: say(`staff.close-reasons.${reason}`), data: `end:${ticket.number}:${reason}` },
      ]);
      return back(say("staff.reply.close-why", { number: ticket.number }), rows);
    }
    if (what === "end" && isReason(name))
      return write({ ...act, text: `/tutup ${say(`staff.close-reasons.${name}`)}` });
    const command = BUTTON_COMMANDS[what];
    if (command) write({ ...act, text: what === "say" ? `${command} ${name}` : command });
  }

  /** Something that was sent to a person was changed afterwards. */
  function edited(staffMessageId: string, act: StaffAct): void {
    const { id: by, ticket, member, text, back } = act;
    if (!ticket || text.startsWith("//") || text.startsWith("/")) return;
    if (asksForSecret(text)) return back(say("staff.note.no-id-number"));
    tools.mend.edit(ticket, member, staffMessageId, { by, text });
  }

  return { write, press, edited };
}

/** Why tickets are mostly closed, a tap each; any other reason is typed. */
const REASONS = ["answered", "office", "silent", "other"] as const;

function isReason(name: string): boolean {
  return (REASONS as readonly string[]).includes(name);
}

const BUTTON_COMMANDS: Readonly<Record<string, string>> = {
  claim: "/ambil",
  release: "/lepas",
  reopen: "/buka",
  say: "/balas",
};
