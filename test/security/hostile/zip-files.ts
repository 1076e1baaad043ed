import { writeFile } from 'node:fs/promises';
import { deflateRawSync } from 'node:zlib';
import { writeZip } from '../../support/zip-writer.ts';
import { exportStart, routeOf, top, workout } from './documents.ts';
import { type HostileFile, hostileFileList, route, times, xmlMember, zipped } from './hostile-file.ts';

const { files, ended } = hostileFileList();

/** Harm in the archive itself. */
export const zipFiles: readonly HostileFile[] = files;

// The zip.
const bomb = () => deflateRawSync(Buffer.alloc(100_000_000, ' '));
ended(
  'bomb_xml',
  'import.bomb',
  zipped(() => [
    {
      name: `${top}/export.xml`,
      compressed: deflateRawSync(Buffer.concat([Buffer.from(exportStart()), Buffer.alloc(100_000_000, ' ')])),
    },
  ]),
);
files.push({
  name: 'bomb_route',
  code: 'import.mostly_skipped',
  remarks: ['route.malformed'],
  isGoodKept: true,
  write: zipped(() => [
    xmlMember(workout(routeOf(`/${route(1)}`))),
    { name: `${top}/${route(1)}`, compressed: bomb() },
  ]),
});
ended('dir64mb_gpx', 'import.too_large', async (path, scale) => {
  const count = times(600_000, scale) + 100_001;
  await writeFile(
    path,
    writeZip(
      [
        xmlMember(),
        ...Array.from({ length: count }, (_, i) => ({ name: `${top}/${route(i)}`, store: true, data: '' })),
      ],
      { zip64End: true },
    ),
  );
});
ended(
  'directory_names_16mb',
  'import.too_large',
  zipped(() => [
    xmlMember(),
    ...Array.from({ length: 300 }, (_, i) => ({
      name: `${top}/${i}${'n'.repeat(60_000)}`,
      store: true,
      data: '',
    })),
  ]),
);
ended(
  'no_end',
  'import.truncated_archive',
  zipped(
    () => [xmlMember()],
    (zip) => zip.subarray(0, zip.length - 30),
  ),
);
ended(
  'no_entries',
  'import.empty_archive',
  zipped(() => []),
);
ended(
  'encrypted',
  'import.encrypted',
  zipped(() => [{ ...xmlMember(), flags: 1 }]),
);
ended(
  'dotdot',
  'import.unsafe_name',
  zipped(() => [xmlMember(), { name: '../../x', data: 'x' }]),
);
ended(
  'absolute',
  'import.unsafe_name',
  zipped(() => [xmlMember(), { name: '/etc/x', data: 'x' }]),
);
ended(
  'method_99',
  'import.unsupported_compression',
  zipped(() => [{ ...xmlMember(), method: 99 }]),
);
ended(
  'local_header_gone',
  'import.damaged_archive',
  zipped(() => [{ ...xmlMember(), localSignature: 0 }]),
);
ended('not_a_zip', 'import.not_a_zip', (path) => writeFile(path, Buffer.alloc(100_000, 'x')));
files.push({
  name: 'checksum_lies',
  code: null,
  remarks: ['entry.checksum'],
  isGoodKept: true,
  write: zipped(() => [{ ...xmlMember(), crc: 1 }]),
});
files.push({
  name: 'link',
  code: null,
  remarks: ['import.reference_outside'],
  isGoodKept: true,
  write: zipped(() => [
    xmlMember(workout(routeOf(`/${route(1)}`))),
    { name: `${top}/${route(1)}`, data: '/etc/passwd', unixMode: 0o120777 },
  ]),
});
