import { besideFiles } from './beside-files.ts';
import { documentFiles } from './document-files.ts';
import type { HostileFile } from './hostile-file.ts';
import { sampleFiles } from './sample-files.ts';
import { zipFiles } from './zip-files.ts';

export const hostileFiles: readonly HostileFile[] = [
  ...documentFiles,
  ...besideFiles,
  ...sampleFiles,
  ...zipFiles,
];
