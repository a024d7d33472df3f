import { appendFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { createApp } from "../src/app.ts";
import { fixedClock } from "../src/lib/clock.ts";
import { INTENTS } from "../src/lib/intent.ts";
import { createCheckedFile } from "../src/storage/checked-file.ts";
import { createModelFile } from "../src/storage/model-file.ts";
import { momentOf, TODAY } from "./support/app.ts";
import { copiedFolders, SHIPPED } from "./support/knowledge.ts";

/** A start in a temporary folder, on the first examples of each intent, so that learning takes a moment only. */
async function smallProject() {
  const folders = await copiedFolders();
  onTestFinished(folders.remove);
  await mkdir(join(folders.data, "examples"));
  for (const intent of INTENTS) {
    const lines = (await readFile(join(SHIPPED.data, "examples", `${intent}.txt`), "utf8")).split("\n").slice(0, 15);
    await writeFile(join(folders.data, "examples", `${intent}.txt`), lines.join("\n"));
  }
  let learned = 0;
  const start = async () => {
    const before = learned;
    const app = await createApp({
      clock: fixedClock(momentOf(TODAY)),
      folders,
      modelStore: createModelFile(join(folders.data, "model.bin")),
      checked: createCheckedFile(join(folders.data, "checked.txt"), "test"),
      onLearning: () => void learned++,
    });
    return { app, learned: learned > before };
  };
  return { folders, start };
}

describe("a start", () => {
  it("learns once, and again only when an example changed", async () => {
    const { folders, start } = await smallProject();
    expect((await start()).learned).toBe(true);
    expect((await start()).learned).toBe(false);
    await appendFile(
      join(folders.data, "examples", "share.kit.txt"),
      "\nminta brosur dong buat ditempel di pos ronda\n",
    );
    const again = await start();
    expect(again.learned).toBe(true);
    const { intent } = again.app.understanding.understand("minta brosur buat pos ronda", { today: TODAY, memory: {} });
    expect(intent).toBe("share.kit");
  });

  it("sees a letter changed in an example after the model was known to be theirs", async () => {
    const { folders, start } = await smallProject();
    const learned = [(await start()).learned, (await start()).learned, (await start()).learned];
    expect(learned).toEqual([true, false, false]);
    await folders.edit("data/examples/share.kit.txt", (text) => text.replace(/^(?!#)(.*)a/m, "$1e"));
    expect((await start()).learned).toBe(true);
  });

  it("learns again when the stored model is damaged", async () => {
    const { folders, start } = await smallProject();
    await start();
    await writeFile(
      join(folders.data, "model.bin"),
      (await readFile(join(folders.data, "model.bin"))).subarray(0, 999),
    );
    expect((await start()).learned).toBe(true);
  });

  it("finds a mistake made after the knowledge passed its checks", async () => {
    const { folders, start } = await smallProject();
    await start();
    await start();
    await folders.edit("data/knowledge/figures.json", (text) => text.replace('"percent": 31', '"percent": 310'));
    await expect(start()).rejects.toThrow(/figures\.json: facts\[0\] \(S0-01\)\.percent/);
  });

  it("takes a new figure without a line of code", async () => {
    const { folders, start } = await smallProject();
    const figure = {
      id: "COV-90",
      kind: "figure",
      statement: "Pada Juni 2026 sekitar 48 persen pekerja Provinsi Jambi terlindungi.",
      intents: ["statistics.coverage"],
      region: "15",
      topic: "coverage",
      percent: 48,
      asOf: "2026-06",
      published: "2026-07-02",
      sources: ["jambi-ekspres"],
      confidence: "one_news",
      status: "current",
      lastChecked: "2026-07-03",
    };
    await folders.edit("data/knowledge/figures.json", (text) =>
      text.replace('"facts": [', `"facts": [${JSON.stringify(figure)},`),
    );
    const { app } = await start();
    const { answer } = app.router.handle({
      id: "1",
      from: { channel: "terminal", chatId: "1" },
      text: "cakupan Provinsi Jambi berapa persen",
      sentAt: momentOf(TODAY),
    });
    expect(answer.text).toContain("48 persen, per Juni 2026");
    expect(answer.text).toContain("Sebelumnya: 44 persen");
  });
});
