import { basename } from "node:path";
import type { Message } from "grammy/types";
import { maskIdNumbers } from "../../lib/id-number.ts";
import type { Attachment, FileKind, Picture } from "../../message.ts";

/** What a file is to Telegram; its id works only with the method of its own type. */
const TYPES = {
  photo: "sendPhoto",
  voice: "sendVoice",
  audio: "sendAudio",
  video: "sendVideo",
  video_note: "sendVideoNote",
  animation: "sendAnimation",
  document: "sendDocument",
  sticker: "sendSticker",
} as const;

type FileType = keyof typeof TYPES;
export type FileMethod = (typeof TYPES)[FileType];

/** `Attachment.source.ref` of a file on Telegram, as JSON. */
export type FileRef = { fileId: string; type: FileType };

/** The methods that take a caption; https://core.telegram.org/bots/api#available-methods */
export const CAPTIONED: ReadonlySet<FileMethod> = new Set([
  "sendPhoto",
  "sendVoice",
  "sendAudio",
  "sendVideo",
  "sendAnimation",
  "sendDocument",
]);

/** Under which name a method takes its file. */
export function fieldOf(method: FileMethod): FileType {
  return (Object.keys(TYPES) as FileType[]).find((type) => TYPES[type] === method) ?? "document";
}

/** The file of a message, named but not fetched; a photo in its largest size. */
export function attachmentOf(message: Message): Attachment | undefined {
  const { voice, audio, photo, video, video_note, animation, document, sticker } = message;
  if (voice) return attach("voice", "voice", voice, "audio/ogg");
  if (audio) return attach("voice", "audio", audio);
  const largest = photo?.at(-1); // sizes come smallest first
  if (largest) return attach("image", "photo", largest, "image/jpeg");
  if (video) return attach("video", "video", video);
  if (video_note) return attach("video", "video_note", video_note, "video/mp4");
  if (animation) return attach("video", "animation", animation); // before its copy as a document
  if (document) return attach("document", "document", document);
  if (!sticker) return undefined;
  const mimeType = sticker.is_animated ? "application/x-tgsticker" : sticker.is_video ? "video/webm" : "image/webp";
  return attach("sticker", "sticker", sticker, mimeType);
}

type TelegramFile = { file_id: string; file_size?: number; file_name?: string; mime_type?: string };

function attach(kind: FileKind, type: FileType, file: TelegramFile, usualMimeType?: string): Attachment {
  const ref: FileRef = { fileId: file.file_id, type };
  const mimeType = file.mime_type ?? usualMimeType;
  return {
    kind,
    ...(mimeType === undefined ? {} : { mimeType }),
    ...(file.file_name === undefined ? {} : { fileName: maskIdNumbers(file.file_name).text }),
    ...(file.file_size === undefined ? {} : { bytes: file.file_size }),
    source: { channel: "telegram", ref: JSON.stringify(ref) },
  };
}

/** Where a file is on Telegram; `undefined` when it came in elsewhere, or when what was kept of it cannot be read. */
export function refOf({ source }: Attachment): FileRef | undefined {
  if (source.channel !== "telegram") return undefined;
  try {
    const { fileId, type } = JSON.parse(source.ref) as Partial<FileRef>;
    return typeof fileId === "string" && type !== undefined && Object.hasOwn(TYPES, type)
      ? { fileId, type }
      : undefined;
  } catch {
    return undefined;
  }
}

/** How a file is shown. What Telegram would refuse to play or draw goes as a document. */
export function methodFor(file: Picture | Attachment): FileMethod {
  if ("path" in file) return file.mimeType.startsWith("image/") ? "sendPhoto" : "sendDocument";
  const ref = refOf(file);
  if (ref) return TYPES[ref.type];
  const { kind, mimeType = USUAL_MIME_TYPE[kind] } = file;
  if (kind === "image") return "sendPhoto";
  if (kind === "voice" && /\b(?:ogg|opus)\b/i.test(mimeType)) return "sendVoice";
  if (kind === "voice" && /^audio\/(?:mpeg|mp3|mp4|m4a|x-m4a)\b/i.test(mimeType)) return "sendAudio";
  if (kind === "video") return "sendVideo";
  if (kind === "sticker" && /^image\/webp\b/i.test(mimeType)) return "sendSticker";
  return "sendDocument";
}

/** The name that a file is uploaded under: its own, else one that tells what it is. */
export function uploadName(file: Picture | Attachment): string {
  if ("path" in file) return headerSafe(file.fileName ?? "") || headerSafe(basename(file.path));
  const { kind, mimeType = USUAL_MIME_TYPE[kind], fileName = "" } = file;
  const own = headerSafe(fileName);
  if (own !== "") return own;
  const [subtype = ""] = mimeType.split("/").slice(-1).join("").split(";");
  return `${kind}.${ENDINGS.get(subtype.trim()) ?? (subtype.trim().replace(/[^a-z0-9]/gi, "") || "bin")}`;
}

function headerSafe(name: string): string {
  const safe = maskIdNumbers(name)
    .text.replace(/[";\\/\p{Cc}]/gu, "_")
    .trim();
  return [...safe].slice(-MAX_NAME).join("");
}

/** Enough for any honest name; the end is kept, because it tells the type. */
const MAX_NAME = 120;

const USUAL_MIME_TYPE: Readonly<Record<FileKind, string>> = {
  voice: "audio/ogg",
  image: "image/jpeg",
  video: "video/mp4",
  sticker: "image/webp",
  document: "application/octet-stream",
};

const ENDINGS = new Map([
  ["jpeg", "jpg"],
  ["mpeg", "mp3"],
  ["octet-stream", "bin"],
]);
