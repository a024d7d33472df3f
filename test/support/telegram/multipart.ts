/** A file in a call, without its content. */
export type UploadedFile = { name: string; bytes: number; content: Buffer };

/**
 * The fields of a multipart call as a JSON call would have them: numbers and objects read, and each file in the field
 * that names it ("attach://…").
 */
export function readMultipart(raw: Buffer, contentType: string): Record<string, unknown> {
  const boundary = /boundary=([^;]+)/.exec(contentType)?.[1] ?? "";
  const fields: Record<string, unknown> = {};
  const files = new Map<string, UploadedFile>();
  for (const part of partsOf(raw, Buffer.from(`--${boundary}`))) {
    const end = part.indexOf("\r\n\r\n");
    const head = part.subarray(0, end).toString();
    const content = part.subarray(end + 4, part.length - 2); // before the line's end
    const name = /[; ]name="?([^";\r]*)/i.exec(head)?.[1] ?? "";
    const fileName = /filename="?([^";\r]*)/i.exec(head)?.[1];
    if (fileName === undefined) fields[name] = valueOf(content.toString());
    else files.set(name, { name: fileName, bytes: content.length, content: Buffer.from(content) });
  }
  for (const [name, value] of Object.entries(fields))
    if (typeof value === "string" && value.startsWith("attach://"))
      fields[name] = files.get(value.slice("attach://".length));
  return fields;
}

function partsOf(raw: Buffer, boundary: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  for (let from = raw.indexOf(boundary); ;) {
    const next = raw.indexOf(boundary, from + boundary.length);
    if (from < 0 || next < 0) return parts;
    parts.push(raw.subarray(from + boundary.length + 2, next));
    from = next;
  }
}

function valueOf(text: string): unknown {
  if (!/^(?:[[{].*[\]}]|-?\d{1,15})$/s.test(text)) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
