/** A time as tables keep it → Date; nothing stays nothing. */
export function dateOf(ms: number | null | undefined): Date | undefined {
  return ms === null || ms === undefined ? undefined : new Date(ms);
}

/** The fields of an object that have a value: tables know null, our types leave a field out. */
export function without<T extends object>(fields: T): { [Key in keyof T]?: Exclude<T[Key], null | undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], null | undefined>;
  };
}
