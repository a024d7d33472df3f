#!/usr/bin/env node
// Starts the program from a fresh checkout: compiles src/ when dist/ is missing or older, then hands over to dist/cli.js.
// Plain JavaScript, because nothing is compiled yet when it runs.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const home = join(dirname(fileURLToPath(import.meta.url)), "..");
const stamp = join(home, "dist", ".sources");

/** A hash over everything that is compiled: another hash means compiling again. */
function sourcesHash() {
  const hash = createHash("sha256").update(readFileSync(join(home, "tsconfig.json")));
  for (const file of readdirSync(join(home, "src"), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(".ts"))
    .sort())
    hash.update(file).update(readFileSync(join(home, "src", file)));
  return hash.digest("hex");
}

function compile({ optional }) {
  const hash = sourcesHash();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return true;
  let compiler;
  try {
    compiler = createRequire(import.meta.url).resolve("typescript/package.json");
  } catch {
    if (optional || existsSync(stamp)) return existsSync(stamp);
    console.error("TypeScript is not installed and dist/ is missing. Run: npm ci");
    process.exit(1);
  }
  const run = spawnSync(process.execPath, [join(dirname(compiler), "bin", "tsc"), "-p", home], {
    stdio: ["ignore", 2, 2],
  });
  if (run.status !== 0) process.exit(run.status ?? 1);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
  return true;
}

const [command, ...rest] = process.argv.slice(2);
const compiled = compile({ optional: command === "build" && rest.includes("--if-possible") });
if (compiled) {
  const { run } = await import(pathToFileURL(join(home, "dist", "cli.js")).href);
  await run(command === "build" ? ["build"] : process.argv.slice(2));
}
