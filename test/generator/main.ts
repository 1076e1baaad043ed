import { parseArguments, usage } from './arguments.ts';
import { generateExport } from './generate.ts';
import { generateSample } from './sample.ts';

// node test/generator/main.ts --size 300MB --zip g300.zip: makes an export and prints its census as JSON.
try {
  const { sample, ...options } = parseArguments(process.argv.slice(2));
  if (options.zip === undefined && options.out === undefined)
    throw new RangeError('where to? --zip FILE or --out DIR');
  const census =
    sample && options.zip !== undefined ? await generateSample(options.zip) : await generateExport(options);
  console.log(JSON.stringify(census, null, 1));
} catch (error) {
  if (!(error instanceof RangeError || error instanceof TypeError)) throw error;
  console.error(`${error.message}\n${usage}`);
  process.exitCode = 64;
}
