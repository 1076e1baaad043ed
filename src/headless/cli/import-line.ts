import { type ElementCounts, noElements } from '../../shared/domain/element-counts.ts';
import type { Problem, Receipt, RecordCounts } from '../../shared/domain/receipt.ts';
import { textFor } from '../../shared/error-texts.ts';
import type { CodedError, ErrorCode } from '../../shared/errors.ts';

/** How an import ends for a script. */
export type LineState = 'completed' | 'already_imported' | 'partial' | 'cancelled' | 'refused';

/** One line of `import --json`. Counts are of the elements in the file, nested ones included. */
export interface ImportLine {
  /** The path as given. */
  readonly file: string;
  readonly state: LineState;
  readonly code?: ErrorCode;
  readonly message?: string;
  /** ISO 8601 with the export's own offset; null if it has none. */
  readonly exportDate: string | null;
  readonly offsetMinutes: number | null;
  readonly records: RecordCounts;
  readonly elements: ElementCounts;
  readonly types: Readonly<Record<string, number>>;
  readonly problems: readonly Problem[];
  /** Bytes of uncompressed XML. */
  readonly bytes: number;
  readonly seconds: number;
  readonly peakRssBytes: number;
}

export function lineOf(file: string, receipt: Receipt): ImportLine {
  const { code, details } = receipt;
  return {
    file,
    state: stateOf(receipt),
    ...(code === null ? {} : { code, message: sentence(code, details) }),
    exportDate: printedDate(receipt.exportAt, receipt.offsetMinutes),
    offsetMinutes: receipt.offsetMinutes,
    records: receipt.records,
    elements: receipt.elements,
    types: Object.fromEntries(
      receipt.types.map(({ type, read }) => [type, read] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
    problems: receipt.problems,
    bytes: receipt.bytes,
    seconds: receipt.seconds,
    peakRssBytes: receipt.peakRssBytes,
  };
}

/** The line of a file that never became an import run: the file doesn't exist, or the profile can't be opened. */
export function lineOfRefusal(file: string, error: CodedError): ImportLine {
  return {
    file,
    state: 'refused',
    code: error.code,
    message: sentence(error.code, error.details),
    exportDate: null,
    offsetMinutes: null,
    records: { read: 0, added: 0, known: 0, repeated: 0, skipped: 0 },
    elements: noElements(),
    types: {},
    problems: [],
    bytes: 0,
    seconds: 0,
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
  };
}

/** The message for the user, on one line. */
export function sentence(code: ErrorCode, details: CodedError['details']): string {
  const { title, text } = textFor(code, details);
  return `${title}. ${text}`;
}

/** Part of an interrupted run was kept, and the file has to be imported again: for a script, that is partial. */
function stateOf(receipt: Receipt): LineState {
  switch (receipt.state) {
    case 'completed':
    case 'already_imported':
    case 'partial':
    case 'cancelled':
    case 'refused':
      return receipt.state;
    default:
      return 'partial';
  }
}

/** `2025-11-09T12:34:56-05:00`: the phone's wall clock, and the instant. */
export function printedDate(at: number | null, offsetMinutes: number | null): string | null {
  if (at === null) return null;
  const offset = offsetMinutes ?? 0;
  const clock = new Date((at + offset * 60) * 1000).toISOString().slice(0, 19);
  const size = Math.abs(offset);
  const zone = [Math.floor(size / 60), size % 60].map((part) => String(part).padStart(2, '0')).join(':');
  return `${clock}${offset < 0 ? '-' : '+'}${zone}`;
}
