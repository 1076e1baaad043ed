// npm run bench -- import|history|painted|sync|liveness|idle|threads|hostile|desktop|parquet [options]. Each prints one JSON line; a floor is measured in the same run.
const [name, ...args] = process.argv.slice(2);
if (name === 'import') await (await import('./import.ts')).runImportBench(args);
else if (name === 'history') await (await import('./history.ts')).runHistoryBench(args);
else if (name === 'painted') await (await import('./painted.ts')).runPaintedBench(args);
else if (name === 'sync') await (await import('./sync.ts')).runSyncBench(args);
else if (name === 'liveness') await (await import('./liveness.ts')).runLivenessBench(args);
else if (name === 'idle') await (await import('./idle.ts')).runIdleBench(args);
else if (name === 'threads') await (await import('./threads.ts')).runThreadsBench(args);
else if (name === 'hostile') await (await import('./hostile.ts')).runHostileBench(args);
else if (name === 'desktop') await (await import('./desktop.ts')).runDesktopBench(args);
else if (name === 'parquet') await (await import('./parquet.ts')).runParquetBench(args);
else {
  console.error(
    'usage: npm run bench -- import|history|painted|sync|liveness|idle|threads|hostile|desktop|parquet [--json] …',
  );
  process.exitCode = 64;
}
