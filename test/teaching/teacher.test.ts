import { describe, expect, it } from "vitest";
import type { Learner, Tried } from "../../src/teaching/learner.ts";
import type { TaughtExample } from "../../src/teaching/schema.ts";
import { suggestIntents } from "../../src/teaching/suggest.ts";
import { createSwappableUnderstanding } from "../../src/teaching/swap.ts";
import { createTeacher } from "../../src/teaching/teacher.ts";
import type { Explanation } from "../../src/understanding/explain.ts";
import type { Model } from "../../src/understanding/model.ts";
import type { Understanding } from "../../src/understanding/understand.ts";
import { testApp, TODAY } from "../support/app.ts";

const WHO = { by: "staff-1", at: new Date("2026-11-24T05:00:00Z") };
const modelOf = (fingerprint: string) => ({ fingerprint }) as Model;

/** Understanding that says by which model it was made. */
const swappable = () =>
  createSwappableUnderstanding(({ fingerprint }) => {
    if (fingerprint === "broken") throw new Error("cannot be used");
    return {
      understand: () => ({ words: [fingerprint] }) as Understanding,
      explain: () => ({ words: [fingerprint], ranking: [] }),
      why: () => ({ words: [fingerprint], ranking: [] }) as unknown as Explanation,
    };
  }, modelOf("first"));

function classroom({
  tried = async () => ({ ok: true, model: modelOf("second") }),
  write = async () => {},
}: { tried?: Learner["tryExamples"]; write?: () => Promise<void> } = {}) {
  const log: string[] = [];
  const kept: TaughtExample[] = [];
  const understanding = swappable();
  const teacher = createTeacher({
    learner: {
      tryExample: (intent, text) => tried([{ intent, text }]),
      tryExamples: (examples) => {
        log.push(`learn ${examples.map(({ text }) => text).join("+")} after ${kept.length}`);
        return tried(examples);
      },
      stop: async () => {},
    },
    store: {
      examples: () => kept,
      answers: () => [],
      async addExamples(examples) {
        await write();
        kept.push(...examples);
        log.push(`write with ${understanding.model().fingerprint}`);
      },
      removeExample: async () => false,
      putAnswer: async () => {},
      removeAnswer: async () => false,
    },
    models: { load: async () => undefined, save: async ({ fingerprint }) => void log.push(`keep ${fingerprint}`) },
    understanding,
  });
  return { teacher, log, kept, understanding };
}

const loket = { intent: "contact.office", text: "loket tutup jam pinten" } as const;

describe("teaching", () => {
  it("writes examples down before it uses their model, then keeps the model", async () => {
    const { teacher, log, understanding } = classroom();
    expect(await teacher.teach([loket], WHO)).toEqual({ ok: true });
    expect(log).toEqual(["learn loket tutup jam pinten after 0", "write with first", "keep second"]);
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
