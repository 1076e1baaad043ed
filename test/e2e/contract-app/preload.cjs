const { contextBridge, ipcRenderer, webUtils } = require('electron');

window.leaked = true;
const refused = ['fs', 'node:fs', 'child_process'].filter((name) => {
  try {
    require(name);
    return false;
  } catch {
    return true;
  }
});
contextBridge.exposeInMainWorld('contract', {
  refused,
  invoke: (channel, value) => ipcRenderer.invoke(channel, value),
  on: (listener) => {
    const relay = (_event, value) => listener(value);
    ipcRenderer.on('push', relay);
    return () => ipcRenderer.off('push', relay);
  },
  pathOf: (file) => webUtils.getPathForFile(file),
  fails: () => {
    throw new TypeError('as told');
  },
  nested: { add: (a, b) => a + b },
});
try {
  contextBridge.exposeInMainWorld('contract', {});
} catch (error) {
  contextBridge.exposeInMainWorld('second', error.message);
}
