// The product's packaging around an Electron that is older than the product's: it lacks fuses that came later, and all others are set.
import { flipFuses, getCurrentFuseWire } from '@electron/fuses';
import product, { tidyPacked } from '../../../resources/electron-builder.config.ts';
import { fuses, packedProgram } from '../../../resources/fuses.ts';

/** `changed`: fuses that are not as the product says, by number. */
export const packedWith = (changed: Readonly<Record<string, boolean>> = {}): typeof product => ({
  ...product,
  afterPack: async (context) => {
    tidyPacked(context);
    const program = packedProgram(context);
    const there = await getCurrentFuseWire(program);
    const { version, strictlyRequireAllFuses: _, ...wanted } = fuses;
    const all = Object.entries({ ...wanted, ...changed });
    await flipFuses(program, { version, ...Object.fromEntries(all.filter(([fuse]) => fuse in there)) });
  },
});

export default packedWith();
