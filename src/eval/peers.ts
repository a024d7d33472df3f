import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { HOME } from "../app.ts";
import type { Contender, Labelled } from "./contender.ts";

/**
 * Why `natural` is no dependency of the project, and how to measure beside it all the same. Measured with version 8.1.1.
 */
export const WITHOUT_NATURAL = [
  "natural is not measured: it is no dependency of this project. Version 8.1.1 brings 52 packages, 77 MB: drivers of",
  "MongoDB, PostgreSQL, Redis and Memcached, and WordNet; it reads .env, where our tokens are, as soon as it is loaded;",
  "and the word list of its Indonesian stemmer is not free for all uses (CC BY-NC-SA). To measure beside it:",
  "  npm install --prefix ../peers --ignore-scripts natural@8.1.1",
  "  npx sapa bench --peers ../peers",
].join("\n");

/** The parts of @nlpjs that are used; it comes without types. */
type NlpJs = {
  settings: { autoSave: boolean };
  container: { use(plugin: unknown): void };
  addLanguage(language: string): void;
  addDocument(language: string, text: string, intent: string): void;
  train(): Promise<void>;
  process(language: string, text: string): Promise<{ intent: string }>;
};

/**
 * @nlpjs/nlp with its package for Indonesian; undefined when it is not installed, as without development dependencies.
 * `none` is the label for what it does not understand.
 */
export function nlpJs({ none }: { none: string }): Contender | undefined {
  const require = requireWith("@nlpjs/nlp", HOME);
  if (!require) return undefined;
  return {
    name: "@nlpjs/nlp + lang-id",
    async learn(examples) {
      const { Nlp } = require("@nlpjs/nlp") as { Nlp: new (settings: object) => NlpJs };
      const { LangId } = require("@nlpjs/lang-id") as { LangId: unknown };
      const peer = new Nlp({ languages: ["id"], autoSave: false, forceNER: false, log: false, nlu: { log: false } });
      peer.container.use(LangId);
      peer.addLanguage("id");
      for (const { text, label } of withWords(examples)) peer.addDocument("id", text, label);
      await peer.train();
      return async (text) => {
        const { intent } = await peer.process("id", text);
        return intent === "None" ? none : intent;
      };
    },
  };
}

/** The parts of natural that are used. */
type Natural = {
  StemmerId: unknown;
  BayesClassifier: new (stemmer: unknown) => {
    addDocument(text: string, label: string): void;
    train(): void;
    classify(text: string): string;
  };
};

/** natural's Bayes classifier with its stemmer for Indonesian; undefined when `folder` has no node_modules with it. */
export function natural(folder: string = HOME): Contender | undefined {
  const require = requireWith("natural", folder);
  if (!require) return undefined;
  return {
    // its logistic regression did not finish within ten minutes on ten thousand examples
    name: "natural, Bayes + StemmerId",
    async learn(examples) {
      const { BayesClassifier, StemmerId } = require("natural") as Natural;
      const peer = new BayesClassifier(StemmerId);
      for (const { text, label } of withWords(examples)) peer.addDocument(text, label);
      peer.train();
      return (text) => peer.classify(text);
    },
  };
}

/** `require` as seen from a folder; undefined when the package is not there. */
function requireWith(name: string, folder: string): NodeJS.Require | undefined {
  const require = createRequire(join(resolve(folder), "package.json"));
  try {
    require.resolve(name);
    return require;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

/** Peers print a line for every text without a word in it. */
function withWords(examples: readonly Labelled[]): readonly Labelled[] {
  return examples.filter(({ text }) => /[a-z]{2}/i.test(text));
}
