// `npm run -s cli`: runs the data program in this process, for scripts and for machines without a screen.
import { runCommandLine } from './cli/command-line.ts';
import { standardOutput } from './cli/output.ts';

process.umask(0o077);
process.exitCode = await runCommandLine(process.argv.slice(2), standardOutput());
