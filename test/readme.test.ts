import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { HOME } from "../src/app.ts";
import { SETTINGS } from "../src/config.ts";
import { newChat } from "./support/app.ts";

const README = readFileSync(join(HOME, "README.md"), "utf8");

describe("README", () => {
  it("shows a conversation that really goes like this", async () => {
    const [, day, shown] = /<!-- conversation (\S+) -->\s*```text\n([\s\S]*?)```/.exec(README) ?? [];
    expect(day).toBeDefined();
    const say = await newChat(day);
    const asked = Array.from(shown?.matchAll(/^Anda > (.*)$/gm) ?? [], ([, text]) => text ?? "");
    expect(asked.length).toBeGreaterThan(1);
    const real = asked.map((text) => `Anda > ${text}\n\n${say(text).reply.replace(/^(?=.)/gm, "  ")}\n`).join("\n");
    expect(shown).toBe(real);
  });

  it("names only scripts that exist", () => {
    const { scripts } = JSON.parse(readFileSync(join(HOME, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    const named = Array.from(README.matchAll(/npm run (\w+)/g), ([, name]) => name ?? "");
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it("explains every setting in .env.example", () => {
    const example = readFileSync(join(HOME, ".env.example"), "utf8");
    for (const name of SETTINGS) expect(example).toMatch(new RegExp(`^# .*[\\s\\S]*^${name}=`, "m"));
  });
});
