import { beforeAll, describe, expect, it } from "vitest";
import { createApp, type App } from "../../src/app.ts";
import { readTestQuestions } from "../../src/eval.ts";
import { fixedClock } from "../../src/lib/clock.ts";
import type { Handled } from "../../src/router.ts";
import { openMemoryStores } from "../../src/storage/sqlite/index.ts";
import type { Understanding } from "../../src/understanding/understand.ts";
import { momentOf, TODAY } from "../support/app.ts";
import { cpuMs, surelyOver } from "./cpu.ts";
import { createOddMessages, type Odd } from "./messages.ts";
import { REPEATED } from "./pieces.ts";
import { createSlowest, slowestTable } from "./slowest.ts";
import { watched } from "./watched.ts";
import { leaked, wrongReply, wrongUnderstanding } from "./wrong.ts";

/** How many messages go through each; `npm run test:fuzz` tries a million. */
const MESSAGES = Number(process.env["FUZZ_MESSAGES"] ?? 1500);
const THOROUGH = process.env["FUZZ_MESSAGES"] !== undefined;
const SEED = Number(process.env["FUZZ_SEED"] ?? 1);

/**
 * Processor time that no message may take. Among the tests only what has gone wrong altogether is found out: how fast
 * messages are read is for the benchmark to say, and for the long run on a quiet machine.
 */
const LIMIT_MS = THOROUGH ? 50 : 2000;

/** What seems slow is tried so many times again: what hit it may have been the machine. */
const AGAIN = 3;

/** Mistakes after which there is nothing more to learn. */
const ENOUGH = 20;

/** Messages of so many chats go through one another, as they do in the world. */
const CHATS = 40;

/** After so many messages the stores are emptied, or the memory of this process would be full. */
const FRESH_AFTER = 20_000;

/** Ten times the text may take ten times as long, and something for what comes by the way; never a hundred times. */
const STEEP = 40;

/** What is done sooner says nothing about how it grows. */
const SOON_MS = 30;

const TIMEOUT_MS = 60_000 + MESSAGES * 50;

let questions: string[];
beforeAll(async () => {
  questions = (await readTestQuestions()).map(({ text }) => text);
});

/** Tries odd messages one after another and gathers what went wrong, with what it takes to see it again. */
async function tryMessages(
  name: string,
  attempt: (odd: Odd, turn: number) => Promise<{ work: () => void; wrong: () => string[]; alone: () => void }>,
): Promise<string[]> {
  const next = createOddMessages({ seed: SEED, questions });
  const slowest = createSlowest(20);
  const found: string[] = [];
  for (let turn = 0; turn < MESSAGES && found.length < ENOUGH; turn++) {
    const odd = next();
    const tell = (what: string) =>
      found.push(`${what} (seed ${SEED}, message ${turn}, ${odd.kind}): ${JSON.stringify(odd.text.slice(0, 200))}`);
    const { work, wrong, alone } = await attempt(odd, turn);
    try {
      let ms = cpuMs(work);
      for (let again = 0; again < AGAIN && ms > LIMIT_MS; again++) ms = Math.min(ms, cpuMs(alone));
      if (ms > LIMIT_MS) tell(`${ms.toFixed(0)} ms`);
      for (let again = 0; again < AGAIN && slowest.isAmong(ms); again++) ms = Math.min(ms, cpuMs(alone));
      slowest.add({ odd, ms });
      wrong().forEach(tell);
    } catch (error) {
      tell(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
    // whoever waits for this process must hear of it now and then
    if (turn % 200 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  if (THOROUGH)
    process.stdout.write(`\n${name}: the slowest of ${MESSAGES} messages\n${slowestTable(slowest.all())}\n`);
  return found;
}

function newApp(stores = openMemoryStores({ clock })): Promise<App> {
  return createApp({ clock, stores });
}

const clock = fixedClock(momentOf(TODAY));

describe(`${MESSAGES} odd messages`, () => {
  it("are understood without a slip", { timeout: TIMEOUT_MS }, async () => {
    const { understanding } = await newApp();
    const found = await tryMessages("understanding", async ({ text }) => {
      let got: Understanding | undefined;
      const alone = () => void understanding.understand(text, { today: TODAY, memory: {} });
      const work = () => (got = understanding.understand(text, { today: TODAY, memory: {} }));
      return { work, alone, wrong: () => wrongUnderstanding(got) };
    });
    expect(found).toEqual([]);
  });

  it("are answered, and no number of anybody is kept or said", { timeout: TIMEOUT_MS }, async () => {
    let kept: unknown[] = [];
    let app: App | undefined;
    const found = await tryMessages("text to reply", async (odd, turn) => {
      if (!app || turn % FRESH_AFTER === 0) {
        app?.stores.close();
        app = await newApp(watched(openMemoryStores({ clock }), (value) => kept.push(value)));
      }
      const { router } = app;
      kept = [];
      let handled: Handled | undefined;
      const current = app;
      const from = { channel: "telegram", chatId: `chat-${turn % CHATS}` } as const;
      return {
        work: () => void (handled = router.handle({ id: `${turn}`, from, text: odd.text, sentAt: clock() })),
        alone: () => say(current, odd.text),
        wrong: () => [...wrongReply(handled), ...leaked(odd, [handled, ...kept])],
      };
    });
    app?.stores.close();
    expect(found).toEqual([]);
  });
});

describe("a text ten times as long", () => {
  it.each([
    ["understood", 400, read],
    ["answered", 10_000, say],
  ] as const)("is %s in about ten times the time", { timeout: TIMEOUT_MS }, async (_, length, work) => {
    const app = await newApp();
    const found: string[] = [];
    for (const piece of REPEATED) {
      const [short, long] = [length, length * 10].map((size) => {
        const text = piece.repeat(Math.ceil(size / piece.length));
        return surelyOver(SOON_MS, () => work(app, text));
      }) as [number, number];
      if (long > SOON_MS && long > short * STEEP)
        found.push(`${JSON.stringify(piece)}: ${short.toFixed(1)} ms, then ${long.toFixed(1)} ms`);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(found).toEqual([]);
  });
});

/** Reads something in a chat of its own. */
function read({ understanding }: App, text: string): void {
  understanding.understand(text, { today: TODAY, memory: {} });
}

let strangers = 0;

/** Says something in a new chat. */
function say({ router }: App, text: string): void {
  router.handle({ id: "1", from: { channel: "telegram", chatId: `new-${++strangers}` }, text, sentAt: clock() });
}
