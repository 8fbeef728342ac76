// Asking for the approval of a version, giving it or not, and retiring the policy.
import { Button, Checkbox, Group, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { SitePolicy } from '#contracts/index.ts';
import { askApproval, settlePolicy } from '../api/policies.ts';
import { useWrite } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { notice } from '../parts/notice.ts';
import { Panel } from '../parts/panel.tsx';
import { Failure } from '../parts/states.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';
import { Reason } from './reason.tsx';

const words = text.policyPages;

/** What can be done about the newest version. */
export function Approval({ policy }: { readonly policy: SitePolicy }) {
  const { edit, own } = usePowers();
  const [giving, setGiving] = useState<'refuse' | 'retire' | null>(null);
  const { version } = policy.newest;
  const settle = useWrite(settlePolicy, (_, { step }) => {
    setGiving(null);
    notice(step === 'approve' ? words.approved : step === 'refuse' ? words.refused : words.retired);
  });
  return (
    <Panel title={words.approval} lead={words.approvalLead}>
      <Stack gap="md">
        {version.state === 'asked' ? (
          <div>
            {words.askedBy(visible(version.askedBy ?? ''))}, <When at={version.askedAt} />
            {version.meaning ? <div className="quiet">{words.mustRead}</div> : null}
            {version.askNote ? (
              <div>
                <Foreign>{version.askNote}</Foreign>
              </div>
            ) : null}
          </div>
        ) : edit ? (
          <Ask policy={policy} />
        ) : (
          <Text size="sm" c="dimmed">
            {text.common.readersOnly}
          </Text>
        )}
        {version.state === 'asked' && !own ? (
          <Text size="sm" c="dimmed">
            {words.ownersApprove}
          </Text>
        ) : null}
        {settle.error && giving === null ? <Failure error={settle.error} /> : null}
        {own ? (
          <Group>
            {version.state === 'asked' ? (
              <>
                <Button
                  loading={settle.isPending}
                  onClick={() =>
                    settle.mutate({ id: policy.id, step: 'approve', body: { version: version.version, note: '' } })
                  }
                >
                  {words.approve}
                </Button>
                <Button variant="default" onClick={() => setGiving('refuse')}>
                  {words.refuse}
                </Button>
              </>
            ) : null}
            <Button variant="default" onClick={() => setGiving('retire')}>
              {words.retire}
            </Button>
          </Group>
        ) : null}
      </Stack>
      {giving ? (
        <Reason
          title={words[giving]}
          label={giving === 'refuse' ? words.refuseWhy : words.retireWhy}
          {...(giving === 'retire' ? { what: words.retireWhat } : {})}
          busy={settle.isPending}
          error={settle.error}
          onClose={() => {
            setGiving(null);
            settle.reset();
          }}
          onGive={(reason) =>
            settle.mutate({
              id: policy.id,
              step: giving,
              body: giving === 'refuse' ? { version: version.version, reason } : { reason },
            })
          }
        />
      ) : null}
    </Panel>
  );
}

function Ask({ policy }: { readonly policy: SitePolicy }) {
  const { version } = policy.newest;
  const isReview = version.state === 'approved';
  const [meaning, setMeaning] = useState(!isReview);
  const [note, setNote] = useState('');
  const ask = useWrite(askApproval, ({ advice }) => notice(advice ?? words.asked));

  function submit(event: FormEvent): void {
    event.preventDefault();
    ask.mutate({ id: policy.id, version: version.version, meaning: meaning || policy.mustBeReadAgain, note });
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {isReview ? null : policy.mustBeReadAgain ? (
          <Text size="sm">{words.askMeaningSure}</Text>
        ) : (
          <Checkbox
            label={words.askMeaning}
            checked={meaning}
            onChange={({ currentTarget }) => setMeaning(currentTarget.checked)}
          />
        )}
        <TextInput
          label={words.askNote}
          maxLength={1000}
          value={note}
          onChange={({ currentTarget }) => setNote(currentTarget.value)}
        />
        {ask.error ? <Failure error={ask.error} /> : null}
        <Group>
          <Button type="submit" variant={isReview ? 'default' : 'filled'} loading={ask.isPending}>
            {isReview ? words.askAgain : words.ask}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
