import type { MediaType, proto } from "@whiskeysockets/baileys";
import { maskIdNumbers } from "../../lib/id-number.ts";
import type { Attachment, FileKind } from "../../message.ts";
import { FileGoneError } from "../channel.ts";

/** What fetching a file takes: WhatsApp keeps it encrypted, and only the message holds the key. */
export type FileRef = {
  /** Names the keys that are derived; not always the kind of the file. */
  type: MediaType;
  /** Base64. */
  mediaKey: string;
  directPath?: string;
  url?: string;
};

type FileField = {
  [Field in keyof proto.IMessage]-?: NonNullable<proto.IMessage[Field]> extends { mediaKey?: unknown } ? Field : never;
}[keyof proto.IMessage];

const FIELDS = [
  ["audioMessage", "voice", "audio"],
  ["imageMessage", "image", "image"],
  ["videoMessage", "video", "video"],
  ["ptvMessage", "video", "video"],
  ["stickerMessage", "sticker", "sticker"],
  ["documentMessage", "document", "document"],
] as const satisfies readonly [FileField, FileKind, MediaType][];

/** The file in the content of a message, or `undefined` where there is none or nothing says how to fetch it. */
export function attachmentOf(content: proto.IMessage): Attachment | undefined {
  for (const [field, kind, type] of FIELDS) {
    const file = content[field];
    if (!file?.mediaKey?.length || !(file.directPath || file.url)) continue;
    const bytes = Number(String(file.fileLength ?? ""));
    const fileName = "fileName" in file ? file.fileName : undefined;
    const ref: FileRef = {
      type,
      mediaKey: Buffer.from(file.mediaKey).toString("base64"),
      ...(file.directPath ? { directPath: file.directPath } : {}),
      ...(file.url ? { url: file.url } : {}),
    };
    return {
      kind,
      ...(file.mimetype ? { mimeType: file.mimetype } : {}),
      ...(fileName ? { fileName: maskIdNumbers(fileName).text } : {}),
      ...(bytes > 0 ? { bytes } : {}),
      source: { channel: "whatsapp", ref: JSON.stringify(ref) },
    };
  }
  return undefined;
}

/** Reads what `attachmentOf` wrote. */
export function fileRef({ source }: Attachment): FileRef {
  let ref: Partial<FileRef> | undefined;
  try {
    ref = JSON.parse(source.ref) as Partial<FileRef>;
  } catch {
    // said below
  }
  if (source.channel !== "whatsapp" || !ref?.type || !ref.mediaKey || !(ref.directPath || ref.url))
    throw new FileGoneError("nothing says where this file is");
  return ref as FileRef;
}
