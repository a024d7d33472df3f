import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DocumentError } from "../../src/knowledge/document.ts";
import { DEFAULT_SETTINGS } from "../../src/settings/defaults.ts";
import type { Settings, StaffMember } from "../../src/settings/settings.ts";
import { openSettings } from "../../src/settings/store.ts";

const RINA: StaffMember = { id: "rina", name: "Rina", role: "lead", telegram: "123456789" };
const BUDI: StaffMember = { id: "budi", name: "Budi", role: "agent", whatsapp: "6281234567890" };

let folder: string;
let path: string;
let problems: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sapa-settings-"));
  path = join(folder, "settings.json");
  problems = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = () => openSettings({ path, onProblem: ({ message }) => problems.push(message) });
const onDisk = () => JSON.parse(readFileSync(path, "utf8")) as Settings;
const rights = (file: string) => (statSync(file).mode & 0o777).toString(8);
const adding =
  (...members: StaffMember[]) =>
  (settings: Settings): Settings => ({ ...settings, staff: [...settings.staff, ...members] });

/** Somebody edits by hand; the time moves on even where the disk counts it coarsely. */
let edits = 0;
function byHand(text: string): void {
  writeFileSync(path, text);
  const at = new Date(Date.UTC(2026, 10, 25) + ++edits * 1000);
  utimesSync(path, at, at);
}

describe("opening", () => {
  it("writes the defaults where there is no file, for the owner alone", () => {
    path = join(folder, "state", "settings.json");
    expect(open().current()).toEqual(DEFAULT_SETTINGS);
    expect(onDisk()).toEqual(DEFAULT_SETTINGS);
    expect(rights(path)).toBe("600");
    expect(readdirSync(join(folder, "state"))).toEqual(["settings.json"]);
  });

  it("fills in what a file leaves out and does not touch it", () => {
    byHand('{"staff": []}');
    expect(open().current()).toEqual(DEFAULT_SETTINGS);
    expect(readFileSync(path, "utf8")).toBe('{"staff": []}');
  });

  it.each([
    ["no JSON", '{"staff": [', /settings\.json: is no valid JSON/],
    ["empty", "", /settings\.json: is no valid JSON/],
    [
      "a wrong field",
      JSON.stringify({ staff: [{ ...RINA, role: "boss" }] }),
      /staff\[0\] \(rina\)\.role: must be agent or lead/,
    ],
    ["null", "null", /settings\.json: /],
  ])("stops at a broken file and leaves it as it is: %s", (_, text, said) => {
    byHand(text);
    expect(open).toThrow(DocumentError);
    expect(open).toThrow(said);
    expect(readFileSync(path, "utf8")).toBe(text);
    expect(readdirSync(folder)).toEqual(["settings.json"]);
  });

  it("stops at what is no file", () => {
    mkdirSync(path);
    expect(open).toThrow(/settings\.json: cannot be read/);
  });
});

describe("edits by hand", () => {
  it("are in force at the next look", () => {
    const store = open();
    byHand(JSON.stringify({ staff: [RINA] }));
    expect(store.current().staff).toEqual([RINA]);
    byHand(JSON.stringify({ staff: [BUDI] }));
    expect(store.current().staff).toEqual([BUDI]);
    expect(problems).toEqual([]);
  });

  it("are in force when the editor puts another file in its place, of the same size and time", () => {
    byHand(JSON.stringify({ staff: [RINA] }));
    const store = open();
    const { atime, mtime } = statSync(path);
    rmSync(path);
    writeFileSync(join(folder, "other"), "keeps the number of the old file in use");
    writeFileSync(path, JSON.stringify({ staff: [{ ...RINA, name: "Rani" }] }));
    utimesSync(path, atime, mtime);
    expect(store.current().staff[0]?.name).toBe("Rani");
  });

  it("that are broken are told once each, and the last good settings stay", () => {
    const store = open();
    byHand(JSON.stringify({ staff: [RINA] }));
    store.current();
    byHand("{");
    for (let i = 0; i < 3; i++) expect(store.current().staff).toEqual([RINA]);
    expect(problems).toHaveLength(1);
    byHand('{"desk": {"reopenDays": -1}}');
    for (let i = 0; i < 3; i++) expect(store.current().staff).toEqual([RINA]);
    expect(problems).toHaveLength(2);
    expect(problems[1]).toMatch(/desk\.reopenDays: must be a whole number/);
    byHand(JSON.stringify({ staff: [BUDI] }));
    expect(store.current().staff).toEqual([BUDI]);
    expect(problems).toHaveLength(2);
  });

  it("a file that goes away is told once, and the last good settings stay", () => {
    byHand(JSON.stringify({ staff: [RINA] }));
    const store = open();
    rmSync(path);
    for (let i = 0; i < 3; i++) expect(store.current().staff).toEqual([RINA]);
    expect(problems).toEqual([expect.stringMatching(/cannot be read/)]);
  });
});

describe("changing", () => {
  it("is on the disk when it returns, with the version before beside it", () => {
    const store = open();
    store.change(adding(RINA));
    expect(onDisk().staff).toEqual([RINA]);
    store.change(adding(BUDI));
    expect(store.current().staff).toEqual([RINA, BUDI]);
    expect(onDisk()).toEqual(store.current());
    expect((JSON.parse(readFileSync(`${path}.bak`, "utf8")) as Settings).staff).toEqual([RINA]);
    expect(readdirSync(folder).sort()).toEqual(["settings.json", "settings.json.bak"]);
    expect(open().current()).toEqual(store.current());
    expect(problems).toEqual([]);
  });

  it("leaves what only the owner can read, also of a file that all could read", () => {
    writeFileSync(path, "{}", { mode: 0o644 });
    open().change(adding(RINA));
    expect([rights(path), rights(`${path}.bak`)]).toEqual(["600", "600"]);
  });

  it("builds on what somebody edited in the meantime", () => {
    const store = open();
    store.current();
    byHand(JSON.stringify({ staff: [RINA], desk: { reopenDays: 3 } }));
    store.change(adding(BUDI));
    expect(onDisk()).toMatchObject({ staff: [RINA, BUDI], desk: { reopenDays: 3 } });
  });

  it("two that have the file open see each other's changes", () => {
    const [bot, command] = [open(), open()];
    command.change(adding(RINA));
    expect(bot.current().staff).toEqual([RINA]);
    bot.change(adding(BUDI));
    expect(command.current().staff).toEqual([RINA, BUDI]);
  });

  it("does not write over a file that is broken at the moment", () => {
    const store = open();
    byHand('{"staff": [');
    expect(() => store.change(adding(RINA))).toThrow(/is no valid JSON/);
    expect(() => store.change(adding(RINA))).toThrow(DocumentError);
    expect(readFileSync(path, "utf8")).toBe('{"staff": [');
    expect(problems).toHaveLength(1);
    byHand("{}");
    store.change(adding(RINA));
    expect(onDisk().staff).toEqual([RINA]);
  });

  it("writes the file again when it is gone", () => {
    const store = open();
    store.change(adding(RINA));
    rmSync(path);
    store.change(adding(BUDI));
    expect(onDisk().staff).toEqual([RINA, BUDI]);
  });

  it("refuses what is wrong, and nothing has changed", () => {
    const store = open();
    store.change(adding(RINA));
    const before = readFileSync(path, "utf8");
    expect(() => store.change(adding({ ...BUDI, id: "rina" }))).toThrow(/staff\[1\] \(rina\)\.id: is used/);
    expect(store.current().staff).toEqual([RINA]);
    expect(readFileSync(path, "utf8")).toBe(before);
  });

  it("an edit that fails changes nothing", () => {
    const store = open();
    const failing = () =>
      store.change(() => {
        throw new Error("changed my mind");
      });
    expect(failing).toThrow("changed my mind");
    expect(store.current()).toEqual(DEFAULT_SETTINGS);
  });

  it("half a file left behind by a crash, by us or others, does no harm", () => {
    const ours = join(folder, `.settings.json.${process.pid}.tmp`);
    const others = join(folder, ".settings.json.1.tmp");
    for (const file of [ours, others]) writeFileSync(file, '{"staff": [{"id', { mode: 0o644 });
    const store = open();
    expect(store.current()).toEqual(DEFAULT_SETTINGS);
    store.change(adding(RINA));
    expect(open().current().staff).toEqual([RINA]);
    expect(rights(path)).toBe("600");
    expect(readFileSync(others, "utf8")).toBe('{"staff": [{"id');
  });
});
