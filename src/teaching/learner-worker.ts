import { parentPort, workerData } from "node:worker_threads";
import { learnAndCheck, type LearningJob } from "./job.ts";

/** The thread that learns: one job comes in as `workerData`, one result goes out, and it ends. */
const result = learnAndCheck(workerData as LearningJob);
parentPort?.postMessage(result, [result.model.buffer]);
