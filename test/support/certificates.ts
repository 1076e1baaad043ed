import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** A certificate with its key as TLS servers take them. */
export interface Certified {
  readonly cert: string;
  readonly key: string;
}

export interface Wanted {
  /** Addresses (`127.0.0.1`) or names in it. */
  readonly hosts?: readonly string[];
  readonly from?: Date;
  readonly to?: Date;
}

// node:crypto signs but makes no certificates: these are written out in DER (RFC 5280), as little as OpenSSL needs to judge them.
function tlv(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const length =
    body.length < 0x80
      ? [body.length]
      : body.length < 0x100
        ? [0x81, body.length]
        : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}
const sequence = (...parts: readonly Uint8Array[]) => tlv(0x30, ...parts);
const oid = (hex: string) => tlv(0x06, Buffer.from(hex, 'hex'));
const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'));
const nameOf = (common: string) =>
  sequence(tlv(0x31, sequence(oid('550403'), tlv(0x0c, Buffer.from(common)))));
const timeOf = (date: Date) =>
  tlv(0x18, Buffer.from(`${date.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`));
const extension = (id: string, value: Buffer) => sequence(oid(id), tlv(0x04, value));

function hostOf(host: string): Buffer {
  const isAddress = /^[\d.]+$/.test(host);
  return isAddress
    ? tlv(0x87, Buffer.from(host.split('.').map(Number)))
    : tlv(0x82, Buffer.from(host, 'ascii'));
}

function pem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

/** An authority made for one test: its own certificate, and those that it issues. Valid from 2000 to 2100 unless told otherwise. */
export class TestAuthority {
  readonly cert: string;
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  readonly #name = `Test authority ${randomBytes(8).toString('hex')}`;

  constructor() {
    const isAuthority = extension('551d13', sequence(tlv(0x01, Buffer.from([0xff]))));
    this.cert = this.#certificate(this.#name, this.#keys.publicKey, [isAuthority], {});
  }

  issue(wanted: Wanted = {}): Certified {
    const { hosts = ['127.0.0.1', 'localhost'] } = wanted;
    const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const names = extension('551d11', sequence(...hosts.map(hostOf)));
    return {
      cert: this.#certificate('A server under test', keys.publicKey, [names], wanted),
      key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    };
  }

  #certificate(subject: string, of: KeyObject, extensions: readonly Buffer[], dates: Wanted): string {
    const { from = new Date('2000-01-01T00:00:00Z'), to = new Date('2100-01-01T00:00:00Z') } = dates;
    const body = sequence(
      tlv(0xa0, tlv(0x02, Buffer.from([2]))),
      tlv(0x02, Buffer.from([1, ...randomBytes(15)])),
      ecdsaWithSha256,
      nameOf(this.#name),
      sequence(timeOf(from), timeOf(to)),
      nameOf(subject),
      of.export({ type: 'spki', format: 'der' }),
      tlv(0xa3, sequence(...extensions)),
    );
    const signature = sign('sha256', body, this.#keys.privateKey);
    return pem('CERTIFICATE', sequence(body, ecdsaWithSha256, tlv(0x03, Buffer.from([0]), signature)));
  }
}
