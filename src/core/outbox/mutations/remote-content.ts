import { z } from 'zod';
import { contentHash, type EventContent } from './event-content.ts';

/** A version that we wrote. `at`: Trendy's `updated_at`; null until a response has it. */
export interface WrittenVersion {
  readonly hash: string;
  readonly at: string | null;
}

/** `far_event.content`. */
export interface RemoteContent extends EventContent {
  readonly source_type: string;
  /** Trendy's own clock, to the microsecond; null when only a stripped row was seen. */
  readonly updatedAt: string | null;
  readonly written: readonly WrittenVersion[];
}

const remoteContentSchema = z.object({
  notes: z.string().nullable(),
  is_all_day: z.boolean(),
  properties: z.record(z.string(), z.unknown()),
  source_type: z.string(),
  updatedAt: z.string().nullable(),
  written: z.array(z.object({ hash: z.string(), at: z.string().nullable() })),
});

export function readRemoteContent(text: string): RemoteContent {
  return remoteContentSchema.parse(JSON.parse(text));
}

const keptVersions = 8;

/** Remembers a version before it is sent, and again when its response has the instant. */
export function addWritten(
  written: readonly WrittenVersion[],
  version: WrittenVersion,
): readonly WrittenVersion[] {
  const others = written.filter(({ hash, at }) => hash !== version.hash || at !== version.at);
  return [...others, version].slice(-keptVersions);
}

/** The response to the only try of this version had its instant: from now on the content alone proves nothing. */
export function confirmWritten(
  written: readonly WrittenVersion[],
  version: WrittenVersion,
): readonly WrittenVersion[] {
  return addWritten(
    written.filter(({ hash, at }) => hash !== version.hash || at !== null),
    version,
  );
}

/**
 * Whether a version in the feed is one that we wrote. The feed names no author, so the server's instant of the write
 * decides; if no response had one (connection lost after the commit), the content does.
 */
export function isWrittenByUs(
  written: readonly WrittenVersion[],
  content: EventContent,
  updatedAt: string,
): boolean {
  const hash = contentHash(content);
  return written.some((version) =>
    version.at === null ? version.hash === hash : compareInstants(version.at, updatedAt) === 0,
  );
}

/** RFC 3339 with a fraction only when it is not zero (trendy/README §1.6): compared to the microsecond, never as text. */
export function compareInstants(a: string, b: string): number {
  return Math.sign(microseconds(a) - microseconds(b));
}

function microseconds(text: string): number {
  const fraction = /\.(\d+)/.exec(text)?.[1] ?? '';
  const seconds = Math.floor(Date.parse(text.replace(/\.\d+/, '')) / 1000);
  return seconds * 1e6 + Number(fraction.padEnd(6, '0').slice(0, 6));
}
