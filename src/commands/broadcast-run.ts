import type { Campaign } from "../broadcast/campaign.ts";
import { whenOf, type WhenOptions } from "./broadcast-when.ts";
import { stateLine } from "./broadcast-show.ts";
import { done, memberOf, shown, tellWhenIdle, type Desk } from "./broadcast-tools.ts";
import { CommandMistake } from "./mistake.ts";

/** Starts it, now or later, and says when. */
export async function startBroadcast(
  id: number,
  { by, ...times }: WhenOptions & { by: string },
  desk: Desk,
): Promise<void> {
  const { tools, print } = desk;
  const member = memberOf(by, tools);
  const when = await whenOf(times, { now: tools.clock(), officeZone: tools.timeZone });
  const campaign = done(tools.broadcasts.start(id, member, when), tools);
  print(`${stateLine(campaign, tools)}\n`);
  tellWhenIdle(desk);
}

/** Pauses, goes on or ends it for good. */
export function directBroadcast(id: number, what: "pause" | "resume" | "cancel", by: string, desk: Desk): void {
  const { tools, print } = desk;
  const campaign: Campaign = done(tools.broadcasts[what](id, memberOf(by, tools)), tools);
  print(`${stateLine(campaign, tools)}\n`);
  if (what === "resume") tellWhenIdle(desk);
}

/** Opens the numbers again on which all outreach was stopped. */
export function reopenAccounts(by: string, { tools, print }: Desk): void {
  const outcome = tools.broadcasts.reopen(memberOf(by, tools));
  if (!outcome.ok) throw new CommandMistake(shown(tools.texts.remark(outcome.problem)).trimEnd());
  const { accounts } = outcome;
  print(
    accounts.length === 0
      ? "No account was stopped.\n"
      : `Open again: ${accounts.join(", ")}. What is paused stays paused: npm run broadcast -- resume <id> --by ${by}\n`,
  );
}
