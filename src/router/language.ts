import type { Answer, Kit } from "../answers/answer.ts";
import type { ChatMemory, SpokenLanguage } from "../understanding/context.ts";
import type { Language } from "../understanding/language.ts";
import type { Understanding } from "../understanding/understand.ts";
import { plain } from "../understanding/whole-message.ts";
import { wishedLanguage } from "./language-wish.ts";

/** To whoever tells of an accident or a death, or of a fraud, nobody says welcome. */
const GRAVE = /^(?:claim\.jk[km]|safety|handoff|smalltalk\.abuse)/;

/** In which language one reply is given. */
export type Spoken = {
  /** Of the whole reply. */
  reply: Language;
  /** Of a line that greets, the first time somebody is heard to write in it. */
  greets?: Language;
  /** Of a line that closes. */
  closes?: Language;
  /** The person asked for this language just now. */
  confirms: boolean;
  /** The message asks for a language and nothing else. */
  wishOnly: boolean;
  /** What is remembered of it. */
  memory: SpokenLanguage | undefined;
};

/** Indonesian without another thought: what is said when nobody has spoken. */
export const INDONESIAN: Spoken = { reply: "id", confirms: false, wishOnly: false, memory: undefined };

/** So often in a row somebody writes in a language before whole replies are in it. */
const TWICE = 2;

/** A message of fewer words does not tell a language: "thanks min" and "nuhun" are said by everybody. */
const TELLING_WORDS: Readonly<Record<Language, number>> = { id: 3, su: 2, jv: 2, en: 3 };

/** People greet and thank in any language that they know a word of. */
const BORROWED = /^smalltalk\.(?:greeting|thanks|goodbye)$/;

/**
 * Chooses the language of a reply: Indonesian, until somebody has written in another language twice in a row or asks for
 * it. What was asked for stays until something else is asked for. Before that, Sundanese and Javanese are answered with
 * a greeting and a closing line in them, and their greetings, thanks and goodbyes in kind.
 */
export function chooseLanguage(
  { language: before }: ChatMemory,
  { language, intent, via }: Pick<Understanding, "language" | "intent" | "via">,
  text: string,
): Spoken {
  const wish = wishedLanguage(text, language);
  if (wish)
    return {
      reply: wish.language,
      confirms: true,
      wishOnly: wish.only,
      memory: { reply: wish.language, asked: true, wrote: wish.language, times: 1 },
    };

  const isLocal = language === "su" || language === "jv";
  const isOwn = before?.asked === true;
  const borrowed = BORROWED.test(intent);
  const tells = via !== "choice" && via !== "word" && !borrowed && wordsOf(text) >= TELLING_WORDS[language];
  const times = before?.wrote === language ? Math.min(before.times + 1, TWICE) : 1;
  const heard = before?.reply ?? "id";
  const reply = isOwn || !tells || times < TWICE ? heard : language;
  const memory = tells ? { reply, asked: isOwn, wrote: language, times } : before;
  const spoken: Spoken = { reply, confirms: false, wishOnly: false, memory };

  if (borrowed && isLocal && !isOwn) return { ...spoken, reply: language };
  const isNew = tells && times === 1 && reply === "id" && language !== "id" && !isOwn;
  const local = isLocal && !isOwn ? language : reply;
  return {
    ...spoken,
    // who reads English must hear in any case how to get it
    ...(isNew && (language === "en" || !GRAVE.test(intent)) ? { greets: language } : {}),
    ...((local === "su" || local === "jv") && !borrowed && !GRAVE.test(intent) ? { closes: local } : {}),
  };
}

/** A message that only asks for a language asks the last question again, or shows the menu where there was none. */
export function inLanguage(understanding: Understanding, { wishOnly }: Spoken, { last }: ChatMemory): Understanding {
  if (!wishOnly) return understanding;
  const { intent, entities } = last ?? { intent: "menu" as const, entities: understanding.entities };
  const via = last ? "follow-up" : "word";
  return { ...understanding, intent, entities, via, confidence: 1, alternatives: [], also: undefined };
}

/** Speaks a language while something is done. */
type Speaking = <Result>(language: Language, work: () => Result) => Result;

/**
 * The answer with the lines that its language brings along. English readers are told where a source's own Indonesian
 * words begin; who writes Sundanese or Javanese reads Indonesian.
 */
export function withLanguage(
  answer: Answer,
  { reply, greets, closes, confirms }: Spoken,
  { knowledge, say }: Kit,
  speaking: Speaking,
): Answer {
  if (answer.text === "") return answer;
  const line = (language: Language, key: string) => speaking(language, () => say(`language.${key}`));
  const quotes = reply === "en" ? answer.facts.map((id) => knowledge.fact(id).statement) : [];
  const told = marked(answer.text, quotes, () => line("en", "in-indonesian"));
  const closed = closes && answer.facts.length > 0 && !answer.unsure ? closedBy(told, line(closes, "closing")) : told;
  const first = [confirms ? line(reply, "now") : undefined, greets && line(greets, "greeting")];
  return { ...answer, text: [...first, closed].filter(Boolean).join("\n") };
}

/** Puts the mark before the first line that holds a fact's own words. */
function marked(text: string, quotes: readonly string[], mark: () => string): string {
  const lines = text.split("\n");
  const at = lines.findIndex((_, index) => quotes.some((quote) => lines.slice(index).join("\n").startsWith(quote)));
  const inside = at >= 0 ? at : lines.findIndex((line) => quotes.some((quote) => line.includes(quote)));
  return inside < 0 ? text : [...lines.slice(0, inside), mark(), ...lines.slice(inside)].join("\n");
}

/** The closing line ends the answer and not the next step, whose numbered choices must stay last. */
function closedBy(text: string, closing: string): string {
  const paragraphs = text.split("\n\n");
  if (paragraphs.length === 1) return text;
  const at = paragraphs.length - 2;
  return paragraphs.map((paragraph, index) => (index === at ? `${paragraph}\n${closing}` : paragraph)).join("\n\n");
}

function wordsOf(text: string): number {
  return plain(text).split(" ").length;
}
