// Every protocol that is recognized, in the order in which they are asked. To add one: a folder with its dissector, and a line here.

import { dhcp } from './dhcp/dhcp.ts';
import { dicom } from './dicom/dicom-dissector.ts';
import type { DatagramProtocol, StreamProtocol } from './dissector.ts';
import { greetings } from './greetings/greetings.ts';
import { hl7 } from './hl7/hl7-dissector.ts';
import { http } from './http/http-dissector.ts';
import { bacnet, kerberos, ntp, snmp, ssdp, syslog, vpn } from './management/management.ts';
import { dns, llmnr, mdns, netbios } from './names/names.ts';
import { smb } from './smb/smb-dissector.ts';
import { tls } from './tls/tls-dissector.ts';

/** Protocols over TCP. */
export const STREAM_PROTOCOLS: readonly StreamProtocol[] = [dicom, hl7, tls, http, smb, ...greetings];

/** Protocols over UDP. */
export const DATAGRAM_PROTOCOLS: readonly DatagramProtocol[] = [
  dhcp,
  dns,
  mdns,
  llmnr,
  netbios,
  snmp,
  ntp,
  syslog,
  ssdp,
  kerberos,
  bacnet,
  vpn,
];
