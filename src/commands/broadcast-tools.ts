import type { Audience } from "../broadcast/audience.ts";
import type { Broadcasts, CampaignStatus, Outcome, Preflight, Remark } from "../broadcast/broadcasts.ts";
import type { Campaign, CampaignFile } from "../broadcast/campaign.ts";
import type { Clock } from "../lib/clock.ts";
import type { Address } from "../message.ts";
import type { SettingsStore, StaffMember } from "../settings/settings.ts";
import { CommandMistake } from "./mistake.ts";

/** What the commands work with: the core that the desk uses too, and the words for what it tells. */
export type BroadcastTools = {
  broadcasts: Broadcasts;
  settings: SettingsStore;
  /** The same texts as at the desk. */
  texts: {
    preflight(preflight: Preflight): string;
    progress(status: CampaignStatus): string;
    receipt(status: CampaignStatus): string;
    audience(audience: Audience): string;
    remark(remark: Remark): string;
  };
  /** The ledger of a campaign as CSV, a piece at a time, line ends included. */
  receiptCsv(id: number): Iterable<string>;
  /** Every place that a name, or a region code, can mean. */
  regions: { find(text: string): { code: string; name: string }[] };
  occupations: readonly { id: string; label: string }[];
  /** Words that staff have put to contacts. */
  tags(): string[];
  intents: readonly string[];
  /** Copies a file into the state folder, where it stays as long as the campaign. */
  saveFile(path: string): Promise<CampaignFile>;
  /** The chat behind "whatsapp:081234567890" or "telegram:123456789"; undefined when nobody can be written to there. */
  addressOf(id: string): Promise<{ account: string; address: Address } | undefined>;
  /** IANA name of the office's time zone. */
  timeZone: string;
  clock: Clock;
  /** Whether the program runs, which alone sends. */
  isRunning(): boolean;
  close(): void;
};

/** What every command is given: the tools while they are open, and where to say something. */
export type Desk = { tools: BroadcastTools; print(text: string): void };

/** The member of staff behind `--by`. */
export function memberOf(id: string, { settings }: BroadcastTools): StaffMember {
  const { staff } = settings.current();
  const member = staff.find((one) => one.id === id);
  if (member) return member;
  const known = staff.map((one) => one.id).join(", ");
  throw new CommandMistake(
    known
      ? `--by: nobody on the staff is called "${id}"; there are: ${known}.`
      : '--by: there is no staff yet. Add somebody: npm run staff -- add --id rina --name "Rina" --role lead --telegram 123456789',
  );
}

/** What was found under a number, or a mistake that names it. */
export function known<T>(found: T | undefined, id: number): T {
  if (found === undefined)
    throw new CommandMistake(`There is no broadcast ${id}. See them all: npm run broadcast -- list`);
  return found;
}

/** The campaign after something was done; a mistake with the reason when it was refused. */
export function done(outcome: Outcome, { texts }: BroadcastTools): Campaign {
  if (!outcome.ok) throw new CommandMistake(plain(texts.remark(outcome.problem)));
  return outcome.campaign;
}

/** A text of the desk for a terminal, which shows no bold. Ends its last line. */
export function shown(text: string): string {
  return `${plain(text).trimEnd()}\n`;
}

/** Says so when nothing will go out for now. */
export function tellWhenIdle({ tools, print }: Desk): void {
  if (!tools.isRunning()) print("The program is not running: messages go out when it runs (npm start).\n");
}

function plain(text: string): string {
  return text.replace(/\*([^*\n]+)\*/g, "$1");
}
