// What is remembered of one TLS conversation: the handshake, never the content.

/** One conversation, as the capture document shows it. */
export interface TlsSession {
  readonly client: string;
  readonly server: string;
  /** The version agreed; the one asked for when the server never answered. */
  version: string | null;
  agreed: boolean;
  serverName: string | null;
  cipher: string | null;
  ja4: string | null;
  /** The server asked the client for a certificate (only seen up to TLS 1.2). */
  clientCertificate: boolean;
  /** Description of an alert in clear, when there was one. */
  alert: number | null;
  certificateSha256: string | null;
}
