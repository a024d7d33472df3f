import type { WASocket } from "@whiskeysockets/baileys";

/** How the account is linked to a phone. `phone`: by a code that is typed there, instead of a picture. */
export type PairingWay = { qr: "terminal" | "text" | "off"; phone: string | undefined };

/** How long WhatsApp takes a code that is typed, about. */
const CODE_MINUTES = 2;

/**
 * Shows what is needed to link the account. `show` prints for the person at the machine; it is the only thing that
 * ever gets to see the payload, and no log does.
 */
export function createPairing(
  { qr, phone }: PairingWay,
  { show, qrTimeoutMs }: { show(text: string): void; qrTimeoutMs: number | undefined },
) {
  let shown = 0;
  return {
    /** Whether there is any way to link the account. */
    possible: qr !== "off" || phone !== undefined,
    /** Whether something that was shown on this connection still waits for the phone. */
    waiting: () => shown > 0,
    /** The server offers a payload; it does so again whenever the last one expires. */
    async offered(payload: string, socket: WASocket): Promise<void> {
      shown++;
      if (phone !== undefined) {
        if (shown === 1) show(byCode(await socket.requestPairingCode(phone.replaceAll(/\D/g, ""))));
      } else if (qr !== "off") {
        const seconds = Math.round((qrTimeoutMs ?? (shown === 1 ? 60_000 : 20_000)) / 1000);
        show(qr === "text" ? `${HOW_QR(seconds)}\n${payload}` : `${await drawn(payload)}\n${HOW_QR(seconds)}`);
      }
    },
    /** The phone has linked us; WhatsApp now asks for a new connection. */
    done(): void {
      shown = 0;
      show("WhatsApp: linked to the phone. Connecting.");
    },
    /** The connection ended while something that was shown still waited for the phone. */
    ended(): void {
      shown = 0;
      show(`WhatsApp: the pairing ${phone === undefined ? "code" : "number"} has expired. A new one follows.`);
    },
  };
}

const HOW_QR = (seconds: number) =>
  `WhatsApp: on the phone, Linked devices > Link a device, and scan this. Valid for ${seconds} s; then a new one comes.`;

function byCode(code: string): string {
  return (
    `WhatsApp: on the phone, Linked devices > Link with phone number, and type ${code.slice(0, 4)}-${code.slice(4)}. ` +
    `Valid for about ${CODE_MINUTES} minutes; then a new one comes.`
  );
}

async function drawn(payload: string): Promise<string> {
  const { default: QRCode } = await import("qrcode");
  return QRCode.toString(payload, { type: "terminal", small: true });
}
