import type { AnyMessageContent } from "@whiskeysockets/baileys";
import { createHash } from "node:crypto";
import { basename } from "node:path";
import { maskIdNumbers } from "../../lib/id-number.ts";
import type { Act, Attachment, OutboundMessage, Picture } from "../../message.ts";

/** The content of an attachment; how long it plays where it is a voice note. */
export type FileToSend = { content: Uint8Array; seconds?: number };

/**
 * What Baileys is to send, in order; nothing for what only the staff's group knows, like its topics. The text stays as
 * it is: choices are numbered in it, and *bold* is WhatsApp's own. Buttons are not used, because those of unofficial
 * clients do not show reliably. `file` is the content of the attachment.
 */
export function toContents(
  { to, text, picture, attachment, act }: OutboundMessage,
  file?: FileToSend,
): AnyMessageContent[] {
  if (act) return acted(act, to.chatId, text);
  if (attachment && file) return withFile(attachment, file, text);
  if (picture) return [ourFile(picture, text)];
  return [words(text)];
}

/** The id of each message that one of ours is sent as; always the same for the same part, so that repeating is safe. */
export function partId(platformId: string, part: number): string {
  if (part === 0) return platformId;
  const digest = createHash("sha256").update(`${platformId}.${part}`).digest("hex");
  return `3EB0${digest.slice(0, 18).toUpperCase()}`;
}

function words(text: string) {
  return { text, linkPreview: null } satisfies AnyMessageContent; // null: else Baileys fetches the pages named in the text
}

/** All is said in every one, because Baileys takes from an earlier message what this one does not say. */
function ourFile({ path, mimeType, fileName }: Picture, caption: string): AnyMessageContent {
  const about = { caption, mimetype: mimeType };
  if (mimeType.startsWith("image/")) return { image: { url: path }, ...about };
  return { document: { url: path }, fileName: maskIdNumbers(fileName ?? basename(path)).text, ...about };
}

function acted(act: Act, remoteJid: string, text: string): AnyMessageContent[] {
  if (act.type !== "edit" && act.type !== "delete") return [];
  const key = { remoteJid, id: act.id, fromMe: true };
  return [act.type === "edit" ? { ...words(text), edit: key } : { delete: key }];
}

/** A voice note and a sticker carry no words; those follow in a message of their own. */
function withFile(
  { kind, mimeType = "", fileName }: Attachment,
  { content, seconds = 0 }: FileToSend,
  text: string,
): AnyMessageContent[] {
  const file = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const caption = text === "" ? {} : { caption: text };
  const mimetype = mimeType === "" ? {} : { mimetype: mimeType };
  const beside = text === "" ? [] : [words(text)];
  const family = kind === "sticker" ? stickerFamily(mimeType) : kind;
  switch (family) {
    case "image":
      return [{ image: file, ...mimetype, ...caption, ...NO_PREVIEW }];
    case "video":
      return [{ video: file, ...mimetype, ...caption, ...NO_PREVIEW }];
    case "sticker":
      return [{ sticker: file, mimetype: "image/webp" }, ...beside];
    case "voice": {
      const isNote = mimeType === "" || mimeType.startsWith("audio/ogg"); // phones play nothing else as a voice note
      return [{ audio: file, mimetype: isNote ? "audio/ogg; codecs=opus" : mimeType, ptt: isNote, seconds }, ...beside];
    }
    case "document":
      return [
        {
          document: file,
          mimetype: mimeType || "application/octet-stream",
          ...(fileName ? { fileName } : {}),
          ...caption,
        },
      ];
  }
}

/** Other platforms have stickers that are films, or drawings in a format of their own. */
function stickerFamily(mimeType: string): "sticker" | "image" | "video" | "document" {
  if (mimeType === "" || mimeType === "image/webp") return "sticker";
  return mimeType.startsWith("image/") ? "image" : mimeType.startsWith("video/") ? "video" : "document";
}

/**
 * Given, and empty, as `seconds` is given: else Baileys writes the file out as it is, for programs that make something of
 * it, and a process that is killed meanwhile leaves it there.
 */
const NO_PREVIEW = { jpegThumbnail: null as unknown as string };
