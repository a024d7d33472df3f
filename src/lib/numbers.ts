/** A number as Indonesians write it: 115463 → "115.463", 37.77 → "37,77". */
export function numberText(value: number): string {
  return NUMBERS.format(value);
}

const NUMBERS = new Intl.NumberFormat("id-ID", { maximumFractionDigits: 2 });

/** Rupiah without decimals: 16800 → "Rp16.800". */
export function rupiahText(value: number): string {
  return `Rp${numberText(Math.round(value))}`;
}

/** Large round amounts of rupiah in words: 42000000 → "Rp42 juta", 7690000000000 → "Rp7,69 triliun". */
export function rupiahWords(value: number): string {
  return `Rp${countText(value)}`;
}

const SCALES = [
  [1e12, "triliun"],
  [1e9, "miliar"],
  [1e6, "juta"],
  [1e3, "ribu"],
] as const;

/**
 * A count the way people say it: 5900000 → "5,9 juta", 580000 → "580 ribu", 115463 → "115.463".
 * Only exact steps are shortened (two decimals of a million or more, whole thousands), so nothing is rounded away.
 */
export function countText(value: number): string {
  for (const [scale, word] of SCALES) {
    if (value < scale) continue;
    const short = value / scale;
    const decimals = scale === 1e3 ? 0 : 2;
    if (Math.abs(short * 10 ** decimals - Math.round(short * 10 ** decimals)) < 1e-9)
      return `${numberText(short)} ${word}`;
  }
  return numberText(value);
}

/** A share as Indonesians write it: 37.77 → "37,77 persen". */
export function percentText(value: number): string {
  return `${numberText(value)} persen`;
}
