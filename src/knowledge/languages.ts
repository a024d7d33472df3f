/** The languages replies can be in. Everything is there in Indonesian; the others may lack texts. */
export const REPLY_LANGUAGES = ["id", "su", "jv", "en"] as const;

export type ReplyLanguage = (typeof REPLY_LANGUAGES)[number];

/** A language that is translated into. */
export type Translation = Exclude<ReplyLanguage, "id">;

export const TRANSLATIONS: readonly Translation[] = ["su", "jv", "en"];

/** What a translation must hold: all that people read, or the most frequent replies, the rest in Indonesian. */
export const IS_WHOLE: Readonly<Record<Translation, boolean>> = { en: true, su: false, jv: false };

/**
 * What people read, by file or by the beginning of a key. All else is for staff, who read Indonesian, or is said once to
 * everybody before anyone has written (the bot's profile on Telegram, the head of a terminal chat).
 */
const PEOPLE_READ = [
  "broadcast.no-name",
  "broadcast.opt-out",
  "broadcast.voted",
  "choices",
  "common",
  "consent",
  "contribution",
  "eligibility",
  "handoff",
  "language",
  "leader",
  "media",
  "office",
  "office-hours",
  "outreach",
  "privacy",
  "questions.told",
  "registration",
  "reminder",
  "service.apology",
  "service.in-doubt",
  "share",
  "statistics",
  "talk",
  "teaching.written-by-staff",
  "topics",
  "unsure",
];

/** Indonesian in every language: the names of campaigns, which staff read, and what others than the person read. */
const ALWAYS_INDONESIAN = [
  "reminder.campaign",
  // stands in links, and is looked for in what comes back by them
  "leader.invite",
  // the text that leaders pass on to those who live around them
  "share.accident",
  "share.cost",
  "share.death",
  "share.free",
  "share.hello",
  "share.link",
  "share.paid-for",
  "share.paid-for-discount",
  "share.register",
  "share.sector",
  "share.whom",
];

/** Whether a text such as "talk.thanks.text" is one to translate. */
export function isForPeople(key: string): boolean {
  const isIn = (part: string) => key === part || key.startsWith(`${part}.`);
  return PEOPLE_READ.some(isIn) && !ALWAYS_INDONESIAN.some(isIn);
}
