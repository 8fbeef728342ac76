// Every protocol that is recognized, in the order in which they are asked. To add one: a folder with its dissector, and a line here.
import { dicom } from './dicom/dicom-dissector.ts';
import type { DatagramProtocol, StreamProtocol } from './dissector.ts';
import { hl7 } from './hl7/hl7-dissector.ts';
import { tls } from './tls/tls-dissector.ts';

/** Protocols over TCP. */
export const STREAM_PROTOCOLS: readonly StreamProtocol[] = [dicom, hl7, tls];

/** Protocols over UDP. */
export const DATAGRAM_PROTOCOLS: readonly DatagramProtocol[] = [];
