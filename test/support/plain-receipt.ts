import type { Receipt } from '../../src/shared/domain/receipt.ts';

/** The receipt of a run that went through, without what it read. */
export const plainReceipt = {
  runId: 1,
  state: 'completed',
  name: 'export.zip',
  kind: 'zip',
  code: null,
  details: {},
  aliases: [],
  removed: { superseded: 0, gone: 0, returned: 0 },
  canResume: false,
} as const satisfies Partial<Receipt>;
