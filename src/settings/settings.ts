/** Days of the week as settings name them. */
export const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** A span of office time on one day, by the office's clock: "08.00" to "12.00" is { from: "08:00", to: "12:00" }. */
export type Span = { from: string; to: string };

/** When staff are there. */
export type Office = {
  /** IANA name; the one of OFFICE_TIME_ZONE when it is not set. */
  timeZone?: string;
  hours: Readonly<Record<Weekday, readonly Span[]>>;
  /** Days without staff: "2026-12-24", or "12-25" for every year. */
  holidays: readonly { date: string; name: string }[];
};

/** What somebody at the desk may do: "agent" answers, "lead" also changes settings and staff. */
export type StaffRole = "agent" | "lead";

/** Somebody who answers. At least one of telegram and whatsapp is set. */
export type StaffMember = {
  /** Short name in lower case without blanks, as it is typed in commands: "rina". */
  id: string;
  /** As people read it. */
  name: string;
  role: StaffRole;
  /** Telegram user id. */
  telegram?: string;
  /** WhatsApp number with country code, digits only: "6281234567890". */
  whatsapp?: string;
};

/** A reply that is ready to be used: /balas name. {{nama}}, {{tiket}} and {{petugas}} are filled in. */
export type CannedReply = { name: string; text: string };

/** What it takes before messages go to many people, and how fast they go. */
export type BroadcastSettings = {
  /** Who may write and prepare, approve, and pause or cancel. */
  roles: { write: readonly StaffRole[]; approve: readonly StaffRole[]; stop: readonly StaffRole[] };
  /** Above so many recipients somebody else than the author has to approve. */
  secondPersonAbove: number;
  /** Days between two broadcasts to the same person; 0: no rule. */
  recentDays: number;
  /** By the recipient's clock: nothing goes out from `from` until `to`. */
  quiet: { from: string; to: string };
  pace: {
    /** Messages a second of the Telegram bot, at most 30. */
    telegramPerSecond: number;
    /** Ceilings of the WhatsApp number once it is warm. */
    whatsapp: {
      perMinute: number;
      perHour: number;
      perDay: number;
      /** Day on which the number began to be used like this; the day of the first start unless set. */
      since?: string;
    };
  };
  /** What stops all outreach on a number. */
  breaker: {
    /** Share of failures among the last `window` messages, in percent. */
    failPercent: number;
    window: number;
    /** So many messages in a row without an answer of the network. */
    missingAcks: number;
  };
  /** How WhatsApp messages begin, one of them for each person; {nama} is filled in. */
  greetings: readonly string[];
  /** Parts of the contacts, by name. */
  segments: readonly SavedSegment[];
};

/** A part of the contacts. What is given holds together; of a list, any one. Nothing given: everybody. */
export type Segment = {
  roles?: readonly ("worker" | "leader" | "staff")[];
  /** Ids of occupations in the knowledge. */
  occupations?: readonly string[];
  /** Region codes; each with all below it. */
  regions?: readonly string[];
  /** id, su, jv, en. */
  languages?: readonly string[];
  /** Wrote to us within so many days; or has not for so many. */
  seenWithinDays?: number;
  notSeenForDays?: number;
  /** Asked about one of these intents; "claim" stands for all that begin so. Within so many days, when given. */
  askedAbout?: { intents: readonly string[]; withinDays?: number };
  /** Words that staff have put to contacts. */
  tags?: readonly string[];
};

/** A part of the contacts that staff saved. */
export type SavedSegment = { name: string; segment: Segment };

/** Everything that staff may change while the program runs; kept in STATE_DIR/settings.json. */
export type Settings = {
  office: Office;
  staff: readonly StaffMember[];
  canned: readonly CannedReply[];
  desk: {
    /** A claim is released when its owner has left a waiting person without a word for so many office minutes. */
    claimIdleMinutes: number;
    /** Silence of both sides after which the person is asked who should go on. */
    conversationIdleMinutes: number;
    /** How long after closing the same number is opened again. */
    reopenDays: number;
    /** Day and hour (office time) of the weekly list of unanswered questions. */
    digest: { day: Weekday; hour: number };
  };
  broadcast: BroadcastSettings;
  retention: { messageDays: number; closedTicketDays: number };
};

/** The settings as they are now, and the way to change them. */
export type SettingsStore = {
  /** Rereads the file when somebody edited it; a broken edit is reported once and the last good settings stay in force. */
  current(): Settings;
  /** Writes what `edit` returns, whole and synced to the disk, before it returns. Throws DocumentError when it is wrong. */
  change(edit: (settings: Settings) => Settings): void;
};
