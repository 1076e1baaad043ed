// The Foundry that the Atlas proxy uploads to, seen from the proxy: a token, then one implicit transaction a chunk (atlas/README §6).
import { randomUUID } from 'node:crypto';
import type { SandboxClock } from '../http/clock.ts';
import { type DatasetRow, datasetRow, type RowOrigin } from './dataset-row.ts';
import { StoredFile } from './stored-file.ts';

export const datasetRid = 'ri.foundry.main.dataset.19102749-23e6-4fa8-827e-70eae2b94730';

/** Which form the proxy stores: one indented JSON document (its HEAD) or lines (atlas/README §9.1). */
export type FileFormat = 'json' | 'ndjson';

/**
 * What goes wrong behind the proxy, for one chunk. `token` and `upload` carry Foundry's status; nothing is stored by them, nor by `network`,
 * but for an `upload` with `afterStore`. `tokenUnreachable`: the token request comes first (healthkit.js:104-119), so it fails first; with
 * several addresses Node 20 gives an AggregateError without a text, hence no reason. `notJson`: stored, but Foundry's answer cannot be
 * read; node-fetch 3 gives the bare SyntaxError. `slow`: stored after `ms`. `noTransaction`: stored, the answer lacks its rid. `dies`:
 * stored, and the proxy is gone until it is started again. All as the real proxy at 76e391b said them on Node 20.20.2.
 */
export type UpstreamFault =
  | { readonly kind: 'token'; readonly status: number }
  | {
      readonly kind: 'upload';
      readonly status: number;
      readonly body?: string;
      readonly afterStore?: boolean;
    }
  | { readonly kind: 'tokenUnreachable'; readonly reason?: string }
  | { readonly kind: 'network'; readonly reason?: string }
  | { readonly kind: 'notJson'; readonly isEmpty?: boolean }
  | { readonly kind: 'dies' }
  | { readonly kind: 'noTransaction' }
  | { readonly kind: 'slow'; readonly ms: number };

/** One chunk on its way, as a rule for faults sees it. `chunkIndex` is null on `/export` and `/ingest`. */
export interface Upload {
  readonly sub: string;
  readonly rows: readonly DatasetRow[];
  readonly chunkIndex: number | null;
}

/** The proxy's answer for one stored chunk (atlas/README §4). */
export interface StoredChunk {
  readonly file: StoredFile;
  readonly transactionRid: string | undefined;
}

/**
 * Whether an upload of the same user in the same millisecond is refused, or takes the first one's place (atlas/README §6, not
 * confirmed).
 */
export type SamePath = 'refused' | 'replaced';

/** The process of the proxy ended in the midst of a request. */
export class ProxyDied extends Error {}

/** Holds what was stored. Throws errors whose text is the proxy's own, internal addresses included (atlas/README §4). */
export class FoundryBehind {
  readonly files: StoredFile[] = [];
  readonly #clock: SandboxClock;
  readonly #queue: UpstreamFault[] = [];
  #rule: (upload: Upload) => UpstreamFault | null = () => null;
  #underway = 0;
  format: FileFormat = 'json';
  samePath: SamePath = 'refused';
  /** One open transaction a branch: an upload beside another is refused (atlas/README §6). Off: uploads may overlap. */
  oneAtATime = true;

  constructor(clock: SandboxClock) {
    this.#clock = clock;
  }

  /** For the next chunks, in their order. */
  next(...faults: readonly UpstreamFault[]): void {
    this.#queue.push(...faults);
  }

  /** For every chunk of which `rule` names a fault; `null` removes the rule. */
  whenever(rule: ((upload: Upload) => UpstreamFault | null) | null): void {
    this.#rule = rule ?? (() => null);
  }

  async store(lines: readonly unknown[], origin: RowOrigin, chunkIndex: number | null): Promise<StoredChunk> {
    const rows = lines.map((line) => datasetRow(line, origin));
    const fault = this.#queue.shift() ?? this.#rule({ sub: origin.sub, rows, chunkIndex });
    // Two calls to Foundry never fit into one millisecond, so the chunks of one batch get different paths.
    await this.#clock.sleep(2);
    if (fault?.kind === 'token') throw new Error(`Failed to get Foundry token: ${fault.status}`);
    if (fault?.kind === 'tokenUnreachable')
      throw new Error(`request to ${host}/multipass/api/oauth2/token failed, reason: ${fault.reason ?? ''}`);
    if (fault?.kind === 'network') throw new Error(networkText(datasetRid, fault.reason));
    const path = this.#pathFor(origin.sub);
    if (fault?.kind === 'upload' && !fault.afterStore)
      throw uploadFailed(fault.status, fault.body ?? refusal(fault.status));
    if (this.oneAtATime && this.#underway > 0)
      throw uploadFailed(409, foundryError('CONFLICT', 'OpenTransactionAlreadyExists'));
    this.#underway += 1;
    try {
      if (fault?.kind === 'slow') await this.#clock.sleep(fault.ms);
      return this.#keep(path, rows, origin, fault);
    } finally {
      this.#underway -= 1;
    }
  }

  #keep(
    path: string,
    rows: readonly DatasetRow[],
    origin: RowOrigin,
    fault: UpstreamFault | null,
  ): StoredChunk {
    const before = this.files.findIndex((file) => file.path === path);
    if (before >= 0) {
      if (this.samePath === 'refused')
        throw uploadFailed(404, foundryError('NOT_FOUND', 'FileAlreadyExists'));
      this.files.splice(before, 1);
    }
    const file = new StoredFile(
      { path, format: this.format, at: this.#clock.now(), transactionRid: newTransactionRid() },
      origin,
      rows,
    );
    this.files.push(file);
    if (fault?.kind === 'upload') throw uploadFailed(fault.status, fault.body ?? refusal(fault.status));
    if (fault?.kind === 'notJson') throw new SyntaxError(fault.isEmpty ? emptyText : notJsonText);
    if (fault?.kind === 'dies') throw new ProxyDied();
    return { file, transactionRid: fault?.kind === 'noTransaction' ? undefined : file.transactionRid };
  }

  #pathFor(sub: string): string {
    const stamp = new Date(this.#clock.now()).toISOString().replace(/[:.]/g, '-');
    return `healthkit/raw/${sub}/${stamp}.${this.format}`;
  }
}

const host = 'https://foundry-behind-atlas.invalid';
const newTransactionRid = () => `ri.foundry.main.transaction.${randomUUID()}`;
const uploadFailed = (status: number, body: string) =>
  new Error(`Foundry upload failed: ${status} - ${body}`);
const networkText = (rid: string, reason = 'connect ECONNREFUSED 127.0.0.1:443') =>
  `request to ${host}/api/v2/datasets/${rid}/files failed, reason: ${reason}`;
const notJsonText = `Unexpected token '<', "<!DOCTYPE "... is not valid JSON`;
const emptyText = 'Unexpected end of JSON input';

function refusal(status: number): string {
  if (status === 403) return foundryError('PERMISSION_DENIED', 'UploadFilePermissionDenied');
  // A balancer's words, whose connection behind it ended: nothing of Foundry's own.
  if (status === 503)
    return 'upstream connect error or disconnect/reset before headers. reset reason: connection termination';
  return foundryError(
    status >= 500 ? 'INTERNAL' : 'INVALID_ARGUMENT',
    status >= 500 ? 'Default:Internal' : 'Default:InvalidArgument',
  );
}

export function foundryError(errorCode: string, errorName: string): string {
  return JSON.stringify({ errorCode, errorName, errorInstanceId: randomUUID(), parameters: { datasetRid } });
}
