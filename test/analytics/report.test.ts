import { describe, expect, it } from "vitest";
import type { Outcome } from "../../src/analytics/outcome.ts";
import { percentile } from "../../src/analytics/percentile.ts";
import { durationText, reportCsv, reportText } from "../../src/analytics/report-text.ts";
import { KINDS, makeReport } from "../../src/analytics/report.ts";
import { hideFew, type Shown } from "../../src/analytics/small-counts.ts";
import type { Ticket } from "../../src/handoff/ticket.ts";

const FROM = new Date("2026-10-31T17:00:00Z"); // 1 November 00.00 in Jakarta
const TO = new Date("2026-11-30T17:00:00Z");
const WORDING = {
  regionName: (code: string) => ({ "34.02": "Kabupaten Bantul" })[code] ?? code,
  timeZone: "Asia/Jakarta",
};

type Row = readonly [answered: number, askedAgain: number, handedOff: number];

/** Questions whose rows by intent and by region are these; the columns of both must have the same sums. */
function outcomesOf(intents: Readonly<Record<string, Row>>, regions: Readonly<Record<string, Row>>): Outcome[] {
  const spread = (rows: Readonly<Record<string, Row>>, column: number) =>
    Object.entries(rows).flatMap(([name, row]) => Array.from({ length: row[column] ?? 0 }, () => name));
  return KINDS.flatMap((kind, column) => {
    const places = spread(regions, column);
    return spread(intents, column).map((intent, index) => {
      const region = places[index];
      return {
        at: new Date("2026-11-10T03:00:00Z"),
        channel: "whatsapp" as const,
        intent,
        kind,
        ...(region ? { region } : {}),
      };
    });
  });
}

const OPENED = new Date("2026-11-03T02:00:00Z");
const after = (minutes: number, since = OPENED) => new Date(since.getTime() + minutes * 60_000);

let number = 0;

function ticket(more: Partial<Ticket> = {}): Ticket {
  return {
    number: ++number,
    contactId: "c",
    account: "wa-main",
    address: { channel: "whatsapp", chatId: "1@lid" },
    reason: "request",
    state: "closed",
    owner: "bot",
    openedAt: OPENED,
    reminders: 0,
    lastSaidAt: OPENED,
    ...more,
  };
}

/** Closed by staff: minutes until their first word, and from there until closing. */
function helped(waited: number, handled: number, more: Partial<Ticket> = {}): Ticket {
  return ticket({ firstReplyAt: after(waited), closedAt: after(waited + handled), endedBy: "staff", ...more });
}

const QUESTIONS = outcomesOf(
  { amount: [10, 3, 0], claim: [8, 1, 0], office: [4, 4, 4], media: [1, 0, 1], menu: [5, 0, 0] },
  { "34.02": [20, 5, 3], "": [8, 3, 2] },
);

const TICKETS = [
  helped(1, 10, { satisfaction: "up" }),
  helped(2, 10, { satisfaction: "up" }),
  helped(5, 20, { satisfaction: "up" }),
  helped(12, 30, { satisfaction: "up", reason: "complaint" }),
  helped(65, 40, { satisfaction: "down", reason: "complaint" }),
  helped(300, 50, { satisfaction: "down", reason: "complaint" }),
  ticket({ endedBy: "worker", closedAt: after(9), satisfaction: "down", reason: "complaint" }),
  ticket({ endedBy: "worker", closedAt: after(9), reason: "misunderstood" }),
  ticket({ endedBy: "worker", closedAt: after(9) }),
  ticket({ endedBy: "worker", closedAt: after(9) }),
];

const REPORT = makeReport({ outcomes: QUESTIONS, tickets: TICKETS, from: FROM, to: TO });

const countsOf = ({ rows }: { rows: readonly { name: string; count: Shown }[] }) =>
  Object.fromEntries(rows.map(({ name, count }) => [name, count]));

describe("percentile", () => {
  it.each([
    [[], 50, undefined],
    [[7], 90, 7],
    [[3, 1, 2], 50, 2],
    [[4, 1, 3, 2], 50, 2],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 90, 9],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], 90, 10],
    [[100, 20, 3], 90, 100],
    [[100, 20, 3], 100, 100],
  ])("of %j at %d %% is %s", (values, percent, expected) => expect(percentile(values, percent)).toBe(expected));

  it.each([0, -1, 101, Number.NaN])("%d %% is refused", (percent) =>
    expect(() => percentile([1], percent)).toThrow(RangeError),
  );
});

describe("a report of 41 questions and 10 tickets", () => {
  it("counts what became of the questions", () =>
    expect(REPORT.questions).toEqual({
      rows: [
        { name: "answered", count: 28 },
        { name: "asked-again", count: 8 },
        { name: "handed-off", count: 5 },
      ],
      total: 41,
    }));

  it("hides the intent with 2 questions and the smallest that covers it", () =>
    expect(REPORT.byIntent.map(({ name, count }) => [name, count])).toEqual([
      ["amount", 13],
      ["office", 12],
      ["claim", 9],
      ["media", "few"],
      ["menu", "kept-back"],
    ]));

  it("shows how an intent divides only where nothing small can be worked out", () =>
    // claim holds a 1; claim, media and menu hold 14, 1 and 1 together; with office it is 18, 5 and 5
    expect(REPORT.byIntent.filter(({ split }) => split)).toEqual([
      { name: "amount", count: 13, split: { answered: 10, "asked-again": 3, "handed-off": 0 } },
    ]));

  it("of two places, neither divides when one has a 2", () =>
    expect(REPORT.byRegion).toEqual([
      { name: "34.02", count: 28 },
      { name: "", count: 13 },
    ]));

  it("counts tickets", () => {
    const { tickets } = REPORT;
    expect(countsOf(tickets.byReason)).toEqual({
      request: 5,
      complaint: "kept-back",
      misunderstood: "few",
      media: 0,
      emergency: 0,
    });
    expect(tickets.byReason.total).toBe(10);
    expect(countsOf(tickets.byEnding)).toEqual({ staff: 6, worker: 4, erased: 0, open: 0 });
    expect(countsOf(tickets.satisfaction)).toEqual({ up: 4, down: 3, "not-given": 3, open: 0 });
  });

  it("measures waiting and handling", () => {
    // of 6 the 3rd is the median and the 6th the 90th percentile
    expect(REPORT.tickets.waiting).toEqual({ number: 6, medianMs: 5 * 60_000, p90Ms: 300 * 60_000 });
    expect(REPORT.tickets.handling).toEqual({ number: 6, medianMs: 20 * 60_000, p90Ms: 50 * 60_000 });
  });

  it("leaves out what lies outside its span", () => {
    const late = [TO, new Date(FROM.getTime() - 1)];
    const more = makeReport({
      outcomes: [...QUESTIONS, ...late.map((at) => ({ ...QUESTIONS[0]!, at }))],
      tickets: [...TICKETS, ...late.map((openedAt) => ticket({ openedAt }))],
      from: FROM,
      to: TO,
    });
    expect(more).toEqual(REPORT);
  });
});

describe("few", () => {
  const report = (tickets: Ticket[], outcomes: Outcome[] = []) => makeReport({ outcomes, tickets, from: FROM, to: TO });

  it("nothing at all is 0, not hidden", () => {
    const { questions, tickets } = report([]);
    expect(questions.total).toBe(0);
    expect(tickets.waiting).toEqual({ number: 0 });
  });

  it("two tickets: nothing of them is told", () => {
    const { tickets } = report([helped(1, 2), helped(3, 4)]);
    expect(tickets).toEqual({
      byReason: { rows: [], total: "few" },
      byEnding: { rows: [], total: "few" },
      satisfaction: { rows: [], total: "few" },
      waiting: { number: "few" },
      handling: { number: "few" },
    });
  });

  it("two questions: no intent, no place", () => {
    const { questions, byIntent, byRegion } = report([], outcomesOf({ claim: [2, 0, 0] }, { "34.02": [2, 0, 0] }));
    expect({ questions, byIntent, byRegion }).toEqual({
      questions: { rows: [], total: "few" },
      byIntent: [],
      byRegion: [],
    });
  });

  it("one ticket of six without a word: how many have a time is kept back, the times are not", () => {
    const five = [1, 2, 3, 4, 5].map((waited) => helped(waited, 10));
    const { tickets } = report([...five, ticket({ endedBy: "worker", closedAt: after(1) })]);
    expect(tickets.waiting).toEqual({ number: "kept-back", medianMs: 3 * 60_000, p90Ms: 5 * 60_000 });
    expect(countsOf(tickets.byEnding)).toEqual({ staff: "kept-back", worker: "few", erased: 0, open: 0 });
  });

  it("one open ticket is hidden among endings and in satisfaction", () => {
    const closed = [1, 2, 3, 4, 5].map((waited) => helped(waited, 10, { satisfaction: "up" }));
    const { tickets } = report([...closed, ticket({ state: "open" })]);
    expect(countsOf(tickets.byEnding)).toEqual({ staff: "kept-back", worker: 0, erased: 0, open: "few" });
    expect(countsOf(tickets.satisfaction)).toEqual({ up: "kept-back", down: 0, "not-given": 0, open: "few" });
  });

  it("a column with 1 question: no row divides", () => {
    const { questions, byIntent } = report([], outcomesOf({ a: [9, 0, 1], b: [9, 0, 0] }, {}));
    expect(countsOf(questions)).toEqual({ answered: "kept-back", "asked-again": 0, "handed-off": "few" });
    expect(byIntent).toEqual([
      { name: "a", count: 10 },
      { name: "b", count: 9 },
    ]);
  });

  it("no row is large enough to cover a few: none is shown, only their sum", () =>
    expect(
      hideFew(
        [
          ["a", 1],
          ["b", 3],
        ],
        { smallest: 3 },
      ),
    ).toEqual({ rows: [], total: 4 }));

  it.each([2, 0, 2.5])("a smallest count of %d is refused", (smallest) =>
    expect(() => makeReport({ outcomes: [], tickets: [], from: FROM, to: TO, smallest })).toThrow(/smallest/),
  );

  it("a span that ends before it begins is refused", () =>
    expect(() => makeReport({ outcomes: [], tickets: [], from: TO, to: FROM })).toThrow(/end after/));
});

describe("as text", () => {
  const text = reportText(REPORT, WORDING);

  it.each([
    /^Report 2026-11-01 to 2026-11-30 \(Asia\/Jakarta\)$/m,
    /^answered +28 +68\.3 %$/m,
    /^amount +13 +31\.7 % +10 \(76\.9 %\) +3 \(23\.1 %\) +0 \(0\.0 %\)$/m,
    /^claim +9 +22\.0 % +\(<3\) +\(<3\) +\(<3\)$/m,
    /^media +<3 +\(<3\) +\(<3\) +\(<3\)$/m,
    /^menu +\(<3\) +\(<3\) +\(<3\) +\(<3\)$/m,
    /^Kabupaten Bantul +28 +68\.3 %/m,
    /^\(none named\) +13 +31\.7 %/m,
    /^misunderstood +<3$/m,
    /^the person +4 +40\.0 %$/m,
    /^opened to first word of staff +6 +5 menit +5 jam$/m,
    /^first word of staff to closed +6 +20 menit +50 menit$/m,
    /^<3 {3}fewer than 3/m,
  ])("has the line %s", (line) => expect(text).toMatch(line));

  it("says that there are rows when none can be shown, and nothing of rows when there are none", () => {
    const span = { tickets: [], from: FROM, to: TO };
    const two = makeReport({ ...span, outcomes: outcomesOf({ claim: [2, 0, 0] }, {}) });
    expect(reportText(two, WORDING)).toMatch(/^\(each row\) +\(<3\)\ntotal +<3$/m);
    expect(reportText(makeReport({ ...span, outcomes: [] }), WORDING)).not.toContain("(each row)");
  });

  it.each([
    [0, "0 detik"],
    [45_000, "45 detik"],
    [59_499, "59 detik"],
    [59_500, "1 menit"],
    [12 * 60_000, "12 menit"],
    [65 * 60_000, "1 jam 5 menit"],
    [60 * 60_000, "1 jam"],
    [(26 * 60 + 3) * 60_000, "1 hari 2 jam 3 menit"],
    [48 * 3_600_000, "2 hari"],
  ])("%d ms is %s", (ms, expected) => expect(durationText(ms)).toBe(expected));
});

describe("as CSV", () => {
  const lines = reportCsv(REPORT, WORDING).trimEnd().split("\n");

  it("has four columns in every line", () => {
    expect(lines[0]).toBe("section,row,metric,value");
    for (const line of lines) expect(line.split(",")).toHaveLength(4);
  });

  it.each([
    "period,from,day,2026-11-01",
    "period,to,day,2026-11-30",
    "questions,answered,number,28",
    "questions,total,number,41",
    "intents,amount,number,13",
    "intents,amount,asked again,3",
    "intents,media,number,<3",
    "intents,menu,number,(<3)",
    "intents,claim,answered,(<3)",
    "regions,Kabupaten Bantul,number,28",
    "regions,(none named),number,13",
    "tickets by reason,misunderstood,number,<3",
    "tickets closed by,staff,share,0.6",
    "satisfaction,up,number,4",
    "opened to first word of staff,tickets,number,6",
    "opened to first word of staff,time,median seconds,300",
    "opened to first word of staff,time,90th percentile seconds,18000",
    "first word of staff to closed,time,median seconds,1200",
  ])("has the line %s", (line) => expect(lines).toContain(line));

  it("keeps a place's comma in its cell and its equals sign out of the formulas", () => {
    const csv = reportCsv(REPORT, { ...WORDING, regionName: () => "=Bantul, DIY" });
    expect(csv).toContain(`regions,"'=Bantul, DIY",number,28`);
  });
});
