const METHODS = ["debug", "error", "info", "log", "trace", "warn", "dir"] as const;
type Method = (typeof METHODS)[number];

/** Consoles that are already filtered, so that a second call changes nothing. */
const filtered = new WeakSet<object>();

/**
 * Drops what libsignal writes to the console: it prints whole sessions, private keys included, and has no switch for
 * it. Everything that is called from its files is dropped, and everything that looks like one of its sessions, wherever
 * it is printed from. To be called before Baileys is loaded.
 */
export function quietConsole(target: Pick<Console, Method> = console): void {
  if (filtered.has(target)) return;
  filtered.add(target);
  for (const method of METHODS) {
    const print = target[method].bind(target) as (...values: unknown[]) => void;
    target[method] = (...values: unknown[]) => {
      if (values.some(holdsKeys) || calledFromLibsignal()) return;
      print(...values);
    };
  }
}

function calledFromLibsignal(): boolean {
  return /[\\/]libsignal[\\/]/.test(new Error("where from").stack ?? "");
}

/** Signal's own objects: sessions and their ratchets, key pairs, identities. */
function holdsKeys(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return ["currentRatchet", "indexInfo", "_chains", "privKey", "private", "advSecretKey", "signedIdentityKey"].some(
    (name) => name in value,
  );
}
