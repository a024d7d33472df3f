import { Command, CommanderError } from "commander";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Settings } from "../../src/settings/settings.ts";
import { openSettings } from "../../src/settings/store.ts";
import { addStaffCommand } from "../../src/commands/staff.ts";

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sapa-staff-"));
  path = join(folder, "settings.json");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs `sapa staff …` and gives what it printed. */
async function staff(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = "";
  let err = "";
  const sapa = new Command("sapa")
    .exitOverride()
    .configureOutput({ writeOut: (text) => (out += text), writeErr: (text) => (err += text) });
  addStaffCommand(sapa, () => Promise.resolve(path));
  try {
    await sapa.parseAsync(["staff", ...args], { from: "user" });
    return { code: 0, out, err };
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { code: error.exitCode, out, err };
  }
}

const RINA = ["--id", "rina", "--name", "Rina", "--role", "lead", "--telegram", "123456789"];
const budi = (number: string) => ["--id", "budi", "--name", "Budi", "--role", "agent", "--whatsapp", number];
const onDisk = () => (JSON.parse(readFileSync(path, "utf8")) as Settings).staff;

describe("staff", () => {
  it("lists nobody at first and says how to begin", async () => {
    const { code, out } = await staff("list");
    expect(code).toBe(0);
    expect(out).toMatch(/Nobody yet.*npm run staff -- add --id/);
    expect((await staff()).out).toBe(out);
  });

  it("adds, shows, changes and removes", async () => {
    await staff("add", ...RINA);
    const { out } = await staff("add", ...budi("0812-3456-7890"));
    expect(out.split("\n").map((line) => line.trim().split(/\s+/))).toEqual([
      ["id", "name", "role", "telegram", "whatsapp"],
      expect.anything(),
      ["rina", "Rina", "lead", "123456789", "-"],
      ["budi", "Budi", "agent", "-", "6281234567890"],
      [""],
    ]);
    expect((await staff("list")).out).toBe(out);
    expect((await staff("role", "budi", "lead")).out).toMatch(/budi +Budi +lead/);
    expect((await staff("remove", "rina")).out).not.toContain("rina");
    expect(onDisk()).toEqual([{ id: "budi", name: "Budi", role: "lead", whatsapp: "6281234567890" }]);
  });

  it.each([
    ["081234567890", "6281234567890"],
    ["+62 812 3456 7890", "6281234567890"],
    ["6281234567890", "6281234567890"],
    ["+60123456789", "60123456789"],
  ])("takes the number %s", async (typed, digits) => {
    expect((await staff("add", ...budi(typed))).err).toBe("");
    expect(onDisk()[0]?.whatsapp).toBe(digits);
  });

  it("a program that is running sees it", async () => {
    const running = openSettings({
      path,
      onProblem: (error) => {
        throw error;
      },
    });
    await staff("add", ...RINA);
    expect(running.current().staff.map(({ id }) => id)).toEqual(["rina"]);
  });

  it("leaves the other settings as they are", async () => {
    writeFileSync(path, JSON.stringify({ desk: { reopenDays: 3 }, office: { holidays: [] } }));
    await staff("add", ...RINA);
    expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ desk: { reopenDays: 3 }, office: { holidays: [] } });
  });

  it.each<[string, string[], RegExp]>([
    ["a missing role", ["add", "--id", "x", "--name", "X", "--telegram", "12345"], /required option '--role <role>'/],
    [
      "a missing name",
      ["add", "--id", "x", "--role", "lead", "--telegram", "12345"],
      /required option '--name <name>'/,
    ],
    [
      "a role nobody knows",
      ["add", ...RINA, "--role", "boss"],
      /'--role <role>' argument 'boss' is invalid.*agent, lead/,
    ],
    [
      "nobody to be reached",
      ["add", "--id", "x", "--name", "X", "--role", "lead"],
      /staff\[1\] \(x\): must have telegram or whatsapp/,
    ],
    ["a landline", ["add", ...budi("0215551234")], /--whatsapp: must be a mobile number/],
    ["a word", ["add", ...budi("nomor 081234567890")], /--whatsapp: must be/],
    ["an extension", ["add", ...budi("+6281234567890 ext 3")], /--whatsapp: must be/],
    [
      "a Telegram name",
      ["add", ...RINA, "--id", "b", "--telegram", "@rina"],
      /staff\[1\] \(b\)\.telegram: must be a Telegram user id/,
    ],
    ["an id in capitals", ["add", ...RINA, "--id", "Rina"], /staff\[1\] \(Rina\)\.id: must be/],
    ["an id twice", ["add", ...budi("081234567890"), "--id", "rina"], /staff\[1\] \(rina\)\.id: is used/],
    ["a Telegram id twice", ["add", ...RINA, "--id", "b"], /staff\[1\] \(b\)\.telegram: is used/],
    ["removing nobody", ["remove", "ani"], /id: nobody is called "ani"; there are: rina/],
    ["a role for nobody", ["role", "ani", "lead"], /id: nobody is called "ani"/],
    ["a wrong new role", ["role", "rina", "boss"], /'role'.*agent, lead/],
  ])("names what is wrong: %s", async (_, args, said) => {
    await staff("add", ...RINA);
    const before = readFileSync(path, "utf8");
    const { code, out, err } = await staff(...args);
    expect(code).toBe(1);
    expect(out).toBe("");
    expect(err).toMatch(said);
    expect(readFileSync(path, "utf8")).toBe(before);
  });

  it("does not touch a broken file", async () => {
    writeFileSync(path, '{"staff": [');
    for (const args of [["list"], ["add", ...RINA]]) {
      const { code, err } = await staff(...args);
      expect(code).toBe(1);
      expect(err).toMatch(/settings\.json: is no valid JSON/);
    }
    expect(readFileSync(path, "utf8")).toBe('{"staff": [');
  });
});
