import { defineConfig } from "vitest/config";

/** Benchmarks of the channels, beside a bare bot on the same library; no part of the tests. */
export default defineConfig({
  test: {
    include: ["test/bench/*.bench.ts"],
    globalSetup: ["test/support/learn-once.ts"],
    testTimeout: 300_000,
    fileParallelism: false,
    silent: false,
  },
});
