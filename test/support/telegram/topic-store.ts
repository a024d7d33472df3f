import type { TopicStore } from "../../../src/channels/channel.ts";

/** Topics in memory. */
export function createMemoryTopics(): TopicStore {
  const threads = new Map<string, number>();
  return {
    threadOf: (key) => threads.get(key),
    keyOf: (thread) => [...threads].find(([, each]) => each === thread)?.[0],
    save: (key, thread) => void threads.set(key, thread),
    drop: (key) => void threads.delete(key),
  };
}
