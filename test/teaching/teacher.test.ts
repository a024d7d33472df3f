import { describe, expect, it } from "vitest";
import type { Learner, Tried } from "../../src/teaching/learner.ts";
import type { TaughtExample } from "../../src/teaching/schema.ts";
import { suggestIntents } from "../../src/teaching/suggest.ts";
import { createSwappableUnderstanding } from "../../src/teaching/swap.ts";
import { createTeacher, type TakenBack } from "../../src/teaching/teacher.ts";
import { LearningStopped } from "../../src/teaching/thread.ts";
import type { Explanation } from "../../src/understanding/explain.ts";
import type { Model } from "../../src/understanding/model.ts";
import type { Understanding } from "../../src/understanding/understand.ts";
import { testApp, TODAY } from "../support/app.ts";
import { until } from "../support/wait.ts";

const WHO = { by: "staff-1", at: new Date("2026-11-24T05:00:00Z") };
const modelOf = (fingerprint: string) => ({ fingerprint }) as Model;

/** Understanding that says by which model it was made. */
const swappable = () =>
  createSwappableUnderstanding(({ fingerprint }) => {
    if (fingerprint === "broken") throw new Error("cannot be used");
    return {
      // "blind" has learned nothing, whatever it was taught
      understand: () =>
        ({ words: [fingerprint], intent: fingerprint === "blind" ? "menu" : "contact.office" }) as Understanding,
      explain: () => ({ words: [fingerprint], ranking: [] }),
      why: () => ({ words: [fingerprint], ranking: [] }) as unknown as Explanation,
    };
  }, modelOf("first"));

/** A teacher over fakes that write down what happens; a whole learning begins `settleAfterMs` after a teaching. */
function classroom({
  tried = async () => ({ ok: true, model: modelOf("second") }),
  whole = async () => ({ ok: true, model: modelOf("whole") }),
  write = async () => {},
  settleAfterMs = 3_600_000,
}: {
  tried?: Learner["tryExamples"];
  whole?: Learner["learnWhole"];
  write?: () => Promise<void>;
  settleAfterMs?: number;
} = {}) {
  const log: string[] = [];
  const kept: TaughtExample[] = [];
  const taken: TakenBack[] = [];
  const understanding = swappable();
  const textsOf = (examples: readonly { text: string }[]) => examples.map(({ text }) => text).join("+");
  const teacher = createTeacher({
    learner: {
      warm() {},
      tryExamples(examples) {
        log.push(`learn ${textsOf(examples)} after ${kept.length}`);
        return tried(examples);
      },
      learnWhole(learning) {
        log.push(`whole ${textsOf(learning.added)} on ${learning.base.fingerprint} (${textsOf(learning.taught)})`);
        return whole(learning);
      },
      stop: async () => {},
    },
    store: {
      examples: () => [...kept],
      answers: () => [],
      async addExamples(examples) {
        await write();
        kept.push(...examples);
        log.push(`write with ${understanding.model().fingerprint}`);
      },
      async removeExample(text) {
        log.push(`remove ${text}`);
        kept.splice(
          kept.findIndex((example) => example.text === text),
          1,
        );
        return true;
      },
      putAnswer: async () => {},
      removeAnswer: async () => false,
    },
    models: { load: async () => undefined, save: async ({ fingerprint }) => void log.push(`keep ${fingerprint}`) },
    understanding,
    settleAfterMs,
    takenBack: (what) => taken.push(what),
    failed: (error) => log.push(String(error)),
  });
  return { teacher, log, kept, understanding, taken };
}

const loket = { intent: "contact.office", text: "loket tutup jam pinten" } as const;

describe("teaching", () => {
  it("writes examples down before it uses their model", async () => {
    const { teacher, log, understanding } = classroom();
    expect(await teacher.teach([loket], WHO)).toEqual({ ok: true });
    expect(log).toEqual(["learn loket tutup jam pinten after 0", "write with first"]);
    expect(understanding.model().fingerprint).toBe("second");
  });

  it("changes nothing when it was refused, or could not be written", async () => {
    const refusal: Tried = { ok: false, why: "not-learned", broke: [] };
    const refused = classroom({ tried: async () => refusal });
    expect(await refused.teacher.teach([loket], WHO)).toEqual(refusal);
    const full = classroom({ write: () => Promise.reject(new Error("disk full")) });
    await expect(full.teacher.teach([loket], WHO)).rejects.toThrow("disk full");
    for (const { kept, understanding } of [refused, full])
      expect([kept, understanding.model().fingerprint]).toEqual([[], "first"]);
    // and the next one is not held up
    await expect(full.teacher.teach([loket], WHO)).rejects.toThrow("disk full");
  });

  it("changes nothing when the program makes something else of them, whatever the model says", async () => {
    const { teacher, kept, understanding } = classroom({ tried: async () => ({ ok: true, model: modelOf("blind") }) });
    expect(await teacher.teach([loket], WHO)).toEqual({
      ok: false,
      why: "not-learned",
      broke: [{ text: loket.text, was: "contact.office", becomes: "menu" }],
    });
    expect([kept, understanding.model().fingerprint]).toEqual([[], "first"]);
  });

  it("learns one after another, each on top of those before", async () => {
    const { teacher, log } = classroom();
    await Promise.all([teacher.teach([loket], WHO), teacher.teach([{ ...loket, text: "loket buka" }], WHO)]);
    expect(log.filter((line) => line.startsWith("learn"))).toEqual([
      "learn loket tutup jam pinten after 0",
      "learn loket buka after 1",
    ]);
  });

  it("hides card numbers, and drops what is empty, twice there or known", async () => {
    const { teacher, log, kept } = classroom();
    await teacher.teach([loket, { ...loket, text: " loket tutup jam pinten " }, { ...loket, text: "  " }], WHO);
    await teacher.teach([loket], WHO);
    await teacher.teach([{ ...loket, text: "nik 3404011234567890" }], WHO);
    expect(kept.map(({ text }) => text)).toEqual(["loket tutup jam pinten", "nik [nomor disembunyikan]"]);
    expect(log.filter((line) => line.startsWith("learn"))).toHaveLength(2);
  });
});

describe("learning as a whole what was learned quickly", () => {
  const buka = { ...loket, text: "loket buka" };
  const refusal: Extract<Tried, { ok: false }> = { ok: false, why: "breaks-others", broke: [] };

  it("comes once after the last teaching, with all of them, and is kept", async () => {
    const { teacher, log, understanding, taken } = classroom({ settleAfterMs: 30 });
    await teacher.teach([loket], WHO);
    await teacher.teach([buka], WHO);
    await until(() => log.includes("keep whole"), "the whole model");
    expect(log.slice(-2)).toEqual([`whole ${loket.text}+loket buka on first ()`, "keep whole"]);
    expect([understanding.model().fingerprint, taken]).toEqual(["whole", []]);
    // and is what the next one builds on
    await teacher.teach([{ ...loket, text: "loket ramai" }], WHO);
    await until(() => log.filter((line) => line === "keep whole").length === 2, "the next whole model");
    expect(log.at(-2)).toBe(`whole loket ramai on whole (${loket.text}+loket buka)`);
  });

  it("is broken off by a teaching, and begins again after it", async () => {
    let times = 0;
    const { teacher, log, understanding } = classroom({
      settleAfterMs: 5,
      whole: ({ signal }) =>
        ++times > 1
          ? Promise.resolve({ ok: true, model: modelOf("whole") })
          : new Promise((_, reject) => {
              signal.addEventListener("abort", () => reject(new LearningStopped("broken off")));
            }),
    });
    await teacher.teach([loket], WHO);
    await until(() => times === 1, "the beginning");
    expect(await teacher.teach([buka], WHO)).toEqual({ ok: true });
    await until(() => log.includes("keep whole"), "the whole model");
    expect(log).toEqual([
      `learn ${loket.text} after 0`,
      "write with first",
      `whole ${loket.text} on first ()`,
      "learn loket buka after 1",
      "write with second",
      `whole ${loket.text}+loket buka on first ()`,
      "keep whole",
    ]);
    expect(understanding.model().fingerprint).toBe("whole");
  });

  it("takes back what does not pass, and only that, in the document before anything else", async () => {
    const { teacher, log, understanding, taken, kept } = classroom({
      settleAfterMs: 30,
      whole: async ({ added }) =>
        added.some(({ text }) => text === buka.text) ? refusal : { ok: true, model: modelOf("whole") },
    });
    await teacher.teach([loket], WHO);
    await teacher.teach([buka], WHO);
    await until(() => taken.length > 0, "what was taken back");
    expect(log.slice(4)).toEqual([
      `whole ${loket.text}+loket buka on first ()`,
      `whole ${loket.text} on first ()`,
      `whole loket buka on whole (${loket.text})`,
      "remove loket buka",
      "keep whole",
    ]);
    expect(taken).toEqual([{ examples: [buka], why: refusal }]);
    expect([kept.map(({ text }) => text), understanding.model().fingerprint]).toEqual([[loket.text], "whole"]);
  });

  it("goes back to the model before when nothing passes", async () => {
    const { teacher, understanding, taken, kept } = classroom({ settleAfterMs: 1, whole: async () => refusal });
    await teacher.teach([loket], WHO);
    await until(() => taken.length > 0, "what was taken back");
    expect([kept, understanding.model().fingerprint]).toEqual([[], "first"]);
  });

  it("that fails is told, leaves what was taught in use, and is tried again after the next teaching", async () => {
    let times = 0;
    const { teacher, log, understanding, kept } = classroom({
      settleAfterMs: 5,
      whole: async () => {
        if (++times === 1) throw new Error("no memory");
        return { ok: true, model: modelOf("whole") };
      },
    });
    await teacher.teach([loket], WHO);
    await until(() => log.includes("Error: no memory"), "the failure");
    expect([kept.length, understanding.model().fingerprint]).toEqual([1, "second"]);
    await teacher.teach([buka], WHO);
    await until(() => log.includes("keep whole"), "the whole model");
    expect(log.at(-2)).toBe(`whole ${loket.text}+loket buka on first ()`);
  });
});

describe("understanding that can change its model", () => {
  const context = { today: TODAY, memory: {} };

  it("reads with the new model, also for those who took the function before", () => {
    const understanding = swappable();
    const { understand, explain } = understanding;
    understanding.swap(modelOf("second"));
    expect([understand("x", context).words, explain("x", context).words]).toEqual([["second"], ["second"]]);
  });

  it("stays with the old one when the new one cannot be used", () => {
    const understanding = swappable();
    expect(() => understanding.swap(modelOf("broken"))).toThrow("cannot be used");
    expect([understanding.understand("x", context).words, understanding.model().fingerprint]).toEqual([
      ["first"],
      "first",
    ]);
  });
});

describe("what a question may have meant", () => {
  it.each([
    ["besok hujan tidak ya", 3],
    ["makasih banyak min", 3],
    ["iurannya berapa sebulan", 3],
  ])("%s: three intents, the likeliest first, none of small talk", async (text, count) => {
    const { understanding } = await testApp();
    const offered = suggestIntents(text, understanding.explain, TODAY);
    expect(offered).toHaveLength(count);
    expect(offered.filter(({ intent }) => /^(?:smalltalk|out-of-scope|menu|handoff|consent)/.test(intent))).toEqual([]);
    expect(offered.map(({ confidence }) => confidence)).toEqual(
      offered.map(({ confidence }) => confidence).toSorted((a, b) => b - a),
    );
  });

  it("begins with what was meant", async () => {
    const { understanding } = await testApp();
    expect(suggestIntents("iurannya berapa sebulan", understanding.explain, TODAY)[0]?.intent).toBe(
      "contribution.amount",
    );
  });
});
