import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAst } from "vitest/node";

/** A pattern of the program, and where it stands. */
export type Pattern = { where: string; pattern: RegExp };

const SRC = join(import.meta.dirname, "..", "..", "src");

/** Source files of rooms, by their path below src/. A room is a folder with all below it, and the file of its name. */
export function filesOf(rooms: readonly string[]): string[] {
  return readdirSync(SRC, { recursive: true })
    .map((file) => String(file).replaceAll("\\", "/"))
    .filter(
      (file) => file.endsWith(".ts") && rooms.some((room) => file === `${room}.ts` || file.startsWith(`${room}/`)),
    )
    .sort();
}

/** Every regular expression that is written as one in a file. */
export function literalsIn(file: string): Pattern[] {
  const text = readFileSync(join(SRC, file), "utf8");
  const found: Pattern[] = [];
  visit(parseAst(text, { lang: "ts" }), (node) => {
    if (node["type"] !== "Literal" || !isRecord(node["regex"])) return;
    const { pattern, flags } = node["regex"] as { pattern: string; flags: string };
    const line = text.slice(0, Number(node["start"])).split("\n").length;
    found.push({ where: `${file}:${line}`, pattern: new RegExp(pattern, flags) });
  });
  return found;
}

/**
 * Every regular expression that the files put together out of parts while they are loaded. Only the first load of a file
 * makes them: whoever asks must not have imported the files before.
 */
export async function builtBy(files: readonly string[]): Promise<Pattern[]> {
  const found: Pattern[] = [];
  const Native = RegExp;
  globalThis.RegExp = new Proxy(Native, {
    construct(target, [source, flags]: [string, string?]) {
      const pattern = new target(source, flags);
      // whoever called the constructor made it; what a library makes in the meantime is not ours
      const caller = new Error("where").stack?.split("\n")[2] ?? "";
      const own = /\/src\/([^:?)]+\.ts)/.exec(caller)?.[1];
      if (own !== undefined && files.includes(own)) found.push({ where: `${own} (built)`, pattern });
      return pattern;
    },
  });
  try {
    for (const file of files) await import(join(SRC, file));
  } finally {
    globalThis.RegExp = Native;
  }
  return found;
}

type Node = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Node {
  return typeof value === "object" && value !== null;
}

/** Looks at every node of a syntax tree. */
function visit(value: unknown, look: (node: Node) => void): void {
  if (Array.isArray(value)) for (const entry of value) visit(entry, look);
  if (!isRecord(value) || Array.isArray(value)) return;
  if (typeof value["type"] === "string") look(value);
  for (const child of Object.values(value)) visit(child, look);
}
