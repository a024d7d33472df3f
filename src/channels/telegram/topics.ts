import type { Api } from "grammy";
import type { TopicStore } from "../channel.ts";
import { isBadRequest, isTopicGone } from "./failure.ts";

type Topic = { key: string; title: string };

/** https://core.telegram.org/bots/api#createforumtopic */
const MAX_TITLE = 128;

/** The topics of the staff's group, by their keys. What Telegram refuses is thrown. */
export function createTopics({ api, store }: { api: Api; store: TopicStore }) {
  /** Does something to a topic. Nothing is left to do when there is none, it is so already, or it is gone. */
  const settle = async (key: string, change: (thread: number) => Promise<unknown>) => {
    const thread = store.threadOf(key);
    if (thread === undefined) return;
    await change(thread).catch((error: unknown) => {
      if (isTopicGone(error)) store.drop(key);
      else if (!isBadRequest(error, /TOPIC_NOT_MODIFIED/i)) throw error;
    });
  };
  return {
    /** The number of a topic, which is opened when there is none. It is kept before anything is said in it. */
    async open(chatId: number, { key, title }: Topic): Promise<number> {
      const known = store.threadOf(key);
      if (known !== undefined) return known;
      const { message_thread_id: thread } = await api.raw.createForumTopic({
        chat_id: chatId,
        name: cut(title) || key,
      });
      store.save(key, thread);
      return thread;
    },
    forget: (key: string) => store.drop(key),
    close: (chatId: number, key: string) =>
      settle(key, (thread) => api.raw.closeForumTopic({ chat_id: chatId, message_thread_id: thread })),
    reopen: (chatId: number, key: string) =>
      settle(key, (thread) => api.raw.reopenForumTopic({ chat_id: chatId, message_thread_id: thread })),
    remove: (chatId: number, key: string) =>
      settle(key, async (thread) => {
        await api.raw.deleteForumTopic({ chat_id: chatId, message_thread_id: thread });
        store.drop(key);
      }),
  };
}

export type Topics = ReturnType<typeof createTopics>;

function cut(title: string): string {
  return title
    .trim()
    .slice(0, MAX_TITLE)
    .replace(/[\uD800-\uDBFF]$/, "");
}
