import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { newChat } from "../support/app.ts";

/** One turn of a chat: what somebody says and what must (not) be in the reply. */
type Turn = {
  said: string;
  intent?: string;
  language?: string;
  says?: string[];
  saysNot?: string[];
  /** Types of the effects, exactly. */
  effects?: string[];
  /** What the reply asks for. */
  asks?: string;
};

type Chat = { name: string; day?: string; turns: Turn[] };

const CHATS = JSON.parse(readFileSync(join(import.meta.dirname, "..", "dialogues", "chats.json"), "utf8")) as Chat[];

/** What a reply must hold for each thing that can be asked for. */
const ASKING: Readonly<Record<string, RegExp>> = {
  incomeRupiah: /penghasilan Anda/,
  region: /kabupaten atau kota mana/,
};

describe("chats", () => {
  it.each(CHATS)("$name", async ({ day, turns }) => {
    const say = await newChat(day);
    for (const { said, intent, language, says = [], saysNot = [], effects, asks } of turns) {
      const result = say(said);
      const types = result.effects.map((effect) => (effect as { type: string }).type);
      expect({ said, intent: result.intent }).toEqual({ said, intent: intent ?? result.intent });
      expect({ said, language: result.language }).toEqual({ said, language: language ?? result.language });
      expect({ said, effects: types }).toEqual({ said, effects: effects ?? types });
      for (const words of says) expect(result.reply).toContain(words);
      for (const words of saysNot) expect(result.reply).not.toContain(words);
      expect(result.reply).toMatch(asks ? (ASKING[asks] as RegExp) : /./);
    }
  });
});
