/**
 * How a process that runs imports is started: what an import makes is mostly short-lived, and a large young generation would
 * only let garbage grow old in it (3 GB export, one run each: peaks of 249 and 260 MB instead of 286). The `cli` script says the same.
 */
export const heapFlags: readonly string[] = ['--max-semi-space-size=4'];
