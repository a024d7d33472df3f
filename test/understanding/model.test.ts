import { describe, expect, it } from "vitest";
import { INTENTS } from "../../src/lib/intent.ts";
import { createClassifier, decodeModel, encodeModel } from "../../src/understanding/model.ts";
import { train, type TrainingMessage } from "../../src/understanding/train.ts";

const MESSAGES: TrainingMessage[] = [
  ...["cara daftar gimana", "mau daftar lewat hp", "daftar jadi peserta"].map((text) => ({
    intent: "registration.how" as const,
    words: text.split(" "),
  })),
  ...["iuran berapa sebulan", "berapa bayar iuran", "iuran paling murah"].map((text) => ({
    intent: "contribution.amount" as const,
    words: text.split(" "),
  })),
  ...["besok hujan tidak", "cuaca hari ini", "hujan deras sekali"].map((text) => ({
    intent: "out-of-scope" as const,
    words: text.split(" "),
  })),
];

describe("the learned model", () => {
  const model = train(MESSAGES, INTENTS, "test");

  it("ranks every intent, and the probabilities add up to one", () => {
    const ranking = createClassifier(model)(["iuran", "berapa"]);
    expect(ranking).toHaveLength(INTENTS.length);
    expect(ranking[0]?.intent).toBe("contribution.amount");
    expect(ranking.reduce((sum, { confidence }) => sum + confidence, 0)).toBeCloseTo(1, 5);
  });

  it("is the same every time it is learned", () => {
    expect(Buffer.from(encodeModel(train(MESSAGES, INTENTS, "test"))).equals(Buffer.from(encodeModel(model)))).toBe(
      true,
    );
  });

  it("comes back from its bytes as it was", () => {
    expect(decodeModel(encodeModel(model))).toEqual(model);
    // a file arrives as a Buffer, which may begin anywhere in a larger one
    expect(decodeModel(Buffer.concat([Buffer.from("x"), encodeModel(model)]).subarray(1))).toEqual(model);
  });

  it.each([
    ["nothing", new Uint8Array()],
    ["half of it", encodeModel(model).slice(0, 400)],
    ["one byte less", encodeModel(model).slice(0, -1)],
    ["another file", new TextEncoder().encode("{}".repeat(100))],
  ])("is learned again when the file holds %s", (_, bytes) => expect(decodeModel(bytes)).toBeUndefined());
});
