// What is remembered of one HL7 conversation: kinds of messages with their counts, and the systems and devices that take part.

/** One conversation, as the capture document shows it. */
export interface Hl7Session {
  readonly client: string;
  readonly server: string;
  /** Messages by type, acknowledgments as `ACK`. */
  messages: Record<string, number>;
  sendingApplications: string[];
  receivingApplications: string[];
  devices: string[];
  versions: string[];
  /** Something of it is not in the capture, or was no message. */
  partial: boolean;
}
