import { createBridge } from './bridge/create-bridge.ts';
import { noteFault } from './bridge/queries.ts';
import { readAppearance, showAppearance } from './components/appearance.ts';
import { showLanguage } from './components/language.tsx';
import './styles/tokens.css';
import './styles/base.css';
import { drop } from '../shared/drop.ts';

// react-aria's usePress adds a style element unless one with this id is there. Our Content-Security-Policy refuses
// style elements; the rule is in base.css instead.
const mark = document.createElement('meta');
mark.id = 'react-aria-pressable-style';
document.head.append(mark);

showAppearance(readAppearance());

const container = document.getElementById('root');
if (container === null) throw new Error('index.html has no root');
drop(show(container), 'the page begins with it', noteFault);

async function show(root: HTMLElement): Promise<void> {
  // First: a web host's link works once, and its token is in the address only until someone navigates.
  const bridge = createBridge();
  await showLanguage().catch(noteFault);
  const { showApp } = await import('./app/show-app.tsx');
  showApp(root, await bridge);
}
