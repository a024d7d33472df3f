import { createDecipheriv, createHmac, timingSafeEqual } from "node:crypto";
import http, { type Agent, type IncomingMessage } from "node:http";
import https from "node:https";
import type { Attachment } from "../../message.ts";
import { FileGoneError, LARGEST_FILE_BYTES } from "../channel.ts";
import { fileRef, type FileRef } from "./attachment.ts";
import type { Baileys } from "./load.ts";

/** How a file is fetched. */
export type Download = {
  timeoutMs: number;
  agent?: Agent | undefined;
  /** Files may lie on any host, as on another server than WhatsApp's; else on WhatsApp's alone. */
  anyHost: boolean;
};

const USUAL_HOST = "mmg.whatsapp.net";
/** What encryption adds: at most a block of padding, and the ten bytes that prove the file is whole. */
const PADDING_BYTES = 16;
const PROOF_BYTES = 10;
const MOST_REDIRECTS = 3;

/**
 * The content of a file that somebody sent. Not by Baileys' own download: it does not look whether the file is whole,
 * and a connection that breaks meanwhile ends the process.
 */
export async function download(
  { getMediaKeys }: Pick<Baileys, "getMediaKeys">,
  attachment: Attachment,
  how: Download,
): Promise<Uint8Array> {
  if ((attachment.bytes ?? 0) > LARGEST_FILE_BYTES) throw new FileGoneError("the file is too large");
  const ref = fileRef(attachment);
  const keys = await getMediaKeys(Buffer.from(ref.mediaKey, "base64"), ref.type);
  return decrypt(await read(addressOf(ref, how.anyHost), how), keys);
}

/** Whoever writes a message writes its address too: elsewhere than at WhatsApp's nothing may be asked for. */
function addressOf({ directPath, url }: FileRef, anyHost: boolean): URL {
  const named = url && URL.canParse(url) ? new URL(url) : undefined;
  const trusted = named && isAllowed(named, anyHost) ? named : undefined;
  if (directPath?.startsWith("/")) return new URL(`https://${trusted?.host ?? USUAL_HOST}${directPath}`);
  if (!trusted) throw new FileGoneError("the file is in no known place");
  return trusted;
}

function isAllowed({ protocol, hostname, port }: URL, anyHost: boolean): boolean {
  return anyHost || (protocol === "https:" && port === "" && hostname.endsWith(".whatsapp.net"));
}

function read(address: URL, how: Download): Promise<Buffer> {
  const signal = AbortSignal.timeout(how.timeoutMs);
  return follow(address, how, signal).catch((error: NodeJS.ErrnoException) => {
    if (error instanceof FileGoneError) throw error;
    const why = signal.aborted ? `not within ${how.timeoutMs} ms` : (error.code ?? error.message);
    throw new Error(`the file could not be fetched: ${why}`); // without its cause, which may hold the address
  });
}

async function follow(address: URL, how: Download, signal: AbortSignal, redirects = 0): Promise<Buffer> {
  const response = await get(address, how, signal);
  const { statusCode = 0, headers } = response;
  if (statusCode === 200) return whole(response);
  response.destroy();
  if ([403, 404, 410].includes(statusCode)) throw new FileGoneError(`the file is gone: HTTP ${statusCode}`);
  const next = statusCode >= 300 && statusCode < 400 && headers.location;
  if (next && redirects < MOST_REDIRECTS && URL.canParse(next, address.href)) {
    const there = new URL(next, address);
    if (isAllowed(there, how.anyHost)) return follow(there, how, signal, redirects + 1);
  }
  throw new Error(`HTTP ${statusCode}`);
}

function get(address: URL, { agent }: Download, signal: AbortSignal): Promise<IncomingMessage> {
  const secure = address.protocol === "https:";
  const headers = { Origin: "https://web.whatsapp.com" };
  return new Promise((resolve, reject) => {
    (secure ? https : http)
      .get(address, { signal, headers, ...(secure && agent ? { agent } : {}) }, resolve)
      .on("error", reject);
  });
}

async function whole(response: IncomingMessage): Promise<Buffer> {
  const most = LARGEST_FILE_BYTES + PADDING_BYTES + PROOF_BYTES;
  const parts: Buffer[] = [];
  let bytes = Number(response.headers["content-length"] ?? 0);
  if (bytes <= most) {
    bytes = 0;
    for await (const part of response as AsyncIterable<Buffer>) {
      parts.push(part);
      bytes += part.length;
      if (bytes > most) break;
    }
  }
  if (bytes <= most) return Buffer.concat(parts, bytes);
  response.destroy();
  throw new FileGoneError("the file is too large");
}

type Keys = Awaited<ReturnType<Baileys["getMediaKeys"]>>;

function decrypt(file: Buffer, { iv, cipherKey, macKey = new Uint8Array() }: Keys): Uint8Array {
  const end = Math.max(0, file.length - PROOF_BYTES);
  const [content, proof] = [file.subarray(0, end), file.subarray(end)];
  const due = createHmac("sha256", macKey).update(iv).update(content).digest().subarray(0, PROOF_BYTES);
  if (proof.length !== due.length || !timingSafeEqual(proof, due)) throw new FileGoneError("the file is damaged");
  const cipher = createDecipheriv("aes-256-cbc", cipherKey, iv);
  let plain: Buffer;
  try {
    plain = Buffer.concat([cipher.update(content), cipher.final()]);
  } catch {
    throw new FileGoneError("the file is damaged");
  }
  if (plain.length > LARGEST_FILE_BYTES) throw new FileGoneError("the file is too large");
  return plain;
}
