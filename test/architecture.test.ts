import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";

const SRC = join(import.meta.dirname, "..", "src");

/** Who may import whom. "types of x" allows `import type` only. Rooms that do not exist yet are listed all the same. */
const RULES: Record<string, { values: string[]; types?: string[] }> = {
  message: { values: [] },
  lib: { values: [] },
  knowledge: { values: ["lib"] },
  understanding: { values: ["lib"], types: ["knowledge"] },
  answers: { values: ["understanding", "knowledge", "lib"] },
  contacts: { values: ["message", "lib"] },
  conversation: { values: ["message", "lib"] },
  handoff: { values: ["message", "contacts", "channels/channel", "lib"], types: ["settings"] },
  broadcast: { values: ["message", "contacts", "channels/channel", "lib"], types: ["outbox", "settings"] },
  staff: {
    values: ["handoff", "broadcast", "contacts", "settings/settings", "message", "lib"],
    types: ["analytics"],
  },
  settings: { values: ["knowledge/document", "lib"] },
  analytics: { values: ["lib"], types: ["message", "handoff"] },
  // what staff add to what the program understands and answers
  teaching: { values: ["understanding", "knowledge", "lib"], types: ["storage/model-file"] },
  privacy: { values: ["contacts", "message", "lib"], types: ["analytics", "handoff"] },
  router: {
    values: ["message", "conversation", "understanding", "answers", "contacts", "handoff", "broadcast", "staff", "lib"],
    types: ["analytics", "knowledge"],
  },
  "channels/channel": { values: ["message"] },
  "channels/terminal": { values: ["message", "channels/channel", "lib"] },
  "channels/telegram": { values: ["message", "channels/channel", "lib"] },
  "channels/whatsapp": { values: ["message", "channels/channel", "lib"] },
  inbox: { values: ["message", "lib"] },
  outbox: { values: ["message", "channels/channel", "lib"] },
  // what the stores keep is declared, and where it has a meaning of its own encoded, by the rooms that need it
  storage: {
    values: ["lib", "understanding/model", "conversation", "outbox", "contacts/consent"],
    types: [
      "knowledge",
      "understanding",
      "analytics",
      "privacy",
      "channels/channel",
      "contacts",
      "handoff",
      "broadcast",
      "inbox",
      "message",
      "channels/whatsapp/auth",
    ],
  },
};

/** Files that join the rooms or are commands of their own; they may import everything. */
const JOINING = new Set([
  "app",
  "main",
  "cli",
  "config",
  "config-schema",
  "ask",
  "ask-lines",
  "ask-why",
  "eval",
  "bench",
  "service",
  "start",
  "http",
  "logging",
  "accounts",
  "post",
  "office-desk",
  "outreach",
  "outreach-desk",
  "outreach-files",
  "outreach-words",
  "school",
  "commands",
]);

/** "answers/statistics.ts" → "answers", "channels/telegram/inbound.ts" → "channels/telegram", "router.ts" → "router". */
function roomOf(path: string): string {
  const parts = path.replace(/\.ts$/, "").split("/");
  return parts[0] === "channels" ? parts.slice(0, 2).join("/") : (parts[0] ?? "");
}

const files = readdirSync(SRC, { recursive: true })
  .map(String)
  .filter((file) => file.endsWith(".ts"));

function importsOf(file: string): { path: string; typeOnly: boolean }[] {
  const text = readFileSync(join(SRC, file), "utf8");
  return Array.from(text.matchAll(/^(import|export)\s+(type\s)?[^;]*?from\s+"(\.[^"]+)"/gm), (match) => ({
    path: relative(SRC, join(dirname(join(SRC, file)), match[3] ?? "")).replace(/\.ts$/, ""),
    typeOnly: match[2] !== undefined,
  }));
}

describe("who may import whom", () => {
  it("looks at real files", () => expect(files.length).toBeGreaterThan(30));

  it.each(files.filter((file) => !JOINING.has(roomOf(file))))("%s keeps to its room's imports", (file) => {
    const room = roomOf(file);
    const rule = RULES[room];
    expect(rule, `no rule for the room "${room}"`).toBeDefined();
    const allowed = (path: string, typeOnly: boolean) =>
      [room, ...(rule?.values ?? []), ...(typeOnly ? (rule?.types ?? []) : [])].some(
        (name) => path === name || path.startsWith(`${name}/`),
      );
    expect(importsOf(file).filter(({ path, typeOnly }) => !allowed(path, typeOnly))).toEqual([]);
  });

  it("only config.ts and the commands read the environment", () => {
    const readers = files.filter((file) => readFileSync(join(SRC, file), "utf8").includes("process.env"));
    expect(readers).toEqual(["cli.ts"]);
  });

  it("understanding and answers touch neither clock nor chance nor files", () => {
    const impure = files
      .filter((file) => /^(?:understanding|answers)\//.test(file))
      .filter((file) =>
        /Date\.now|new Date\(\)|Math\.random|node:fs|process\./.test(readFileSync(join(SRC, file), "utf8")),
      );
    expect(impure).toEqual([]);
  });
});
