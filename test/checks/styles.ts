// Holds that scripts and CSS modules of the page name the same classes: a class that isn't there styles nothing, and says nothing.
import { filesIn } from './source-files.ts';
import { styleFaults } from './style-rules.ts';

const files = filesIn('src');

const faults = styleFaults(files);
for (const { path, line, rule } of faults) console.error(`${path}:${line}: ${rule}`);
if (faults.length > 0) process.exit(1);
console.log(`styles: ${files.filter(({ path }) => path.endsWith('.module.css')).length} modules hold`);
