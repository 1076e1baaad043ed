// --import of every Node process of the stand-in: `electron` means the stand-in, for import, for require and for the inspector's require. A
// utility process of ours asks for none.
import { registerHooks } from 'node:module';

const isUtility = process.env['STANDIN_TYPE'] === 'utility';
const standin = new URL('main/index.ts', import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'electron' && !isUtility) return { url: standin, format: 'module', shortCircuit: true };
    // fs without the asar patch; plain Node has no other.
    if (specifier === 'original-fs') return { url: 'node:fs', format: 'builtin', shortCircuit: true };
    return next(specifier, context);
  },
});

Object.assign(process, { type: isUtility ? 'utility' : 'browser' });
for (const [name, value] of [
  ['electron', '45.4.1'],
  ['chrome', '156.0.0.0'],
] as const)
  Object.defineProperty(process.versions, name, { value, enumerable: true, configurable: true });
