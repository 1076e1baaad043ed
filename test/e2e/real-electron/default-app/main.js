// What Electron's own default_app does for `electron <folder>`: takes name and version from the folder's package.json and runs its main.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const at = process.argv.findIndex((argument, index) => index > 0 && !argument.startsWith('-'));
const folder = resolve(process.argv[at] ?? '.');
const described = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
app.setAppPath(folder);
app.name = described.productName ?? described.name;
app.setVersion(described.version);
if (described.desktopName) app.setDesktopName(described.desktopName);
await import(pathToFileURL(join(folder, described.main)).href);
