import { describe, expect, it, onTestFinished } from "vitest";
import { checkContent } from "../../src/broadcast/content-check.ts";
import type { ContactDetails } from "../../src/contacts/contact.ts";
import { testApp } from "../support/app.ts";
import { openOutreach } from "../support/outreach.ts";

const INDONESIAN = "Tidak mau kabar seperti ini? Ketik *BERHENTI*.";
const SUNDANESE = "Teu hoyong nampi wartos sapertos kieu? Ketik *BERHENTI*.";
const JAVANESE = "Mboten kersa nampi kabar kados punika? Ketik *BERHENTI*.";
const ENGLISH = "No more news like this? Type *BERHENTI*.";

describe("a broadcast", () => {
  it.each<[what: string, details: ContactDetails, text: string, line: string]>([
    ["nobody asked", {}, "Kabar.", INDONESIAN],
    ["Sundanese asked for", { replyLanguage: "su" }, "Wartos.", SUNDANESE],
    ["Sundanese asked for, Indonesian written", { replyLanguage: "su", language: "id" }, "Wartos.", SUNDANESE],
    ["Indonesian asked for, Sundanese written", { replyLanguage: "id", language: "su" }, "Kabar.", INDONESIAN],
    ["Sundanese merely written", { language: "su" }, "Wartos.", INDONESIAN],
    ["Javanese, which the campaign has no text in", { replyLanguage: "jv" }, "Kabar.", JAVANESE],
    ["English, which the campaign has no text in", { replyLanguage: "en" }, "Kabar.", ENGLISH],
  ])("ends in the language that was asked for: %s", async (_, details, text, line) => {
    const world = await openOutreach();
    onTestFinished(() => world.close());
    world.person(details);
    await world.run(world.approved({ texts: { id: "Kabar.", su: "Wartos." } }));
    const said = world.sent.map(({ message }) => message.text.split("\n\n"));
    expect(said).toEqual([[text, expect.stringContaining(line)]]);
  });

  it("says who gets it in which language as it then sends it", async () => {
    const world = await openOutreach();
    onTestFinished(() => world.close());
    world.person({ replyLanguage: "jv", language: "id" });
    world.person({ language: "su" });
    const id = world.approved({ texts: { id: "Kabar.", su: "Wartos." } });
    const preflight = await world.broadcasts.preflight(id);
    expect(preflight?.warnings).toContainEqual({
      key: "broadcast.warning.no-language",
      values: { count: 1, language: "jv" },
    });
  });

  it("leaves a chat alone that is over, also of who asked for a language", async () => {
    const world = await openOutreach();
    onTestFinished(() => world.close());
    world.person({ chatId: "ani", replyLanguage: "su" });
    await world.run(world.approved({ choices: ["Ya", "Tidak"] }));
    expect(world.sent).toHaveLength(1);
    expect(world.stores.privacyCounts().conversations.count).toBe(0);
  });

  it("is held against the longest of its own lines", async () => {
    const { kit } = await testApp();
    const check = (say: typeof kit.say) =>
      checkContent({ texts: { id: "kata ".repeat(400) } }, { figures: () => [], greetings: [], say }).problems[0];
    const long = check((key, values, language) => (language === "jv" ? "x".repeat(500) : kit.say(key, values)));
    const usual = check(kit.say);
    const length = (problem: typeof usual) => Number(String(problem?.values?.["length"]).replace(".", ""));
    expect(length(long)).toBeGreaterThan(length(usual) + 300);
  });
});
