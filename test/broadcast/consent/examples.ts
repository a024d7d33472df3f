import type { Fate, Step } from "./steps.ts";

/** One history: who agreed to everything, the days between two broadcasts, the hour of Jakarta, and what happens then. */
export type History = { agreed: string[]; recentDays: number; hour: number; steps: Step[] };

const [PHONE, LID] = ["whatsapp 6281234560001@s.whatsapp.net", "whatsapp 71000001@lid"] as const;
const answered = (fate: Fate): Step => ({ do: "answered", network: "whatsapp", fate });
const OTHERS = ["whatsapp 6281234560002@s.whatsapp.net", "whatsapp 6281234560003@s.whatsapp.net"];
const listed = (granted: boolean): Extract<Step, { do: "listed" }> => ({
  do: "listed",
  chat: PHONE,
  granted,
  daysAgo: 0,
  region: undefined,
});
const days = (count: number): Step => ({ do: "later", ms: count * 86_400_000 });
const JOINED: Step = { do: "joined", chat: PHONE, other: LID };
const CAMPAIGN: Step = { do: "sent", topic: "safety" };

/** Of two that turn out to be one, the last thing that reached either counts. */
const reachedOnce = (...fates: Fate[]): History => ({
  agreed: [PHONE, LID],
  recentDays: 1,
  hour: 10,
  steps: [...fates.map(answered), JOINED, CAMPAIGN],
});

const quiet = (steps: Step[]): History => ({ agreed: [], recentDays: 0, hour: 10, steps });

/** Histories that went wrong once, or that chance seldom makes. */
export const EXAMPLES: readonly History[] = [
  reachedOnce("sent", "invalid"),
  reachedOnce("invalid", "sent"),
  // what was under way when they turned out to be one may fail, or come back
  {
    ...quiet([answered("sent"), JOINED, answered("blocked"), CAMPAIGN]),
    agreed: [PHONE, LID],
    recentDays: 1,
  },
  { ...quiet([answered("sent"), JOINED, answered("back"), days(1)]), agreed: [PHONE, LID] },
  {
    ...quiet([
      { do: "paused", which: 0 },
      answered("sent"),
      days(2),
      { do: "resumed", which: 0 },
      JOINED,
      answered("sent"),
      days(2),
      CAMPAIGN,
    ]),
    agreed: [PHONE, LID],
    recentDays: 3,
  },
  // they live where the one says whom we know for longer: there it is night
  {
    ...quiet([
      { do: "agrees", chat: PHONE, topics: ["safety"] },
      { do: "moves", chat: PHONE, region: "81.71" },
      { do: "agrees", chat: LID, topics: ["safety"] },
      { do: "moves", chat: LID, region: "32.04" },
      JOINED,
      CAMPAIGN,
    ]),
    hour: 19,
  },
  // a list says nothing against the no of a person, also when it turns out only then that it was the same one
  quiet([
    { do: "stops", chat: LID },
    days(2),
    listed(true),
    { do: "writes", chat: PHONE, region: undefined },
    JOINED,
    CAMPAIGN,
  ]),
  // a no that changes nothing does, when there was a yes under another id in between
  quiet([
    { do: "stops", chat: PHONE },
    days(1),
    { do: "agrees", chat: LID, topics: ["safety"] },
    days(2),
    listed(false),
    JOINED,
    CAMPAIGN,
  ]),
  // of the same day nobody knows what came first
  quiet([
    { do: "writes", chat: PHONE, region: undefined },
    { do: "staffSay", chat: PHONE, topics: [] },
    listed(true),
    CAMPAIGN,
  ]),
  // a list tells of a day that is long over, and may come in after what was said since then
  quiet([
    { do: "stops", chat: LID },
    { ...listed(true), daysAgo: 3 },
    { do: "writes", chat: PHONE, region: undefined },
    ...OTHERS.map((chat): Step => ({ do: "agrees", chat, topics: ["safety"] })),
    CAMPAIGN,
    JOINED,
    ...OTHERS.map(() => answered("sent")),
  ]),
  // what was paused before its time goes on waiting
  {
    ...quiet([
      { do: "planned", topic: "safety", only: undefined, tagged: false, ready: true },
      { do: "started", which: 0, inMinutes: 600 },
      { do: "paused", which: 0 },
      { do: "resumed", which: 0 },
      { do: "filled" },
    ]),
    agreed: [PHONE],
  },
];
