// Exceptions as a table: from what, for which devices, why, what each leaves standing, and deciding about it.
import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import type { PolicyException } from '#contracts/index.ts';
import { settleException, useExceptions } from '../api/exceptions.ts';
import { useWrite } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import { date, money } from '../format/format.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { TextLink } from '../parts/link.tsx';
import { notice } from '../parts/notice.ts';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Failure } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';
import { Reason } from './reason.tsx';

const words = text.exceptionPages;
const TONES = { asked: 'watch', approved: 'info', expired: 'danger', refused: 'quiet', ended: 'quiet' } as const;

/** Those from clauses of one policy, on its page; nothing where there are none. */
export function PolicyExceptions({ policy }: { readonly policy: string }) {
  const pages = useExceptions(policy);
  if (pages.error) return <Failure error={pages.error} onRetry={() => void pages.refetch()} />;
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  if (items.length === 0) return null;
  return (
    <Panel title={words.ofPolicy} lead={words.ofPolicyLead} flush>
      <Exceptions items={items} />
      {pages.hasNextPage ? (
        <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {text.common.showMore}
        </Button>
      ) : null}
    </Panel>
  );
}

/** The table. */
export function Exceptions({ items }: { readonly items: readonly PolicyException[] }) {
  return (
    <PlainTable
      label={words.list}
      columns={words.columns}
      rows={items}
      rowKey={({ id }) => id}
      cells={(exception) => [
        <div key="from">
          {exception.policy ? (
            <>
              <TextLink to="/program/policies/$id" params={{ id: exception.policy.id }}>
                <Foreign>{exception.policy.title}</Foreign>
              </TextLink>
              <div>
                <Foreign>{exception.clause?.text ?? ''}</Foreign>
              </div>
            </>
          ) : (
            exception.checks.map(({ id, title }) => <div key={id}>{title}</div>)
          )}
        </div>,
        <div key="devices">
          {exception.devices.length === 0
            ? words.whole
            : exception.devices.map(({ id, name }) => (
                <div key={id}>
                  <TextLink to="/devices/$id" params={{ id }}>
                    <Foreign>{name}</Foreign>
                  </TextLink>
                </div>
              ))}
        </div>,
        <div key="why">
          <div>
            <Foreign>{exception.reason}</Foreign>
          </div>
          <div>
            <Foreign>{exception.instead}</Foreign>
          </div>
          <div className="quiet">{words.owner(visible(exception.owner))}</div>
        </div>,
        <Left key="left" exception={exception} />,
        <State key="state" exception={exception} />,
      ]}
    />
  );
}

function Left({ exception: { left, checks } }: { readonly exception: PolicyException }) {
  if (checks.length === 0) return <span className="quiet">{words.unlooked}</span>;
  if (left === null) return <span className="quiet">{words.notAssessed}</span>;
  if (left.scenarios === 0) return <span className="quiet">{words.nothingLeft}</span>;
  return (
    <div>
      <div>{words.loss(money(left.loss, left.currency))}</div>
      {left.mended === null ? null : <div>{words.mended(money(left.mended, left.currency))}</div>}
      <div>{left.harm ? words.harm(left.harm.severity, visible(left.harm.scenario)) : words.noHarm}</div>
      <Unfold label={words.how}>{left.counted}</Unfold>
    </div>
  );
}

function State({ exception }: { readonly exception: PolicyException }) {
  const { edit, own } = usePowers();
  const [giving, setGiving] = useState<'refuse' | 'end' | null>(null);
  const settle = useWrite(settleException, (_, { step }) => {
    setGiving(null);
    notice(step === 'approve' ? words.approved : step === 'refuse' ? words.refused : words.ended);
  });
  const { id, state, until, askedBy, askedAt, decidedBy, decisionNote, endNote } = exception;
  const isOpen = state === 'asked' || state === 'approved';
  return (
    <div>
      <Tag tone={TONES[state]}>{words.states[state]}</Tag>
      <div>{words.until(date(until))}</div>
      <div className="quiet">
        {words.askedBy(visible(askedBy))}, <When at={askedAt} />
      </div>
      {decidedBy === null ? null : <div className="quiet">{words.decidedBy(visible(decidedBy))}</div>}
      {[decisionNote, endNote].map((note) =>
        note ? (
          <div key={note} className="quiet">
            <Foreign>{note}</Foreign>
          </div>
        ) : null,
      )}
      <Group gap="xs" mt="xs">
        {own && state === 'asked' ? (
          <>
            <Button
              size="compact-sm"
              loading={settle.isPending}
              onClick={() => settle.mutate({ id, step: 'approve', body: {} })}
            >
              {words.approve}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => setGiving('refuse')}>
              {words.refuse}
            </Button>
          </>
        ) : null}
        {edit && isOpen ? (
          <Button size="compact-sm" variant="default" onClick={() => setGiving('end')}>
            {words.end}
          </Button>
        ) : null}
      </Group>
      {settle.error && giving === null ? <Failure error={settle.error} /> : null}
      {giving ? (
        <Reason
          title={words[giving]}
          label={words.why}
          busy={settle.isPending}
          error={settle.error}
          onClose={() => {
            setGiving(null);
            settle.reset();
          }}
          onGive={(reason) => settle.mutate({ id, step: giving, body: { reason } })}
        />
      ) : null}
    </div>
  );
}
