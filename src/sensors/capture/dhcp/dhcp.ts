// DHCP seen from beside: the name, the maker's class and the option list of who asks, and the address that it gets.
import { inertText, Malformed, maskedNetwork } from '#kit/index.ts';
import { type DhcpMessage, dhcpMessage } from '#wire/dhcp/index.ts';
import type { DatagramProtocol } from '../dissector.ts';
import type { Seen, Sureness } from '../seen.ts';

const LEASED: Sureness = { basis: 'observed', confidence: 0.9 };
const ACKNOWLEDGE = 5;
const REQUEST = 3;
const INFORM = 8;
const MOST_CLIENTS = 20_000;

interface Client {
  hostName: string;
  vendorClass: string;
  fingerprint: string;
}

/** What clients said before they had an address, by hardware address; kept with the run that saw it. */
const CLIENTS = new WeakMap<Seen, Map<string, Client>>();

/** DHCP for IPv4. */
export const dhcp: DatagramProtocol = {
  name: 'dhcp',
  ports: [67, 68],
  read({ bytes, start, end, conversation, side }, seen) {
    const message = messageIn(bytes.subarray(start, end));
    if (!message) return false;
    const clients = CLIENTS.get(seen) ?? new Map<string, Client>();
    CLIENTS.set(seen, clients);
    const { mac } = message;
    if (message.isRequest) {
      const known = clients.get(mac) ?? { hostName: '', vendorClass: '', fingerprint: '' };
      known.hostName = message.hostName || known.hostName;
      known.vendorClass = message.vendorClass || known.vendorClass;
      known.fingerprint = message.fingerprint || known.fingerprint;
      if (clients.size < MOST_CLIENTS || clients.has(mac)) clients.set(mac, known);
      // A client that keeps or only configures its address says which it has.
      const own = message.clientAddress !== '0.0.0.0' ? message.clientAddress : '';
      const sure = message.type === REQUEST || message.type === INFORM;
      if (own !== '' && sure) stateLease(own, mac, known, seen);
      return true;
    }
    const server = side === 1 ? conversation.server : conversation.client;
    if (message.type === ACKNOWLEDGE) {
      seen.address(message.serverAddress || server, 'device.role', 'Gives out addresses (DHCP)');
      const address = message.yourAddress !== '0.0.0.0' ? message.yourAddress : message.clientAddress;
      if (address !== '0.0.0.0') {
        stateLease(address, mac, clients.get(mac), seen);
        seen.address(address, 'device.network', maskedNetwork(address, message.subnetMask), LEASED);
      }
    }
    return true;
  },
};

function messageIn(bytes: Uint8Array): DhcpMessage | null {
  try {
    return dhcpMessage(bytes);
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}

/** What the class of a client means (option 60), where it says so by itself. */
const CLASSES: readonly (readonly [RegExp, 'os.name' | 'device.vendor', string])[] = [
  [/^MSFT 5\.0$/, 'os.name', 'Windows'],
  [/^MSFT 98$/, 'os.name', 'Windows 98'],
  [/^dhcpcd-.*Linux/i, 'os.name', 'Linux'],
  [/^udhcp/i, 'os.name', 'Linux'],
  [/^android-dhcp/i, 'os.name', 'Android'],
  [/^GEMS|^GE[ _-]/i, 'device.vendor', 'GE HealthCare'],
  [/siemens|syngo/i, 'device.vendor', 'Siemens'],
  [/philips/i, 'device.vendor', 'Philips'],
];
/** A class is a weak sign: of the system, or of who made the device. */
const SIGN: Sureness = { basis: 'inferred', confidence: 0.4 };

function stateLease(address: string, mac: string, client: Client | undefined, seen: Seen): void {
  if (mac !== '') seen.address(address, 'device.mac', mac, LEASED);
  if (!client) return;
  const { hostName, vendorClass, fingerprint } = client;
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,252}$/.test(hostName)) {
    seen.address(address, 'device.hostName', hostName, { basis: 'observed', confidence: 0.85 });
  }
  const [, attribute, means] = CLASSES.find(([pattern]) => pattern.test(vendorClass)) ?? [];
  if (vendorClass !== '') seen.hint(address, 'DHCP vendor class', inertText(vendorClass, 80), means ?? null);
  if (attribute !== undefined) seen.address(address, attribute, means, SIGN);
  if (fingerprint !== '') seen.hint(address, 'DHCP options asked for', fingerprint.slice(0, 150), null);
}
