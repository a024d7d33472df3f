// The three exports of crabline's binary-node.js on Baileys' complete dictionary, with a tap in each direction. The
// taps are global, because vitest and Node each load a module of their own.
import {
  decodeBinaryNode as decode,
  encodeBinaryNode as encode,
  S_WHATSAPP_NET,
} from "@whiskeysockets/baileys/lib/WABinary/index.js";

const taps = (globalThis[Symbol.for("sapa.whatsapp.taps")] ??= {});
export const decodeBinaryNode = async (frame) => {
  const node = await decode(frame);
  return taps.in?.(node) ?? node;
};
export const encodeBinaryNode = (node) => encode(taps.out?.(node) ?? node);
export { S_WHATSAPP_NET };
