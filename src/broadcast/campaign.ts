import type { FileKind } from "../message.ts";
import type { Audience } from "./audience.ts";

/** What a campaign says. Its texts may hold {nama}, {wilayah}, {salam}; "{nama|Bapak/Ibu}" names what stands in for it. */
export type Content = {
  /** By language; Indonesian is always there, and whoever has another language without a text gets it. */
  texts: Readonly<{ id: string }> & Readonly<Record<string, string>>;
  /** A file of the state folder that goes along. */
  file?: CampaignFile;
  /** Labels of what people may answer; the answers are counted. At most six. */
  choices?: readonly string[];
};

/** A picture or a document; the text is its caption. */
export type CampaignFile = {
  path: string;
  mimeType: string;
  kind: Extract<FileKind, "image" | "document">;
  fileName?: string;
};

/**
 * What is sent, and on what it rests:
 * - "broadcast": staff wrote it; consent to the audience's topic
 * - "pay-reminder", "discount-reminder": people asked for it; their wish still stands
 * - "leader-report": the weekly line to a community leader
 */
export type CampaignKind = "broadcast" | "pay-reminder" | "discount-reminder" | "leader-report";

export const CAMPAIGN_STATES = ["draft", "approved", "scheduled", "running", "paused", "done", "cancelled"] as const;
export type CampaignState = (typeof CAMPAIGN_STATES)[number];

/** Why it stands still: somebody said so, the number had to be protected, its start was missed, or far more people are meant than were approved. */
export type PauseReason = "staff" | "breaker" | "missed" | "grown";

/** One broadcast: what, to whom, and how far it is. */
export type Campaign = {
  /** Counted from 1; how staff call it. */
  id: number;
  kind: CampaignKind;
  /** A few words that staff know it by. */
  name: string;
  content: Content;
  audience: Audience;
  state: CampaignState;
  /** Ids of staff; "program" for what runs by itself. */
  createdBy: string;
  createdAt: Date;
  approvedBy?: string;
  /** Recipients that the approver was shown. */
  approvedFor?: number;
  /** When it starts, or was to start. */
  startAt?: Date;
  /** Started again by the clock: a cron pattern in an IANA time zone. What is kept here is the pattern of the first one. */
  repeat?: { cron: string; timeZone: string };
  /** The campaign that this one repeats. */
  repeats?: number;
  startedAt?: Date;
  endedAt?: Date;
  pause?: { reason: PauseReason; by: string; at: Date; why?: string };
  /**
   * How far the contacts were looked at for recipients: the id of the last one; undefined before the first look. Once
   * `filled` is true all recipients are in the ledger.
   */
  cursor?: string;
  /** Recipients that were found so far. */
  recipients?: number;
  filled: boolean;
  /** For what runs by itself: which one of its kind, "2026-12-10" for instance; one campaign per kind and period. */
  period?: string;
};

/** What makes a campaign go from one state to another. */
export type CampaignEvent = "edit" | "approve" | "schedule" | "start" | "pause" | "resume" | "cancel" | "finish";

const MOVES: Readonly<Record<CampaignState, Partial<Record<CampaignEvent, CampaignState>>>> = {
  draft: { edit: "draft", approve: "approved", cancel: "cancelled" },
  // whoever changes what was approved needs a new approval
  approved: { edit: "draft", schedule: "scheduled", start: "running", cancel: "cancelled" },
  scheduled: { edit: "draft", start: "running", pause: "paused", cancel: "cancelled" },
  running: { pause: "paused", finish: "done", cancel: "cancelled" },
  paused: { resume: "running", cancel: "cancelled" },
  done: {},
  cancelled: {},
};

/** The state that an event leads to; undefined when it may not happen now. */
export function moved(state: CampaignState, event: CampaignEvent): CampaignState | undefined {
  return MOVES[state][event];
}

/** One line of what happened to a campaign, kept as its proof. */
export type CampaignNote = {
  at: Date;
  /** Id of a member of staff, or "program". */
  by: string;
  what: CampaignEvent | "create" | "test" | "repeat" | "missed" | "breaker" | "grown";
  detail?: string;
};

/** Campaigns, as they are kept. Every call is synchronous and kept when it returns. */
export type CampaignStore = {
  /** Makes a campaign and gives it its number. */
  add(campaign: Omit<Campaign, "id">): Campaign;
  get(id: number): Campaign | undefined;
  /** Replaces everything but the number. */
  save(campaign: Campaign): void;
  /** Those in one of the states, oldest first. */
  inState(...states: CampaignState[]): Campaign[];
  /** The newest ones that staff made, newest first. */
  newest(limit: number): Campaign[];
  /** What runs by itself, of one kind and period. */
  ofPeriod(kind: CampaignKind, period: string): Campaign | undefined;
  note(id: number, note: CampaignNote): void;
  /** Oldest first. */
  notes(id: number): CampaignNote[];
};
