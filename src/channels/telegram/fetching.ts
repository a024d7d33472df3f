import type { Api } from "grammy";
import type { Attachment } from "../../message.ts";
import { FileGoneError, LARGEST_FILE_BYTES } from "../channel.ts";
import { asSignal } from "./api.ts";
import { describe, isBadRequest } from "./failure.ts";
import { refOf } from "./files.ts";

/**
 * The content of a file on Telegram. Rejects with FileGoneError when it is too large or cannot be had any more. What it
 * throws never holds the address of the file, which has the token in it.
 */
export async function fetchFile(
  attachment: Attachment,
  { api, fileRoot, signal }: { api: Api; fileRoot: string; signal: AbortSignal },
): Promise<Uint8Array> {
  const ref = refOf(attachment);
  if (!ref) throw new FileGoneError("not a file of Telegram");
  if ((attachment.bytes ?? 0) > LARGEST_FILE_BYTES) throw tooLarge();
  const { file_path, file_size = 0 } = await api.getFile(ref.fileId, asSignal(signal)).catch((error: unknown) => {
    if (isBadRequest(error, GONE)) throw new FileGoneError(describe(error));
    throw new Error(`the file was not found: ${describe(error)}`); // without its cause, which quotes the address
  });
  if (file_size > LARGEST_FILE_BYTES) throw tooLarge();
  if (file_path === undefined) throw new FileGoneError("Telegram does not hand it out");
  return download(`${fileRoot}/${file_path}`, signal).catch((error: unknown) => {
    if (error instanceof FileGoneError || error instanceof RefusedError) throw error;
    throw new Error("the file was not downloaded: connection lost or timed out"); // without its cause, as above
  });
}

const GONE = /file is too big|wrong file|invalid file|file_?id|temporarily unavailable/i;

class RefusedError extends Error {
  override name = "RefusedError";
}

async function download(url: string, signal: AbortSignal): Promise<Uint8Array> {
  const response = await fetch(url, { signal, redirect: "error" });
  if (!response.ok || !response.body) throw new RefusedError(`the file was not downloaded: ${response.status}`);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // leaving the loop early ends the download
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > LARGEST_FILE_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(): FileGoneError {
  return new FileGoneError("larger than is handed on");
}
