import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { InputFile, type Api } from "grammy";
import type { Attachment, Picture } from "../../message.ts";
import { FileGoneError } from "../channel.ts";
import { isFormatRefused, NotFetchedError, PictureError } from "./failure.ts";
import { fieldOf, refOf, uploadName, type FileMethod } from "./files.ts";
import type { TelegramRequest } from "./outbound.ts";

/** A file that is ready to be sent: its id when Telegram has it, else its content. */
export type OpenFile = string | InputFile;

/**
 * Gets a file ready. Read whole and before any call, so that a missing file is not taken for a lost connection, and
 * nothing is said before it is there.
 */
export async function openFile(
  file: Picture | Attachment,
  fetch: (attachment: Attachment) => Promise<Uint8Array>,
): Promise<OpenFile> {
  if ("path" in file) {
    const content = await readFile(file.path).catch((cause: unknown) => Promise.reject(new PictureError(cause)));
    return new InputFile(content, basename(file.path));
  }
  if (file.source.channel === "telegram") {
    const ref = refOf(file);
    if (!ref) throw new FileGoneError("what was kept of it cannot be read");
    return ref.fileId;
  }
  const content = await fetch(file).catch((error: unknown) =>
    Promise.reject(error instanceof FileGoneError ? error : new NotFetchedError(error)),
  );
  return new InputFile(content, uploadName(file));
}

/** Makes one call and returns the id of what was sent. */
export async function perform(request: TelegramRequest, file: OpenFile | undefined, api: Api): Promise<string> {
  if (request.method === "sendMessage") return String((await api.raw.sendMessage(request.payload)).message_id);
  const upload = async (method: FileMethod) => {
    const call = api.raw[method] as (payload: object) => Promise<{ message_id: number }>;
    return String((await call({ ...request.payload, [fieldOf(method)]: file })).message_id);
  };
  try {
    return await upload(request.method);
  } catch (error) {
    // a file that cannot be shown as what it is can still be handed on; an id is bound to its type
    if (!(file instanceof InputFile) || request.method === "sendDocument" || !isFormatRefused(error)) throw error;
    return upload("sendDocument");
  }
}
