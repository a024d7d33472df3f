import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HOME, understandingMaterial } from "../../src/app.ts";
import { readExamples } from "../../src/knowledge/load.ts";
import { INTENTS, type Intent } from "../../src/lib/intent.ts";
import { createModelFile } from "../../src/storage/model-file.ts";
import { contradictions } from "../../src/teaching/check.ts";
import { createFingerprint, examplesWithTaught, type Example } from "../../src/teaching/fingerprint.ts";
import { createLearner, LearningStopped, type Learner } from "../../src/teaching/learner.ts";
import { openTeachingStore, type TeachingStore } from "../../src/teaching/store.ts";
import { createSwappableUnderstanding, type SwappableUnderstanding } from "../../src/teaching/swap.ts";
import { createTeacher, type TakenBack, type Teacher } from "../../src/teaching/teacher.ts";
import { learn } from "../../src/understanding/learn.ts";
import { encodeModel, type Model } from "../../src/understanding/model.ts";
import { createUnderstanding } from "../../src/understanding/understand.ts";
import { momentOf, testApp, TODAY } from "../support/app.ts";
import { SHIPPED } from "../support/knowledge.ts";
import { until } from "../support/wait.ts";

/** Lines of each intent that are learned from here, so that it takes seconds. */
const LINES = 30;

const WHO = { by: "staff-1", at: momentOf(TODAY) };

let folder: string;
let shipped: Example[];
let fingerprintOf: Awaited<ReturnType<typeof createFingerprint>>;
let material: ReturnType<typeof understandingMaterial>;
let first: Model;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sapa-learner-"));
  const app = await testApp();
  material = understandingMaterial(app.knowledge, app.kit);
  const lines = await readExamples(join(SHIPPED.data, "examples"));
  shipped = INTENTS.flatMap((name) => lines.filter(({ intent }) => intent === name).slice(0, LINES));
  fingerprintOf = await createFingerprint(SHIPPED);
  first = learn(shipped, { ...material, intents: INTENTS, fingerprint: fingerprintOf(shipped) });
});
afterAll(() => rm(folder, { recursive: true }));

let projects = 0;

/** A program that can be taught, with nothing taught yet; `settleAfterMs` after a teaching all is learned as a whole. */
async function project(settleAfterMs = 3_600_000): Promise<{
  learner: Learner;
  teacher: Teacher;
  store: TeachingStore;
  understanding: SwappableUnderstanding;
  models: ReturnType<typeof createModelFile>;
  /** What was taken back. */
  taken: TakenBack[];
}> {
  const state = join(folder, String(++projects));
  const store = await openTeachingStore(join(state, "teaching.json"));
  const models = createModelFile(join(state, "model.bin"));
  const understanding = createSwappableUnderstanding((model) => createUnderstanding({ ...material, model }), first);
  const learner = createLearner({
    shipped,
    taught: store.examples,
    current: understanding.model,
    material,
    fingerprintOf,
  });
  const taken: TakenBack[] = [];
  const teacher = createTeacher({
    learner,
    store,
    models,
    understanding,
    settleAfterMs,
    takenBack: (what) => taken.push(what),
    failed: (error) => expect.unreachable(String(error)),
  });
  return { learner, teacher, store, understanding, models, taken };
}

const intentOf = ({ understand }: SwappableUnderstanding, text: string): Intent =>
  understand(text, { today: TODAY, memory: {} }).intent;

/** Words that the model has never seen. */
const NEW = "gaspolkan srikandi piye carane";

describe("teaching an example while the program runs", () => {
  it("uses it at once, and says what is taught already without learning it", async () => {
    const { teacher, store, understanding, models } = await project();
    const { understand } = understanding;
    expect(intentOf(understanding, NEW)).not.toBe("outreach.award");
    const delay = monitorEventLoopDelay({ resolution: 10 });
    delay.enable();
    expect(await teacher.teach([{ intent: "outreach.award", text: NEW }], WHO)).toEqual({ ok: true });
    delay.disable();
    // learning on this thread would hold up every message
    expect(delay.max / 1e6).toBeLessThan(1000);
    expect(understand(NEW, { today: TODAY, memory: {} }).intent).toBe("outreach.award");
    expect(store.examples()).toEqual([
      { intent: "outreach.award", text: NEW, by: "staff-1", at: WHO.at.toISOString() },
    ]);
    // words of its own are known from now on
    expect(intentOf(understanding, "gaspolkan srikandi gimana")).toBe("outreach.award");
    expect(await teacher.teach([{ intent: "share.kit", text: "njaluk brosure kanggo ditempel" }], WHO)).toEqual({
      ok: true,
    });
    expect(intentOf(understanding, NEW)).toBe("outreach.award");
    expect(await teacher.teach([{ intent: "outreach.award", text: ` ${NEW} ` }], WHO)).toEqual({ ok: true });
    expect(store.examples()).toHaveLength(2);
    // an adapted model is no model that a start may take for the learned one
    expect(understanding.model().fingerprint).not.toBe(fingerprintOf(examplesWithTaught(shipped, store.examples())));
    expect(await models.load()).toBeUndefined();
  });

  it("gives the same model every time", async () => {
    const [one, other] = await Promise.all([project(), project()]);
    const learned = [];
    for (const { learner } of [one, other]) {
      const tried = await learner.tryExamples([{ intent: "outreach.award", text: NEW }]);
      learned.push(tried.ok ? Buffer.from(encodeModel(tried.model)) : undefined);
    }
    expect(learned[0]?.length).toBeGreaterThan(encodeModel(first).length);
    expect(learned[1]?.equals(learned[0] ?? Buffer.alloc(0))).toBe(true);
  });

  it("learns all as a whole when nothing more is taught, and leaves the next start nothing to learn", async () => {
    const { teacher, store, understanding, models, taken } = await project(1);
    expect(await teacher.teach([{ intent: "outreach.award", text: NEW }], WHO)).toEqual({ ok: true });
    const quick = understanding.model();
    // a teaching that comes meanwhile goes first
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await teacher.teach([{ intent: "share.kit", text: "njaluk brosure kanggo ditempel" }], WHO)).toEqual({
      ok: true,
    });
    expect(understanding.model().fingerprint).toMatch(/^quick /);
    expect(understanding.model()).not.toBe(quick);
    const whole = fingerprintOf(examplesWithTaught(shipped, store.examples()));
    await until(() => existsSync(join(folder, String(projects), "model.bin")), "the whole model", 120_000);
    const stored = await models.load();
    expect([stored?.fingerprint, understanding.model().fingerprint]).toEqual([whole, whole]);
    // what a start would learn from scratch is the same model, byte for byte
    const again = learn(examplesWithTaught(shipped, store.examples()), {
      ...material,
      intents: INTENTS,
      fingerprint: whole,
    });
    expect(Buffer.compare(encodeModel(again), encodeModel(stored ?? first))).toBe(0);
    expect([intentOf(understanding, NEW), taken]).toEqual(["outreach.award", []]);
  });

  it("refuses what contradicts an example, naming it", async () => {
    const { teacher, store, understanding } = await project();
    const known = shipped.find(({ intent, text }) => intent === "claim.jht" && text.split(" ").length > 5);
    const text = (known?.text ?? "").split(" ").toReversed().join(" ");
    const started = performance.now();
    expect(await teacher.teach([{ intent: "smalltalk.abuse", text }], WHO)).toEqual({
      ok: false,
      why: "contradicts",
      broke: [{ text: known?.text, was: "claim.jht", becomes: "smalltalk.abuse" }],
    });
    expect(performance.now() - started).toBeLessThan(5000);
    expect([store.examples(), understanding.model()]).toEqual([[], first]);
  });

  it("refuses what it cannot learn, and what would break others, with everything as it was", async () => {
    const { teacher, store, understanding, models } = await project();
    // what one subject is asked with, but for some words, is said to ask for another
    const hostile = shipped
      .filter(({ intent, text }) => intent === "contribution.arrears" && /^[^,.?!]*$/.test(text))
      .filter(({ text }) => text.split(" ").length > 4)
      .flatMap(({ text }) => [text.split(" ").slice(0, -1), text.split(" ").slice(1), text.split(" ").slice(1, -1)])
      .map((words) => ({ intent: "share.kit" as const, text: words.join(" ") }))
      .filter((example) => contradictions([example], shipped, new Set(material.lexicon.fillers)).length === 0);
    // and a number is a line of the menu, whatever the model says
    expect(await teacher.teach([{ intent: "claim.jht", text: "nomor 3" }], WHO)).toEqual({
      ok: false,
      why: "not-learned",
      broke: [{ text: "nomor 3", was: "claim.jht", becomes: expect.any(String) }],
    });
    const refused = await teacher.teach(hostile, WHO);
    expect(refused).toMatchObject({ ok: false, why: "breaks-others" });
    expect(refused.ok || refused.broke.filter(({ was }) => was === "contribution.arrears").length).toBeGreaterThan(2);
    expect([store.examples(), understanding.model(), await models.load()]).toEqual([[], first, undefined]);
  });
});

describe("a learner", () => {
  it("goes on with a new thread when the old one has waited too long", async () => {
    const learner = createLearner({
      shipped,
      taught: () => [],
      current: () => first,
      material,
      fingerprintOf,
      idleMs: 1,
    });
    learner.warm();
    for (const text of [NEW, `${NEW} to`]) {
      expect(await learner.tryExamples([{ intent: "outreach.award", text }])).toMatchObject({ ok: true });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await learner.stop();
  });

  it("names models as a start does", async () => {
    const built = await createModelFile(join(HOME, "dist", "model.bin")).load();
    const lines = await readExamples(join(SHIPPED.data, "examples"));
    expect(fingerprintOf(examplesWithTaught(lines, []))).toBe(built?.fingerprint);
  });

  it("that is stopped breaks off what it learns", async () => {
    const { learner } = await project();
    const trying = learner.tryExamples([{ intent: "outreach.award", text: NEW }]);
    const waiting = learner.tryExamples([{ intent: "outreach.award", text: `${NEW} to` }]);
    const { signal } = new AbortController();
    const whole = learner.learnWhole({
      taught: [],
      added: [{ intent: "outreach.award", text: NEW }],
      base: first,
      signal,
    });
    setTimeout(() => void learner.stop(), 20);
    for (const ended of await Promise.allSettled([trying, waiting, whole]))
      expect(ended).toMatchObject({ status: "rejected", reason: expect.any(LearningStopped) });
  });

  it("whose thread cannot run says so, and is not stuck", async () => {
    const learner = createLearner({
      shipped: shipped.slice(0, 5),
      taught: () => [],
      current: () => first,
      material,
      fingerprintOf,
      workers: new URL("file:///nowhere/"),
    });
    learner.warm();
    await new Promise((resolve) => setTimeout(resolve, 200));
    await expect(learner.tryExamples([{ intent: "outreach.award", text: NEW }])).rejects.toThrow(/nowhere/);
    await expect(learner.tryExamples([{ intent: "outreach.award", text: NEW }])).rejects.toThrow(/nowhere/);
  });
});
