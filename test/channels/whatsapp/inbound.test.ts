import { proto, type WAMessage } from "@whiskeysockets/baileys";
import { describe, expect, it } from "vitest";
import { toInbound } from "../../../src/channels/whatsapp/inbound.ts";
import { chatIdOfPhone, normaliseJid, phoneOfChatId } from "../../../src/channels/whatsapp/jid.ts";

const ME = { id: "15550000000:3@s.whatsapp.net", lid: "987650000000:3@lid" };
const NOW = new Date("2027-01-02T03:04:05Z");
const ANI = "15551111111@s.whatsapp.net";
const GROUP = "120363000000000000@g.us";

type Key = WAMessage["key"];
/** A message as it comes off the wire: what is in it was encoded and decoded. */
function sample(message: proto.IMessage | undefined, key: Partial<Key> = {}, more: Partial<WAMessage> = {}): WAMessage {
  const decoded = message && proto.Message.decode(proto.Message.encode(message).finish());
  return {
    key: { remoteJid: ANI, id: "A1", fromMe: false, ...key },
    messageTimestamp: 1_790_000_000,
    ...(decoded ? { message: decoded } : {}),
    ...more,
  };
}
const read = (...values: Parameters<typeof sample>) => toInbound(sample(...values), ME, NOW);

describe("what a person wrote", () => {
  it("is turned over whole", () => {
    const key = { remoteJid: "4242:9@lid", remoteJidAlt: "15551111111:0@s.whatsapp.net", id: "B2" };
    const context = { stanzaId: "Q", participant: ME.id, quotedMessage: { conversation: "1. Ya\n2. Tidak" } };
    expect(read({ extendedTextMessage: { text: "1", contextInfo: context } }, key, { pushName: "Ani" })).toEqual({
      id: "B2",
      from: { channel: "whatsapp", chatId: "4242@lid" },
      aliases: ["15551111111@s.whatsapp.net"],
      senderName: "Ani",
      text: "1",
      kind: "text",
      quoted: "1. Ya\n2. Tidak",
      quotedId: "Q",
      sentAt: new Date(1_790_000_000_000),
    });
  });

  const inner = { message: { conversation: "halo" } };
  it.each<[string, proto.IMessage, kind: string, text: string]>([
    ["text", { conversation: "halo" }, "text", "halo"],
    ["text with a link", { extendedTextMessage: { text: "halo" } }, "text", "halo"],
    ["disappearing", { ephemeralMessage: inner }, "text", "halo"],
    ["view once", { viewOnceMessageV2: { message: { imageMessage: { caption: "ini" } } } }, "image", "ini"],
    ["nested", { ephemeralMessage: { message: { viewOnceMessage: inner } } }, "text", "halo"],
    [
      "with a caption",
      { documentWithCaptionMessage: { message: { documentMessage: { caption: "KTP" } } } },
      "document",
      "KTP",
    ],
    [
      "edited",
      { editedMessage: { message: { protocolMessage: { type: 14, editedMessage: { conversation: "halo" } } } } },
      "text",
      "halo",
    ],
    ["edited, bare", { protocolMessage: { type: 14, editedMessage: { conversation: "halo" } } }, "text", "halo"],
    ["voice note", { audioMessage: { ptt: true } }, "voice", ""],
    ["picture", { imageMessage: { caption: "lihat" } }, "image", "lihat"],
    ["video", { videoMessage: {} }, "video", ""],
    ["round video", { ptvMessage: {} }, "video", ""],
    ["sticker", { stickerMessage: {} }, "sticker", ""],
    ["place", { locationMessage: { degreesLatitude: -7 } }, "location", ""],
    ["live place", { liveLocationMessage: { degreesLatitude: -7 } }, "location", ""],
    ["document", { documentMessage: { fileName: "a.pdf" } }, "document", ""],
    ["contact", { contactMessage: { displayName: "Budi" } }, "contact", ""],
    ["contacts", { contactsArrayMessage: {} }, "contact", ""],
    ["poll", { pollCreationMessageV3: { name: "Mana?" } }, "other", ""],
    ["button of an old menu", { buttonsResponseMessage: { selectedDisplayText: "Ya" } }, "text", "Ya"],
    [
      "with keys for the group beside it",
      { conversation: "halo", senderKeyDistributionMessage: {}, messageContextInfo: {} },
      "text",
      "halo",
    ],
  ])("%s", (_, message, kind, text) => {
    expect(read(message)).toMatchObject({ kind, text });
  });

  it("takes a time that is a Long, and the present where there is none", () => {
    const long = { low: 1_790_000_000, high: 0, unsigned: true, toString: () => "1790000000" };
    const timed = (messageTimestamp: unknown) =>
      read({ conversation: "a" }, {}, { messageTimestamp } as Partial<WAMessage>)?.sentAt;
    expect(timed(long)).toEqual(new Date(1_790_000_000_000));
    expect(timed(undefined)).toEqual(NOW);
  });

  it("names no alias that is the same address", () => {
    expect(read({ conversation: "a" }, { remoteJidAlt: "15551111111:4@s.whatsapp.net" })).not.toHaveProperty("aliases");
  });
});

describe("a file", () => {
  const mediaKey = Buffer.alloc(32, 7);
  const there = { mediaKey, directPath: "/v/t62/1.enc", url: "https://mmg.whatsapp.net/v/t62/1.enc" };
  const ref = (type: string) =>
    JSON.stringify({ type, mediaKey: mediaKey.toString("base64"), directPath: there.directPath, url: there.url });

  it.each<[string, proto.IMessage, type: string, attachment: object]>([
    [
      "voice note",
      { audioMessage: { ...there, ptt: true, mimetype: "audio/ogg; codecs=opus", fileLength: 4_000 } },
      "audio",
      { kind: "voice", mimeType: "audio/ogg; codecs=opus", bytes: 4_000 },
    ],
    [
      "song",
      { audioMessage: { ...there, mimetype: "audio/mpeg" } },
      "audio",
      { kind: "voice", mimeType: "audio/mpeg" },
    ],
    [
      "picture",
      { imageMessage: { ...there, mimetype: "image/jpeg" } },
      "image",
      { kind: "image", mimeType: "image/jpeg" },
    ],
    ["seen once", { viewOnceMessageV2: { message: { imageMessage: there } } }, "image", { kind: "image" }],
    ["video", { videoMessage: { ...there, fileLength: 30_000_000 } }, "video", { kind: "video", bytes: 30_000_000 }],
    ["round video", { ptvMessage: there }, "video", { kind: "video" }],
    [
      "sticker",
      { stickerMessage: { ...there, mimetype: "image/webp" } },
      "sticker",
      { kind: "sticker", mimeType: "image/webp" },
    ],
    [
      "document",
      { documentMessage: { ...there, fileName: "KTP 3201234567890123.pdf" } },
      "document",
      { kind: "document", fileName: "KTP [nomor disembunyikan].pdf" },
    ],
    [
      "document with a caption",
      {
        documentWithCaptionMessage: {
          message: { documentMessage: { ...there, fileName: "slip.pdf", caption: "ini" } },
        },
      },
      "document",
      { kind: "document", fileName: "slip.pdf" },
    ],
  ])("%s", (_, message, type, attachment) => {
    expect(read(message)?.attachment).toEqual({ ...attachment, source: { channel: "whatsapp", ref: ref(type) } });
  });

  it.each<[string, proto.IMessage]>([
    ["nothing says where it is", { imageMessage: { mediaKey } }],
    ["it has no key", { imageMessage: { directPath: "/v" } }],
    ["there is none", { locationMessage: { degreesLatitude: -7 } }],
  ])("is none where %s", (_, message) => {
    expect(read(message)).not.toHaveProperty("attachment");
  });
});

describe("a change of an earlier message", () => {
  const key = { id: "OLD", remoteJid: ME.id, fromMe: true };
  const edit = (editedMessage: proto.IMessage, more: object = {}): proto.IMessage => ({
    protocolMessage: { type: 14, key, editedMessage, ...more },
  });

  it.each<[string, proto.IMessage, ...key: [Partial<Key>?], expected: object]>([
    ["bare", edit({ conversation: "dua juta" }), {}, { id: "A1", edits: "OLD", text: "dua juta", kind: "text" }],
    [
      "wrapped",
      { editedMessage: { message: edit({ extendedTextMessage: { text: "dua juta" } }) } },
      {},
      { id: "A1", edits: "OLD", text: "dua juta" },
    ],
    [
      "in a chat whose messages disappear",
      { ephemeralMessage: { message: edit({ conversation: "dua juta" }) } },
      {},
      { id: "A1", edits: "OLD", text: "dua juta" },
    ],
    [
      "under the same id",
      edit({ conversation: "dua juta" }, { timestampMs: 1_790_000_000_123 }),
      { id: "OLD" },
      { id: "OLD.e1790000000123", edits: "OLD" },
    ],
    [
      "under the same id, without a time of its own",
      edit({ conversation: "dua juta" }),
      { id: "OLD" },
      { id: "OLD.e1790000000000", edits: "OLD" },
    ],
    ["taken back", { protocolMessage: { type: 0, key } }, {}, { id: "A1", deletes: "OLD", text: "", kind: "text" }],
    [
      "taken back under the same id",
      { protocolMessage: { type: 0, key } },
      { id: "OLD" },
      { id: "OLD.d", deletes: "OLD" },
    ],
  ])("%s", (_, message, changed, expected) => {
    expect(read(message, changed)).toMatchObject(expected);
  });

  it("brings the words of a caption, and the file not again", () => {
    const imageMessage = { caption: "slip bulan ini", mediaKey: Buffer.alloc(32), directPath: "/v" };
    const inbound = read(edit({ imageMessage }));
    expect(inbound).toMatchObject({ edits: "OLD", text: "slip bulan ini" });
    expect(inbound).not.toHaveProperty("attachment");
  });
});

describe("a reaction", () => {
  const onWire = { id: "OURS", remoteJid: ME.id, fromMe: false };
  const react = (text: string, key: proto.IMessageKey = onWire): proto.IMessage => ({ reactionMessage: { key, text } });

  it.each<[string, proto.IMessage, said: string]>([
    ["a thumb up", react("👍"), "👍"],
    ["a dark thumb down", react("👎🏿"), "👎"],
    ["a light thumb up", react("👍🏻"), "👍"],
    ["to our LID", react("👍", { ...onWire, remoteJid: "987650000000@lid" }), "👍"],
    ["turned round by Baileys", react("👍", { id: "OURS", remoteJid: ANI, fromMe: true }), "👍"],
  ])("%s on a message of ours is said", (_, message, said) => {
    expect(read(message)).toMatchObject({ id: "A1", text: said, kind: "text", quotedId: "OURS" });
  });

  it.each<[string, proto.IMessage, Partial<Key>?]>([
    ["another one", react("❤️")],
    ["two thumbs", react("👍👍")],
    ["one taken away", react("")],
    ["one on their own message", react("👍", { ...onWire, fromMe: true })],
    ["that, turned round by Baileys", react("👍", { id: "X", remoteJid: ANI, fromMe: false })],
    [
      "one in a group",
      react("👍", { ...onWire, remoteJid: GROUP, participant: ME.id }),
      { remoteJid: GROUP, participant: ANI },
    ],
  ])("%s is not", (_, message, key) => {
    expect(read(message, key)).toBeUndefined();
  });
});

describe("what must not be answered", () => {
  const text = { conversation: "halo" };
  it.each<[string, ...Parameters<typeof sample>]>([
    ["our own words", text, { fromMe: true }],
    ["status", text, { remoteJid: "status@broadcast" }],
    ["a broadcast list", text, { remoteJid: "1234@broadcast" }],
    ["a newsletter", text, { remoteJid: "1234@newsletter" }],
    ["WhatsApp's announcements", text, { remoteJid: "0@s.whatsapp.net" }],
    ["Meta's bot", text, { remoteJid: "13135550002@bot" }],
    ["no id", text, { id: null }],
    ["no address", text, { remoteJid: null }],
    ["a placeholder", undefined, {}, { messageStubType: proto.WebMessageInfo.StubType.CIPHERTEXT }],
    ["a missed call", undefined, {}, { messageStubType: proto.WebMessageInfo.StubType.CALL_MISSED_VOICE }],
    ["nothing at all", undefined],
    ["an empty content", {}],
    ["a reaction to nothing", { reactionMessage: { text: "👍" } }],
    ["a deletion of nothing", { protocolMessage: { type: 0 } }],
    [
      "an edit in a group",
      {
        protocolMessage: {
          type: 14,
          key: { id: "OLD" },
          editedMessage: { extendedTextMessage: { text: "@15550000000 a", contextInfo: { mentionedJid: [ME.id] } } },
        },
      },
      { remoteJid: GROUP },
    ],
    ["a deletion in a group", { protocolMessage: { type: 0, key: { id: "OLD" } } }, { remoteJid: GROUP }],
    ["a history notice", { protocolMessage: { type: 5, historySyncNotification: {} } }],
    ["a vote", { pollUpdateMessage: {} }],
    ["keys for a group", { senderKeyDistributionMessage: { groupId: GROUP } }],
    ["a pinned message", { pinInChatMessage: {} }],
    ["talk in a group", text, { remoteJid: GROUP, participant: ANI }],
    [
      "a mention of somebody else",
      { extendedTextMessage: { text: "@1 halo", contextInfo: { mentionedJid: [ANI] } } },
      { remoteJid: GROUP },
    ],
    [
      "an answer to somebody else",
      { extendedTextMessage: { text: "ya", contextInfo: { participant: ANI, quotedMessage: text } } },
      { remoteJid: GROUP },
    ],
  ])("%s", (_, ...values) => {
    expect(read(...values)).toBeUndefined();
  });
});

describe("a group", () => {
  it.each([
    ["by number", "15550000000@s.whatsapp.net", "@15550000000 iuran?"],
    ["by LID", "987650000000@lid", "iuran? @987650000000"],
  ])("is answered when it mentions us %s", (_, jid, text) => {
    const message = { extendedTextMessage: { text, contextInfo: { mentionedJid: [jid] } } };
    expect(read(message, { remoteJid: GROUP, participant: ANI, participantAlt: "42@lid" })).toMatchObject({
      from: { chatId: GROUP },
      text: "iuran?",
    });
  });

  it("is answered when it quotes us, and nobody in it becomes the group", () => {
    const contextInfo = { participant: "987650000000:0@lid", quotedMessage: { conversation: "Ada lagi?" } };
    const inbound = read({ extendedTextMessage: { text: "ya", contextInfo } }, { remoteJid: GROUP, participant: ANI });
    expect(inbound).toMatchObject({ text: "ya", quoted: "Ada lagi?" });
    expect(inbound).not.toHaveProperty("aliases");
  });
});

it.each([
  ["15551111111:7@s.whatsapp.net", "15551111111@s.whatsapp.net"],
  ["15551111111_1:7@s.whatsapp.net", "15551111111@s.whatsapp.net"],
  ["15551111111@c.us", "15551111111@s.whatsapp.net"],
  ["4242:0@lid", "4242@lid"],
  [GROUP, GROUP],
  ["nothing", undefined],
  ["@lid", undefined],
  [null, undefined],
])("normaliseJid(%s) is %s", (jid, normal) => {
  expect(normaliseJid(jid)).toBe(normal);
});

it.each([
  ["6281234567890@s.whatsapp.net", "6281234567890"],
  ["6281234567890:3@s.whatsapp.net", "6281234567890"],
  ["4242@lid", undefined],
  [GROUP, undefined],
  ["", undefined],
])("the phone number of %s is %s", (chatId, phone) => {
  expect(phoneOfChatId(chatId)).toBe(phone);
});

it("the chat of a phone number", () => {
  expect(chatIdOfPhone("6281234567890")).toBe("6281234567890@s.whatsapp.net");
  expect(() => chatIdOfPhone("+6281234567890")).toThrow(/digits/);
});
