import { app } from 'electron';
import { z } from 'zod';
import { signInCallback } from './deep-link.ts';
import type { OpenedThings } from './opened-things.ts';

/**
 * What a second start hands to the first. Chromium may reorder and extend the arguments that the event
 * passes (Electron, "Event: 'second-instance'"), so the second start parses its own.
 */
const handedOnSchema = z.object({
  paths: z.array(z.string()),
  callbackUrl: z.string().nullable(),
});
export type HandedOn = z.infer<typeof handedOnSchema>;

/** The data that came with a second start; null if it wasn't one of ours. */
export function handedOnBy(additional: unknown): HandedOn | null {
  return handedOnSchema.safeParse(additional).data ?? null;
}

export interface OpenEventsParts {
  readonly opened: OpenedThings;
  /** Gets the callback address of a sign-in; it's kept until something can take it. */
  readonly callback: (url: string) => void;
  /** Brings the window to the front, or remembers to. */
  readonly show: () => void;
}

/** Listens from the first moment: macOS sends `open-file` and `open-url` before `ready` too, and each only once. */
export function listenForOpening({ opened, callback, show }: OpenEventsParts): void {
  const comeBack = (link: string) => {
    const url = signInCallback(link);
    if (url !== null) callback(url);
    show();
  };
  app.on('open-file', (event, path) => {
    event.preventDefault();
    opened.add([path]);
    show();
  });
  app.on('open-url', (event, url) => {
    event.preventDefault();
    comeBack(url);
  });
  app.on('second-instance', (_event, _argv, _cwd, additional) => {
    const handedOn = handedOnBy(additional);
    if (handedOn !== null) {
      const { paths, callbackUrl } = handedOn;
      opened.add(paths);
      if (callbackUrl !== null) comeBack(callbackUrl);
    }
    show();
  });
}
