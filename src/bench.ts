import { join } from "node:path";
import { HOME, understandingMaterial, type App } from "./app.ts";
import { createNoises, MIXED_NOISE } from "./eval/noise.ts";
import { TODAY } from "./eval/judge.ts";
import { ownProgram } from "./eval/own-learner.ts";
import { natural, nlpJs, WITHOUT_NATURAL } from "./eval/peers.ts";
import { readTestQuestions } from "./eval/questions.ts";
import { readSmsForms } from "./eval/sms-forms.ts";
import { latency, runTrial, trialTable, type Trial } from "./eval/trial.ts";
import { readExamples } from "./knowledge/load.ts";
import { freeHeap } from "./lib/heap-bounds.ts";
import { table } from "./lib/table.ts";

/**
 * Prints speed, accuracy and memory as tables: the whole way from text to reply, and understanding beside peers that learn
 * from the same examples in the same run. Times depend on the machine; the ratios are what to compare. `peers` is a folder
 * in whose node_modules further peers are.
 */
export async function bench(app: App, { peers }: { peers?: string } = {}): Promise<void> {
  const print = (text: string) => process.stdout.write(`${text}\n`);
  const questions = await readTestQuestions();

  const texts = questions.map(({ text }) => text);
  const handle = (text: string, index: number) =>
    app.router.handle({
      id: String(index),
      from: { channel: "terminal", chatId: `bench-${index}` },
      text,
      sentAt: new Date(`${TODAY}T05:00:00Z`),
    });
  // a program that runs for weeks is not what it is in its first minute, when the machine has compiled little of it
  const first = await latency(handle, texts, { warmUp: 0, rounds: 1 });
  const whole = await latency(handle, texts, { warmUp: texts.length });
  print(
    table(
      ["text to reply, whole router", `after ${2 * texts.length} messages`, "the first ones after the start"],
      [
        ["messages", String(3 * texts.length), String(texts.length)],
        ["p50 ms", whole.p50Ms.toFixed(3), first.p50Ms.toFixed(3)],
        ["p99 ms", whole.p99Ms.toFixed(3), first.p99Ms.toFixed(3)],
        ["messages/s on one core", whole.perSecond.toFixed(0), first.perSecond.toFixed(0)],
        ["memory of the whole program, MB", (process.memoryUsage().rss / 1e6).toFixed(0), ""],
      ],
    ),
  );

  // peers are measured as they run by themselves
  freeHeap();
  const examples = await readExamples(join(HOME, "data", "examples"));
  const noises = createNoises(await readSmsForms()).filter(({ name }) => name === MIXED_NOISE);
  const [nlp, other] = [nlpJs({ none: "out-of-scope" }), natural(peers)];
  if (!nlp) print("@nlpjs is not measured: it comes with the development dependencies.\n");
  if (!other) print(`${WITHOUT_NATURAL}\n`);
  const trials: Trial[] = [];
  for (const contender of [ownProgram(understandingMaterial(app.knowledge, app.kit)), nlp, other])
    if (contender)
      trials.push(
        await runTrial(contender, {
          examples: examples.map(({ text, intent }) => ({ text, label: intent })),
          test: questions.map(({ intent, ...question }) => ({ ...question, label: intent })),
          noises,
        }),
      );
  print(trialTable("understanding", trials, noises));
  const [own, ...rest] = trials;
  if (own) print(comparison(own, rest));
}

function comparison(own: Trial, peers: readonly Trial[]): string {
  const times = (part: number, whole: number) => `${(whole / part).toFixed(1)} ×`;
  return table(
    ["sapa against", "points more right", "learns faster", "p50 faster", "p99 faster"],
    peers.map((peer) => [
      peer.name,
      (own.right - peer.right).toFixed(1),
      times(own.learnMs, peer.learnMs),
      times(own.p50Ms, peer.p50Ms),
      times(own.p99Ms, peer.p99Ms),
    ]),
  );
}
