import type { AuthenticationCreds, AuthenticationState } from "@whiskeysockets/baileys";

/** Where the login of one WhatsApp account is kept. Whoever holds it is logged in. */
export type WhatsAppAuth = {
  /** `creds` is changed in place by Baileys; `keys.set` is kept when it returns, and throws when it could not be. */
  state: AuthenticationState;
  /** Writes `state.creds`. Synchronous, so that saves keep their order; throws when it could not be written. */
  saveCreds(): void;
  /**
   * Goes over all keys and changes them in one step. `change` returns what is kept instead of a key, `null` when it is
   * removed, `undefined` when it stays. When this returns, what was removed is nowhere in the file any more.
   */
  revise(change: (key: StoredKey) => unknown): void;
};

/** One key of the store; reading its value takes time. */
export type StoredKey = { type: string; id: string; value(): unknown };

/** Whether the account is linked to a phone. `registered` says nothing: it stays false after a login by QR. */
export function isLoggedIn(creds: AuthenticationCreds): boolean {
  return creds.me?.id !== undefined && !isHalfPaired(creds);
}

/**
 * Takes back what asking for a pairing code left behind: it names an account before anybody typed the code, and the
 * next connection would log in with it and be told that it is logged out. True when something was taken back.
 */
export function forgetHalfPairing(creds: AuthenticationCreds): boolean {
  if (!isHalfPaired(creds)) return false;
  delete creds.me;
  creds.pairingCode = undefined;
  creds.registered = false;
  return true;
}

/** "~" is the name Baileys gives to an account that has asked for a code and never completed it. */
function isHalfPaired(creds: AuthenticationCreds): boolean {
  return creds.me?.name === "~" && !creds.account;
}
