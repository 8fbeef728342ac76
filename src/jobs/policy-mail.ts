// Links to read a policy, by mail to whom it asks and who has not read it.
import type { MailSent } from '#contracts/index.ts';
import { type Clock, inertText } from '#kit/index.ts';
import { audit, type Mail, mailServer, type SecretBox } from '#people/index.ts';
import { claimLinkMail, giveLinkMailBack, noteLinkMail, policyToMail } from '#program/index.ts';
import type { Store, TenantId } from '#store/index.ts';
import { mailRound } from './mail-round.ts';

/**
 * Sends one mail with a link to each person of the roster whom a policy asks, who has not read what counts now, and who had no such mail with a link
 * that still opens. As with lessons: what the server refuses for an address is kept with the person; where it takes nothing, the rest can be sent later.
 * Throws Conflict where no version counts or no mail server is set.
 */
export async function mailPolicy(
  { store, clock, box }: { readonly store: Store; readonly clock: Clock; readonly box: SecretBox },
  tenantId: TenantId,
  { policy, by, site }: { readonly policy: string; readonly by: string; readonly site: string },
): Promise<MailSent> {
  const { server, asked } = await store.tenant(tenantId, async (tx) => ({
    asked: await policyToMail(tx, policy, clock.now()),
    server: await mailServer(tx, box),
  }));
  const told = await mailRound(server, asked.people, async (person) => {
    const { staff } = person;
    const { since } = asked;
    const link = await store.tenant(tenantId, (tx) =>
      claimLinkMail(tx, { staff, policy, since }, { by, now: clock.now() }),
    );
    if (!link) return null;
    const until = link.expiresAt.toISOString().slice(0, 10);
    const url = `${server.address}/learn/policy/${link.token}`;
    return {
      mail: mailTo(person, { site, title: asked.title, url, until }),
      note: (refused) =>
        store.tenant(tenantId, (tx) => noteLinkMail(tx, { staff, link: link.id, refused }, clock.now())),
      giveBack: () => store.tenant(tenantId, (tx) => giveLinkMailBack(tx, link.id)),
    };
  });
  const detail = `version ${asked.version}: ${told.sent} sent, ${told.refused.length} refused, ${told.left} left`;
  await store.tenant(tenantId, (tx) =>
    audit(tx, { who: by, action: 'links to a policy mailed', subject: policy, detail }, clock.now()),
  );
  return told;
}

function mailTo(
  { name, email }: { readonly name: string; readonly email: string },
  about: { readonly site: string; readonly title: string; readonly url: string; readonly until: string },
): Mail {
  const place = inertText(about.site, 100);
  return {
    to: email,
    subject: `A policy for you to read (${place})`,
    text: [
      `Hello ${inertText(name, 120)},`,
      '',
      `${place} asks you to read this policy, and to say at its end that you have. It needs no password.`,
      '',
      `${inertText(about.title, 200)} (the link opens until ${about.until})`,
      about.url,
      '',
      'The link is yours alone: please do not pass this mail on. If you did not expect it, ask at work before you click.',
    ].join('\r\n'),
  };
}
