import { isOwnPage } from './page-address.ts';

/** What of an IPC event's sender decides; null when the frame is gone already. */
export interface SenderFrame {
  readonly url: string;
  readonly parent: unknown;
}

/** Only the top frame of our own page may call (Electron security checklist, "Validate the sender of all IPC messages"). */
export function isTrustedSender(frame: SenderFrame | null, origin: string): boolean {
  return frame !== null && frame.parent === null && isOwnPage(frame.url, origin);
}
