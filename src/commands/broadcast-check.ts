import type { Preflight } from "../broadcast/broadcasts.ts";
import { stateLine } from "./broadcast-show.ts";
import { done, known, memberOf, shown, tellWhenIdle, type BroadcastTools, type Desk } from "./broadcast-tools.ts";
import { CommandMistake } from "./mistake.ts";

/** Shows the card. The command fails when something keeps the broadcast from being approved. */
export async function previewBroadcast(id: number, desk: Desk): Promise<void> {
  const { problems } = await showCard(id, desk);
  if (problems.length > 0) process.exitCode = 1;
}

/** Sends it to one chat, marked as a test. Without `to`: to the one who asks. */
export async function testBroadcast(id: number, options: { by: string; to?: string }, desk: Desk): Promise<void> {
  const { tools, print } = desk;
  const member = memberOf(options.by, tools);
  known(tools.broadcasts.get(id), id);
  const own = member.telegram ? `telegram:${member.telegram}` : member.whatsapp && `whatsapp:${member.whatsapp}`;
  const to = options.to ?? own;
  if (to === undefined) throw new CommandMistake("--to: say where, as telegram:<id> or whatsapp:<number>.");
  const channel = /^(whatsapp|telegram):\S/.exec(to)?.[1];
  if (channel === undefined) throw new CommandMistake("--to: must be telegram:<id> or whatsapp:<number>.");
  const where = `${channel === "whatsapp" ? "WhatsApp" : "Telegram"} …${to.replace(/\D/g, "").slice(-3)}`;
  const found = await tools.addressOf(to);
  if (!found)
    throw new CommandMistake(
      `--to: ${where} cannot be written to. Is the number right, is the channel set up, and did they write to the bot before?`,
    );
  done(tools.broadcasts.test(id, member, found), tools);
  print(`A test of broadcast ${id} goes to ${where}.\n`);
  tellWhenIdle(desk);
}

/** Shows the card and approves for the number of people on it; `recipients`: only if there are just as many. */
export async function approveBroadcast(
  id: number,
  { by, recipients }: { by: string; recipients?: number },
  desk: Desk,
): Promise<void> {
  const { tools, print } = desk;
  const member = memberOf(by, tools); // looking at all contacts takes a while
  const card = await showCard(id, desk);
  if (card.problems.length > 0) throw new CommandMistake("Not approved: see what is wrong above.");
  if (recipients !== undefined && recipients !== card.recipients)
    throw new CommandMistake(
      `Not approved: it would go to ${card.recipients} people now, not to ${recipients}. Look at the card again.`,
    );
  const campaign = done(tools.broadcasts.approve(id, member, card.recipients), tools);
  print(`${stateLine(campaign, tools)}\nStart it: npm run broadcast -- start ${id} --by ${by}\n`);
}

async function showCard(id: number, { tools, print }: { tools: BroadcastTools; print: Desk["print"] }) {
  const card: Preflight = known(await tools.broadcasts.preflight(id), id);
  print(shown(tools.texts.preflight(card)));
  return card;
}
