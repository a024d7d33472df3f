/**
 * What people say in a file of questions or dialogues: of a line of JSON every "text" and "said" in it, however deep;
 * any other line as it stands.
 */
export function textsOf(file: string): string[] {
  return file.split("\n").flatMap((line) => {
    if (line.trim() === "") return [];
    const value = jsonOf(line);
    return value === undefined ? [line.trim()] : saidIn(value);
  });
}

function jsonOf(line: string): object | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function saidIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    typeof inner === "string" && /^(?:text|said)$/.test(name) && inner.trim() !== "" ? [inner] : saidIn(inner),
  );
}
