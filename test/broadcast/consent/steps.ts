import { constant, constantFrom, integer, oneof, record, subarray, boolean, type Arbitrary } from "fast-check";
import { TOPICS } from "../../../src/contacts/consent.ts";
import type { Chat } from "./people.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Telegram ids and phones can stand in lists; the last two are ids that WhatsApp alone knows. */
export const CHATS: readonly Chat[] = [
  ...["500101", "500102", "500103", "500104", "500105"].map((id) => `telegram ${id}`),
  ...["6281234560001", "6281234560002", "6281234560003"].map((digits) => `whatsapp ${digits}@s.whatsapp.net`),
  ...["71000001", "71000002"].map((id) => `whatsapp ${id}@lid`),
];

const chat = constantFrom(...CHATS);
const topics = subarray([...TOPICS], { minLength: 1 });
const region = constantFrom(undefined, undefined, "32.04", "73.71", "81.71");
const network = constantFrom("telegram" as const, "whatsapp" as const);
/** Which campaign, counted from the newest of those with which it may be done; `ANY`: the newest of all. */
export const ANY = -1;
const which = integer({ min: ANY, max: 2 });
const fate = oneof(
  { weight: 14, arbitrary: constant("sent" as const) },
  { weight: 2, arbitrary: constantFrom("unknown" as const, "blocked" as const, "back" as const, "back-all" as const) },
  { weight: 1, arbitrary: constantFrom("invalid" as const, "restricted" as const) },
);

/** What may happen, and how often beside the rest. */
const STEPS = {
  writes: [3, { chat, region }],
  moves: [3, { chat, region: constantFrom("32.04", "73.71", "81.71") }],
  agrees: [6, { chat, topics }],
  stops: [3, { chat }],
  staffSay: [2, { chat, topics: subarray([...TOPICS]) }],
  listed: [3, { chat, granted: boolean(), daysAgo: constantFrom(0, 0, 1, 3), region }],
  blocks: [2, { chat }],
  returns: [1, { chat }],
  joined: [3, { chat, other: chat }],
  erased: [1, { chat }],
  tagged: [1, { chat }],
  planned: [
    3,
    {
      topic: constantFrom(...TOPICS),
      only: constantFrom(undefined, undefined, "telegram", "whatsapp"),
      tagged: boolean(),
      ready: boolean(),
    },
  ],
  sent: [4, { topic: constantFrom(...TOPICS) }],
  edited: [2, { which }],
  approved: [2, { which }],
  started: [5, { which, inMinutes: constantFrom(0, 30, 60, 600) }],
  filled: [4, {}],
  paused: [2, { which }],
  resumed: [4, { which }],
  cancelled: [1, { which }],
  reopened: [2, {}],
  later: [
    6,
    { ms: constantFrom(MINUTE_MS, 10 * MINUTE_MS, HOUR_MS, 9 * HOUR_MS, 14 * HOUR_MS, 24 * HOUR_MS, 49 * HOUR_MS) },
  ],
  answered: [30, { network, fate }],
  silent: [1, { network }],
  refusedLate: [1, { network }],
  crashed: [1, {}],
} as const satisfies Record<string, readonly [number, Record<string, Arbitrary<unknown>>]>;

/** What a network makes of a message; "back": not now, this one, or all of the account. */
export type Fate = Extract<Step, { do: "answered" }>["fate"];

type Steps = typeof STEPS;

/** One thing that happens. */
export type Step = {
  [Name in keyof Steps]: {
    [Key in keyof Steps[Name][1]]: Steps[Name][1][Key] extends Arbitrary<infer Value> ? Value : never;
  } & { do: Name };
}[keyof Steps];

/** What is done at each kind of step. */
export type Doing = { [Name in Step["do"]]: (step: Extract<Step, { do: Name }>) => void };

export const step: Arbitrary<Step> = oneof(
  ...Object.entries(STEPS).map(([name, [weight, values]]) => ({
    weight,
    arbitrary: record({ do: constant(name), ...values }) as unknown as Arbitrary<Step>,
  })),
);
