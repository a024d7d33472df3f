/** The account of the one WhatsApp number: no part of the number, so that it may stand in logs. */
export const WHATSAPP_ACCOUNT = "wa-main";

/** The account of a bot: the number before the colon of its token; the rest is secret. */
export function telegramAccount(token: string): string {
  return `tg-${token.split(":")[0]}`;
}
