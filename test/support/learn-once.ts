import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { HOME } from "../../src/app.ts";

/**
 * Compiles the program and learns the model before the tests begin, as a start would, so that test files running side
 * by side all find both, and tests that start the program as a process start what is in src/.
 */
export default function setup(): void {
  execFileSync(process.execPath, [join(HOME, "src", "launch.mjs"), "build"], { stdio: "inherit" });
}
