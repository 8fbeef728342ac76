// The door of wire/smb: file sharing and the sign-in that comes with it.
export type { NtlmMessage } from './ntlm.ts';
export { findNtlm, ntlmMessage } from './ntlm.ts';
export type { SmbMessage } from './smb-message.ts';
export { smbFrameLength, smbMessage } from './smb-message.ts';
