import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/learn-once.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // many files wait for servers and processes most of the time
    maxWorkers: 2,
  },
});
