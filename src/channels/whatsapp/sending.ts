import type { WASocket } from "@whiskeysockets/baileys";
import { AsyncLocalStorage } from "node:async_hooks";

type Progress = { encrypted: boolean };
const inProgress = new AsyncLocalStorage<Progress>();

/**
 * Marks, on a new socket, when a message begins to be encrypted. Before that Baileys asks the server for devices and
 * keys; a connection that ends meanwhile has surely not carried the message, and it may be sent again without doubt.
 */
export function watchEncryption({ signalRepository }: WASocket): void {
  const { encryptMessage, encryptGroupMessage } = signalRepository;
  const mark = () => {
    const progress = inProgress.getStore();
    if (progress) progress.encrypted = true;
  };
  signalRepository.encryptMessage = (...values) => {
    mark();
    return encryptMessage.apply(signalRepository, values);
  };
  signalRepository.encryptGroupMessage = (...values) => {
    mark();
    return encryptGroupMessage.apply(signalRepository, values);
  };
}

/** Starts to send. `mayBeOut` tells whether the message may have reached the wire by now. */
export function beginSending(send: () => Promise<unknown>): { written: Promise<unknown>; mayBeOut(): boolean } {
  const progress: Progress = { encrypted: false };
  return { written: inProgress.run(progress, send), mayBeOut: () => progress.encrypted };
}
