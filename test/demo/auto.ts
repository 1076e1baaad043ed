import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Offer } from '../../src/shared/contract/index.ts';
import { type Receipt, receiptSchema } from '../../src/shared/domain/receipt.ts';
import type { Result } from '../../src/shared/errors.ts';
import { resultValue } from './servers.ts';
import { WebClient } from './web-client.ts';

/** As `importAs`, by a link of the host's own. */
export async function importThroughWeb(
  link: string,
  path: string,
  say: (line: string) => void,
): Promise<Receipt> {
  return importAs(await WebClient.enter(link), path, say);
}

/**
 * Does what a person does in the page, by the same doors: sends the file, starts the import and waits for its receipt. Throws
 * an Error with the code of whatever was refused.
 */
export async function importAs(
  client: WebClient,
  path: string,
  say: (line: string) => void,
): Promise<Receipt> {
  const ended = Promise.withResolvers<Receipt>();
  const early: Receipt[] = [];
  let runId: number | null = null;
  const pushes = await client.listen((name, payload) => {
    if (name !== 'import.ended') return;
    const receipt = receiptSchema.parse(payload);
    if (receipt.runId === runId) ended.resolve(receipt);
    else early.push(receipt);
  });
  try {
    const { size } = await stat(path);
    say(`Sending ${basename(path)}, ${(size / 1e6).toFixed(1)} MB …`);
    const offer = await upload(client, path, size);
    const started = resultValue(
      (await client.call('import.start', { offer: offer.offer })) as Result<{ runId: number }>,
    );
    say('Importing …');
    runId = started.runId;
    for (const receipt of early) if (receipt.runId === runId) ended.resolve(receipt);
    return await ended.promise;
  } finally {
    pushes.stop();
  }
}

async function upload(client: WebClient, path: string, size: number): Promise<Offer> {
  const name = basename(path);
  const announced = { name, files: [{ path: name, size }] };
  const { upload } = resultValue(
    (await client.send('POST', '/api/offers', announced)) as Result<{ upload: string }>,
  );
  resultValue((await client.send('PUT', `/api/offers/${upload}/0`, path, true)) as Result<null>);
  return resultValue((await client.send('POST', `/api/offers/${upload}/done`, {})) as Result<Offer>);
}
