import { Curve, proto, type BinaryNode } from "@whiskeysockets/baileys";
import { createHmac, randomBytes } from "node:crypto";
import http from "node:http";
import { createRequire, register } from "node:module";
import type { AddressInfo, Socket } from "node:net";
import { until } from "../wait.ts";
import { encryptFile, decryptFile, startMediaHost, type FileIn } from "./media.ts";

// A WhatsApp Web server on loopback: @openclaw/crabline 0.1.27 does Noise, login, prekeys, device lists and Signal
// decryption; this file adds what it lacks without touching it: the full token dictionary, any inbound stanza, receipts,
// acks for groups, pairing by QR, stream errors, the decrypted content of what was sent, a media host. Nothing is kept
// on disk. One server at a time in a process.

/** What a client sent, decrypted; `message` is undefined for groups. */
export type Sent = { id: string; to: string; message: proto.IMessage | undefined };
/** A text comes with its key, everything else as the stanza it was. */
type Accepted = {
  accepted?: boolean;
  body: { key?: { id: string; remoteJid: string }; attrs?: Record<string, string> };
};
/** A message that is about to be acknowledged: to whom, and the how manyth it is; the same one again has the same number. */
type Ackable = { to: string; nth: number };
type Taps = { in?: (node: BinaryNode) => BinaryNode | undefined; out?: (node: BinaryNode) => BinaryNode };
type Inbound = {
  from: string;
  text?: string;
  message?: proto.IMessage;
  id?: string;
  participant?: string;
  pushName?: string;
  attrs?: Record<string, string>;
  /** Instead of a protobuf: the stanza's own children. */
  content?: BinaryNode[];
};

const BASE = new URL("../../../node_modules/@openclaw/crabline/dist/src/servers/", import.meta.url);
const WIRE = new URL("whatsapp-baileys-websocket.js", BASE).href;
const globals = globalThis as Record<symbol, Taps | undefined>;
const taps: Taps = (globals[Symbol.for("sapa.whatsapp.taps")] ??= {});

let lastPlain: Uint8Array | undefined; // crabline takes one stanza at a time, so the last one is the one being accepted
let loaded: Promise<{ attachWhatsAppBaileysWebSocketServer(options: object): Wire }> | undefined;
type Wire = { prepareInboundMessage(message: object): { commit(): Promise<unknown> }; close(): Promise<void> };

function loadWire() {
  loaded ??= (async () => {
    register("./wire-hooks.mjs", import.meta.url);
    const { SessionCipher } = createRequire(WIRE)("libsignal") as {
      SessionCipher: { prototype: Record<string, (...values: unknown[]) => Promise<Uint8Array>> };
    };
    for (const method of ["decryptPreKeyWhisperMessage", "decryptWhisperMessage"]) {
      const decrypt = SessionCipher.prototype[method]!;
      SessionCipher.prototype[method] = async function (...values) {
        lastPlain = await decrypt.apply(this, values);
        return lastPlain;
      };
    }
    return import(/* @vite-ignore */ WIRE);
  })();
  return loaded;
}

const seconds = () => Math.floor(Date.now() / 1000);

/** Starts a server. `pairing`: who connects gets QR codes until scanQr() is called. `tls`: also a host for media. */
export async function startWhatsAppServer({
  selfJid = "15550000000@s.whatsapp.net",
  pairing = false,
  tls,
}: { selfJid?: string; pairing?: boolean; tls?: { key: string; cert: string } } = {}) {
  const { attachWhatsAppBaileysWebSocketServer } = await loadWire();
  const token = randomBytes(8).toString("hex");
  const stanzas: BinaryNode[] = [];
  const sent: Sent[] = [];
  const instead = new Map<string, BinaryNode>();
  const knobs = {
    pairing,
    /** The error that a message is refused with; see `Ackable`. */
    ackError: undefined as ((ack: BinaryNode, about: Ackable) => string | undefined) | undefined,
    /** No message is acknowledged, or none of these. */
    muteAcks: false as boolean | ((ack: BinaryNode, about: Ackable) => boolean),
    muteHandover: false,
    /** Queries of this namespace get no answer. */
    muteQueries: undefined as string | undefined,
  };
  const muted = new Set<string>();
  const numbers = new Map<string, number>();
  const refused = new Set<string>();
  const aboutAck = ({ attrs }: BinaryNode): Ackable => {
    const id = attrs["id"] ?? "";
    if (!numbers.has(id)) numbers.set(id, numbers.size + 1);
    return { to: attrs["from"] ?? "", nth: numbers.get(id) ?? 0 };
  };
  /** An acknowledgement as it goes out; `undefined` when none does. */
  const acknowledge = (ack: BinaryNode): BinaryNode | undefined => {
    const about = aboutAck(ack);
    const error = knobs.ackError?.(ack, about);
    if (error) {
      refused.add(ack.attrs["id"] ?? "");
      return { tag: "ack", attrs: { ...ack.attrs, error } };
    }
    const mute = typeof knobs.muteAcks === "function" ? knobs.muteAcks(ack, about) : knobs.muteAcks;
    return mute ? undefined : ack;
  };
  let count = 0;

  const refs = () =>
    Array.from({ length: 2 }, () => ({
      tag: "ref",
      attrs: {},
      content: Buffer.from(`2@${randomBytes(60).toString("base64")}`),
    }));
  taps.in = (node) => {
    stanzas.push(node);
    if (node.tag === "iq" && node.attrs["xmlns"] === knobs.muteQueries) muted.add(node.attrs["id"]!);
    if (node.tag === "message" && node.attrs["to"]?.endsWith("@g.us")) {
      sent.push({ id: node.attrs["id"]!, to: node.attrs["to"], message: undefined });
      const { id, to } = node.attrs;
      const ack = acknowledge({ tag: "ack", attrs: { class: "message", id: id!, from: to!, t: `${seconds()}` } });
      if (ack) void raw(ack);
    }
    return node;
  };
  taps.out = (node) => {
    const replaced = node.tag === "message" ? instead.get(node.attrs["id"]!) : undefined;
    if (replaced) {
      instead.delete(node.attrs["id"]!);
      return replaced;
    }
    const nothing = { tag: "ib", attrs: {} };
    if (node.tag === "success" && knobs.pairing)
      return {
        tag: "iq",
        attrs: { from: "s.whatsapp.net", type: "set", id: "pair-device", xmlns: "md" },
        content: [{ tag: "pair-device", attrs: {}, content: refs() }],
      };
    if (node.tag === "ib" && (knobs.pairing || knobs.muteHandover)) return nothing;
    if (node.tag === "iq" && muted.has(node.attrs["id"]!)) return nothing;
    if (node.tag === "ack" && node.attrs["class"] === "message") return acknowledge(node) ?? nothing;
    return node;
  };

  const server = http.createServer((_, response) => response.writeHead(404).end());
  const wire = attachWhatsAppBaileysWebSocketServer({
    accessToken: token,
    httpServer: server,
    path: "/ws/chat",
    selfJid,
    maxPendingInboundMessages: 100_000,
    appendEvent: async ({ accepted, body }: Accepted) => {
      if (accepted)
        sent.push({
          id: body.key?.id ?? body.attrs?.["id"] ?? "",
          to: body.key?.remoteJid ?? body.attrs?.["to"] ?? "",
          message: plain(),
        });
    },
  });
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on("connection", (socket) => {
    connections++;
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const media = tls ? await startMediaHost(tls) : undefined;

  /** Sends any stanza to every client; kept until one connects. */
  function raw(node: BinaryNode): Promise<unknown> {
    const id = `RAW${++count}`;
    instead.set(id, node);
    const key = { fromMe: false, id, remoteJid: "15559999999@s.whatsapp.net" };
    return wire.prepareInboundMessage({ key, message: { conversation: "-" }, messageTimestamp: seconds() }).commit();
  }

  async function inbound({
    from,
    text,
    message,
    participant,
    pushName = "Ani",
    attrs,
    content,
    id = `IN${++count}`,
  }: Inbound): Promise<string> {
    const encoded = proto.Message.encode(message ?? { conversation: text ?? "" }).finish();
    await raw({
      tag: "message",
      attrs: {
        from,
        id,
        t: `${seconds()}`,
        notify: pushName,
        ...(participant ? { participant } : {}),
        ...attrs,
      },
      content: content ?? [{ tag: "plaintext", attrs: {}, content: Buffer.from(encoded) }],
    });
    return id;
  }

  return {
    knobs,
    stanzas,
    /** What came in, each id once; what was refused then too. */
    sent,
    /** What reaches people: all that was not refused. */
    arrived: () => sent.filter(({ id }) => !refused.has(id)),
    raw,
    port,
    url: (at = port) => `ws://127.0.0.1:${at}/ws/chat?access_token=${token}`,
    /** How many TCP connections are open, and how many there ever were. */
    open: () => sockets.size,
    connections: () => connections,
    /** Where files lie; only with `tls`. */
    media,
    /** What a channel must be told to upload to and fetch from that host. */
    mediaTuning: media?.tuning,
    /** A message with a file comes in, encrypted like any. Returns its id, and where the file lies. */
    async sendFile({
      from,
      id,
      attrs,
      pushName,
      ...file
    }: FileIn & Pick<Inbound, "from" | "id" | "attrs" | "pushName">) {
      if (!media) throw new Error("files need a server with `tls`");
      const { message, path } = await encryptFile(file, media);
      const more = { ...(id ? { id } : {}), ...(attrs ? { attrs } : {}), ...(pushName ? { pushName } : {}) };
      return { id: await inbound({ from, message, ...more }), path };
    },
    /** What the bot uploaded for a message that it sent, decrypted. */
    async uploaded(row: Sent | undefined): Promise<Buffer> {
      if (!media || !row?.message) throw new Error("no message, or a server without `tls`");
      return decryptFile(row.message, media);
    },
    /** A message comes in. Returns its id. */
    message: inbound,
    receipt: (from: string, id: string, type?: string, participant?: string) =>
      raw({
        tag: "receipt",
        attrs: { from, id, t: `${seconds()}`, ...(type ? { type } : {}), ...(participant ? { participant } : {}) },
      }),
    /** What was not acknowledged before is refused now. */
    refuseLate(to: string, id: string, error: string) {
      refused.add(id);
      return raw({ tag: "ack", attrs: { class: "message", id, from: to, t: `${seconds()}`, error } });
    },
    streamError: (code: number) => raw({ tag: "stream:error", attrs: { code: String(code) } }),
    conflict: () =>
      raw({
        tag: "stream:error",
        attrs: {},
        content: [{ tag: "conflict", attrs: { type: "replaced" } }],
      }),
    failure: (reason: number) => raw({ tag: "failure", attrs: { reason: String(reason) } }),
    drop() {
      for (const socket of sockets) socket.destroy();
    },
    /** What the phone does with a scanned code: signs the new device; then the server asks for a new connection. */
    async scanQr(payload: string): Promise<void> {
      const jid = selfJid.replace("@", ":1@");
      await raw({
        tag: "iq",
        attrs: { from: "s.whatsapp.net", type: "set", id: "pair-ok" },
        content: [{ tag: "pair-success", attrs: {}, content: signedDevice(payload, jid) }],
      });
      await until(() => stanzas.some(({ attrs }) => attrs["id"] === "pair-ok" && attrs["type"] === "result"), "paired");
      knobs.pairing = false;
      await raw({ tag: "stream:error", attrs: { code: "515" } });
    },
    async close(): Promise<void> {
      delete taps.in;
      delete taps.out;
      media?.close();
      await wire.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What was decrypted last, without the padding and without the wrapper for our own other devices. */
function plain(): proto.IMessage | undefined {
  if (!lastPlain) return undefined;
  const message = proto.Message.decode(lastPlain.subarray(0, lastPlain.length - (lastPlain.at(-1) ?? 0)));
  lastPlain = undefined;
  return message.deviceSentMessage?.message ?? message;
}

function signedDevice(payload: string, jid: string): BinaryNode[] {
  const [, , identity64 = "", secret64 = ""] = payload.split(",");
  const account = Curve.generateKeyPair();
  const device = proto.ADVDeviceIdentity.encode({ rawId: 1, timestamp: seconds(), keyIndex: 1 }).finish();
  const signed = Buffer.concat([Buffer.from([6, 0]), device, Buffer.from(identity64, "base64")]);
  const details = proto.ADVSignedDeviceIdentity.encode({
    details: device,
    accountSignatureKey: account.public,
    accountSignature: Curve.sign(account.private, signed),
  }).finish();
  const hmac = createHmac("sha256", Buffer.from(secret64, "base64")).update(details).digest();
  const identity = proto.ADVSignedDeviceIdentityHMAC.encode({ details, hmac }).finish();
  return [
    { tag: "device-identity", attrs: {}, content: Buffer.from(identity) },
    { tag: "device", attrs: { jid, lid: "987650000000:1@lid" } },
    { tag: "platform", attrs: { name: "android" } },
    { tag: "biz", attrs: { name: "Bot" } },
  ];
}
