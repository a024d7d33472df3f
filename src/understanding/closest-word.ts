import { createEditIndex, type EditIndex } from "./edits.ts";
import { recalling } from "./recall.ts";
import { slipCost } from "./slips.ts";
import { createTwoSlipIndex, SHORTEST_OF_TWO_SLIPS } from "./two-slips.ts";

/** The known word that was most likely meant, and how unlikely the slips are that lead from it to the written one. */
export type Close = { word: string; cost: number };

/** Finds the known word that a hand most likely meant; undefined when none is near. */
export type ClosestWord = (written: string) => Close | undefined;

/** Shortest word that has a closest one through any slip: of a shorter one a slip leaves too little. */
const SHORTEST = 4;

/** A word shorter than that is found where only a key was hit twice. */
const SHORTEST_DOUBLED = 3;

/** A short word seen less often than this may be a slip itself. */
const OFTEN = 2;

/** How much farther away a word may be that is e times as frequent. Between 0.2 and 0.6 it makes no difference. */
const FREQUENCY = 0.35;

/** Two slips that cost more lead anywhere. */
const MOST_OF_TWO_SLIPS = 3.4;

/**
 * Makes the finder over the words of the language, with how often they were seen: words one slip away, and in long words
 * those two slips away where there is none nearer.
 */
export function createClosestWord(vocabulary: ReadonlyMap<string, number>, more: readonly string[]): ClosestWord {
  const targets = [...new Set([...vocabulary.keys(), ...more])].filter((word) => word.length >= SHORTEST);
  // not at the start: many messages hold no word that is unknown
  let oneSlip: EditIndex | undefined;
  const twoSlips = createTwoSlipIndex(targets);

  function likeliest(written: string, candidates: readonly string[], most: number): Close | undefined {
    let best: Close | undefined;
    let least = Infinity;
    for (const word of candidates) {
      const cost = slipCost(written, word);
      const unlikely = cost - FREQUENCY * Math.log(1 + (vocabulary.get(word) ?? 0));
      if (cost > most || unlikely > least || (unlikely === least && best !== undefined && word > best.word)) continue;
      best = { word, cost };
      least = unlikely;
    }
    return best;
  }

  const short = new Set(
    [...vocabulary].flatMap(([word, times]) => (word.length < SHORTEST && times >= OFTEN ? [word] : [])),
  );
  for (const word of more) if (word.length < SHORTEST) short.add(word);

  return recalling((written) => {
    if (written.length < SHORTEST_DOUBLED) return undefined;
    const doubled = written.length <= SHORTEST ? hitOnce(written).filter((word) => short.has(word)) : [];
    const near = likeliest(
      written,
      [...doubled, ...(written.length < SHORTEST ? [] : (oneSlip ??= createEditIndex(targets)).near(written))],
      Infinity,
    );
    if (near || written.length < SHORTEST_OF_TWO_SLIPS) return near;
    return likeliest(written, twoSlips.candidates(written), MOST_OF_TWO_SLIPS);
  });
}

/** The word with one of its double letters written once, for each of them. */
function hitOnce(word: string): string[] {
  const shorter: string[] = [];
  for (let at = 1; at < word.length; at++)
    if (word[at] === word[at - 1]) shorter.push(word.slice(0, at) + word.slice(at + 1));
  return shorter;
}
