import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { HOME } from "../../src/app.ts";

/** The program as a process of its own, with nothing of our environment but what it needs. */
export type SapaProcess = {
  child: ChildProcess;
  /** Everything it wrote, standard output and error together. */
  written: () => string;
  /** Ends it at once, as a power cut would (kill -9). */
  kill(): Promise<void>;
  /** Asks it to stop. Resolves with its exit code and how long it took. */
  stop(): Promise<{ code: number | null; ms: number }>;
};

export function startSapa(env: Record<string, string>): SapaProcess {
  const child = spawn(process.execPath, [join(HOME, "src", "launch.mjs"), "start"], {
    cwd: HOME,
    env: { PATH: process.env["PATH"] ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let written = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (data: Buffer) => void (written += data.toString()));
  const exited = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  return {
    child,
    written: () => written,
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
    async stop() {
      const started = Date.now();
      child.kill("SIGTERM");
      return { code: await exited, ms: Date.now() - started };
    },
  };
}
