// What neighbors say of themselves below IP: ARP (RFC 826), LLDP and CDP.
import { inertText, sharedNetwork } from '#kit/index.ts';
import { cdpMessage, lldpMessage, type NeighborMessage } from '#wire/lldp/index.ts';
import { CARRIES, type Carries, macText, type PacketDecoder } from '#wire/packet/index.ts';
import type { Seen } from '../seen.ts';

/** Reads a neighbor message; false when it is none that can be read. */
export function readNeighbor(carries: Carries, decoder: PacketDecoder, seen: Seen, atMs: number): boolean {
  seen.nowMs = atMs;
  if (carries === CARRIES.arp) return readArp(decoder, seen);
  const { bytes, start, end } = decoder;
  const body = bytes.subarray(start, end);
  const message = carries === CARRIES.lldp ? lldpMessage(body) : cdpMessage(body);
  if (!message) return false;
  stateNeighbor(message, decoder, seen);
  return true;
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
  if (bytes[start + 7] === REPLY) stateLink(address, bytes.subarray(start + 24, start + 28).join('.'), seen);
  return true;
}

const REPLY = 2;

/** Who answers a question by ARP is on one link with who asked: where they lie in two segments, the network is a wider one. */
function stateLink(address: string, asker: string, seen: Seen): void {
  if (!seen.isLocal(address) || !seen.isLocal(asker)) return;
  const network = sharedNetwork(address, asker)?.cidr ?? '';
  const length = Number(network.slice(network.indexOf('/') + 1));
  if (length >= 16 && length < 24)
    seen.address(address, 'device.network', network, { basis: 'inferred', confidence: 0.6 });
}

/** Who says where it can be managed is known by that address; who does not, by its hardware address. */
function stateNeighbor(message: NeighborMessage, { frame, macAt }: PacketDecoder, seen: Seen): void {
  const { address, systemName, description, platform, capabilities, vlan, protocol } = message;
  const mac = message.chassisMac || (macAt < 0 ? null : macText(frame, macAt)) || '';
  const sure = { basis: 'observed', confidence: 0.85 } as const;
  const at = { ...sure, atMs: seen.nowMs };
  const name = /^[A-Za-z0-9][A-Za-z0-9._-]{0,252}$/.test(systemName) ? systemName : '';
  const isNetwork = capabilities.some((role) => /bridge|router|switch|repeater|access point/.test(role));
  const words = inertText([platform, description].filter((part) => part !== '').join(', '), 150);
  if (address !== '' && seen.isLocal(address)) {
    seen.address(address, 'device.hostName', name, sure);
    if (words !== '') seen.hint(address, protocol.toUpperCase(), words);
    if (isNetwork) seen.address(address, 'device.kind', 'network device', { basis: 'observed', confidence: 0.8 });
    if (vlan !== null) seen.address(address, 'device.vlan', vlan);
    return;
  }
  if (mac === '' || (name === '' && words === '')) return;
  const subject = { kind: 'asset', key: `neighbor/${mac}` } as const;
  const { observations } = seen;
  observations.state(subject, 'device.mac', mac, at);
  observations.state(subject, 'device.hostName', name, at);
  if (isNetwork) observations.state(subject, 'device.kind', 'network device', { ...at, confidence: 0.8 });
  if (words !== '')
    observations.state(
      subject,
      'device.hint',
      { sign: protocol.toUpperCase(), value: words },
      { ...at, confidence: 0.4 },
    );
}
