import type { Stores } from "../../src/storage/stores.ts";

/** The same stores, telling of every value that is handed to one of them. */
export function watched(stores: Stores, tell: (value: unknown) => void): Stores {
  const watch = <T extends object>(store: T): T =>
    new Proxy(store, {
      get(target, name, receiver) {
        const value: unknown = Reflect.get(target, name, receiver);
        if (typeof value === "object" && value !== null) return watch(value);
        if (typeof value !== "function") return value;
        return (...given: unknown[]) => {
          // what is only carried out together holds no value of its own
          for (const one of given) if (typeof one !== "function") tell(one);
          return (value as (...all: unknown[]) => unknown).apply(target, given);
        };
      },
    });
  return watch(stores);
}
