import type { Model } from "../understanding/model.ts";
import type { Explain, Understand, Why } from "../understanding/understand.ts";

type Made = { understand: Understand; explain: Explain; why: Why };

/** Understanding whose model can be changed while the program runs. */
export type SwappableUnderstanding = Made & {
  /** The model in use. */
  model(): Model;
  /** Builds understanding with another model, to be tried; nothing changes until it is put to use. */
  prepare(model: Model): Made & { use(): void };
  /** From now on messages are understood with this model; one that is being read keeps the one it began with. */
  swap(model: Model): void;
};

/** Makes it from the function that builds understanding from a model. Those who hold `understand` notice nothing. */
export function createSwappableUnderstanding(make: (model: Model) => Made, first: Model): SwappableUnderstanding {
  let model = first;
  let current = make(first);

  function prepare(next: Model): Made & { use(): void } {
    // built before anything changes: a model that cannot be used leaves the old one in its place
    const made = make(next);
    return {
      ...made,
      use() {
        current = made;
        model = next;
      },
    };
  }

  return {
    understand: (text, context) => current.understand(text, context),
    explain: (text, context) => current.explain(text, context),
    why: (text, context) => current.why(text, context),
    model: () => model,
    prepare,
    swap: (next) => prepare(next).use(),
  };
}
