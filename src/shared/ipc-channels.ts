/** The three ways between Electron's page and its main process; the contract's names travel inside them. */
export const ipcChannels = {
  /** (name, input) → Result */
  call: 'health-relay:call',
  /** (path, relativePath) → Result<Offer> */
  offer: 'health-relay:offer',
  /** (name, payload), from main */
  push: 'health-relay:push',
} as const;
