import { describe, expect, test } from 'vitest';
import type { AtlasSandbox } from '../../../sandbox/atlas/start-atlas.ts';
import { base64, chunkOf, overOneAtlas, post, sendBatch, sendOne, steps } from './atlas-client.ts';

let atlas: AtlasSandbox;
overOneAtlas((started) => {
  atlas = started;
});

const row = () => {
  const found = atlas.files.at(-1)?.rows[0];
  if (found === undefined) throw new Error('nothing is stored');
  return found;
};

describe('one export (atlas/README §4)', () => {
  test('the answer names file, transaction and counts, and echoes the manifest', async () => {
    const body = { ...chunkOf(steps('a'), steps('b')), manifest: { kept: true } };
    const { status, json, headers } = await post(atlas, '/api/v1/healthkit/export', body, {
      'x-correlation-id': 'corr-123',
    });
    expect(status).toBe(200);
    expect(headers.get('x-correlation-id')).toBe('corr-123');
    expect(json).toMatchObject({
      success: true,
      dataset_rid: 'ri.foundry.main.dataset.19102749-23e6-4fa8-827e-70eae2b94730',
      records_ingested: 2,
      dataset_records_created: 2,
      file_format: 'json',
      correlationId: 'corr-123',
      manifest: { kept: true },
    });
    expect(json['file_path']).toMatch(/^healthkit\/raw\/auth0\|sandbox\/[\dT-]+Z\.json$/);
    expect(json['transaction_rid']).toMatch(/^ri\.foundry\.main\.transaction\./);
  });

  test('ingest answers the same without a manifest', async () => {
    const { status, json } = await post(atlas, '/api/v1/healthkit/ingest', {
      ...chunkOf(steps('a')),
      manifest: 1,
    });
    expect(status).toBe(200);
    expect(json['records_ingested']).toBe(1);
    expect(json).not.toHaveProperty('manifest');
  });

  test('nothing is deduplicated: the same chunk twice is stored twice', async () => {
    const chunk = chunkOf(steps('twice'));
    await sendOne(atlas, chunk);
    await sendOne(atlas, chunk);
    expect(atlas.records().get('twice')?.count).toBe(2);
    expect(new Set(atlas.files.map(({ path }) => path)).size).toBe(2);
  });
});

describe('batch (atlas/README §4)', () => {
  test('partial failure is 200, with the index of each chunk and the total of claims', async () => {
    atlas.upstream.whenever(({ chunkIndex }) => (chunkIndex === 1 ? { kind: 'upload', status: 503 } : null));
    const { status, json } = await sendBatch(
      atlas,
      chunkOf(steps('a')),
      chunkOf(steps('b')),
      chunkOf(steps('c')),
    );
    atlas.upstream.whenever(null);
    expect(status).toBe(200);
    expect(json).toMatchObject({
      success: true,
      chunks_processed: 3,
      chunks_successful: 2,
      chunks_failed: 1,
    });
    expect(json['total_records']).toBe(3);
    expect((json['upload_results'] as { chunkIndex: number }[]).map(({ chunkIndex }) => chunkIndex)).toEqual([
      0, 2,
    ]);
    expect(json['errors']).toEqual([
      { chunkIndex: 1, error: expect.stringMatching(/^Foundry upload failed: 503 - /) },
    ]);
    expect([...atlas.records().keys()]).toEqual(['a', 'c']);
  });

  test('errors are absent when there are none', async () => {
    expect((await sendBatch(atlas, chunkOf(steps('a')))).json).not.toHaveProperty('errors');
  });

  test('a line that is not JSON fails its chunk alone', async () => {
    const bad = { ...chunkOf(), rawhealthkit: base64('{"uuid":"x"}\n{"uuid":') };
    const { status, json } = await sendBatch(atlas, bad, chunkOf(steps('good')));
    expect(status).toBe(200);
    expect(json['errors']).toEqual([{ chunkIndex: 0, error: 'rawhealthkit must be base64-encoded NDJSON' }]);
    expect([...atlas.records().keys()]).toEqual(['good']);
  });

  test('all chunks failed: 500 BATCH_UPLOAD_FAILED with the details', async () => {
    atlas.upstream.next({ kind: 'token', status: 401 }, { kind: 'network' });
    const { status, json } = await sendBatch(atlas, chunkOf(steps('a')), chunkOf(steps('b')));
    expect(status).toBe(500);
    expect(json['error']).toMatchObject({
      code: 'BATCH_UPLOAD_FAILED',
      details: [
        { chunkIndex: 0, error: 'Failed to get Foundry token: 401' },
        { chunkIndex: 1, error: expect.stringContaining('connect ECONNREFUSED') },
      ],
    });
  });

  test('claims that are text are joined, not added', async () => {
    const claim = (recordCount: unknown) => ({ ...chunkOf(steps('a')), recordCount });
    expect((await sendBatch(atlas, claim('999'), claim('5'))).json['total_records']).toBe('9995');
  });

  test('without a device a batch says iPhone and a single export unknown', async () => {
    const { rawhealthkit } = chunkOf(steps('a'));
    await sendBatch(atlas, { rawhealthkit });
    expect(row().device).toBe('iPhone');
    await sendOne(atlas, { rawhealthkit });
    expect(row().device).toBe('unknown');
  });
});

describe('the stored row (atlas/README §5)', () => {
  test('21 fields in order', async () => {
    await sendOne(
      atlas,
      chunkOf({
        ...steps('u1', 3.5),
        sourceName: 'Watch',
        sourceVersion: '11.0',
        quantityType: 'q',
        dataType: 'quantity',
        startDate: 's',
        endDate: 'e',
        unit: 'count',
        device: { name: 'n', manufacturer: 'm', model: 'o', hardwareVersion: 'h', softwareVersion: 'w' },
      }),
    );
    expect(Object.entries(row())).toMatchObject([
      ['auth0_user_id', 'auth0|sandbox'],
      ['device', 'Health Relay'],
      ['ingested_at', expect.stringMatching(/^2026-11-22T/)],
      ['export_timestamp', '2026-11-22T12:00:00.000Z'],
      ['sample_type', 'HKQuantityTypeIdentifierStepCount'],
      ['source_name', 'Watch'],
      ['sample_class', 'HKQuantitySample'],
      ['quantity_type', 'q'],
      ['source_version', '11.0'],
      ['data_type', 'quantity'],
      ['uuid', 'u1'],
      ['start_date', 's'],
      ['end_date', 'e'],
      ['value_double', 3.5],
      ['unit', 'count'],
      ['device_hardware_version', 'h'],
      ['device_model', 'o'],
      ['device_name', 'n'],
      ['device_manufacturer', 'm'],
      ['device_software_version', 'w'],
      ['raw_healthkit_record', expect.stringContaining('"uuid":"u1"')],
    ]);
  });

  test('zero becomes null and survives in the raw record; a text value stays text', async () => {
    await sendOne(atlas, chunkOf(steps('z', 0)));
    expect(row().value_double).toBeNull();
    expect(JSON.parse(row().raw_healthkit_record)).toMatchObject({ valueDouble: 0 });
    await sendOne(atlas, chunkOf({ uuid: 't', value: '7' }));
    expect(row().value_double).toBe('7');
  });

  test('a category value reaches no column, only the raw record', async () => {
    await sendOne(atlas, chunkOf({ uuid: 'c', valueInteger: 3, categoryType: 'sleep' }));
    expect(row().value_double).toBeNull();
    expect(JSON.parse(row().raw_healthkit_record)).toMatchObject({ valueInteger: 3, categoryType: 'sleep' });
  });

  test('a device given as text leaves its five columns empty', async () => {
    await sendOne(atlas, chunkOf({ uuid: 'd', device: '<<HKDevice: 0x1>, name:Watch>' }));
    expect(row().device_name).toBe('');
  });

  test('the file is one indented document, or lines when switched', async () => {
    await sendOne(atlas, chunkOf(steps('a'), steps('b')));
    expect(JSON.parse(atlas.files[0]?.content() ?? '')).toMatchObject({
      record_count: 2,
      data: [{ uuid: 'a' }, {}],
    });
    atlas.upstream.format = 'ndjson';
    const { json } = await sendOne(atlas, chunkOf(steps('a'), steps('b')));
    atlas.upstream.format = 'json';
    expect(json['file_format']).toBe('ndjson');
    expect(json['file_path']).toMatch(/\.ndjson$/);
    const lines = atlas.files[1]?.content().trimEnd().split('\n') ?? [];
    expect(lines.map((line) => (JSON.parse(line) as { uuid: string }).uuid)).toEqual(['a', 'b']);
  });
});
