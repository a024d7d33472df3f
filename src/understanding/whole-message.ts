import type { Intent } from "../lib/intent.ts";
import { numberWord } from "./amounts.ts";
import type { Choice, Context } from "./context.ts";
import type { Lexicon } from "./lexicon.ts";
import { fold } from "./normalise.ts";

/** A message that means one thing as a whole: a choice that was offered, a word of command, or taking back. */
export type WholeMessage =
  { type: "choice"; choice: Choice } | { type: "command"; intent: Intent } | { type: "cancel" };

/** Blanks, skin tones and the marks that join or colour a sign. */
const NO_SIGN = /\s+|[\u{1F3FB}-\u{1F3FF}]|\uFE0F|\u200D/gu;

/** Yes and no to a question of ours, in Indonesian, Sundanese, Javanese and English chat spelling. */
const YES = new Set(
  "ya iya y yes yoi ok oke okay okey boleh mau setuju siap betul benar bener muhun enya leres nya inggih nggih iyo sae mangga gas jadi lanjut".split(
    " ",
  ),
);
const NO = new Set(
  "tidak tdk ga gak g nggak ngga enggak no jangan gausah teu henteu alim embung ora mboten emoh nanti belum".split(" "),
);

/** A message of more words than this is no command, however many of them are particles. */
const MOST_WORDS = 40;

/** Words around a number that only point at it: "pilih nomor 2", "sing kaloro wae". */
const BEFORE_NUMBER = /^(?:(?:no|nomor|nomer|pilih|pilihan|yang|nu|sing|ke|angka|opsi)\s+)*(?:no|ke)?/;

/**
 * Makes the reader of whole messages. They are matched against everything that was written, never inside a sentence
 * ("stop" ends broadcasts, "stop dulu, saya mau tanya" does not); only particles such as "deh" and "ya" may surround
 * them.
 */
export function createWholeMessageReader({
  commands,
  emoji,
  fillers,
  menu,
}: Pick<Lexicon, "commands" | "emoji" | "fillers"> & { menu: readonly Choice[] }): (
  text: string,
  folded: string,
  context: Context,
) => WholeMessage | undefined {
  const particles = new Set(fillers);
  const { cancel, ...intents } = commands;
  const cancels = new Set(cancel.map(fold));
  const byWord = new Map(
    (Object.entries(intents) as [Intent, readonly string[]][]).flatMap(([intent, words]) =>
      words.map((word) => [fold(word), intent] as const),
    ),
  );

  /** The message as it is, and as it is with ever more particles taken from its end, then from its beginning. */
  function forms(bare: string): string[] {
    const all = [bare];
    const words = bare.split(" ");
    if (words.length > MOST_WORDS) return all;
    const isParticle = (word = "") => words.length > 1 && particles.has(word);
    while (isParticle(words.at(-1))) {
      words.pop();
      all.push(words.join(" "));
    }
    while (isParticle(words[0])) {
      words.shift();
      all.push(words.join(" "));
    }
    return all;
  }

  /** The intent of a message of signs only: "🙏🙏" is a thanks. */
  function bySigns(text: string): WholeMessage | undefined {
    const signs = [...text.replace(NO_SIGN, "")];
    const found = (Object.entries(emoji) as [Intent, readonly string[]][]).find(
      ([, known]) => signs.length > 0 && signs.every((sign) => known.includes(sign)),
    );
    return found && { type: "command", intent: found[0] };
  }

  return (text, folded, { memory }) => {
    const bare = plainOf(folded);
    if (bare === "") {
      const signed = bySignOf(text, memory.choices);
      return signed ? { type: "choice", choice: signed } : bySigns(text);
    }
    const all = forms(bare);
    const answered = all.flatMap((form) => yesOrNo(form, memory.choices) ?? [])[0];
    if (answered) return { type: "choice", choice: answered };
    // a number after we asked for one is its answer, not a place in the menu
    const open = memory.choices?.length || memory.asked ? (memory.choices ?? []) : menu;
    const choice = byNumber(all.at(-1) ?? bare, open) ?? memory.choices?.find(({ label }) => plain(label) === bare);
    if (choice) return { type: "choice", choice };
    if (all.some((form) => cancels.has(form))) return { type: "cancel" };
    const intent = all.flatMap((form) => byWord.get(form) ?? [])[0];
    return intent && { type: "command", intent };
  };
}

/** "ya" and "tidak" to a question that has just these two answers; "👍" and "👎" where they stand before a label. */
function yesOrNo(text: string, choices: readonly Choice[] = []): Choice | undefined {
  const [yes, no] = choices;
  if (!yes?.act || choices.length > 2) return undefined;
  if (YES.has(text)) return yes;
  return NO.has(text) ? no : undefined;
}

function bySignOf(text: string, choices: readonly Choice[] = []): Choice | undefined {
  const sign = [...text.replace(NO_SIGN, "")][0];
  return sign === undefined ? undefined : choices.find(({ act, label }) => act && label.startsWith(sign));
}

function byNumber(text: string, choices: readonly Choice[]): Choice | undefined {
  const rest = text.replace(BEFORE_NUMBER, "").trim();
  const position = /^\d{1,2}$/.test(rest) ? Number(rest) : numberWord(rest);
  return position === undefined ? undefined : choices[position - 1];
}

/** Folded, with everything but letters, digits and single blanks taken out. */
export function plain(text: string): string {
  return plainOf(fold(text));
}

/** The same of a text that is folded already. */
export function plainOf(folded: string): string {
  // nearly all messages, and a class of plain letters takes a fraction of the time of all letters there are
  if (/^[ -~]*$/.test(folded)) return folded.replace(/[^a-z\d]+/g, " ").trim();
  return folded
    .replace(/[^\p{L}\d\s]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
}
