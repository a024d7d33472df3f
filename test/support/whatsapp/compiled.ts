import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const HOME = join(import.meta.dirname, "..", "..", "..");

/**
 * Compiles some files of src/ into a directory of their own, for a process that a test kills: Node 20 cannot run
 * TypeScript. Returns the directory and what takes it away again.
 */
export function compileAside(files: readonly string[]): { directory: string; remove(): void } {
  const directory = mkdtempSync(join(tmpdir(), "sapa-compiled-"));
  const config = join(directory, "tsconfig.json");
  symlinkSync(join(HOME, "node_modules"), join(directory, "node_modules"));
  writeFileSync(join(directory, "package.json"), `{ "type": "module" }`);
  writeFileSync(
    config,
    JSON.stringify({
      extends: join(HOME, "tsconfig.json"),
      compilerOptions: {
        rootDir: join(HOME, "src"),
        outDir: directory,
        typeRoots: [join(HOME, "node_modules/@types")],
      },
      files: files.map((file) => join(HOME, "src", file)),
      include: [],
    }),
  );
  const compiler = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc");
  execFileSync(process.execPath, [compiler, "-p", config], { stdio: "pipe" });
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}
