import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/** A pair of RSA keys and a certificate that names the public one, in base64 of its DER; made for one run of the tests. */
export function makeSigner(): { key: KeyObject; certificate: string } {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  // RFC 5280, 4.1: the certificate, its algorithm and its signature; no extensions.
  const algorithm = sequence(Buffer.from('06092a864886f70d01010b', 'hex'), Buffer.from('0500', 'hex'));
  const name = sequence(tagged(0x31, sequence(Buffer.from('0603550403', 'hex'), tagged(0x0c, Buffer.from('Test')))));
  const validity = sequence(tagged(0x17, Buffer.from('200101000000Z')), tagged(0x17, Buffer.from('490101000000Z')));
  const body = sequence(
    ...[tagged(0x02, Buffer.from([1])), algorithm, name, validity, name],
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = tagged(0x03, Buffer.concat([Buffer.from([0]), sign('RSA-SHA256', body, privateKey)]));
  return { key: privateKey, certificate: sequence(body, algorithm, signature).toString('base64') };
}

/** A JWS in compact serialisation (RFC 7515, 7.1). */
export function makeJws(header: unknown, payload: unknown, key: KeyObject, algorithm = 'RSA-SHA256'): string {
  const part = (value: unknown): string =>
    Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
  const input = `${part(header)}.${part(payload)}`;
  return `${input}.${sign(algorithm, Buffer.from(input), key).toString('base64url')}`;
}

const sequence = (...parts: Buffer[]): Buffer => tagged(0x30, Buffer.concat(parts));

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
