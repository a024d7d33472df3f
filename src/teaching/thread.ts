import { Worker } from "node:worker_threads";

/** The program ends, or something else comes first, before a learning did. Nothing was changed. */
export class LearningStopped extends Error {
  override name = "LearningStopped";
}

/** A thread that takes one job after another. */
export type Thread<Job, Result> = {
  /** Starts the thread when none is running. Rejects with LearningStopped when it is stopped meanwhile. */
  run(job: Job): Promise<Result>;
  running(): boolean;
  stop(): Promise<void>;
};

/** Memory for what is used only for a moment; the default takes as much more as it saves time. */
const YOUNG_MEMORY_MB = 32;

/** Makes a thread that begins with `setup`, waits for more jobs, and ends when none has come for so long. */
export function createThread<Setup, Job, Result>({
  worker,
  setup,
  idleMs,
}: {
  worker: URL;
  setup: () => Setup;
  idleMs: number;
}): Thread<Job, Result> {
  let current: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let stopped = false;

  function started(): Worker {
    const thread = new Worker(worker, {
      workerData: setup(),
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEMORY_MB },
    });
    thread.on("error", () => leave(thread)).once("exit", () => leave(thread));
    return (current = thread);
  }

  /** A thread that waits keeps no program from ending, and ends itself when nothing comes. */
  function rest(thread: Worker): void {
    thread.unref();
    clearTimeout(idle);
    idle = setTimeout(() => {
      leave(thread);
      void thread.terminate();
    }, idleMs).unref();
  }

  /** The next job gets a new thread. */
  function leave(thread: Worker): void {
    if (current === thread) current = undefined;
  }

  return {
    run(job) {
      if (stopped) return Promise.reject(new LearningStopped("stopped before it began"));
      clearTimeout(idle);
      const thread = current ?? started();
      thread.ref();
      return new Promise<Result>((resolve, reject) => {
        const ended = (code: number) =>
          reject(
            stopped ? new LearningStopped("stopped while learning") : new Error(`the learning ended with code ${code}`),
          );
        const release = () => {
          thread.off("message", answered).off("error", failed).off("exit", ended);
          rest(thread);
        };
        const answered = (result: Result) => {
          release();
          resolve(result);
        };
        const failed = (error: unknown) => {
          release();
          reject(error);
        };
        thread.on("message", answered).on("error", failed).on("exit", ended);
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
        thread.postMessage(job);
      });
    },
    running: () => current !== undefined,
    async stop() {
      stopped = true;
      clearTimeout(idle);
      await current?.terminate();
    },
  };
}
