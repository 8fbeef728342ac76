// The door of wire/pcap: capture files to packets.
export type { CapturedPacket, CaptureProblem } from './capture-reader.ts';
export { CaptureReader, isCapture } from './capture-reader.ts';
