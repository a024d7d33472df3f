import { describe, expect, it } from "vitest";
import { INTENTS, type Intent } from "../../src/lib/intent.ts";
import { adapt } from "../../src/understanding/adapt.ts";
import { createFeatureReader } from "../../src/understanding/features.ts";
import { createHashIndex } from "../../src/understanding/hash-index.ts";
import { createClassifier, encodeModel, type Model } from "../../src/understanding/model.ts";
import { train, type TrainingMessage } from "../../src/understanding/train.ts";

const lesson = (intent: Intent, text: string): TrainingMessage => ({ intent, words: text.split(" ") });

const KNOWN = [
  ...["cara daftar gimana", "mau daftar lewat hp", "daftar jadi peserta", "daftar di mana"].map((text) =>
    lesson("registration.how", text),
  ),
  ...["iuran berapa sebulan", "berapa bayar iuran", "iuran paling murah", "murah tidak iurannya"].map((text) =>
    lesson("contribution.amount", text),
  ),
  ...["besok hujan tidak", "cuaca hari ini", "hujan deras sekali", "hari ini panas"].map((text) =>
    lesson("out-of-scope", text),
  ),
  ...["kecelakaan kerja diganti", "jatuh saat kerja", "luka di pabrik"].map((text) => lesson("claim.jkk", text)),
];

const model = train(KNOWN, INTENTS, "known");
const NEW = lesson("claim.jkk", "keseleo manjat hari ini");
const taught = (replay: readonly TrainingMessage[] = KNOWN) =>
  adapt(model, { added: [NEW, NEW], replay, known: KNOWN.length, fingerprint: "quick" });
const first = (of: Model, words: readonly string[]) => createClassifier(of)(words)[0]?.intent;

function featuresOf({ features, rarity }: Model, words: readonly string[]): number[] {
  return [...createFeatureReader({ rowOf: createHashIndex(features), rarity })(words).rows].map(
    (row) => features[row]!,
  );
}

function weightsOf({ features, weights, scales }: Model, hash: number): number[] {
  const row = features.indexOf(hash);
  return INTENTS.map((_, column) => weights[row * INTENTS.length + column]! * scales[column]!);
}

describe("adapting a model", () => {
  it("learns words that it has never seen, and unlearns nothing that is gone through again", () => {
    expect(first(model, NEW.words)).not.toBe("claim.jkk");
    const adapted = taught();
    expect(first(adapted, NEW.words)).toBe("claim.jkk");
    expect(KNOWN.map(({ words }) => first(adapted, words))).toEqual(KNOWN.map(({ intent }) => intent));
  });

  it("also knows their forms and slips", () => {
    expect(first(taught(), ["manjat", "pohon"])).toBe("claim.jkk");
    expect(first(taught(), ["kesleo"])).toBe("claim.jkk");
  });

  it("keeps rows in order and counts the new words", () => {
    const { features, rarity, weights, vocabulary } = taught();
    expect(features).toEqual(Uint32Array.from(features).sort());
    expect(features.length).toBeGreaterThan(model.features.length);
    expect([rarity.length, weights.length]).toEqual([features.length, features.length * INTENTS.length]);
    expect([vocabulary.get("keseleo"), vocabulary.get("iuran")]).toEqual([2, model.vocabulary.get("iuran")]);
  });

  it("gives the same every time, and leaves the model as it was", () => {
    const before = encodeModel(model);
    const [one, other] = [encodeModel(taught()), encodeModel(taught())];
    expect(Buffer.compare(one, other)).toBe(0);
    expect(Buffer.compare(encodeModel(model), before)).toBe(0);
  });

  it("changes no weight of rows that no lesson has", () => {
    // no noisy copies of what is gone through again, so its own rows are all there are
    const adapted = adapt(model, { added: [], replay: [NEW], known: KNOWN.length, fingerprint: "quick" });
    const own = new Set(featuresOf(model, NEW.words));
    const changed = [...model.features].filter(
      (hash) => weightsOf(adapted, hash).join() !== weightsOf(model, hash).join(),
    );
    expect(changed.length).toBeGreaterThan(5);
    expect(changed.filter((hash) => !own.has(hash))).toEqual([]);
  });

  it("says nothing new when nothing is taught", () => {
    const adapted = adapt(model, { added: [], replay: [], known: KNOWN.length, fingerprint: "known" });
    expect(Buffer.compare(encodeModel(adapted), encodeModel(model))).toBe(0);
  });
});
