// What a sign-in by NTLM says of a machine, stated about who said it: the challenge by the server, the rest by the client.
import { inertText } from '#kit/index.ts';
import type { NtlmMessage } from '#wire/smb/index.ts';
import type { Conversation } from '../conversation.ts';
import type { Seen } from '../seen.ts';
import { systemOfBuild } from '../systems/agents.ts';

/** States names and build of who sent the message. */
export function stateNtlm(message: NtlmMessage, conversation: Conversation, seen: Seen): void {
  const address = message.type === 'challenge' ? conversation.server : conversation.client;
  const { netbiosName, netbiosDomain, dnsName, version } = message;
  const isName = (name: string) => /^[A-Za-z0-9][A-Za-z0-9._-]{0,252}$/.test(name);
  if (isName(netbiosName))
    seen.address(address, 'device.hostName', netbiosName, { basis: 'observed', confidence: 0.85 });
  if (isName(dnsName))
    seen.address(address, 'device.hostName', dnsName.toLowerCase(), { basis: 'observed', confidence: 0.85 });
  if (netbiosDomain !== '' && netbiosDomain !== netbiosName) {
    seen.hint(address, 'Windows domain', inertText(netbiosDomain, 60));
  }
  if (message.isV1) seen.service(conversation, 'service.weakness', 'ntlm-v1');
  // Samba and other stacks send a build of their own: only Windows' own versions count.
  if (version === null || (version.major === 6 && version.minor === 1 && version.build === 0)) return;
  const text = `${version.major}.${version.minor}.${version.build}`;
  const system = systemOfBuild(version.major, version.minor, version.build);
  seen.hint(address, 'NTLM version', text, system?.name ?? null);
  if (!system) return;
  const sure = { basis: 'inferred', confidence: system.confidence } as const;
  seen.address(address, 'os.name', system.name, sure);
  seen.address(address, 'os.build', String(version.build), sure);
}
