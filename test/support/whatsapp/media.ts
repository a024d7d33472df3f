import { downloadContentFromMessage, encryptedStream, type MediaType, type proto } from "@whiskeysockets/baileys";
import { randomBytes } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import http, { type IncomingMessage, type ServerResponse } from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import type { FileKind } from "../../../src/message.ts";

// Where WhatsApp keeps files: encrypted, by whoever sends them, with Baileys' own functions.

/** A file that a person sends. */
export type FileIn = {
  kind: FileKind;
  bytes: Uint8Array;
  mimeType?: string;
  fileName?: string;
  caption?: string;
  /** Overrides what the message says of its file. */
  says?: { fileLength?: number; url?: string; directPath?: string };
};

export type MediaHost = Awaited<ReturnType<typeof startMediaHost>>;

const TYPES = { voice: "audio", image: "image", video: "video", sticker: "sticker", document: "document" } as const;

/** Baileys uploads by https only, so the host needs a certificate that the client is told to trust. */
export async function startMediaHost(tls: { key: string; cert: string }) {
  const files = new Map<string, Buffer>();
  const knobs = {
    /** Answers every request for a file with this status. */
    status: undefined as number | undefined,
    /** Breaks the connection after so many bytes of a file. */
    breakAfter: undefined as number | undefined,
    /** Never answers. */
    silent: false,
    /** Tells no length beforehand. */
    chunked: false,
  };
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const path = new URL(request.url ?? "/", "https://media").pathname;
    if (request.method === "GET") return serve(files.get(path), response);
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      files.set(path, Buffer.concat(parts));
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ url: `https://${host}${path}`, direct_path: path }));
    });
  };
  function serve(file: Buffer | undefined, response: ServerResponse): void {
    if (knobs.silent) return;
    const status = knobs.status ?? (file ? 200 : 404);
    if (status !== 200 || !file) return void response.writeHead(status).end();
    response.writeHead(200, knobs.chunked ? {} : { "content-length": file.length });
    if (knobs.breakAfter === undefined) return void response.end(file);
    response.write(file.subarray(0, knobs.breakAfter), () => response.destroy());
  }
  const secure = https.createServer(tls, answer);
  const plain = http.createServer(answer); // for our own reading, which needs no certificate
  const ports = await Promise.all(
    [secure, plain].map(async (server) => {
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      return (server.address() as AddressInfo).port;
    }),
  );
  const host = `127.0.0.1:${ports[0]}`;
  return {
    host,
    files,
    knobs,
    plainUrl: (path: string) => `http://127.0.0.1:${ports[1]}${path}`,
    tuning: {
      customUploadHosts: [{ hostname: host, maxContentLengthBytes: 1e9 }],
      fetchAgent: new https.Agent({ ca: tls.cert }),
    },
    close() {
      for (const server of [secure, plain]) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}

/** Encrypts a file, puts it on the host, and makes the message that carries it. */
export async function encryptFile(
  { kind, bytes, mimeType, fileName, caption, says }: FileIn,
  { files, host }: MediaHost,
): Promise<{ message: proto.IMessage; path: string }> {
  const { mediaKey, encFilePath, fileSha256, fileEncSha256, fileLength } = await encryptedStream(
    Buffer.from(bytes),
    TYPES[kind],
  );
  const path = `/v/t62/${randomBytes(6).toString("hex")}.enc`;
  files.set(path, await readFile(encFilePath));
  await rm(encFilePath);
  const about = {
    mediaKey,
    fileSha256,
    fileEncSha256,
    fileLength,
    directPath: path,
    url: `https://${host}${path}`,
    ...(mimeType ? { mimetype: mimeType } : {}),
    ...says,
  };
  const captioned = { ...about, ...(caption ? { caption } : {}) };
  switch (kind) {
    case "voice":
      return { path, message: { audioMessage: { ...about, ptt: true } } };
    case "sticker":
      return { path, message: { stickerMessage: about } };
    case "image":
      return { path, message: { imageMessage: captioned } };
    case "video":
      return { path, message: { videoMessage: captioned } };
    case "document": {
      const documentMessage = { ...captioned, ...(fileName ? { fileName } : {}) };
      return {
        path,
        message: caption ? { documentWithCaptionMessage: { message: { documentMessage } } } : { documentMessage },
      };
    }
  }
}

/** The file of a message, as its recipient reads it. */
export async function decryptFile(sent: proto.IMessage, { plainUrl }: MediaHost): Promise<Buffer> {
  const message = sent.documentWithCaptionMessage?.message ?? sent;
  const fields = {
    audio: message.audioMessage,
    image: message.imageMessage,
    video: message.videoMessage,
    sticker: message.stickerMessage,
    document: message.documentMessage,
  } satisfies Partial<Record<MediaType, unknown>>;
  for (const [type, file] of Object.entries(fields)) {
    if (!file?.directPath || !file.mediaKey) continue;
    const stream = await downloadContentFromMessage(
      { mediaKey: file.mediaKey, url: plainUrl(file.directPath) },
      type as MediaType,
    );
    const parts: Buffer[] = [];
    for await (const part of stream) parts.push(part as Buffer);
    return Buffer.concat(parts);
  }
  throw new Error("the message carries no file");
}
