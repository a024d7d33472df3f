import { parentPort, workerData } from "node:worker_threads";
import { createQuickLearning, type QuickJob, type QuickSetup } from "./quick-job.ts";

/** The thread that learns quickly: it stays, and what it made of the known examples serves the next teaching too. */
const learn = createQuickLearning(workerData as QuickSetup);

parentPort?.on("message", (job: QuickJob) => {
  const result = learn(job);
  parentPort?.postMessage(result, result.ok ? [result.model.buffer] : []);
});
