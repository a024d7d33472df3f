import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { evaluate } from "../../src/eval.ts";
import { readLabelled } from "../../src/eval/contender.ts";
import { readTestQuestions } from "../../src/eval/questions.ts";
import { testApp } from "../support/app.ts";

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "sapa-eval-"))));
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, lines: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, lines);
  return path;
}

describe("labelled files", () => {
  it("are one object a line; other fields and empty lines are passed over", async () =>
    expect(
      await readLabelled(await file("good.jsonl", '{"text":"halo","label":"x","id":1}\n\n{"text":"a","label":"y"}\n')),
    ).toEqual([
      { text: "halo", label: "x" },
      { text: "a", label: "y" },
    ]));

  it.each([
    ["no JSON", '{"text":"a","label":"x"}\nbroken', /^bad\.jsonl:2: no JSON object/],
    ["a missing label", '{"text":"a"}', /^bad\.jsonl:1: label /],
    ["an empty text", '\n{"text":"","label":"x"}', /^bad\.jsonl:2: text /],
  ])("with %s are refused by name and line", async (_, lines, message) =>
    expect(readLabelled(await file("bad.jsonl", lines))).rejects.toThrow(message),
  );

  it("that are not there are named", () =>
    expect(readLabelled(join(folder, "none.jsonl"))).rejects.toThrow(/none\.jsonl cannot be read \(ENOENT\)/));

  it("come in pairs", async () =>
    expect(evaluate(await testApp(), { train: join(folder, "good.jsonl") })).rejects.toThrow(
      "both --train and --test",
    ));
});

describe("test questions", () => {
  it("with an unknown intent are refused by name and line", async () => {
    const questions = await mkdtemp(join(folder, "questions-"));
    await writeFile(join(questions, "some.jsonl"), '{"text":"halo","intent":"hello","style":"formal"}\n');
    await expect(readTestQuestions(questions)).rejects.toThrow(/^some\.jsonl:1: intent /);
  });
});
