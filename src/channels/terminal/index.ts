import { createInterface } from "node:readline";
import type { Clock } from "../../lib/clock.ts";
import type { InboundMessage } from "../../message.ts";

/** What the terminal shows: lines of a chat, and what it says about itself. */
export type TerminalTexts = {
  title: string;
  hint: string;
  prompt: string;
  goodbye: string;
  effect: (name: string) => string;
};

/** What the terminal needs of a reply. */
export type TerminalReply = { text: string; effects: readonly string[] };

/**
 * A chat in the terminal: one line in, one reply out, until Ctrl-C, Ctrl-D or the end of a pipe. In a pipe it prints
 * replies only, without prompt or colour. Resolves when the chat is over.
 */
export async function chatInTerminal({
  input,
  output,
  texts,
  clock,
  greet,
  handle,
}: {
  input: NodeJS.ReadStream | NodeJS.ReadableStream;
  output: NodeJS.WriteStream | NodeJS.WritableStream;
  texts: TerminalTexts;
  clock: Clock;
  /** What to say first; shown to people, not in a pipe. */
  greet: () => TerminalReply;
  handle: (message: InboundMessage) => TerminalReply;
}): Promise<void> {
  const person = Boolean((input as NodeJS.ReadStream).isTTY && (output as NodeJS.WriteStream).isTTY);
  const lines = createInterface({ input, output, terminal: person, prompt: person ? style.bold(texts.prompt) : "" });
  const columns = () => (output as NodeJS.WriteStream).columns || WIDEST;
  const say = ({ text, effects }: TerminalReply) => {
    output.write(`${person ? bold(wrap(text, columns())) : plain(text)}\n`);
    for (const effect of effects)
      output.write(`${person ? style.dim(wrap(texts.effect(effect), columns())) : texts.effect(effect)}\n`);
    output.write("\n");
  };

  if (person) {
    output.write(`\n${style.bold(texts.title)}\n${style.dim(texts.hint)}\n\n`);
    say(greet());
  }
  let number = 0;
  lines.on("SIGINT", () => lines.close());
  if (person) lines.prompt();
  for await (const line of lines) {
    if (line.trim() !== "") {
      if (person) output.write("\n");
      say(
        handle({
          id: String(++number),
          from: { channel: "terminal", chatId: "terminal" },
          text: line,
          sentAt: clock(),
        }),
      );
    }
    if (person) lines.prompt();
  }
  if (person) output.write(`\n${texts.goodbye}\n`);
}

const style = {
  bold: (text: string) => `\u001b[1m${text}\u001b[22m`,
  dim: (text: string) => `\u001b[2m${text}\u001b[22m`,
};

/** *bold* as a terminal shows it. */
function bold(text: string): string {
  return text.replace(/\*([^*\n]+)\*/g, (_, words: string) => style.bold(words));
}

/** *bold* without its marks, where nothing can be bold. */
function plain(text: string): string {
  return text.replace(/\*([^*\n]+)\*/g, "$1");
}

/** Lines longer than this are hard to read, however wide the window is. */
const WIDEST = 80;

/** A reply as a block with a margin, broken between words; what follows a bullet or a number stands under its words. */
export function wrap(text: string, columns: number): string {
  const width = Math.max(20, Math.min(columns, WIDEST) - MARGIN.length - 1);
  return text
    .split("\n")
    .flatMap((line) => {
      const hang = " ".repeat(/^(?:•|\d+[.)])\s/.exec(line)?.[0].length ?? 0);
      const rows: string[] = [];
      let row = "";
      for (const word of line.split(" ")) {
        if (row.trim() !== "" && row.length + 1 + word.length > width) {
          rows.push(row);
          row = hang + word;
        } else row = row === "" ? word : `${row} ${word}`;
      }
      return [...rows, row];
    })
    .map((row) => (row === "" ? "" : MARGIN + row))
    .join("\n");
}

const MARGIN = "  ";
