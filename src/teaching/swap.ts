import type { Model } from "../understanding/model.ts";
import type { Explain, Understand, Why } from "../understanding/understand.ts";

/** Understanding whose model can be changed while the program runs. */
export type SwappableUnderstanding = {
  understand: Understand;
  explain: Explain;
  why: Why;
  /** The model in use. */
  model(): Model;
  /** From now on messages are understood with this model; one that is being read keeps the one it began with. */
  swap(model: Model): void;
};

/** Makes it from the function that builds understanding from a model. Those who hold `understand` notice nothing. */
export function createSwappableUnderstanding(
  make: (model: Model) => { understand: Understand; explain: Explain; why: Why },
  first: Model,
): SwappableUnderstanding {
  let model = first;
  let current = make(first);
  return {
    understand: (text, context) => current.understand(text, context),
    explain: (text, context) => current.explain(text, context),
    why: (text, context) => current.why(text, context),
    model: () => model,
    swap(next) {
      // built before anything changes: a model that cannot be used leaves the old one in its place
      current = make(next);
      model = next;
    },
  };
}
