// Identifiers made from names: UUID version 5 (RFC 9562, 5.5), so that the same thing has the same id in every export.
import { createHash } from 'node:crypto';

/** The namespace of this product. */
const NAMESPACE = 'b7a1f0c2-6a0e-5c55-9d3b-1d0f4b6d7e21';

/** The UUID of a name: version 5, of the SHA-1 over the namespace and the name. */
export function uuidOf(name: string, namespace: string = NAMESPACE): string {
  const bytes = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name, 'utf8')
    .digest()
    .subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
