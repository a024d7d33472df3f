import { table } from "../../src/lib/table.ts";

/** How one bot did: milliseconds from a message in to its reply out, one after another. */
export type Trips = { name: string; ms: number[] };

/** Prints trips as a table with the ratio to the last row, which is the peer of the same run. */
export function printTrips(what: string, rows: readonly Trips[]): void {
  const figures = rows.map(({ name, ms }) => {
    const sorted = ms.toSorted((a, b) => a - b);
    const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
    return { name, p50: at(0.5), p99: at(0.99), perSecond: (1000 * ms.length) / ms.reduce((sum, one) => sum + one, 0) };
  });
  const peer = figures.at(-1);
  const cells = figures.map(({ name, p50, p99, perSecond }) => [
    name,
    p50.toFixed(1),
    p99.toFixed(1),
    perSecond.toFixed(0),
    peer ? (p50 / peer.p50).toFixed(2) : "",
  ]);
  process.stdout.write(`\n${table([what, "p50 ms", "p99 ms", "messages/s", "p50 ratio"], cells)}\n`);
}

/** One trip: does `go`, and waits until `arrived`. */
export async function trip(go: () => Promise<unknown>, arrived: () => boolean): Promise<number> {
  const started = performance.now();
  await go();
  while (!arrived()) await new Promise((resolve) => setImmediate(resolve));
  return performance.now() - started;
}
