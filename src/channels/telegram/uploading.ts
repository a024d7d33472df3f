import { InputFile, type Api } from "grammy";
import type { Attachment, Picture } from "../../message.ts";
import { FileGoneError } from "../channel.ts";
import { isFileUnknown, isFormatRefused, NotFetchedError } from "./failure.ts";
import { fieldOf, refOf, uploadName, type FileMethod } from "./files.ts";
import type { TelegramRequest } from "./outbound.ts";
import type { OurFiles } from "./our-files.ts";

/** A file that is ready to be sent. */
export type OpenFile = {
  /** Its id when Telegram has it, else its content. */
  content: string | InputFile;
  /** What its id is bound to, where that is not what the message asks for. */
  method?: FileMethod;
  /** Hears under which id Telegram has it now. */
  sentAs?(method: FileMethod, fileId: string): void;
  /** Gets its content ready instead of an id that Telegram does not know any more. */
  reopen?(): Promise<OpenFile>;
};

/**
 * Gets a file ready. Read whole and before any call, so that a missing file is not taken for a lost connection, and
 * nothing is said before it is there.
 */
export async function openFile(
  file: Picture | Attachment,
  { ours, fetch }: { ours: OurFiles; fetch: (attachment: Attachment) => Promise<Uint8Array> },
): Promise<OpenFile> {
  if ("path" in file) return ours.open(file);
  if (file.source.channel === "telegram") {
    const ref = refOf(file);
    if (!ref) throw new FileGoneError("what was kept of it cannot be read");
    return { content: ref.fileId };
  }
  const content = await fetch(file).catch((error: unknown) =>
    Promise.reject(error instanceof FileGoneError ? error : new NotFetchedError(error)),
  );
  return { content: new InputFile(content, uploadName(file)) };
}

/** Makes one call and returns the id of what was sent. */
export async function perform(request: TelegramRequest, file: OpenFile | undefined, api: Api): Promise<string> {
  if (request.method === "sendMessage") return String((await api.raw.sendMessage(request.payload)).message_id);
  const upload = async (method: FileMethod) => {
    const call = api.raw[method] as (payload: object) => Promise<{ message_id: number }>;
    const sent = await call({ ...request.payload, [fieldOf(method)]: file?.content });
    const fileId = idIn(sent, method);
    if (fileId !== undefined) file?.sentAs?.(method, fileId);
    return String(sent.message_id);
  };
  const method = file?.method ?? request.method;
  try {
    return await upload(method);
  } catch (error) {
    // what Telegram refuses was not sent
    if (file?.reopen && (isFileUnknown(error) || isFormatRefused(error)))
      return perform(request, await file.reopen(), api);
    // a file that cannot be shown as what it is can still be handed on; an id is bound to its type
    if (!(file?.content instanceof InputFile) || method === "sendDocument" || !isFormatRefused(error)) throw error;
    return upload("sendDocument");
  }
}

/** The id of the file in a message that was sent. */
function idIn(sent: object, method: FileMethod): string | undefined {
  type File = { file_id?: string };
  const file = (sent as Partial<Record<string, File | File[]>>)[fieldOf(method)];
  return (Array.isArray(file) ? file.at(-1) : file)?.file_id; // sizes of a photo come smallest first
}
