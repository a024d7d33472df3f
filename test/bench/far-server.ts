import { execFileSync, fork } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HOME } from "../../src/app.ts";
import type { Wish } from "./free-server-process.ts";

/** Something that arrived: in which chat, and when, in milliseconds since 1970 with fractions. */
export type Arrival = { chatId: string; at: number };

type Ask<One = Wish> = One extends Wish ? Omit<One, "id"> : never;

/** The free Bot API server as a process of its own, so that it takes no time of those who are measured. */
export async function startFarServer() {
  const folder = compiled();
  const child = fork(join(folder, "bench", "free-server-process.js"));
  const waiting = new Map<number, (value: unknown) => void>();
  let wishes = 0;
  const answer = (id: number) => new Promise<unknown>((resolve) => waiting.set(id, resolve));
  child.on("message", ({ id, value }: { id: number; value: unknown }) => {
    waiting.get(id)?.(value);
    waiting.delete(id);
  });
  const ask = (wish: Ask): Promise<unknown> => {
    const id = ++wishes;
    child.send({ ...wish, id });
    return answer(id);
  };
  const apiRoot = String(await answer(0));
  return {
    apiRoot,
    async arrivals(): Promise<Arrival[]> {
      const pairs = (await ask({ what: "arrivals" })) as [string, number][];
      return pairs.map(([chatId, at]) => ({ chatId, at }));
    },
    answerWithin: async (leastMs: number, mostMs: number) =>
      void (await ask({ what: "answer-within", leastMs, mostMs })),
    /** Milliseconds from a person's message to its reply. */
    question: async (chatId: number, text: string) => Number(await ask({ what: "question", chatId, text })),
    async close(): Promise<void> {
      const exited = new Promise((resolve) => child.once("exit", resolve));
      child.disconnect();
      await exited;
      rmSync(folder, { recursive: true });
    },
  };
}

export type FarServer = Awaited<ReturnType<typeof startFarServer>>;

/** Only JavaScript runs in a process: the server's few files, compiled into a folder that the caller removes. */
function compiled(): string {
  const folder = mkdtempSync(join(tmpdir(), "sapa-bench-"));
  const compiler = join(createRequire(import.meta.url).resolve("typescript/package.json"), "..", "bin", "tsc");
  const source = join(HOME, "test", "bench", "free-server-process.ts");
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({
      extends: join(HOME, "tsconfig.json"),
      compilerOptions: { rootDir: join(HOME, "test"), outDir: folder, noCheck: true, sourceMap: false },
      include: [],
      files: [source],
    }),
  );
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  symlinkSync(join(HOME, "node_modules"), join(folder, "node_modules"));
  execFileSync(process.execPath, [compiler, "-p", folder], { stdio: ["ignore", 2, 2] });
  return folder;
}
