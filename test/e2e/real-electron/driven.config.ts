// The product's packaging with one fuse open: Node's inspector, through which tests look into what is packed.
import { FuseV1Options } from '@electron/fuses';
import { packedWith } from './older.config.ts';

export default packedWith({ [FuseV1Options.EnableNodeCliInspectArguments]: true });
