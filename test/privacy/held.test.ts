import { describe, expect, it } from "vitest";
import { held, type Keeping, type PrivacyCounts } from "../../src/privacy/held.ts";

const NOW = new Date("2026-11-30T05:00:00Z");
const ago = (days: number, hours = 0) => new Date(NOW.getTime() - (days * 24 + hours) * 3_600_000);

const KEEPING: Keeping = {
  messageDays: 90,
  closedTicketDays: 365,
  unansweredDays: 60,
  sentDays: 7,
  setAsideDays: 30,
  rememberedHours: 24,
};

const COUNTS: PrivacyCounts = {
  contacts: 12,
  addresses: { telegram: 5, whatsapp: 9 },
  consents: { discount: 3, registration: 2, safety: 0 },
  replyLanguages: 2,
  messages: { count: 140, oldest: ago(40) },
  inboxWithWords: { count: 1, oldest: ago(0) },
  outboxWithWords: { count: 33, oldest: ago(6) },
  tickets: { open: 2, closed: 7, oldestClosed: ago(300) },
  unanswered: { count: 4, oldest: ago(10) },
  conversations: { count: 6, oldest: ago(0, 20) },
  setAside: { count: 0 },
  reminders: 3,
  interests: { count: 21, oldest: ago(80) },
  tags: 5,
  leaderLinks: 1,
  arrivals: 8,
  recipients: { count: 900, oldest: ago(300) },
};

const rowOf = (what: string, counts: Partial<PrivacyCounts> = {}) =>
  held({ ...COUNTS, ...counts }, { keeping: KEEPING, now: NOW }).find((row) => row.what === what);

describe("what is held", () => {
  it.each([
    ["people", 12, "until erased"],
    ["addresses on telegram", 5, "until erased"],
    ["addresses on whatsapp", 9, "until erased"],
    ["addresses on terminal", 0, "until erased"],
    ["consents to discount", 3, "until erased"],
    ["consents to registration", 2, "until erased"],
    ["consents to safety", 0, "until erased"],
    ["languages asked for", 2, "until erased"],
    ["messages", 140, "90 days"],
    ["messages to be answered, with words", 1, "until answered"],
    ["messages set aside", 0, "30 days"],
    ["messages sent, with words", 33, "7 days"],
    ["open tickets", 2, "until closed"],
    ["closed tickets", 7, "365 days"],
    ["unanswered questions", 4, "60 days"],
    ["chats remembered", 6, "24 hours"],
    ["reminders", 3, "until called off"],
    ["topics asked about", 21, "90 days"],
    ["tags", 5, "until erased"],
    ["links of leaders", 1, "until erased"],
    ["people who came through a leader", 8, "until erased"],
    ["recipients of campaigns", 900, "365 days"],
  ])("%s: %d, kept %s", (what, count, kept) => {
    expect(rowOf(what)).toMatchObject({ count, kept });
    expect(rowOf(what)?.why).toMatch(/\w/);
  });

  it("nothing is overdue that is within its time", () =>
    expect(held(COUNTS, { keeping: KEEPING, now: NOW }).filter(({ overdueSince }) => overdueSince)).toEqual([]));

  it.each<[string, Partial<PrivacyCounts>, Date | undefined]>([
    // the sweep may be a day late
    ["messages", { messages: { count: 1, oldest: ago(91) } }, undefined],
    ["messages", { messages: { count: 1, oldest: ago(91, 1) } }, ago(1, 1)],
    ["closed tickets", { tickets: { open: 0, closed: 1, oldestClosed: ago(400) } }, ago(35)],
    ["unanswered questions", { unanswered: { count: 1, oldest: ago(70) } }, ago(10)],
    ["messages sent, with words", { outboxWithWords: { count: 1, oldest: ago(9) } }, ago(2)],
    ["messages set aside", { setAside: { count: 1, oldest: ago(100) } }, ago(70)],
    ["chats remembered", { conversations: { count: 1, oldest: ago(3) } }, ago(2)],
    ["topics asked about", { interests: { count: 1, oldest: ago(95) } }, ago(5)],
    ["recipients of campaigns", { recipients: { count: 1, oldest: ago(400) } }, ago(35)],
    // has no time that could be over
    ["messages to be answered, with words", { inboxWithWords: { count: 1, oldest: ago(400) } }, undefined],
  ])("%s with %j are overdue since %s", (what, counts, since) =>
    expect(rowOf(what, counts)?.overdueSince).toEqual(since),
  );
});
