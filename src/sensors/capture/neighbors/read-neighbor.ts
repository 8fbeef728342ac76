// What neighbors say of themselves below IP: ARP (RFC 826).
import { CARRIES, type Carries, macText, type PacketDecoder } from '#wire/packet/index.ts';
import type { Seen } from '../seen.ts';

/** Reads a neighbor message; false when it is none that can be read. */
export function readNeighbor(carries: Carries, decoder: PacketDecoder, seen: Seen, atMs: number): boolean {
  seen.nowMs = atMs;
  if (carries === CARRIES.arp) return readArp(decoder, seen);
  return false;
}

function readArp({ bytes, start, end, vlan }: PacketDecoder, seen: Seen): boolean {
  if (end - start < 28) return false;
  const isIpv4OverEthernet = bytes[start + 1] === 1 && bytes[start + 2] === 8 && bytes[start + 3] === 0;
  if (!isIpv4OverEthernet || bytes[start + 4] !== 6 || bytes[start + 5] !== 4) return false;
  const mac = macText(bytes, start + 8);
  const address = bytes.subarray(start + 14, start + 18).join('.');
  if (mac === null || address === '0.0.0.0') return true;
  seen.address(address, 'device.mac', mac, { basis: 'observed', confidence: 0.95 });
  if (vlan > 0) seen.address(address, 'device.vlan', vlan);
  return true;
}
