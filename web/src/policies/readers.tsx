// Who is asked to read a policy and who has: saying so oneself, typing in a signed list, and links for those without an account.
import { Button, Checkbox, Group, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { MailSent, PolicyReader, SitePolicy } from '#contracts/index.ts';
import { mailPolicyLinks, makePolicyLinks, sayRead, typePaper, useReaders } from '../api/policies.ts';
import { useWrite } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import { count } from '../format/format.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { MailTold } from '../parts/mail-told.tsx';
import { notice } from '../parts/notice.ts';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Failure, Waiting } from '../parts/states.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';

const words = text.policyPages;

/** The list, of a policy of which a version counts. */
export function Readers({ policy, version }: { readonly policy: SitePolicy; readonly version: number }) {
  const { edit } = usePowers();
  const pages = useReaders(policy.id);
  const [signed, setSigned] = useState<readonly string[]>([]);
  const [day, setDay] = useState('');
  const read = useWrite(sayRead, () => notice(words.readKept));
  const paper = useWrite(typePaper, () => {
    setSigned([]);
    notice(words.paperKept);
  });
  const [first] = pages.data?.pages ?? [];
  if (!first) return pages.error ? <Failure error={pages.error} /> : <Waiting lines={6} />;
  const rows = pages.data?.pages.flatMap(({ items }) => items) ?? [];
  const cellsOf = (reader: PolicyReader) => [
    <div key="person">
      <Foreign>{reader.name}</Foreign>
      {reader.isAsked ? null : <div className="quiet">{words.notAsked}</div>}
      {reader.bounced === null ? null : (
        <div className="quiet">
          <Foreign>{text.training.bounced(reader.bounced)}</Foreign>
        </div>
      )}
    </div>,
    <div key="state">
      {words.readStates[reader.state]}
      {reader.at === null ? null : (
        <div className="quiet">
          {words.readVersion(count(reader.version ?? 0))}, <When at={reader.at} />
        </div>
      )}
      {reader.mailedAt === null || reader.state === 'read' ? null : (
        <div className="quiet">
          {words.mailedAt} <When at={reader.mailedAt} />
        </div>
      )}
    </div>,
    <span key="how">{howOf(reader)}</span>,
    ...(edit
      ? [
          reader.staff === null || reader.state === 'read' ? (
            <span key="signed">–</span>
          ) : (
            <Checkbox
              key="signed"
              aria-label={words.signed(visible(reader.name))}
              checked={signed.includes(reader.staff)}
              onChange={({ currentTarget }) => {
                const id = reader.staff ?? '';
                const { checked } = currentTarget;
                setSigned((before) => (checked ? [...before, id] : before.filter((each) => each !== id)));
              }}
            />
          ),
        ]
      : []),
  ];
  return (
    <Panel
      title={words.readersTitle}
      lead={
        first.asked === 0 ? words.nobodyAsked : words.readersLead(count(first.given - first.stale), count(first.asked))
      }
      actions={
        first.mine?.state === 'read' ? (
          <span>{words.iRead}</span>
        ) : (
          <Button loading={read.isPending} onClick={() => read.mutate({ id: policy.id, version })}>
            {words.haveRead}
          </Button>
        )
      }
    >
      <Stack gap="md">
        {read.error ? <Failure error={read.error} /> : null}
        {rows.length === 0 ? null : (
          <PlainTable
            label={words.readersTitle}
            columns={edit ? words.readerColumns : words.readerColumns.slice(0, -1)}
            rows={rows}
            rowKey={({ email }) => email}
            cells={cellsOf}
          />
        )}
        {pages.hasNextPage ? (
          <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {text.common.showMore}
          </Button>
        ) : null}
        {signed.length > 0 ? (
          <Group align="flex-end">
            <TextInput
              type="date"
              label={words.paperDay}
              value={day}
              onChange={({ currentTarget }) => setDay(currentTarget.value)}
            />
            <Button
              loading={paper.isPending}
              disabled={day === ''}
              onClick={() => paper.mutate({ id: policy.id, staff: signed, on: day })}
            >
              {words.paperType(count(signed.length))}
            </Button>
          </Group>
        ) : null}
        {paper.error ? <Failure error={paper.error} /> : null}
        {edit && first.asked > 0 ? (
          <>
            <ByMail id={policy.id} waiting={first.notMailed} isSet={first.mailIsSet} />
            <Links id={policy.id} />
          </>
        ) : null}
      </Stack>
    </Panel>
  );
}

function howOf({ how, recordedBy }: PolicyReader): string {
  if (how === null) return '–';
  return how === 'paper' ? words.hows.paper(visible(recordedBy ?? '')) : words.hows[how];
}

interface ByMailProps {
  readonly id: string;
  /** People who may get one. */
  readonly waiting: number;
  readonly isSet: boolean;
}

function ByMail({ id, waiting, isSet }: ByMailProps) {
  const [told, tell] = useState<MailSent | null>(null);
  const send = useWrite(mailPolicyLinks, tell);
  if (!isSet) return <p>{words.mailOff}</p>;
  return (
    <Stack gap="xs" align="flex-start">
      <p>{waiting === 0 ? words.mailNone : words.mailWhat(count(waiting), waiting)}</p>
      {told ? <MailTold told={told} /> : null}
      {send.error ? <Failure error={send.error} /> : null}
      <Button variant="default" loading={send.isPending} disabled={waiting === 0} onClick={() => send.mutate(id)}>
        {words.mail}
      </Button>
    </Stack>
  );
}

function Links({ id }: { readonly id: string }) {
  const make = useWrite(makePolicyLinks);
  return (
    <div>
      <Button variant="default" loading={make.isPending} onClick={() => make.mutate(id)}>
        {words.links}
      </Button>
      {make.error ? <Failure error={make.error} /> : null}
      {make.data ? (
        make.data.items.length === 0 ? (
          <p>{words.noLinks}</p>
        ) : (
          <section>
            <h3>{words.linksMade}</h3>
            <p>{words.linksHow}</p>
            <PlainTable
              label={words.linksMade}
              columns={words.linkColumns}
              rows={make.data.items}
              rowKey={({ staff }) => staff}
              cells={({ name, email, path }) => [
                <Foreign key="name">{name}</Foreign>,
                <Foreign key="email">{email}</Foreign>,
                <Foreign key="path" mono>
                  {`${window.location.origin}${path}`}
                </Foreign>,
              ]}
            />
          </section>
        )
      ) : null}
    </div>
  );
}
