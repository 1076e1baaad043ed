// The product's packaging around an Electron that is older than the product's: it lacks fuses that came later, and all others are set.
import { flipFuses, getCurrentFuseWire } from '@electron/fuses';
import product, { tidyPacked } from '../../../resources/electron-builder.config.ts';
import { fuses, packedProgram } from '../../../resources/fuses.ts';

const configuration: typeof product = {
  ...product,
  afterPack: async (context) => {
    tidyPacked(context);
    const program = packedProgram(context);
    const there = await getCurrentFuseWire(program);
    const { version, strictlyRequireAllFuses: _, ...wanted } = fuses;
    const known = Object.fromEntries(Object.entries(wanted).filter(([fuse]) => fuse in there));
    await flipFuses(program, { version, ...known });
  },
};

export default configuration;
