// One engagement: what is agreed, the letter that allows it, and the hours.
import { Button, Group } from '@mantine/core';
import { IconChevronRight, IconPencil } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { Engagement, EngagementState } from '#contracts/index.ts';
import { loadEngagement, moveEngagement } from '../api/engagements.ts';
import { useLoad, useWrite } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import { count, date, listedInSentence, score } from '../format/format.ts';
import { Confirm } from '../parts/confirm.tsx';
import { Foreign, visible } from '../parts/foreign.tsx';
import { TextLink } from '../parts/link.tsx';
import { notice } from '../parts/notice.ts';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Loaded, Waiting } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import { draftOf, hoursWords } from './engagement-draft.ts';
import { EngagementForm } from './engagement-form.tsx';
import { StateTag } from './engagements-page.tsx';
import { Hours } from './hours.tsx';
import { Letters } from './letters.tsx';
import { SaveTemplate } from './templates.tsx';

const words = text.engagements;
const route = getRouteApi('/program/engagements/$id');

/** The page. */
export function EngagementPage() {
  const { id } = route.useParams();
  const engagement = useLoad(['engagement', id], (signal) => loadEngagement(id, signal));
  const title = engagement.data?.terms.title ?? words.title;
  return (
    <Page
      title={<Foreign>{title}</Foreign>}
      tab={visible(title)}
      above={
        <Group gap={4}>
          <TextLink to="/program/engagements" size="sm">
            {words.back}
          </TextLink>
          <IconChevronRight size={14} aria-hidden />
        </Group>
      }
      actions={engagement.data ? <Moves engagement={engagement.data} /> : null}
    >
      <Loaded of={engagement} waiting={<Waiting lines={12} />}>
        {(known) => <Known key={known.id} engagement={known} onReload={engagement.refetch} />}
      </Loaded>
    </Page>
  );
}

/** What is done with it next. */
function Moves({ engagement: { id, version, state, moves } }: { readonly engagement: Engagement }) {
  const { own } = usePowers();
  const [to, setTo] = useState<EngagementState | null>(null);
  const move = useWrite(moveEngagement, () => {
    setTo(null);
    notice(words.moved);
  });
  return (
    <Group gap="xs">
      <StateTag state={state} />
      {own
        ? moves.map((next) => (
            <Button key={next} size="compact-md" variant="default" onClick={() => setTo(next)}>
              {words.moves[next]}
            </Button>
          ))
        : null}
      <Confirm
        opened={to !== null}
        title={to === null ? '' : words.moves[to]}
        action={to === null ? '' : words.moves[to]}
        danger={to === 'ended' || to === 'cancelled'}
        busy={move.isPending}
        error={move.error}
        onClose={() => {
          setTo(null);
          move.reset();
        }}
        onConfirm={() => to && move.mutate({ id, version, state: to })}
      >
        {to === null ? '' : words.moveWhy[to]}
      </Confirm>
    </Group>
  );
}

function Known({
  engagement,
  onReload,
}: {
  readonly engagement: Engagement;
  readonly onReload: () => Promise<unknown>;
}) {
  const { edit } = usePowers();
  const [isEditing, setEditing] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const isOver = engagement.state === 'ended' || engagement.state === 'cancelled';
  return (
    <>
      {isEditing ? (
        <EngagementForm
          engagement={engagement}
          fresh={draftOf(engagement.terms)}
          onReload={onReload}
          onSaved={() => setEditing(false)}
          onClose={() => setEditing(false)}
        />
      ) : (
        <Panel
          title={words.terms}
          lead={words.termsLead(count(engagement.version), visible(engagement.changedBy), date(engagement.changedAt))}
          flush
          actions={
            edit ? (
              <Group gap="xs">
                <Button variant="default" onClick={() => setSaving(true)}>
                  {words.saveTemplate}
                </Button>
                {isOver ? null : (
                  <Button leftSection={<IconPencil size={16} aria-hidden />} onClick={() => setEditing(true)}>
                    {words.edit}
                  </Button>
                )}
              </Group>
            ) : null
          }
        >
          <Terms engagement={engagement} />
        </Panel>
      )}
      <Letters engagement={engagement} isOver={isOver} />
      <Hours engagement={engagement} isOver={isOver} />
      {isSaving ? <SaveTemplate engagement={engagement} onClose={() => setSaving(false)} /> : null}
    </>
  );
}

/** What is agreed, field by field. */
function Terms({ engagement: { terms, names } }: { readonly engagement: Engagement }) {
  const { provider, contact, emergency, scope, plannedMinutes, rate } = terms;
  const lines: readonly (readonly [string, readonly string[]])[] = [
    [words.fields.provider, [join(provider.name, provider.reach)]],
    [words.fields.contact, [join(contact.name, contact.reach)]],
    [words.fields.emergency, [join(emergency.name, emergency.reach)]],
    [words.columns[2] ?? '', [`${words.days(date(terms.from), date(terms.until))} (${terms.timeZone})`]],
    [words.fields.activities, [listedInSentence(terms.activities.map((each) => words.activities[each]))]],
    [words.fields.level, [words.levels[scope.level]]],
    [words.fields.networks, scope.networks.map(({ range, place }) => join(range, place))],
    [words.fields.places, scope.places],
    [
      words.fields.excluded,
      scope.excluded.map(({ address, device, reason }) =>
        join(device === null ? address : (names[device] ?? device), reason),
      ),
    ],
    [words.fields.hours, [scope.hours.length === 0 ? words.anyHour : hoursWords(scope.hours)]],
    [words.fields.keeping, [terms.keeping]],
    [words.fields.planned, [plannedMinutes === null ? '' : words.hoursOnly(score(plannedMinutes / 60))]],
    [words.fields.rate, [rate === null ? '' : `${score(rate.amount)} ${rate.currency}`]],
  ];
  return (
    <PlainTable
      label={words.terms}
      columns={words.termColumns}
      rows={lines}
      rowKey={([label]) => label}
      cells={([label, values]) => [
        <b key="label">{label}</b>,
        values.every((value) => value === '') ? (
          <span key="value" className="quiet">
            {words.nothing}
          </span>
        ) : (
          <div key="value">
            {values.map((value) => (
              <div key={value}>
                <Foreign>{value}</Foreign>
              </div>
            ))}
          </div>
        ),
      ]}
    />
  );
}

function join(first: string, second: string): string {
  return [first, second].filter((part) => part !== '').join(', ');
}
