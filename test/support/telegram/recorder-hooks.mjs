// Node module hook: crabline's Telegram server records in memory instead of locking and syncing a file per event.
export async function resolve(specifier, context, next) {
  if (specifier.endsWith("/recorder.js") && context.parentURL?.endsWith("/crabline/dist/src/servers/telegram.js"))
    return { url: new URL("./recorder-shim.mjs", import.meta.url).href, shortCircuit: true };
  return next(specifier, context);
}
