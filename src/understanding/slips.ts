/**
 * How unlikely a hand is to write one word for another: the cheapest way of slips that leads from the meant word to the
 * written one, each slip with a cost of its own. 0 for equal words. Both are plain lower-case letters.
 */
export function slipCost(written: string, meant: string): number {
  const width = meant.length + 1;
  const size = (written.length + 1) * width;
  // thousands of pairs are compared in one message full of slips
  if (costs.length < size) costs = new Float64Array(size);
  costs[0] = 0;
  for (let j = 1; j < width; j++) costs[j] = costs[j - 1]! + leftOut(meant, j - 1);
  for (let i = 1; i <= written.length; i++) {
    const letter = written.charCodeAt(i - 1);
    costs[i * width] = costs[(i - 1) * width]! + added(written, i - 1);
    for (let j = 1; j < width; j++) {
      const other = meant.charCodeAt(j - 1);
      const at = i * width + j;
      let least = costs[at - width - 1]! + (letter === other ? 0 : changed(letter, other, j === 1));
      least = Math.min(least, costs[at - width]! + added(written, i - 1), costs[at - 1]! + leftOut(meant, j - 1));
      const isSwap =
        i > 1 && j > 1 && letter === meant.charCodeAt(j - 2) && written.charCodeAt(i - 2) === other && letter !== other;
      if (isSwap) least = Math.min(least, costs[at - 2 * width - 2]! + COST.swapped);
      costs[at] = least;
    }
  }
  return costs[size - 1]!;
}

let costs = new Float64Array(1024);

/**
 * What a slip costs: the rarer, the more. The order is that of any keyboard (a key hit twice, two keys in the wrong order,
 * the key beside it, a key not hit; far rarer a key far away or a wrong first letter); the numbers gave the most
 * right answers on noisy copies of the examples.
 */
const COST = {
  doubled: 0.7,
  swapped: 1,
  beside: 1.3,
  vowel: 1.3,
  leftOut: 1.3,
  added: 2,
  changed: 2.6,
  first: 0.8,
} as const;

const FIRST_LETTER = 97;

const ROWS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

/** For each letter, as bits, the letters whose keys lie around its own. */
const AROUND: readonly number[] = Array.from({ length: 26 }, (_, letter) => {
  const row = ROWS.findIndex((keys) => keys.includes(String.fromCharCode(FIRST_LETTER + letter)));
  const place = ROWS[row]!.indexOf(String.fromCharCode(FIRST_LETTER + letter));
  // each row stands half a key to the right of the one above
  const near = [
    [row, place - 1],
    [row, place + 1],
    [row - 1, place],
    [row - 1, place + 1],
    [row + 1, place - 1],
    [row + 1, place],
  ] as const;
  return near.reduce((bits, [line, at]) => {
    const key = ROWS[line]?.[at];
    return key === undefined ? bits : bits | (1 << (key.charCodeAt(0) - FIRST_LETTER));
  }, 0);
});

const VOWELS = [..."aeiou"].reduce((bits, vowel) => bits | (1 << (vowel.charCodeAt(0) - FIRST_LETTER)), 0);

function changed(written: number, meant: number, isFirst: boolean): number {
  const from = meant - FIRST_LETTER;
  const to = 1 << (written - FIRST_LETTER);
  const base = AROUND[from]! & to ? COST.beside : VOWELS & to && VOWELS & (1 << from) ? COST.vowel : COST.changed;
  return isFirst ? base + COST.first : base;
}

/** A letter that was not meant: mostly the same key hit twice. */
function added(written: string, at: number): number {
  return written[at] === written[at - 1] || written[at] === written[at + 1] ? COST.doubled : COST.added;
}

/** A letter that was meant and is not there: cheaper where one of a pair is missing. */
function leftOut(meant: string, at: number): number {
  if (meant[at] === meant[at - 1] || meant[at] === meant[at + 1]) return COST.doubled;
  return at === 0 ? COST.leftOut + COST.first : COST.leftOut;
}
