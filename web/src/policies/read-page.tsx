// A policy as a link shows it to somebody without an account, and saying that one has read it.
import { Button, Stack } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import type { PolicyToRead } from '#contracts/index.ts';
import { sayReadByLink, usePolicyByLink } from '../api/policies.ts';
import { useWrite } from '../api/use-load.ts';
import { listed } from '../format/format.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { Note } from '../parts/note.tsx';
import { Page } from '../parts/page.tsx';
import { Failure, Loaded, Waiting } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import classes from './policies.module.css';

const words = text.policyPages;
const route = getRouteApi('/learn/policy/$token');

/** The page. */
export function ReadPage() {
  const { token } = route.useParams();
  return (
    <main className={classes['alone']}>
      <Loaded of={usePolicyByLink(token)} waiting={<Waiting lines={12} />}>
        {(policy) => <Policy policy={policy} token={token} />}
      </Loaded>
    </main>
  );
}

function Policy({ policy, token }: { readonly policy: PolicyToRead; readonly token: string }) {
  const say = useWrite(sayReadByLink);
  return (
    <Page
      title={<Foreign>{policy.title}</Foreign>}
      tab={visible(policy.title)}
      lead={words.byLink(visible(policy.name), visible(policy.site))}
    >
      <Stack gap="md" align="flex-start">
        <p className={classes['purpose']}>
          <Foreign>{policy.purpose}</Foreign>
        </p>
        <ol className={classes['clauses']}>
          {policy.clauses.map((clause) => (
            <li key={clause.id}>
              <Foreign>{clause.text}</Foreign>
              <div className="quiet">{words.isFor(listed(clause.who.map((person) => words.people[person])))}</div>
            </li>
          ))}
        </ol>
        {policy.readAt === null ? (
          <Button size="md" loading={say.isPending} onClick={() => say.mutate({ token, version: policy.version })}>
            {words.haveRead}
          </Button>
        ) : (
          <Note>{words.linkDone}</Note>
        )}
        {say.error ? <Failure error={say.error} /> : null}
      </Stack>
    </Page>
  );
}
