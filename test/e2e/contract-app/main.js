// The least app that shows what the product relies on; contract.spec.ts asks it. `told` keeps what happened, in order.
import { join } from 'node:path';
import { app, BrowserWindow, ipcMain, protocol, session, utilityProcess } from 'electron';

const told = [];
const tell = (name, detail) => told.push([name, detail]);
globalThis.contract = { told, holds: {}, windowOpen: null };

try {
  app.getPath('nothing of that name');
} catch (error) {
  tell('unknown path', error.message);
}
protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);
try {
  session.defaultSession;
} catch (error) {
  tell('session before ready', error.message);
}
try {
  new BrowserWindow();
} catch (error) {
  tell('window before ready', error.message);
}

const page = `<!doctype html><title>First</title><h1>Contract</h1>
<a id="own" href="other.html">own</a><a id="far" href="https://example.com/">far</a>
<a id="blank" href="https://example.com/new" target="_blank">new</a>
<input type="file">`;
const policy = "default-src 'none'; script-src 'self'; connect-src 'self'";

function answer(request) {
  const { pathname, host } = new URL(request.url);
  tell('request', `${request.method} ${host}${pathname}`);
  if (pathname === '/missing') return new Response(null, { status: 404 });
  return new Response(page, {
    headers: { 'content-type': 'text/html', 'content-security-policy': policy },
  });
}

app.on('web-contents-created', (_event, contents) => {
  contents.on('will-frame-navigate', (event) => {
    tell('will-frame-navigate', event.url);
    if (!event.url.startsWith('app://bundle/')) event.preventDefault();
  });
  contents.setWindowOpenHandler(({ url }) => {
    tell('window-open', url);
    return { action: 'deny' };
  });
});
app.on('second-instance', (_event, argv, cwd, data) => tell('second-instance', { argv, cwd, data }));
app.on('before-quit', (event) => {
  tell('before-quit');
  if (globalThis.contract.holds.quit) event.preventDefault();
});
app.on('window-all-closed', () => tell('window-all-closed'));

const isFirst = app.requestSingleInstanceLock({ from: 'second' });
if (!isFirst) app.quit();
else void app.whenReady().then(start);

function start() {
  tell('ready', app.isReady());
  protocol.handle('app', answer);
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, grant) => grant(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
  ipcMain.handle('echo', (_event, value) => value);
  ipcMain.handle('sender', ({ senderFrame }) => ({
    url: senderFrame.url,
    isTop: senderFrame.parent === null,
  }));
  ipcMain.handle('throws', () => {
    throw new RangeError('no such thing');
  });
  ipcMain.handle('uncloneable', () => ({ act() {} }));
  openWindow();
  startData();
}

function openWindow() {
  const window = new BrowserWindow({
    show: false,
    width: 900,
    height: 700,
    webPreferences: { preload: join(import.meta.dirname, 'preload.cjs'), sandbox: true },
  });
  globalThis.contract.window = window;
  window.once('ready-to-show', () => tell('ready-to-show', window.isVisible()));
  window.on('close', (event) => {
    tell('close');
    if (globalThis.contract.holds.close) event.preventDefault();
  });
  window.on('closed', () => tell('closed'));
  window.once('ready-to-show', () => window.show());
  void window.loadURL('app://bundle/index.html');
}

function startData() {
  const data = utilityProcess.fork(join(import.meta.dirname, 'data.js'), ['first'], {
    serviceName: 'Contract data',
    stdio: 'ignore',
  });
  globalThis.contract.data = data;
  tell('pid before spawn', data.pid === undefined);
  data.once('spawn', () => tell('spawn', typeof data.pid));
  data.on('message', (message) => tell('data', message));
  data.once('exit', (code) => tell('exit', code));
  data.postMessage({ question: 'who' });
}
