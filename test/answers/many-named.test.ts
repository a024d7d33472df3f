import { beforeAll, describe, expect, it } from "vitest";
import { answerQuestion } from "../../src/answers/answer-question.ts";
import type { Answer } from "../../src/answers/answer.ts";
import { MOST_COMPARED } from "../../src/answers/statistics/compare.ts";
import type { App } from "../../src/app.ts";
import { INTENTS, type Intent } from "../../src/lib/intent.ts";
import { NO_ENTITIES, type Entities } from "../../src/understanding/entities.ts";
import type { Understanding } from "../../src/understanding/understand.ts";
import { wrongReply } from "../fuzz/wrong.ts";
import { testApp, TODAY } from "../support/app.ts";

/** A comparison fills a phone's screen or two: more than other answers, whose rows are one. */
const SCREENS = 1200;

const OTHERS = /Daerah lain yang Anda sebut belum termuat/;

let app: App;
beforeAll(async () => {
  app = await testApp();
});

function understood(intent: Intent, entities: Partial<Entities>): Understanding {
  return {
    intent,
    confidence: 1,
    alternatives: [],
    entities: { ...NO_ENTITIES, ...entities },
    language: "id",
    via: "model",
    words: [],
  };
}

function answer(asked: Understanding, before?: Entities): Answer {
  const last = before && { intent: asked.intent, entities: before };
  return answerQuestion(asked, { today: TODAY, memory: last ? { last } : {} }, app.kit);
}

/** So many kabupaten and kota, each named without a doubt. */
function places(count: number): string[][] {
  return app.kit.knowledge.regions.all
    .filter(({ level }) => level === "kabupaten" || level === "kota")
    .slice(0, count)
    .map(({ code }) => [code]);
}

/** Everything that a message can name, and hundreds of whatever there is no end of. */
function everything(): Entities {
  const { knowledge } = app.kit;
  const numbers = Array.from({ length: 300 }, (_, index) => index + 1);
  return {
    ...NO_ENTITIES,
    regions: places(300),
    programmes: ["jkk", "jkm", "jht", "jp", "jkp"],
    occupations: knowledge.occupations.map(({ id }) => id),
    segments: [...new Set(knowledge.facts.flatMap(({ segments }) => segments ?? []))],
    years: numbers.map((number) => 1900 + number),
    percents: numbers,
    counts: numbers.map((number) => number * 1000),
    outlets: [...knowledge.outlets],
    named: knowledge.facts.map(({ id }) => id),
    payments: numbers.map((number) => `Bank ${number}`),
  };
}

describe("places side by side in one reply", () => {
  it.each([
    { named: 2, told: 2 },
    { named: 3, told: 3 },
    { named: MOST_COMPARED, told: MOST_COMPARED },
    { named: MOST_COMPARED + 1, told: MOST_COMPARED },
    { named: 10, told: MOST_COMPARED },
    { named: 300, told: MOST_COMPARED },
  ])("are the first $told of $named, and the reply says when there are more", ({ named, told }) => {
    const { text, regions } = answer(understood("statistics.compare", { regions: places(named) }));
    expect(text.match(/^• /gm)).toHaveLength(told);
    expect(regions).toEqual(places(told));
    expect(OTHERS.test(text)).toBe(told < named);
    expect(text.length).toBeLessThanOrEqual(SCREENS);
  });

  it("leave the reply short where each has a figure", () => {
    const { knowledge } = app.kit;
    const known = knowledge.regions.all.filter(({ code }) => knowledge.statistics(code, "coverage").length > 0);
    const { text } = answer(understood("statistics.compare", { regions: known.map(({ code }) => [code]) }));
    expect(text.match(/^• /gm)).toHaveLength(MOST_COMPARED);
    expect(text.length).toBeLessThanOrEqual(SCREENS);
  });

  it("are counted once each", () => {
    const twice = [...places(MOST_COMPARED), ...places(MOST_COMPARED)];
    const { text } = answer(understood("statistics.compare", { regions: twice }));
    expect(text.match(/^• /gm)).toHaveLength(MOST_COMPARED);
    expect(text).not.toMatch(OTHERS);
  });

  it("are the first ones of a whole message too", () => {
    const names = places(300).map(([code = ""]) => app.kit.knowledge.regions.name(code));
    const from = { channel: "terminal", chatId: "many-places" } as const;
    const sentAt = new Date(`${TODAY}T03:00:00Z`);
    const { reply } = app.router.handle({ id: "1", from, text: `bandingkan ${names.join(", ")}`, sentAt });
    expect(reply?.text).toMatch(OTHERS);
    expect(reply?.text.length).toBeLessThanOrEqual(SCREENS);
  });

  it("stay all when nobody named any: the list is ours", () => {
    const { text } = answer(understood("statistics.compare", {}));
    expect(text).not.toMatch(OTHERS);
  });
});

describe("whatever a message names, and however much of it", () => {
  it.each(INTENTS)("%s fits one message", (intent) => {
    const asked = understood(intent, everything());
    const also = { intent: "statistics.compare" as const, entities: everything() };
    for (const said of [asked, { ...asked, also }]) {
      const got = answer(said, everything());
      const reply = { to: { channel: "telegram", chatId: "1" }, text: got.text, choices: [] } as const;
      expect(wrongReply({ understanding: said, answer: got, reply })).toEqual([]);
    }
  });
});
