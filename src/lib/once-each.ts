/** The function with what it found for each object, kept as long as the object is. `find` must be pure. */
export function onceEach<Key extends object, Found>(find: (key: Key) => Found): (key: Key) => Found {
  const known = new WeakMap<Key, { found: Found }>();
  return (key) => {
    const before = known.get(key) ?? { found: find(key) };
    known.set(key, before);
    return before.found;
  };
}
