import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DocumentError } from "../../src/knowledge/document.ts";
import { MASK } from "../../src/lib/id-number.ts";
import type { TaughtAnswer, TaughtExample } from "../../src/teaching/schema.ts";
import { openTeachingStore } from "../../src/teaching/store.ts";

const AT = "2026-11-24T05:00:00.000Z";
const example = (text: string, more: Partial<TaughtExample> = {}): TaughtExample => ({
  intent: "contact.office",
  text,
  by: "staff-1",
  at: AT,
  ...more,
});
const answer = (id: string, more: Partial<TaughtAnswer> = {}): TaughtAnswer => ({
  id,
  questions: ["kantor buka sabtu?"],
  text: "Kantor cabang buka juga pada hari Sabtu pagi.",
  source: "",
  by: "staff-1",
  at: AT,
  ...more,
});

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sapa-teaching-"));
  path = join(folder, "state", "teaching.json");
});
afterEach(() => rm(folder, { recursive: true }));

describe("what staff taught", () => {
  it("is empty where there is no file yet, and makes none", async () => {
    const store = await openTeachingStore(path);
    expect([store.examples(), store.answers()]).toEqual([[], []]);
    expect(await readdir(folder)).toEqual([]);
  });

  it("is there again after a start, and keeps the version before", async () => {
    const store = await openTeachingStore(path);
    await store.addExamples([example("loket tutup jam pinten")]);
    await store.putAnswer(answer("T-1", { validTo: "2026-12-31" }));
    const again = await openTeachingStore(path);
    expect(again.examples()).toEqual([example("loket tutup jam pinten")]);
    expect(again.answers()).toEqual([answer("T-1", { validTo: "2026-12-31" })]);
    expect((await readdir(join(folder, "state"))).sort()).toEqual(["teaching.json", "teaching.json.bak"]);
  });

  it("changes an answer in its place, and takes answers and examples back", async () => {
    const store = await openTeachingStore(path);
    await store.putAnswer(answer("T-1"));
    await store.putAnswer(answer("T-2"));
    await store.putAnswer(answer("T-1", { text: "Kantor cabang tutup pada hari Sabtu." }));
    expect(store.answers().map(({ id, text }) => [id, text.slice(0, 19)])).toEqual([
      ["T-1", "Kantor cabang tutup"],
      ["T-2", "Kantor cabang buka "],
    ]);
    await store.addExamples([example("loket tutup jam pinten")]);
    expect(await store.removeExample("loket tutup jam pinten")).toBe(true);
    expect(await store.removeExample("loket tutup jam pinten")).toBe(false);
    expect(await store.removeAnswer("T-2")).toBe(true);
    expect(await store.removeAnswer("T-2")).toBe(false);
    const again = await openTeachingStore(path);
    expect([again.examples(), again.answers().map(({ id }) => id)]).toEqual([[], ["T-1"]]);
  });

  it("keeps one example once, but not for two meanings", async () => {
    const store = await openTeachingStore(path);
    await store.addExamples([example("loket")]);
    await store.addExamples([example(" loket "), example("loket", { intent: "contact.channels" })]);
    expect(store.examples().map(({ intent }) => intent)).toEqual(["contact.office", "contact.channels"]);
  });

  it("gives a new list after a change, and the same one without", async () => {
    const store = await openTeachingStore(path);
    await store.addExamples([example("loket")]);
    const before = store.examples();
    await store.addExamples([example("loket")]);
    expect(store.examples()).toBe(before);
    await store.addExamples([example("loket tutup")]);
    expect(store.examples()).not.toBe(before);
  });

  it("hides sixteen-digit numbers before they are written", async () => {
    const store = await openTeachingStore(path);
    await store.addExamples([example("nik 3404011234567890 sudah daftar?")]);
    await store.putAnswer(
      answer("T-1", { questions: ["cek 3404 0112 3456 7890"], text: "Nomor 3404011234567890 aktif." }),
    );
    expect(await readFile(path, "utf8")).not.toMatch(/3404/);
    expect(store.answers()[0]?.text).toBe(`Nomor ${MASK} aktif.`);
  });

  it("writes changes that come together one after another, and loses none", async () => {
    const store = await openTeachingStore(path);
    await Promise.all(Array.from({ length: 25 }, (_, index) => store.addExamples([example(`cara ke-${index}`)])));
    expect((await openTeachingStore(path)).examples()).toHaveLength(25);
  });

  it("has nothing changed when it could not be written, and goes on afterwards", async () => {
    const store = await openTeachingStore(path);
    await expect(store.putAnswer(answer("T-1", { questions: [] }))).rejects.toThrow(/answers\[0\] \(T-1\)\.questions/);
    expect(store.answers()).toEqual([]);
    await store.putAnswer(answer("T-2"));
    expect((await openTeachingStore(path)).answers()).toEqual([answer("T-2")]);
  });

  it.each([
    ["no JSON", '{"examples": [', /teaching\.json: is no valid JSON/],
    [
      "an unknown intent",
      { examples: [example("x", { intent: "greetings" as never })], answers: [] },
      /examples\[0\]\.intent/,
    ],
    ["a field nobody knows", { examples: [], answers: [{ ...answer("T-1"), colour: "red" }] }, /answers\[0\] \(T-1\)/],
    [
      "no such day",
      { examples: [], answers: [answer("T-1", { validTo: "2026-02-30" })] },
      /\(T-1\)\.validTo: is no day/,
    ],
    ["no such moment", { examples: [example("x", { at: "kemarin" })], answers: [] }, /examples\[0\]\.at: is no moment/],
    ["an empty text", { examples: [example("  ")], answers: [] }, /examples\[0\]\.text: is empty/],
    [
      "a card number",
      { examples: [example("nik 3404011234567890")], answers: [] },
      /examples\[0\]\.text: holds a sixteen/,
    ],
    [
      "one id twice",
      { examples: [], answers: [answer("T-1"), answer("T-1")] },
      /answers: two answers have the same id/,
    ],
    ["half of it", { examples: [] }, /answers/],
  ])("stops the start on %s, naming file and field", async (_, content, message) => {
    path = join(folder, "teaching.json");
    await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
    const opening = openTeachingStore(path);
    await expect(opening).rejects.toThrow(DocumentError);
    await expect(opening).rejects.toThrow(message);
  });
});
