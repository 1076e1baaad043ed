// npm run bench -- import|history [options]. Each prints one JSON line; a floor is measured in the same run.
const [name, ...args] = process.argv.slice(2);
if (name === 'import') await (await import('./import.ts')).runImportBench(args);
else if (name === 'history') await (await import('./history.ts')).runHistoryBench(args);
else {
  console.error('usage: npm run bench -- import|history [--json] …');
  process.exitCode = 64;
}
