import type { Model } from "../understanding/model.ts";
import type { Example } from "./fingerprint.ts";
import type { Learner, Tried } from "./learner.ts";

/** Examples that were taught together. */
export type Lesson = readonly Example[];

/** What a whole learning left of the lessons that were learned quickly. */
export type Settled = {
  /** The model of all that stays: what a fresh start would learn. */
  model: Model;
  refused: { lesson: Lesson; why: Extract<Tried, { ok: false }> }[];
};

/**
 * Learns lessons as a whole that were learned quickly, on top of what was taught before. When they do not pass the check
 * together, each is tried on top of those that did, so that one bad lesson takes no good one along.
 */
export async function settle(
  lessons: readonly Lesson[],
  { learner, taught, base, signal }: Omit<Parameters<Learner["learnWhole"]>[0], "added"> & { learner: Learner },
): Promise<Settled> {
  const together = await learner.learnWhole({ taught, added: lessons.flat(), base, signal });
  if (together.ok) return { model: together.model, refused: [] };
  const [only, ...others] = lessons;
  if (!only) return { model: base, refused: [] };
  if (others.length === 0) return { model: base, refused: [{ lesson: only, why: together }] };
  const refused: Settled["refused"] = [];
  const kept: Example[] = [...taught];
  let model = base;
  for (const lesson of lessons) {
    const tried = await learner.learnWhole({ taught: kept, added: lesson, base: model, signal });
    if (tried.ok) {
      model = tried.model;
      kept.push(...lesson);
    } else refused.push({ lesson, why: tried });
  }
  return { model, refused };
}
