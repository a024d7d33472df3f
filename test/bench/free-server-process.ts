import { startFreeServer } from "../support/telegram/free-server.ts";

/** What the benchmark asks of the server; each is answered with the same `id`. */
export type Wish =
  | { id: number; what: "arrivals" }
  /** Answers take so long from now on, any time in between as likely. */
  | { id: number; what: "answer-within"; leastMs: number; mostMs: number }
  /** Somebody writes; answered with the milliseconds until something arrived in their chat. */
  | { id: number; what: "question"; chatId: number; text: string };

let [leastMs, mostMs] = [0, 0];
const server = await startFreeServer({
  answerAfterMs: () => leastMs + Math.random() * (mostMs - leastMs),
});
/** Who waits for something in a chat, and since when. */
const asked = new Map<string, { since: number; tell(ms: number): void }>();
server.onSend(({ chatId, at }) => {
  const question = asked.get(chatId);
  asked.delete(chatId);
  question?.tell(at - question.since);
});

async function grant(wish: Wish): Promise<unknown> {
  switch (wish.what) {
    case "arrivals":
      return server.sends.map(({ chatId, at }) => [chatId, at]);
    case "answer-within":
      ({ leastMs, mostMs } = wish);
      return null;
    case "question":
      return new Promise((tell) => {
        asked.set(String(wish.chatId), { since: performance.timeOrigin + performance.now(), tell });
        server.injectText(wish.chatId, wish.text);
      });
  }
}

process.on("message", (wish: Wish) => void grant(wish).then((value) => process.send?.({ id: wish.id, value })));
process.on("disconnect", () => process.exit());
process.send?.({ id: 0, value: server.apiRoot });
