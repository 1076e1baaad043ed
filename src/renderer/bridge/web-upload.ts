import type { CancelSignal, Offer, OfferedFile } from '../../shared/contract/index.ts';
import type { Result } from '../../shared/errors.ts';
import { secretHeaderName } from '../../shared/page/headers.ts';
import { askHost, cancelled, pageSecret, resultOf, unreachable } from './web-request.ts';

/** Uploads one body with XMLHttpRequest, because fetch doesn't report upload progress. */
function put(
  path: string,
  body: Blob,
  onSent: (bytes: number) => void,
  signal?: CancelSignal,
): Promise<Result<unknown>> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('PUT', path);
    request.setRequestHeader(secretHeaderName, pageSecret());
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.upload.onprogress = (event) => onSent(event.loaded);
    request.onload = () => resolve(resultOf(request.status, request.responseText));
    request.onerror = () => resolve(unreachable());
    request.onabort = () => resolve(cancelled());
    signal?.addEventListener('abort', () => request.abort());
    request.send(body);
  });
}

/**
 * Uploads files to the web host, which keeps them in the profile's `incoming/` until their import ends. A failure or an aborted signal removes the
 * sent files.
 */
export async function uploadFiles(
  files: readonly OfferedFile<File>[],
  onProgress: (sent: number, total: number) => void = () => undefined,
  signal?: CancelSignal,
): Promise<Result<Offer>> {
  const listed = files.map(({ file, relativePath }) => ({
    path: relativePath ?? file.name,
    size: file.size,
  }));
  const total = listed.reduce((sum, { size }) => sum + size, 0);
  const name = listed[0]?.path.split('/')[0] ?? '';
  const opened = await askHost<{ upload: string }>('POST', './api/offers', { name, files: listed });
  if (!opened.ok) return opened;
  const base = `./api/offers/${encodeURIComponent(opened.value.upload)}`;
  const takeBack = async (answer: Result<Offer>) => {
    await askHost('DELETE', base);
    return answer;
  };
  let before = 0;
  for (const [index, { file }] of files.entries()) {
    if (signal?.aborted) return takeBack(cancelled());
    const sent = await put(`${base}/${index}`, file, (bytes) => onProgress(before + bytes, total), signal);
    if (!sent.ok) return takeBack(sent);
    before += file.size;
    onProgress(before, total);
  }
  if (signal?.aborted) return takeBack(cancelled());
  return askHost<Offer>('POST', `${base}/done`, {});
}
