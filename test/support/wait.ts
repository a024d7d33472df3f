/** Waits until `look` returns something, and returns that; throws, naming `what`, when it takes too long. */
export async function until<T>(look: () => T | undefined | false, what = "the condition", ms = 10_000): Promise<T> {
  for (const end = performance.now() + ms; ;) {
    const seen = look();
    if (seen !== undefined && seen !== false) return seen;
    if (performance.now() > end) throw new Error(`did not happen within ${ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
