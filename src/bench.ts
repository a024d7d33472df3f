import { join } from "node:path";
import { HOME, understandingMaterial, type App } from "./app.ts";
import { accuracy, judge, readTestQuestions } from "./eval.ts";
import { readExamples } from "./knowledge/load.ts";
import { INTENTS } from "./lib/intent.ts";
import { table } from "./lib/table.ts";
import { learn } from "./understanding/learn.ts";

/** The parts of the peer that the benchmark uses; it is a development dependency without types of its own. */
type Peer = {
  addLanguage(language: string): void;
  addDocument(language: string, text: string, intent: string): void;
  train(): Promise<void>;
  process(language: string, text: string): Promise<{ intent: string }>;
};

/** The day messages are asked on; a fixed one, so that two runs do the same work. */
const TODAY = "2026-11-24";

const ROUNDS = 3;

/**
 * Prints speed and memory as tables: understanding beside @nlpjs trained on the same examples in the same run, and the
 * whole way from text to reply. Times depend on the machine; the ratios are what to compare.
 */
export async function bench(app: App): Promise<void> {
  const questions = await readTestQuestions();
  const texts = questions.map(({ text }) => text);
  const examples = await readExamples(join(HOME, "data", "examples"));
  const print = (text: string) => process.stdout.write(`${text}\n`);

  const own = await times(texts, (text) => void app.understanding.understand(text, { today: TODAY, memory: {} }));
  const whole = await times(
    texts,
    (text, index) =>
      void app.router.handle({
        id: String(index),
        from: { channel: "terminal", chatId: `bench-${index}` },
        text,
        sentAt: new Date(`${TODAY}T05:00:00Z`),
      }),
  );
  const memory = process.memoryUsage().rss / 1e6;
  const learning = performance.now();
  learn(examples, { ...understandingMaterial(app.knowledge, app.kit), intents: INTENTS, fingerprint: "bench" });
  const learnMs = performance.now() - learning;

  const peer = await loadPeer();
  if (!peer) {
    print("@nlpjs/nlp is not installed: showing our own figures only.\n");
  } else {
    // the peer prints a line for every message without a word in it
    for (const { text, intent } of examples) if (/[a-z]{2}/i.test(text)) peer.addDocument("id", text, intent);
    const training = performance.now();
    await peer.train();
    const trainMs = performance.now() - training;
    let right = 0;
    for (const { text, intent, alsoOk } of questions) {
      const got = (await peer.process("id", text)).intent.replace(/^None$/, "out-of-scope");
      if (got === intent || alsoOk?.some((other) => other === got)) right++;
    }
    const theirs = await times(texts, async (text) => void (await peer.process("id", text)));
    print(
      table(
        ["understanding", "right %", "learning s", "p50 ms", "p99 ms"],
        [
          [
            "sapa",
            accuracy(judge(questions, app)).toFixed(1),
            (learnMs / 1000).toFixed(1),
            own.p50.toFixed(3),
            own.p99.toFixed(3),
          ],
          [
            "@nlpjs/nlp",
            ((100 * right) / questions.length).toFixed(1),
            (trainMs / 1000).toFixed(1),
            theirs.p50.toFixed(3),
            theirs.p99.toFixed(3),
          ],
          [
            "ratio",
            "",
            (learnMs / trainMs).toFixed(2),
            (own.p50 / theirs.p50).toFixed(2),
            (own.p99 / theirs.p99).toFixed(2),
          ],
        ],
      ),
    );
  }
  print(
    table(
      ["text to reply, whole router", "value"],
      [
        ["messages", String(texts.length * ROUNDS)],
        ["p50 ms", whole.p50.toFixed(3)],
        ["p99 ms", whole.p99.toFixed(3)],
        ["messages/s on one core", whole.perSecond.toFixed(0)],
        ["memory MB (before learning and the peer)", memory.toFixed(0)],
      ],
    ),
  );
}

async function times(
  texts: readonly string[],
  work: (text: string, index: number) => void | Promise<void>,
): Promise<{ p50: number; p99: number; perSecond: number }> {
  for (const [index, text] of texts.slice(0, 200).entries()) await work(text, index);
  const taken: number[] = [];
  for (let round = 0; round < ROUNDS; round++)
    for (const [index, text] of texts.entries()) {
      const started = performance.now();
      await work(text, index);
      taken.push(performance.now() - started);
    }
  taken.sort((a, b) => a - b);
  const at = (share: number) => taken[Math.floor(taken.length * share)] ?? 0;
  const total = taken.reduce((sum, ms) => sum + ms, 0);
  return { p50: at(0.5), p99: at(0.99), perSecond: (1000 * taken.length) / total };
}

async function loadPeer(): Promise<Peer | undefined> {
  try {
    const name = "@nlpjs/nlp";
    const { Nlp } = (await import(name)) as { Nlp: new (settings: object) => Peer };
    const peer = new Nlp({ languages: ["id"], autoSave: false, forceNER: false, log: false, nlu: { log: false } });
    peer.addLanguage("id");
    return peer;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}
