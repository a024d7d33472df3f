import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Scene } from "./scene.ts";

/** What to look for: a name for it → the text itself. */
export type Marks = Readonly<Record<string, string>>;

/** Where a mark stands in the bytes of any file of a folder, as "file: name of the mark". */
export function tracesInFiles(folder: string, marks: Marks): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const path = join(entry.parentPath, entry.name);
      return tracesIn(readFileSync(path).toString("latin1"), marks).map((mark) => `${entry.name}: ${mark}`);
    });
}

/** Where a mark stands in what was logged. */
export function tracesInLog({ logged }: Pick<Scene, "logged">, marks: Marks): string[] {
  return logged.flatMap((line) => tracesIn(bytesOf(line), marks).map((mark) => `log, ${mark}: ${line.split(" ")[0]}`));
}

/** Where a mark can still be read in the staff's group: titles, messages and buttons of what was not deleted. */
export function tracesAtDesk({ api }: Pick<Scene, "api">, marks: Marks): string[] {
  const topics = [...api.topics().filter(({ deleted }) => !deleted), { title: "(general)", ...api.general() }];
  return topics.flatMap(({ title, messages }) =>
    tracesIn(bytesOf(JSON.stringify([title, messages])), marks).map((mark) => `desk, ${title}: ${mark}`),
  );
}

function tracesIn(bytes: string, marks: Marks): string[] {
  const haystack = bytes.toLowerCase();
  return Object.entries(marks).flatMap(([name, text]) =>
    haystack.includes(bytesOf(text).toLowerCase()) ? [name] : [],
  );
}

/** A text as its bytes stand in a file, one character each. */
function bytesOf(text: string): string {
  return Buffer.from(text).toString("latin1");
}
