import type { AnyMessageContent } from "@whiskeysockets/baileys";
import type { OutboundMessage } from "../../message.ts";

/**
 * What Baileys is to send. The text stays as it is: choices are numbered in it, and *bold* is WhatsApp's own. Buttons
 * are not used, because those of unofficial clients do not show reliably.
 */
export function toContent({ text, picture }: OutboundMessage): AnyMessageContent {
  if (picture) return { image: { url: picture.path }, caption: text, mimetype: picture.mimeType };
  return { text, linkPreview: null }; // null: else Baileys fetches the pages named in the text
}
