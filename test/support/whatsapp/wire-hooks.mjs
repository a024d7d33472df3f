// Node module hook: crabline's WhatsApp wire server gets ./wire-shim.mjs instead of its own binary-node.js, whose
// partial token dictionary drops the socket on anything but plain texts.
export async function resolve(specifier, context, next) {
  if (specifier.endsWith("whatsapp-wire/binary-node.js") && context.parentURL?.includes("/crabline/"))
    return { url: new URL("./wire-shim.mjs", import.meta.url).href, shortCircuit: true };
  return next(specifier, context);
}
