import type { Audience } from "../../broadcast/audience.ts";
import type { Broadcasts, CampaignStatus, Preflight, Remark } from "../../broadcast/broadcasts.ts";
import type { CampaignFile } from "../../broadcast/campaign.ts";
import type { Say } from "../../handoff/ports.ts";
import type { Clock } from "../../lib/clock.ts";
import type { Log } from "../../lib/log.ts";
import type { Attachment, Picture } from "../../message.ts";
import type { SettingsStore } from "../../settings/settings.ts";
import type { StaffAct } from "../commands.ts";
import type { Board } from "./board.ts";

/** What is said of campaigns, to staff at the desk and on the command line alike. */
export type DeskTexts = {
  preflight(preflight: Preflight): string;
  progress(status: CampaignStatus): string;
  receipt(status: CampaignStatus): string;
  audience(audience: Audience): string;
  remark(remark: Remark): string;
};

/** What a member of staff wrote, with what it answers: the message that is to be sent to many. */
export type ComposeAct = StaffAct;

/** A place that staff may have meant. */
export type Place = {
  code: string;
  name: string;
  /** The place around it, when the name alone does not tell which one it is. */
  within?: string;
};

/** When something was done that is to be done once; survives a restart. */
export type Done = { last(what: string): Date | undefined; mark(what: string, at: Date): void };

/** What the parts of the desk work with. */
export type DeskKit = {
  broadcasts: Broadcasts;
  board: Board;
  settings: SettingsStore;
  texts: DeskTexts;
  /** Places by a name that staff write, the likeliest first. */
  regions: { find(text: string): readonly Place[] };
  occupations: readonly { id: string; label: string }[];
  /** Words that staff have put to contacts. */
  tags: () => readonly string[];
  /** The account whose chats a test is sent in; undefined when there is none. */
  testAccount: () => string | undefined;
  /** Keeps a file in the state folder. Rejects when it cannot be had any more. */
  saveFile: (attachment: Attachment) => Promise<CampaignFile>;
  /** Writes the ledger of a campaign as CSV. */
  saveReceipt: (id: number) => Picture | Promise<Picture>;
  /** By which clock times are written; IANA. */
  timeZone: () => string;
  /** "besok 09.00 WIB". */
  moment: (at: Date) => string;
  /** Does something after a while; what comes back calls it off. */
  later: (ms: number, work: () => void) => () => void;
  done: Done;
  say: Say;
  clock: Clock;
  log: Log;
};

/** A text on one line that fits a button or a heading. */
export function shortened(text: string, longest: number): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > longest ? `${line.slice(0, longest - 1).trimEnd()}…` : line;
}

/** Words to be compared: "Pedagang  Kaki-Lima (PKL)" → "pedagang kaki lima pkl". */
export function comparable(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\d]+/gu, " ")
    .trim();
}
