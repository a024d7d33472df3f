/** How many of the rising values are smaller: the place of the value, or where it would stand. */
export function lowerBound<Value extends number | string>(rising: ArrayLike<Value>, value: Value): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rising[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
