import { describe, expect, it } from "vitest";
import { checkTexts, createSay } from "../../src/knowledge/texts.ts";

const say = createSay({ talk: { thanks: "Sama-sama.", amount: "Iuran {{total}} sebulan." } });

describe("texts", () => {
  it("fills the places, without touching what it fills in", () => {
    expect(say("talk.amount", { total: "<b>Rp16.800</b>" })).toBe("Iuran <b>Rp16.800</b> sebulan.");
    expect(say("talk.thanks")).toBe("Sama-sama.");
    expect(say("talk.thanks")).toBe("Sama-sama.");
  });

  it("does not open a place that a value brings along", () => {
    expect(say("talk.amount", { total: "{{secret}} $t(talk.thanks)" })).toBe(
      "Iuran {{secret}} $t(talk.thanks) sebulan.",
    );
  });

  it("keeps the forms for one and for many apart, and joins texts that name others", () => {
    const english = createSay(
      {
        talk: {
          hours_one: "{{count}} hour",
          hours_other: "{{count}} hours",
          both: "$t(talk.bye) {{name}}",
          bye: "Bye",
        },
      },
      "en",
    );
    expect([1, 2, 1, 0].map((count) => english("talk.hours", { count }))).toEqual([
      "1 hour",
      "2 hours",
      "1 hour",
      "0 hours",
    ]);
    expect(english("talk.both", { name: "Ani" })).toBe("Bye Ani");
  });

  it.each([
    ["no such text", () => say("talk.nothing"), /no text for "talk.nothing"/],
    ["a place without a value", () => say("talk.amount"), /no value for {{total}}/],
    ["a place with another's value", () => say("talk.amount", { sum: "Rp1" }), /no value for {{total}}/],
  ])("throws for %s: a half-filled sentence must reach nobody", (_, half, message) => expect(half).toThrow(message));

  it("finds empty texts and what is no text", () => {
    const problems = checkTexts({ talk: { thanks: " ", list: ["ya", ""], number: 5 } }, "locales/id");
    expect(problems.map(({ file, where }) => `${file} ${where}`)).toEqual([
      "locales/id/talk.json thanks",
      "locales/id/talk.json list[1]",
      "locales/id/talk.json number",
    ]);
  });
});
