// The whole of what the page gets of Electron (Electron security checklist, "Do not expose Electron APIs to untrusted web content").
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { CallName, PushName } from '../shared/contract/index.ts';
import { ipcChannels, systemLanguageIn } from '../shared/ipc-channels.ts';

contextBridge.exposeInMainWorld('healthRelay', {
  system: systemLanguageIn(process.argv),

  call: (name: CallName, input: unknown) => ipcRenderer.invoke(ipcChannels.call, name, input),

  on: (name: PushName, listener: (payload: unknown) => void) => {
    // The event itself stays here: it would hand `sender` to the page.
    const relay = (_event: unknown, pushed: string, payload: unknown) => {
      if (pushed === name) listener(payload);
    };
    ipcRenderer.on(ipcChannels.push, relay);
    return () => {
      ipcRenderer.off(ipcChannels.push, relay);
    };
  },

  /** Only a real File of this computer has a path, and the page never sees it. */
  offerFile: (file: File, relativePath?: string) =>
    ipcRenderer.invoke(ipcChannels.offer, webUtils.getPathForFile(file), relativePath ?? null),
});
