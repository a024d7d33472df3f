import { describe, expect, it } from "vitest";
import { createVoice } from "../../src/knowledge/voices.ts";

const INDONESIAN = { talk: { thanks: "Sama-sama.", hello: "Halo {{name}}." }, handoff: { wait: "{{count}} jam" } };
const OTHERS = {
  su: { talk: { hello: "Wilujeng {{name}}." } },
  jv: {},
  en: {
    talk: { thanks: "You are welcome." },
    handoff: { wait: "{{count}} hours", wait_one: "{{count}} hour" },
  },
};

function voice() {
  const read: string[] = [];
  return { read, ...createVoice(INDONESIAN, (language) => (read.push(language), OTHERS[language])) };
}

describe("the voice", () => {
  it("speaks Indonesian, and reads no other language before it is needed, each once", () => {
    const { say, speaking, read } = voice();
    expect(say("talk.thanks")).toBe("Sama-sama.");
    speaking("id", () => say("talk.thanks"));
    expect(read).toEqual([]);
    for (const _ of [1, 2]) expect(speaking("en", () => say("talk.thanks"))).toBe("You are welcome.");
    expect(read).toEqual(["en"]);
  });

  it("says in Indonesian what a language has no text for", () => {
    const { say, speaking } = voice();
    expect(speaking("su", () => [say("talk.thanks"), say("talk.hello", { name: "Asep" })])).toEqual([
      "Sama-sama.",
      "Wilujeng Asep.",
    ]);
    expect(speaking("jv", () => say("talk.hello", { name: "Yanti" }))).toBe("Halo Yanti.");
    expect(() => speaking("en", () => say("talk.nothing"))).toThrow(/no text for "talk.nothing"/);
    expect(() => speaking("jv", () => say("talk.hello"))).toThrow(/no value for/);
  });

  it("one thing and many things", () => {
    const { say, speaking } = voice();
    expect(speaking("en", () => [1, 2].map((count) => say("handoff.wait", { count })))).toEqual(["1 hour", "2 hours"]);
    expect(say("handoff.wait", { count: 1 })).toBe("1 jam");
  });

  it("speaks as before afterwards, also when something broke", () => {
    const { say, indonesian, speaking } = voice();
    expect(() =>
      speaking("en", () => {
        expect(speaking("su", () => say("talk.hello", { name: "A" }))).toBe("Wilujeng A.");
        expect([say("talk.thanks"), indonesian("talk.thanks")]).toEqual(["You are welcome.", "Sama-sama."]);
        throw new Error("broken");
      }),
    ).toThrow("broken");
    expect(say("talk.thanks")).toBe("Sama-sama.");
  });
});
